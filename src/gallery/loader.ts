import { FaceError, isFaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import type { Follower } from './follower.js';
import { type GalleryIndex, isShared } from './gallery-index.js';
import { type Holdings, refuseForeign } from './holdings.js';
import { type Agreement, agreementWithStore, loadPages } from './loading.js';
import type { ChangePoint, GalleryJournal, ReferenceOpener, TemplateFeed } from './ports.js';
import { type GalleryMoment, SnapshotRefused } from './snapshot-header.js';
import type { Snapshots } from './snapshots.js';

const TOLD_EVERY_MS = 5_000;
/** A count of a store that changes meanwhile may be off once. */
const COUNTS_MAX = 3;

export interface LoaderOptions {
  readonly index: GalleryIndex;
  readonly feed: TemplateFeed;
  readonly opener: ReferenceOpener;
  readonly holdings: Holdings;
  readonly follower: Follower;
  readonly journal: GalleryJournal;
  readonly snapshots: Snapshots | null;
  readonly nowMs: () => number;
}

/**
 * Fills the index: the last change is noted first, then everything is put, from the snapshot or from the store, then
 * what changed after that note is looked at again. What is held is counted against the store at last.
 */
export class Loader {
  readonly #options: LoaderOptions;
  #total = 0;
  /** References of a load there was no memory for. */
  #tooMany = Infinity;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** References of the store when loading began. */
  get total(): number {
    return this.#total;
  }

  /** What the gallery is now. Precondition: nothing is at work on the index. */
  moment(): GalleryMoment {
    const { index, holdings, follower } = this.#options;
    return { point: follower.applied, references: index.memory().references, unopened: holdings.unopened };
  }

  /** @throws FaceError GALLERY_FULL, KEYS_SEALED, STORE_DOWN, CANCELLED; GALLERY_LOADING when it must be begun anew */
  async load(call: Call): Promise<void> {
    const { index, feed, opener, holdings, journal, nowMs } = this.#options;
    if (opener.sealed) throw new FaceError('KEYS_SEALED', 'The engine has no key for templates.');
    const beganMs = nowMs();
    const { references, head } = await feed.count(call);
    this.#total = references;
    if (references >= this.#tooMany) throw new FaceError('GALLERY_FULL', 'As many references found no memory before.');
    const tell = (): void => journal.loading(index.memory().references, this.#total, nowMs() - beganMs);
    const timer = setInterval(tell, TOLD_EVERY_MS);
    tell();
    try {
      if (!(await this.#loadSnapshot(call))) await this.#loadStore(head, call);
      this.#tooMany = Infinity;
    } catch (error) {
      // Of another service nobody here knows what it has room for a minute later.
      if (isFaceError(error) && error.code === 'GALLERY_FULL' && !isShared(index)) this.#tooMany = references;
      throw error;
    } finally {
      clearInterval(timer);
    }
    refuseForeign(holdings.unopened, index.memory().references);
    journal.ready(index.memory().references, nowMs() - beganMs);
  }

  async #loadSnapshot(call: Call): Promise<boolean> {
    const { feed, holdings, follower, snapshots } = this.#options;
    if (snapshots === null) return false;
    // On top of what another history of the store left in the index, the count alone would tell, and not always.
    await snapshots.idle();
    await holdings.clear(call);
    const knows = async (point: ChangePoint): Promise<boolean> => (await feed.changesAfter(point, 1, call)).known;
    const moment = await snapshots.read(knows);
    if (moment === null) return false;
    holdings.restart(moment.unopened);
    follower.startFrom(moment.point);
    if (await this.#catchUp(call)) return true;
    await snapshots.discard(new SnapshotRefused('OTHER_COUNT'));
    return false;
  }

  async #loadStore(head: ChangePoint, call: Call): Promise<void> {
    const { follower, journal, snapshots } = this.#options;
    // Files of other servers and other times are of no use from here on.
    await snapshots?.startAnew();
    follower.startFrom(head);
    if (!(await loadPages(this.#options, call))) throw new FaceError('GALLERY_LOADING', 'Changes were purged unseen.');
    if (await this.#catchUp(call)) return;
    journal.reloading('count');
    throw new FaceError('GALLERY_LOADING', 'What was loaded is not what the store has.');
  }

  /** @returns whether everything is there then */
  async #catchUp(call: Call): Promise<boolean> {
    const { follower } = this.#options;
    let agreement: Agreement = 'none';
    for (let counts = 0; counts < COUNTS_MAX && agreement !== 'exact'; counts++) {
      if (!(await follower.catchUp(call))) return false;
      agreement = await agreementWithStore(this.#options, follower.applied.sequence, call);
    }
    // A store that is written to all the time never agrees to the last one.
    return agreement !== 'none';
  }
}
