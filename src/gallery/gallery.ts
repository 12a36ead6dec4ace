import { FaceError, isFaceError } from '../errors.js';
import type {
  Gallery,
  GalleryFilter,
  GalleryFound,
  GalleryPairsStep,
  GalleryPhase,
  GalleryQuery,
  GalleryState,
} from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import { candidatesFor, confirmed, confirmedPairs } from './confirming.js';
import { Follower } from './follower.js';
import type { GalleryIndex } from './gallery-index.js';
import { Holdings } from './holdings.js';
import { Loader } from './loader.js';
import type { ChangePoint, GalleryJournal, Listening, ReferenceOpener, TemplateFeed } from './ports.js';
import type { Snapshots } from './snapshots.js';
import { Wake } from './waiting.js';

/** After this long without the store, changes may be missing, and the state says so. */
const STALE_MS = 2_000;
/**
 * After this long it searches no more. A server that is cut off cannot know who was deleted meanwhile, and a person who
 * was deleted must not be told as a candidate for long; whoever asks is told at once, not after a wait.
 */
const SILENT_MS = 5_000;
const RETRY_AFTER_MS = 1_000;
const PAUSE_MS = 1_000;
const PAUSE_MS_MAX = 15_000;
const FULL_PAUSE_MS = 60_000;
const CLOSE_MS_MAX = 10_000;

export interface GalleryOptions {
  readonly index: GalleryIndex;
  readonly feed: TemplateFeed;
  readonly opener: ReferenceOpener;
  readonly journal: GalleryJournal;
  /** Null: none are kept. */
  readonly snapshots: Snapshots | null;
  /** Monotonic, milliseconds. */
  readonly nowMs: () => number;
  /** Between loads for which there is no memory. What does not fit will hardly fit a moment later. */
  readonly fullPauseMs?: number;
}

export interface FollowedGalleryState extends GalleryState {
  /** References there was no memory for. */
  readonly homeless: number;
  /** How long ago the store was asked with success for what is held, milliseconds; null before the first load. */
  readonly outOfTouchMs: number | null;
}

/**
 * A gallery that is what the store has: loads all references of the model, then follows the changes.
 *
 *   loading ──► ready ⇄ stale        the store out of reach for 2 s; after 5 s searches fail with STORE_DOWN
 *      ▲ │        │ ▲
 *      │ ▼        ▼ │
 *      full ◄── ready                a reference there is no memory for; searches fail with GALLERY_FULL
 *
 * It goes back to loading when changes that it has not seen were purged, or are of another life of the database.
 */
export class FollowedGallery implements Gallery {
  readonly #options: GalleryOptions;
  readonly #holdings: Holdings;
  readonly #follower: Follower;
  readonly #loader: Loader;
  readonly #stopping = new AbortController();
  readonly #stopped = new Wake();
  #at: 'loading' | 'too large' | 'following' = 'loading';
  #isFull = false;
  #isStale = false;
  #unopenedTold = 0;
  #faultCode: string | null = null;
  #listening: Listening | null = null;
  #running: Promise<void> | null = null;

