import type { Call } from '../recognition/ports.js';
import { everyone } from '../recognition/gallery-ports.js';
import { type GalleryIndex, isShared } from './gallery-index.js';
import type { Holdings } from './holdings.js';
import type { ReferenceRow, TemplateFeed } from './ports.js';

/** About 5 MB of rows. */
const PAGE_ROWS = 2_000;
/** Pages read while an earlier one is opened. */
const PAGES_AHEAD = 2;

export interface LoadingParts {
  readonly index: GalleryIndex;
  readonly feed: TemplateFeed;
  readonly holdings: Holdings;
}

/** Puts every reference of the store, page by page. @throws FaceError GALLERY_FULL, STORE_DOWN, CANCELLED */
export async function loadPages({ index, feed, holdings }: LoadingParts, call: Call): Promise<void> {
  await holdings.clear(call);
  let after: string | null = null;
  for await (const page of pagesAhead(feed, call)) {
    const through: string | null = page.at(-1)?.template.subjectId ?? null;
    if (page.length > 0) await holdings.put(page, call);
    if (isShared(index)) {
      const kept = page.map(({ template }) => template.subjectId);
      await index.prune({ after, through: page.length < PAGE_ROWS ? null : through }, kept, call);
    }
    after = through;
  }
}

/** Reads on while the caller works, so that database and processor are busy at one time. Ends with a page that is not full. */
async function* pagesAhead(feed: TemplateFeed, call: Call): AsyncGenerator<readonly ReferenceRow[], void> {
  const waiting: Promise<readonly ReferenceRow[]>[] = [];
  const follow = (page: Promise<readonly ReferenceRow[]>): Promise<readonly ReferenceRow[]> => {
    const next = page.then((rows) => {
      const last = rows.at(-1);
      return last && rows.length === PAGE_ROWS ? feed.page(last.template.subjectId, PAGE_ROWS, call) : [];
    });
    // Heard when its turn comes; the caller may have given up before.
    next.catch(() => undefined);
    return next;
  };
  let page = feed.page(null, PAGE_ROWS, call);
  for (;;) {
    let newest = waiting.at(-1) ?? page;
    while (waiting.length < PAGES_AHEAD) waiting.push((newest = follow(newest)));
    const rows = await page;
    yield rows;
    if (rows.length < PAGE_ROWS) return;
    page = waiting.shift() ?? follow(page);
  }
}

/**
 * Whether the index holds as many references as the store, give or take the changes that are not in it yet.
 * Precondition: it was brought up to `appliedSequence` and the store was not asked since.
 */
export async function agreesWithStore(
  { index, feed, holdings }: LoadingParts,
  appliedSequence: number,
  call: Call,
): Promise<boolean> {
  const { references, head } = await feed.count(call);
  const held = (await index.size(everyone, call)) + holdings.unopened.size + holdings.homeless;
  return Math.abs(references - held) <= Math.max(0, head.sequence - appliedSequence);
}
