import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { outlineOf } from '../../../src/evaluation/report/distributions.js';
import { renderReport } from '../../../src/evaluation/report/page.js';
import type {
  EvaluationResult,
  PadEvaluation,
  PairsResult,
  QualityResult,
  SearchResult,
} from '../../../src/evaluation/results.js';
import { madeUpPad, madeUpPairs, madeUpQuality, madeUpSearch } from '../../support/evaluation-results.js';
import { testSeed } from '../../support/seeded.js';

const pairs = madeUpPairs(testSeed);
const search = madeUpSearch(testSeed);
const pad = madeUpPad(testSeed);
const quality = madeUpQuality(testSeed);
const kinds: readonly (readonly [string, EvaluationResult])[] = [pairs, search, pad, quality].map((result) => [
  result.kind,
  result,
]);
const without: ReadonlyMap<string, string> = new Map();

/** What is said, without marks; spaces that do not break are spaces. */
const textOf = (page: string) =>
  page
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');
const verdictOf = (result: EvaluationResult) =>
  textOf(/<p class="verdict">[\s\S]*?<\/p>/.exec(renderReport(result, without))?.[0] ?? '');
/** Every element with the names of its attributes, in order. */
const skeletonOf = (page: string) =>
  [...page.matchAll(/<([a-z]\w*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name, attributes = '']) =>
      `${name} ${[...attributes.matchAll(/([\w:-]+)(?:="[^"]*")?/g)].map(([, attribute]) => attribute).join(' ')}`,
  );

