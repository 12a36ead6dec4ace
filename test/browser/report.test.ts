import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { renderReport } from '../../src/evaluation/report/page.js';
import type { EvaluationResult } from '../../src/evaluation/results.js';
import { chromiumPath, launchBrowser } from '../support/browser.js';
import { madeUpPad, madeUpPairs, madeUpQuality, madeUpSearch } from '../support/evaluation-results.js';
import { testSeed } from '../support/seeded.js';

/** The report as somebody sees it. */

const pairs = madeUpPairs(testSeed);
const search = madeUpSearch(testSeed);
const pad = madeUpPad(testSeed);
const quality = madeUpQuality(testSeed);
const results: readonly EvaluationResult[] = [pairs, search, pad, quality];

const views = results.flatMap(({ kind }) => [
  { kind, width: 1280, scheme: 'light' as const },
  { kind, width: 1280, scheme: 'dark' as const },
  { kind, width: 820, scheme: 'light' as const },
  { kind, width: 600, scheme: 'light' as const },
  { kind, width: 390, scheme: 'light' as const },
  { kind, width: 390, scheme: 'dark' as const },
]);

/** Runs in the page; this project's types know no document. */
const OVERFLOW = `(() => {
  const inside = document.documentElement.clientWidth;
  const beyond = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const parent = element.parentElement.getBoundingClientRect();
    const outgrown = element.tagName === 'TABLE' && width > parent.width + 1;
    return width > 1 && (right > inside + 1 || left < -1 || outgrown);
  };
  const wide = [...document.body.querySelectorAll('*')].filter(beyond).map((element) => element.outerHTML.slice(0, 80));
  return { scrolls: document.documentElement.scrollWidth - inside, wide };
})()`;

/** Texts of a drawing that lie over each other. */
const OVERLAPS = `[...document.querySelectorAll('svg')].flatMap((svg) => {
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  return texts.flatMap((one, index) => texts.slice(index + 1).flatMap((other) => {
    const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    return across > 2 && down > 0.4 * Math.min(one.box.height, other.box.height) ? [one.text + ' over ' + other.text] : [];
  }));
})`;

/** Contrast of text on the page (WCAG 2). */
const CONTRAST = `(() => {
  const { color, backgroundColor } = getComputedStyle(document.body);
  const luminance = (text) => {
    const linear = text.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const [high, low] = [luminance(color), luminance(backgroundColor)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
})()`;

/** What a cell says: "3.43 %" is 0.0343, "1 in 9,010" 1 / 9010, "−0.040" −0.04; NaN where there is no number. */
function told(cell: string): number {
  const plain = cell.replaceAll(',', '').replaceAll('−', '-').replaceAll('\u00a0', ' ').trim();
  const chance = /^1 in (\d+)$/.exec(plain)?.[1];
  if (chance !== undefined) return 1 / Number(chance);
  const percentage = /^([\d.]+) %$/.exec(plain)?.[1];
  if (percentage !== undefined) return Number(percentage) / 100;
  return Number(plain);
}

const reason =
  chromiumPath === null
    ? 'no Chromium in FACE_CHROMIUM or on PATH (chromium, chromium-browser, google-chrome): the report in a browser'
    : null;

