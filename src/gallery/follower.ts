import { FaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import type { Holdings } from './holdings.js';
import type { ChangePoint, Changes, TemplateFeed } from './ports.js';
import { cancelled, orCancelled, Wake, within } from './waiting.js';

/** Changes looked at in one go. */
const BATCH = 500;
/** Without a word from the store it is asked this often: a connection may be dead without anybody knowing. */
const POLL_MS = 1_000;
/** Longest time for one batch. */
const BATCH_MS_MAX = 10_000;

export interface FollowerOptions {
  readonly feed: TemplateFeed;
  readonly holdings: Holdings;
  readonly nowMs: () => number;
  /** Between runs, when nothing else touches the index. */
  readonly onRun: () => void;
  readonly onFailure: (cause: unknown) => void;
}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Brings the holdings up to what the store has, change by change.
 *
 * A change names a subject; what is done is to look at the subject as it is now. So it does no harm to see a change
 * twice, or one whose effect was seen before. Only one run is on its way at a time, and a word that comes during it
 * causes another.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #wake = new Wake();
  #applied: ChangePoint = { sequence: 0, token: null };
  #inTouchMs: number | null = null;
  #waiters: Waiter[] = [];

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** The last change that is in the index. */
  get applied(): ChangePoint {
    return this.#applied;
  }

  /** When the store was last asked with success for what is in the index by now; null: never. */
  get inTouchMs(): number | null {
    return this.#inTouchMs;
  }

  startFrom(point: ChangePoint): void {
    this.#applied = point;
  }

  /** Something changed, or may have. */
  notify(): void {
    this.#wake.call();
  }

  /** Resolves when a change is in the index. @throws FaceError CANCELLED, and what the next run fails with */
  reached(sequence: number, call: Call): Promise<void> {
    if (this.#applied.sequence >= sequence) return Promise.resolve();
    const { promise, waiter } = waiterFor(sequence);
    this.#waiters.push(waiter);
    this.notify();
    return orCancelled(promise, call).finally(() => {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
    });
  }

  /** Whoever waits hears this instead. */
  dismiss(error: FaceError): void {
    for (const { reject } of this.#waiters) reject(error);
    this.#waiters = [];
  }

  /** Applies all changes there are. @returns false when some between here and there are gone */
  async catchUp(call: Call): Promise<boolean> {
    const step = (limited: Call): Promise<Changes> => this.#step(limited);
    for (let more = true; more;) {
      const changes = await within(BATCH_MS_MAX, call, step);
      if (!changes.known) return false;
      ({ more } = changes);
    }
    await this.#options.holdings.tryAgain(call);
    return true;
  }

  /** Follows until the signal fires, or changes are gone: the holdings must be loaded anew then. */
  async follow(signal: AbortSignal): Promise<void> {
    const { onRun, onFailure } = this.#options;
    const onAbort = (): void => this.notify();
    signal.addEventListener('abort', onAbort, { once: true });
    while (!signal.aborted) {
      try {
        if (!(await this.catchUp({ signal }))) break;
        onRun();
      } catch (error) {
        if (isAborted(signal)) break;
        for (const { reject } of this.#waiters.splice(0)) reject(error);
        onFailure(error);
      }
      await this.#wake.wait(POLL_MS);
    }
    signal.removeEventListener('abort', onAbort);
    if (signal.aborted) this.dismiss(cancelled());
  }

  /** One batch of changes, applied. */
  async #step(call: Call): Promise<Changes> {
    const { feed, holdings, nowMs } = this.#options;
    const askedMs = nowMs();
    const changes = await feed.changesAfter(this.#applied, BATCH, call);
    if (!changes.known) return changes;
    if (changes.subjectIds.length > 0) await holdings.refresh(changes.subjectIds, call);
    this.#applied = changes.through;
    // With a backlog behind it, what is held is as old as if the store had not been asked.
    if (!changes.more) this.#inTouchMs = askedMs;
    this.#settle();
    return changes;
  }

  #settle(): void {
    const reached = this.#waiters.filter(({ sequence }) => sequence <= this.#applied.sequence);
    this.#waiters = this.#waiters.filter(({ sequence }) => sequence > this.#applied.sequence);
    for (const { resolve } of reached) resolve();
  }
}

function waiterFor(sequence: number): { promise: Promise<void>; waiter: Waiter } {
  let waiter: Waiter = { sequence, resolve: () => undefined, reject: () => undefined };
  const promise = new Promise<void>((resolve, reject) => {
    waiter = { sequence, resolve, reject };
  });
  return { promise, waiter };
}

/** Asked anew after an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