describe.each(kinds)(`the page of %s, seed ${testSeed}`, (_, result) => {
  const page = renderReport(result, without);

  test('is one file: nothing is loaded, no script runs', () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;">`,
    );
    expect(page).not.toMatch(/<script|<link|<iframe|\ssrc=|\shref=|url\(|@import|https?:/i);
    expect(page).not.toMatch(/\son\w+=/i);
  });

  test('is the same each time', () => {
    expect(renderReport(result, without)).toBe(page);
  });

  test('says where its figures come from', () => {
    const text = textOf(page);
    for (const said of [result.data, result.pack, result.modelId, '2026-03-14 15:09 UTC', result.machine.cpu]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('What these figures do not promise');
  });

  test('can be read by who does not see it', () => {
    expect(page).toContain('<html lang="en">');
    const count = (pattern: RegExp) => page.match(pattern)?.length ?? 0;
    expect(count(/<h1>/g)).toBe(1);
    expect(count(/<svg /g)).toBeGreaterThanOrEqual(2);
    expect(count(/<svg role="img" [^>]*aria-label="[^"]+"><title>[^<]+<\/title>/g)).toBe(count(/<svg /g));
    expect(count(/<figcaption>/g)).toBe(count(/<figure/g));
    expect(count(/<caption>[^<]+<\/caption>/g)).toBe(count(/<table /g));
    expect(count(/<th /g)).toBe(count(/<th scope="(col|row)"/g));
  });

  test('tells no number that is none', () => {
    expect(/.{0,40}(NaN|Infinity|undefined|null|\[object).{0,40}/.exec(page)?.[0]).toBeUndefined();
  });
});

describe('names of the data', () => {
  const hostile = `<svg onload=alert(1)>"'><script>alert(2)</script>&lt;`;
  const harmless = `name ${'x'.repeat(hostile.length - 5)}`;
  const named = (name: string): EvaluationResult[] => [
    {
      ...pairs,
      data: name,
      pack: name,
      modelId: name,
      at: name,
      machine: { ...pairs.machine, cpu: name, node: name },
      groups: pairs.groups.map((group) => ({ ...group, group: name })),
      worstMated: pairs.worstMated.map((pair) => ({ ...pair, a: name, b: name })),
    },
    { ...search, data: name },
    {
      ...pad,
      policyVersion: name,
      apcer: { [name]: pad.bpcer },
      cues: { [name]: { ...pad.cues['frames']!, attacks: { [name]: pad.cues['frames']!.bonaFide } } },
    },
    {
      ...quality,
      components: quality.components.map((component) => ({ ...component, name })),
      refused: { enrolment: { [name]: 3 }, verification: { [name]: 2 } },
    },
  ];

  test.each([0, 1, 2, 3])('that are HTML change no element of page %d', (index) => {
    const [page, plain] = [named(hostile), named(harmless)].map((results) => renderReport(results[index]!, without));
    expect(skeletonOf(page!)).toEqual(skeletonOf(plain!));
    expect(page).toContain('&lt;script&gt;alert(2)&lt;/script&gt;&amp;lt;');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<svg onload');
  });

  test('are escaped with pictures too, and what is no picture is not shown', () => {
    const result: PairsResult = { ...pairs, worstMated: [{ score: 0.1, similarity: 0.5, a: hostile, b: 'b.jpg' }] };
    const images = new Map([
      [hostile, 'data:image/png;base64,AAAA'],
      ['b.jpg', 'https://example.org/b.jpg'],
    ]);
    const page = renderReport(result, images);
    expect(page.match(/<img [^>]*>/g)).toEqual([
      '<img src="data:image/png;base64,AAAA" alt="&lt;svg onload=alert(1)&gt;&quot;&#39;&gt;&lt;script&gt;alert(2)&lt;/script&gt;&amp;lt;">',
    ]);
    expect(page).not.toContain('example.org');
  });
});

test.each(Array.from({ length: 30 }, (_, index) => testSeed + index))(
  'numbers of any kind can be drawn, seed %d',
  (seed) => {
    for (const result of [madeUpPairs(seed), madeUpSearch(seed), madeUpPad(seed), madeUpQuality(seed)]) {
      expect(renderReport(result, without)).toContain('<svg role="img"');
    }
  },
);

describe('pictures', () => {
  test('are there only when they were asked for', () => {
    expect(renderReport(pairs, without)).not.toContain('<img');
    expect(textOf(renderReport(pairs, without))).toContain('may name people');
    const images = new Map([[pairs.worstNonMated[0]!.a, 'data:image/png;base64,AAAA']]);
    expect(renderReport(pairs, images).match(/<img /g)).toHaveLength(1);
    expect(textOf(renderReport(pairs, images))).toContain('shows pictures of people');
  });
});

describe('the verdict follows from the result', () => {
  const withPromise = (fmr: number, low: number, high: number): PairsResult => ({
    ...pairs,
    similarityFmr: { '0.80': { promised: 1e-4, fmr, low, high } },
  });

  test.each([
    [1.1e-4, 0.9e-4, 1.3e-4, 'is 1 in 9,090, which agrees with the promised 1 in 10,000'],
    [2e-4, 1.5e-4, 2.5e-4, 'is 1 in 5,000, more than the promised 1 in 10,000'],
    [5e-5, 4e-5, 6e-5, 'is 1 in 20,000, less than the promised 1 in 10,000'],
    [1e-4, 0, 3e-4, 'is 1 in 10,000, but the comparisons are too few to judge the promised 1 in 10,000'],
    [
      0,
      0,
      3e-4,
      'none of the comparisons is a false match, but the comparisons are too few to judge the promised 1 in 10,000',
    ],
  ])('a measured rate of %d, %d to %d %s', (fmr, low, high, said) => {
    expect(verdictOf(withPromise(fmr, low, high))).toContain(said);
  });

  test('it speaks of the strictest threshold up to 1 in 10,000 that the data can judge', () => {
    const judged = { '1e-2': null, '1e-3': { low: 0.06, high: 0.08 }, '1e-4': null };
    const bounds = { ...pairs.bounds, fnmrAtFmr: judged };
    expect(verdictOf({ ...pairs, fnmrAtFmr: { '1e-2': null, '1e-3': 0.07, '1e-4': null }, bounds })).toContain(
      '1 in 1,000 comparisons of two different people match, 7.00 % of comparisons of one person fail (95 % bounds 6.00–8.00 %)',
    );
    expect(verdictOf({ ...pairs, fnmrAtFmr: { '1e-4': null } })).toContain('too few comparisons');
  });

  test('of attacks it names the kind that passes most', () => {
    expect(verdictOf(pad)).toContain('7.40 % of attacks by “screen” are taken for bona fide');
    expect(verdictOf({ ...pad, apcer: {} })).toContain('The data hold no attack');
  });

  test('it says whom the bounds draw anew, and warns where nobody is named', () => {
    const [named, nobody] = [pad, { ...pad, subjects: null }].map((result) => textOf(renderReport(result, without)));
    expect(named).toContain('95 %, 47 people drawn anew');
    expect(named).not.toContain('Nobody said whom');
    expect(nobody).toContain('95 %, presentations drawn anew');
    expect(nobody).toContain('Nobody said whom the presentations show');
  });

  test('quality foretells errors, or does not', () => {
    expect(verdictOf({ ...quality, discardRatio: 0.7 })).toContain('the unified score foretells errors (ratio 0.70)');
    expect(verdictOf({ ...quality, discardRatio: 1.02 })).toContain('no better than leaving out comparisons at random');
    expect(verdictOf({ ...quality, discardRatio: null })).toContain('too few');
  });
});

describe('data that are too few', () => {
  const nothing = { from: 0, to: 1, shares: [] };
  const none = { rate: 0, low: 0, high: 0 };
  const emptyPairs: PairsResult = {
    ...pairs,
    fnmrAtFmr: { '1e-4': null },
    thresholds: [{ fmr: 1e-4, score: null, similarity: null, fnmr: null }],
    similarityFmr: {},
    groups: [{ ...pairs.groups[0]!, similarityFmr: { '0.60': null }, fnmr: null }],
    det: [],
    distributions: { mated: nothing, nonMated: { ...nothing, shares: [0, 0] } },
    worstMated: [],
    worstNonMated: [],
    accuracy: null,
    eer: null,
    bounds: { eer: null, fnmrAtFmr: { '1e-4': null }, tarAtFmr: { '1e-4': null } },
  };
  const emptySearch: SearchResult = {
    ...search,
    fnirAtFpir: [{ fpir: 0.01, threshold: null, similarity: null, fnir: null }],
    cmc: [],
    trade: [],
    rank1: none,
  };
  const emptyPad: PadEvaluation = {
    ...pad,
    apcer: {},
    bpcer: none,
    bonaFideInconclusive: none,
    auc: null,
    cues: {},
    streams: 0,
    frames: 0,
  };
  const emptyQuality: QualityResult = {
    ...quality,
    pictures: 0,
    components: [],
    unified: nothing,
    errorVersusDiscard: [],
    discardRatio: null,
    refused: { enrolment: {}, verification: {} },
  };

  test.each([emptyPairs, emptySearch, emptyPad, emptyQuality])('$kind: the page says so and stands', (result) => {
    const page = renderReport(result, without);
    expect(/.{0,40}(NaN|Infinity|undefined|\[object).{0,40}/.exec(page)?.[0]).toBeUndefined();
    expect(page.trimEnd().endsWith('</html>')).toBe(true);
    expect(page).not.toContain('d=""');
  });

  test('a threshold nobody can tell is not told', () => {
    expect(textOf(renderReport(emptyPairs, without))).toContain('0.01 %too few–––');
  });
});

test('plots are loaded when one is drawn, not with the command line', () => {
  const page = join(__dirname, '../../../src/evaluation/report/page.js');
  const program = `require(${JSON.stringify(page)}); console.log(Object.keys(require.cache).filter((path) => path.includes('echarts')).length)`;
  expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim()).toBe('0');
});

test('a kind that lies in one bin alone is drawn with its area', () => {
  const outline = outlineOf({ from: 0, to: 1, shares: [0, 0, 0, 1] }, 10);
  expect(outline).toEqual([
    { x: 0.75, y: 0 },
    { x: 0.75, y: 1 },
    { x: 1, y: 1 },
    { x: 1, y: 0 },
  ]);
  expect(outlineOf({ from: 0, to: 1, shares: [0, 0] }, 10)).toEqual([]);
});