(reason !== null ? describe.skip : describe)(reason ?? `the report in a browser, seed ${testSeed}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'face-engine-report-'));
    browser = await launchBrowser(chromiumPath!);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface View {
    readonly width: number;
    readonly scheme: 'light' | 'dark';
  }

  /** Opens the report from a file; `complaints` are what the console says and every request but that for the file. */
  async function open(result: EvaluationResult, { width, scheme }: View, images: ReadonlyMap<string, string>) {
    const file = join(folder, `${result.kind}.html`);
    writeFileSync(file, renderReport(result, images));
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url().slice(0, 80)}`));
    page.on('request', (request) => {
      const url = request.url();
      if (url !== pathToFileURL(file).href && !url.startsWith('data:')) complaints.push(`asked for ${url}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  async function opened<T>(
    {
      result,
      view,
      images = new Map(),
    }: { result: EvaluationResult; view: View; images?: ReadonlyMap<string, string> },
    look: (page: Page, complaints: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const { page, complaints } = await open(result, view, images);
    try {
      return await look(page, complaints);
    } finally {
      await page.close();
    }
  }

  const rowsOf = async (page: Page, caption: string): Promise<string[][]> => {
    const rows = await page.locator('table', { hasText: caption }).locator('tbody tr').all();
    return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
  };
  const wide: View = { width: 1280, scheme: 'light' };

  describe.each(views)('$kind, $width pixels wide, $scheme', ({ kind, width, scheme }) => {
    const result = results.find((one) => one.kind === kind)!;

    test('reads well: nothing is asked for, cut off, overlapping or blank', async () => {
      await opened({ result, view: { width, scheme } }, async (page, complaints) => {
        await expect(page.title()).resolves.toContain(result.data);
        await expect(page.locator('h1').count()).resolves.toBe(1);
        for (const heading of await page.locator('h1, h2').all()) await expect(heading.isVisible()).resolves.toBe(true);

        const drawings = await page.locator('svg').all();
        expect(drawings.length).toBeGreaterThanOrEqual(2);
        for (const drawing of drawings) {
          const box = await drawing.boundingBox();
          expect(box!.width).toBeGreaterThan(300);
          expect(box!.height).toBeGreaterThan(100);
          await expect(drawing.locator('path').count()).resolves.toBeGreaterThan(5);
        }
        await expect(page.evaluate(OVERFLOW)).resolves.toEqual({ scrolls: 0, wide: [] });
        await expect(page.evaluate(OVERLAPS)).resolves.toEqual([]);
        await expect(page.evaluate(CONTRAST)).resolves.toBeGreaterThan(10);

        const { channels } = await sharp(await page.screenshot()).stats();
        expect(channels[0]!.stdev).toBeGreaterThan(8);
        expect(channels[0]!.mean > 128).toBe(scheme === 'light');
        expect(complaints).toEqual([]);
      });
    });
  });

  test.each(results)('$kind fits a printed page, which is light', async (result) => {
    await opened({ result, view: { width: 680, scheme: 'dark' } }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await expect(page.evaluate(OVERFLOW)).resolves.toEqual({ scrolls: 0, wide: [] });
      const { channels } = await sharp(await page.screenshot()).stats();
      expect(channels[0]!.mean).toBeGreaterThan(128);
    });
  });

  test('what is cut off or overlaps would be seen', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await page.setContent(
      '<p style="width: 500px">wide</p><svg width="90" height="40"><text y="20">one</text><text x="5" y="20">two</text></svg>',
    );
    await expect(page.evaluate(OVERFLOW)).resolves.toMatchObject({ wide: [expect.stringContaining('wide') as string] });
    await expect(page.evaluate(OVERLAPS)).resolves.toEqual(['one over two']);
    await page.close();
  });

  test('lines of a plot have the colours of the page, in light and in dark', async () => {
    const strokes = (scheme: 'light' | 'dark') =>
      opened({ result: pairs, view: { width: 1280, scheme } }, (page) =>
        page.evaluate(
          `[...new Set([...document.querySelectorAll('svg path')].map((path) => getComputedStyle(path).stroke))]`,
        ),
      );
    const [light, dark] = [await strokes('light'), await strokes('dark')];
    expect(light).toEqual(expect.arrayContaining(['rgb(18, 99, 159)', 'rgb(189, 75, 6)']));
    expect(dark).toEqual(expect.arrayContaining(['rgb(104, 178, 238)', 'rgb(242, 149, 90)']));
  });

  test('the threshold table tells the numbers of the result', async () => {
    const rows = await opened({ result: pairs, view: wide }, (page) => rowsOf(page, 'The lowest threshold'));
    expect(rows).toHaveLength(pairs.thresholds.length);
    for (const [index, { score, similarity, fnmr }] of pairs.thresholds.entries()) {
      const [, ...cells] = rows[index]!;
      if (score === null || similarity === null || fnmr === null) {
        expect(cells).toEqual(['too few', '–', '–', '–']);
        continue;
      }
      expect(told(cells[0]!)).toBeCloseTo(score, 3);
      expect(told(cells[1]!)).toBeCloseTo(similarity, 3);
      expect(told(cells[2]!) / fnmr.rate).toBeCloseTo(1, 1);
    }
  });

  test('the table of promises tells the numbers of the result', async () => {
    const rows = await opened({ result: pairs, view: wide }, (page) => rowsOf(page, 'False matches at calibrated'));
    expect(rows.map(([similarity]) => similarity)).toEqual(Object.keys(pairs.similarityFmr));
    for (const [similarity, promised, measured, , ratio] of rows) {
      const at = pairs.similarityFmr[similarity!]!;
      expect(told(promised!) / at.promised).toBeCloseTo(1, 2);
      expect(told(measured!) / at.fmr).toBeCloseTo(1, 1);
      expect(told(ratio!)).toBeCloseTo(at.fmr / at.promised, 2);
    }
  });

  test('search, attacks and quality tell the numbers of their results', async () => {
    const fnir = await opened({ result: search, view: wide }, (page) => rowsOf(page, 'strangers that find somebody'));
    expect(fnir.map((row) => told(row[3]!))).toEqual(
      search.fnirAtFpir.map((row) => (row.fnir ? (expect.closeTo(row.fnir.rate, 3) as number) : NaN)),
    );
    const rates = await opened({ result: pad, view: wide }, (page) => rowsOf(page, 'Classification errors'));
    expect(Object.fromEntries(rates.map(([name, rate]) => [name!, told(rate!)]))).toMatchObject({
      ...Object.fromEntries(
        Object.entries(pad.apcer).map(([species, { rate }]) => [`APCER ${species}`, expect.closeTo(rate, 4) as number]),
      ),
      BPCER: expect.closeTo(pad.bpcer.rate, 4) as number,
    });
    const cues = await opened({ result: pad, view: wide }, (page) => rowsOf(page, 'How well a cue alone'));
    expect(
      cues.map(([name, , auc, bpcer, apcer, measured]) => [name!, told(auc!), told(bpcer!), apcer!, told(measured!)]),
    ).toEqual(
      Object.entries(pad.cues).map(([name, { auc, bpcer, measured }]) => [
        name,
        auc === null ? NaN : (expect.closeTo(auc, 4) as number),
        bpcer ?? NaN,
        bpcer === null ? 'print –\nscreen –\nmask –' : 'print 2.00\u00a0%\nscreen 11.0\u00a0%\nmask –',
        measured,
      ]),
    );
    expect(cues.map(([, looksAt]) => looksAt)).toEqual([
      'surface of the face and of what is around it',
      'a network, over single frames',
      'texture and networks together, over all frames',
      'motion that no flat picture has; 0.5 at the minimum of the policy',
      'the part of motion in which neighbouring frames agree',
      '1 with a blink, 0 without',
    ]);
    const components = await opened({ result: quality, view: wide }, (page) => rowsOf(page, 'Discard ratio: area'));
    expect(components.map((row) => [row[0]!, told(row[3]!)])).toEqual(
      quality.components.map(({ name, percentiles }) => [name, Math.round(percentiles[1])]),
    );
  });

  test('the worst pairs are side by side when their pictures are there', async () => {
    const grey = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    const paths = [...pairs.worstMated, ...pairs.worstNonMated].flatMap(({ a, b }) => [a, b]);
    const images = new Map(paths.map((path) => [path, `data:image/jpeg;base64,${grey.toString('base64')}`]));
    await opened({ result: pairs, view: wide, images }, async (page, complaints) => {
      await expect(page.locator('.pictures').count()).resolves.toBe(12);
      await expect(page.evaluate(`[...document.images].every((image) => image.naturalWidth === 60)`)).resolves.toBe(
        true,
      );
      const [a, b] = await page.locator('.pictures img').all();
      const [left, right] = [await a!.boundingBox(), await b!.boundingBox()];
      expect(right!.x).toBeGreaterThan(left!.x + left!.width - 1);
      expect(right!.y).toBe(left!.y);
      expect(complaints).toEqual([]);
    });
  });

  test('a name that is HTML stays a name, and no script of it runs', async () => {
    const hostile = '"><img src=x onerror="document.title=1"><script>document.title=2</script>';
    const result = {
      ...pairs,
      data: hostile,
      groups: pairs.groups.map((group) => ({ ...group, group: hostile })),
      worstMated: pairs.worstMated.map((pair) => ({ ...pair, a: hostile })),
    };
    await opened({ result, view: wide }, async (page, complaints) => {
      await expect(page.title()).resolves.toContain(hostile);
      await expect(page.locator('img, script').count()).resolves.toBe(0);
      await expect(page.locator('tbody th', { hasText: hostile }).count()).resolves.toBe(pairs.groups.length);
      expect(complaints).toEqual([]);
    });
  });
});
