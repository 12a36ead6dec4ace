import type { Call } from '../recognition/ports.js';
import { everyone } from '../recognition/gallery-ports.js';
import type { Follower } from './follower.js';
import { type GalleryIndex, isShared } from './gallery-index.js';
import type { Holdings } from './holdings.js';
import type { ReferenceRow, TemplateFeed } from './ports.js';

/** About 5 MB of rows. */
const PAGE_ROWS = 2_000;
/** Pages read while an earlier one is opened. */
const PAGES_AHEAD = 2;
/** Of an index that others search meanwhile: what they may see as it was is over within a third of a second. */
const SHARED_PAGE_ROWS = 500;

export interface LoadingParts {
  readonly index: GalleryIndex;
  readonly feed: TemplateFeed;
  readonly holdings: Holdings;
  readonly follower: Follower;
}

/**
 * Puts every reference of the store, page by page.
 *
 * @returns false when changes are gone that the follower needs, and it must be begun anew
 * @throws FaceError GALLERY_FULL, STORE_DOWN, CANCELLED
 */
export async function loadPages(parts: LoadingParts, call: Call): Promise<boolean> {
  const { index, feed, holdings, follower } = parts;
  await holdings.clear(call);
  let after: string | null = null;
  for await (const page of isShared(index) ? pagesInTurn(feed, call) : pagesAhead(feed, call)) {
    const through: string | null = page.at(-1)?.template.subjectId ?? null;
    if (page.length > 0) await holdings.put(page, call);
    if (isShared(index)) {
      const known = page.map(({ template }) => template.subjectId);
      const range = { after, through: page.length < SHARED_PAGE_ROWS ? null : through };
      // Looked at as they are now: another server may have put who was enrolled after the page was read.
      for await (const ids of index.strangers(range, known, call)) await holdings.refresh(ids, call);
      // A page may have put back what another server had replaced meanwhile. The next one is read after this, so that it
      // cannot be older than what was repaired.
      if (!(await follower.catchUp(call))) return false;
    }
    after = through;
  }
  return true;
}

/** Reads a page when the one before it is in the index. Ends with a page that is not full. */
async function* pagesInTurn(feed: TemplateFeed, call: Call): AsyncGenerator<readonly ReferenceRow[], void> {
  let after: string | null = null;
  for (let more = true; more;) {
    const rows: readonly ReferenceRow[] = await feed.page(after, SHARED_PAGE_ROWS, call);
    after = rows.at(-1)?.template.subjectId ?? null;
    more = rows.length === SHARED_PAGE_ROWS;
    yield rows;
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

/** `about`: but for the changes that are not in it yet. */
export type Agreement = 'exact' | 'about' | 'none';

/**
 * Whether the index holds as many references as the store.
 * Precondition: it was brought up to `appliedSequence` and the store was not asked since.
 */
export async function agreementWithStore(
  { index, feed, holdings }: Omit<LoadingParts, 'follower'>,
  appliedSequence: number,
  call: Call,
): Promise<Agreement> {
  const { references, head } = await feed.count(call);
  const held = (await index.size(everyone, call)) + holdings.unopened.size + holdings.homeless;
  const pending = Math.max(0, head.sequence - appliedSequence);
  if (Math.abs(references - held) > pending) return 'none';
  return pending === 0 ? 'exact' : 'about';
}