  constructor(options: GalleryOptions) {
    this.#options = options;
    const { index, feed, opener, journal, snapshots, nowMs } = options;
    const onChanged = async (subjectIds: readonly string[]): Promise<void> => snapshots?.erase(subjectIds);
    this.#holdings = new Holdings({ index, feed, opener, onChanged });
    const onRun = (): void => this.#afterRun();
    const onFailure = (cause: unknown): void => this.#afterFailure(cause);
    this.#follower = new Follower({ feed, holdings: this.#holdings, nowMs, onRun, onFailure });
    const parts = { index, feed, opener, holdings: this.#holdings };
    this.#loader = new Loader({ ...parts, follower: this.#follower, journal, snapshots, nowMs });
  }

  /** Begins to load; `state` says how far it is. */
  start(): void {
    if (this.#running) return;
    this.#listening = this.#options.feed.listen(() => this.#follower.notify());
    this.#running = this.#run();
  }

  state(): FollowedGalleryState {
    const { index, nowMs } = this.#options;
    const { references, bytes, bytesMax } = index.memory();
    const { homeless, unopened } = this.#holdings;
    return {
      backend: index.backend,
      phase: this.#phase(),
      references,
      total: this.#at === 'following' ? references + homeless : this.#loader.total,
      bytes,
      bytesMax,
      changeSequence: this.#follower.applied.sequence,
      templatesUnopened: unopened.size,
      faultCode: this.#faultCode,
      homeless,
      outOfTouchMs: this.#follower.inTouchMs === null ? null : nowMs() - this.#follower.inTouchMs,
    };
  }

  async size(filter: GalleryFilter, call: Call): Promise<number> {
    this.#needReady();
    return this.#options.index.size(filter, call);
  }

  async search(query: GalleryQuery, call: Call): Promise<GalleryFound> {
    this.#needReady();
    const { index } = this.#options;
    if (index.exact) return index.search(query, call);
    const found = await index.search({ ...query, limit: candidatesFor(query.limit) }, call);
    return confirmed(this.#options, query, found, call);
  }

  async *pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void> {
    const { index } = this.#options;
    this.#needReady();
    for await (const step of index.pairs(scoreMin, call)) {
      this.#needReady();
      yield index.exact ? step : { ...step, pairs: await confirmedPairs(this.#options, step.pairs, scoreMin, call) };
    }
  }

  async caughtUp(call: Call): Promise<void> {
    this.#needLoaded();
    const { applied } = this.#follower;
    const head = await this.#options.feed.head(call);
    this.#needLoaded();
    if (isOtherLife(applied, head)) {
      this.#follower.notify();
      throw loading();
    }
    await this.#follower.reached(head.sequence, call);
  }

  /** Ends loading and following, writes the snapshot within its time, and frees the memory. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#stopped.call();
    await this.#listening?.close();
    await this.#running;
    const moment = this.#at === 'following' && this.#holdings.homeless === 0 ? this.#loader.moment() : null;
    await this.#options.snapshots?.close(moment, CLOSE_MS_MAX);
    await this.#options.index.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let pauseMs = PAUSE_MS; !signal.aborted;) {
      try {
        await this.#loader.load({ signal });
        pauseMs = PAUSE_MS;
        this.#faultCode = null;
        this.#unopenedTold = 0;
        this.#at = 'following';
        this.#afterRun();
        await this.#follower.follow(signal);
        if (isAborted(signal)) return;
        this.#options.journal.reloading('changes');
        this.#at = 'loading';
        this.#follower.dismiss(loading());
      } catch (error) {
        if (isAborted(signal)) return;
        this.#faultCode = isFaceError(error) ? error.code : 'INTERNAL';
        this.#at = this.#faultCode === 'GALLERY_FULL' ? 'too large' : 'loading';
        if (this.#at === 'too large') await this.#forgetAll();
        this.#options.journal.notLoaded(error);
        await this.#stopped.wait(this.#at === 'too large' ? (this.#options.fullPauseMs ?? FULL_PAUSE_MS) : pauseMs);
        pauseMs = Math.min(PAUSE_MS_MAX, pauseMs * 2);
      }
    }
  }

  /** Nobody follows changes until it is loaded again, so nobody is kept either. */
  async #forgetAll(): Promise<void> {
    const { index, journal } = this.#options;
    const { references } = index.memory();
    // Once: later tries that a count alone ends have put nothing.
    if (references > 0) journal.full(references, this.#loader.total);
    // Whoever stays in an index that cannot be reached is not searched, and the next load begins with this again.
    await this.#holdings.clear({ signal: this.#stopping.signal }).catch((cause: unknown) => journal.notLoaded(cause));
  }

  #afterRun(): void {
    const { index, journal, snapshots } = this.#options;
    const unopened = this.#holdings.unopened.size;
    if (unopened > this.#unopenedTold) journal.unopened(unopened);
    this.#unopenedTold = unopened;
    const { homeless } = this.#holdings;
    const { references } = index.memory();
    if (homeless > 0 && !this.#isFull) journal.full(references, references + homeless);
    this.#isFull = homeless > 0;
    if (this.#isStale) journal.followed();
    this.#isStale = false;
    if (homeless === 0) snapshots?.considerWriting(this.#loader.moment());
  }

  /** Told once, and not for a connection that was made again at once. */
  #afterFailure(cause: unknown): void {
    if (this.#isStale || this.#outOfTouchMs() <= STALE_MS) return;
    this.#isStale = true;
    this.#options.journal.stale(cause);
  }

  #phase(): Exclude<GalleryPhase, 'off'> {
    if (this.#at === 'loading') return 'loading';
    if (this.#at === 'too large' || this.#holdings.homeless > 0) return 'full';
    return this.#outOfTouchMs() > STALE_MS ? 'stale' : 'ready';
  }

  #outOfTouchMs(): number {
    return this.#options.nowMs() - (this.#follower.inTouchMs ?? -Infinity);
  }

  #needLoaded(): void {
    if (this.#at === 'loading') throw loading();
    if (this.#at === 'too large') throw full();
  }

  #needReady(): void {
    this.#needLoaded();
    if (this.#holdings.homeless > 0) throw full();
    if (this.#outOfTouchMs() > SILENT_MS) {
      throw new FaceError('STORE_DOWN', 'The gallery cannot follow the database, so it may hold who was deleted.', {
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
  }
}

/**
 * Whether what was applied is not of the history that the store has now, as after a failover to a replica that lacked the
 * last changes. A history that has outgrown it meanwhile is noticed by the run that follows it.
 */
function isOtherLife(applied: ChangePoint, head: ChangePoint): boolean {
  return applied.sequence > head.sequence || (applied.sequence === head.sequence && applied.token !== head.token);
}

function loading(): FaceError {
  return new FaceError('GALLERY_LOADING', 'The gallery is being loaded. Health says when it is there.', {
    retryAfterMs: RETRY_AFTER_MS,
  });
}

function full(): FaceError {
  return new FaceError(
    'GALLERY_FULL',
    'There are more references than the gallery has memory for, and a search would not be complete. Raise GALLERY_BYTES_MAX, or lower GALLERY_PRECISION.',
  );
}

/** Asked anew after an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
