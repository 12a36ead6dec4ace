import { FaceError, isFaceError } from '../errors.js';
import type { DuplicatePair, JobProgress } from './job-ports.js';
import type { Call, Journal, Store, UnitOfWork } from './ports.js';

/** How a job at work is told what became of it, and tells how far it is. */
export interface JobReport extends Call {
  /**
   * Keeps new pairs and the share that is done, 0–1; how many pairs were kept.
   *
   * @throws FaceError CANCELLED when the job was ended meanwhile
   */
  progress(share: number, modelId: string, pairs: readonly DuplicatePair[]): Promise<number>;
}

export type JobWork = (report: JobReport) => Promise<void>;

interface Queued {
  readonly jobId: string;
  readonly work: JobWork;
  readonly abort: AbortController;
}

/** Jobs that may wait for their turn in one server. */
export const JOBS_WAITING_MAX = 16;
/** Well within the time after which a silent job counts as interrupted. */
const BEAT_INTERVAL_MS = 5_000;
const STATEMENT_MS_MAX = 5_000;
const RETRY_AFTER_MS = 10_000;

/** A place in the queue, to be used or given back, once. */
export interface JobPlace {
  start(jobId: string, work: JobWork): void;
  giveBack(): void;
}

/**
 * Runs the jobs of this server one after another, and says of all of them every few seconds that they are not forgotten.
 * The store has the last word: a job that another server ended there stops here.
 */
export class JobRunner {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #queue: Queued[] = [];
  #reserved = 0;
  #running: Queued | null = null;
  #idle: Promise<void> = Promise.resolve();
  #beating: NodeJS.Timeout | null = null;
  #stopping = false;

  constructor(store: Store, journal: Journal) {
    this.#store = store;
    this.#journal = journal;
  }

  /** @throws FaceError OVERLOADED, DRAINING */
  admit(): JobPlace {
    if (this.#stopping) throw new FaceError('DRAINING', 'This server is shutting down. Ask another one.');
    if (this.#reserved + this.#queue.length >= JOBS_WAITING_MAX) {
      throw new FaceError('OVERLOADED', `${JOBS_WAITING_MAX} jobs wait, as many as this server takes. Try again.`, {
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    this.#reserved += 1;
    let used = false;
    const use = (): boolean => {
      if (used) return false;
      used = true;
      this.#reserved -= 1;
      return true;
    };
    return {
      giveBack: () => void use(),
      start: (jobId, work) => {
        if (use()) this.#enqueue({ jobId, work, abort: new AbortController() });
      },
    };
  }

  /** Ends a job of this server; nothing for one that is not. */
  cancel(jobId: string): void {
    const all = this.#running ? [this.#running, ...this.#queue] : this.#queue;
    all.find((job) => job.jobId === jobId)?.abort.abort(ended());
  }

  /** Interrupts what is at work or waits, and resolves when the store knows. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const waiting = this.#queue.splice(0);
    this.#running?.abort.abort(interrupted());
    await this.#idle;
    // In one go, so that a database that does not answer is waited for once; their silence says it too.
    const interrupt = async (unit: UnitOfWork): Promise<void> => {
      for (const { jobId } of waiting) await unit.jobs.advance(jobId, { state: 'INTERRUPTED' });
    };
    const call = { signal: AbortSignal.timeout(STATEMENT_MS_MAX) };
    if (waiting.length > 0) await this.#store.transaction(interrupt, call).catch(() => undefined);
    this.#stopBeating();
  }

  #enqueue(job: Queued): void {
    // Its silence says that it was interrupted.
    if (this.#stopping) return;
    this.#queue.push(job);
    this.#beating ??= setInterval(() => void this.#beat(), BEAT_INTERVAL_MS).unref();
    if (!this.#running) this.#idle = this.#runAll();
  }

  async #runAll(): Promise<void> {
    for (;;) {
      const next = this.#queue.shift();
      if (!next) break;
      this.#running = next;
      await this.#run(next);
      this.#running = null;
    }
    this.#stopBeating();
  }

  async #run({ jobId, work, abort }: Queued): Promise<void> {
    const { signal } = abort;
    const progress: JobReport['progress'] = async (share, modelId, pairs) => {
      const lasting = async (unit: UnitOfWork): Promise<number | null> => {
        const kept = pairs.length === 0 ? 0 : await unit.jobs.addPairs(jobId, modelId, pairs);
        return (await unit.jobs.advance(jobId, { state: 'RUNNING', progress: share })) ? kept : null;
      };
      const kept = await this.#store.transaction(lasting, { signal });
      if (kept === null) throw ended();
      return kept;
    };
    try {
      signal.throwIfAborted();
      if (!(await this.#advance(jobId, { state: 'RUNNING' }))) return;
      await work({ signal, progress });
      signal.throwIfAborted();
      await this.#advance(jobId, { state: 'SUCCEEDED', progress: 1 });
    } catch (error) {
      await this.#ended(jobId, signal.aborted ? signal.reason : error);
    }
  }

  async #ended(jobId: string, cause: unknown): Promise<void> {
    const fault = isFaceError(cause) ? cause.code : 'INTERNAL';
    const state = fault === 'CANCELLED' ? 'CANCELLED' : fault === 'DRAINING' ? 'INTERRUPTED' : 'FAILED';
    if (state === 'FAILED') this.#journal.jobFailed(cause);
    const told: JobProgress = state === 'FAILED' ? { state, fault } : { state };
    // When the store does not take it, its silence says that the job was interrupted.
    await this.#advance(jobId, told).catch((error: unknown) => this.#journal.jobFailed(error));
  }

  #advance(jobId: string, progress: JobProgress): Promise<boolean> {
    const call = { signal: AbortSignal.timeout(STATEMENT_MS_MAX) };
    return this.#store.transaction((unit) => unit.jobs.advance(jobId, progress), call);
  }

  async #beat(): Promise<void> {
    const jobs = this.#running ? [this.#running, ...this.#queue] : [...this.#queue];
    if (jobs.length === 0) return;
    const call = { signal: AbortSignal.timeout(STATEMENT_MS_MAX) };
    try {
      const ids = jobs.map(({ jobId }) => jobId);
      const lasting = new Set(await this.#store.transaction((unit) => unit.jobs.beat(ids), call));
      for (const { jobId, abort } of jobs) if (!lasting.has(jobId)) abort.abort(ended());
    } catch {
      // The next one may get through; if none does for long, the store says that they are interrupted.
    }
  }

  #stopBeating(): void {
    if (this.#beating) clearInterval(this.#beating);
    this.#beating = null;
  }
}

const ended = (): FaceError => new FaceError('CANCELLED', 'the job was ended');
const interrupted = (): FaceError => new FaceError('DRAINING', 'the server is shutting down');
