import type { Worker } from 'node:worker_threads';
import { FaceError, unreachable } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import { wipe } from '../recognition/capture-input.js';
import { arraysOfFace, type FrameRequest, type FrameResult } from './messages.js';
import { deferred } from './deferred.js';
import { ReplacementBudget } from './replacement-budget.js';
import { type Job, Seat, type SeatLimits } from './seat.js';

export interface PoolOptions extends SeatLimits {
  /** Worker threads, each with its own networks; about as many as processor cores. */
  readonly workers: number;
  /** Frames that may wait for a worker; the next one is refused at once. */
  readonly queueDepthMax: number;
  /** Lost workers that are replaced within any `replacementWindowMs`. */
  readonly replacementsMax: number;
  readonly replacementWindowMs: number;
  /** How long an idle worker may take to give its memory back before it is ended. */
  readonly closeGraceMs: number;
}

export interface PoolStatistics {
  /** False before the first load, after the last, and while every worker is lost and none may be replaced yet. */
  readonly ready: boolean;
  readonly workersIdle: number;
  readonly workersBusy: number;
  readonly queueDepth: number;
  readonly framesDone: number;
  /** Replacements since the start. */
  readonly replacements: number;
  /** Moving mean over about the last twenty frames, milliseconds from worker to result; 0 before the first. */
  readonly frameMsMean: number;
}

interface QueuedJob extends Job {
  readonly abandon: () => void;
  readonly signal: AbortSignal;
}

/** Weight of the newest frame in the moving mean. */
const MEAN_WEIGHT = 0.05;
const RETRY_AFTER_MS_MIN = 20;

/**
 * A fixed number of worker threads and a bounded first-come-first-served queue before them.
 *
 *   starting ─all loaded─► ready ─drain─► draining ─close─► closed
 *
 * `close` leads to closed from every state, and so does a worker that cannot load in the beginning. Every promise
 * that `observe` gives out is settled in every state.
 */
export class Pool {
  /** Resolves when all workers have loaded; rejects with the cause when one cannot, or when the pool is closed first. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  #state: 'starting' | 'ready' | 'draining' | 'closed' = 'starting';
  readonly #ready = deferred();
  readonly #seats = new Set<Seat>();
  /** Threads that are lost and have not ended yet. */
  readonly #leaving = new Set<Seat>();
  readonly #queue = new Set<QueuedJob>();
  readonly #spawn: () => Worker;
  readonly #options: PoolOptions;
  readonly #budget: ReplacementBudget;
  #replacementTimer: NodeJS.Timeout | undefined;
  #framesDone = 0;
  #replacements = 0;
  #frameMsMean = 0;
  #whenIdle: (() => void)[] = [];
  #closing: Promise<void> | null = null;

  constructor(spawn: () => Worker, options: PoolOptions) {
    this.#spawn = spawn;
    this.#options = options;
    this.#budget = new ReplacementBudget(options.replacementsMax, options.replacementWindowMs);
    for (let count = 0; count < options.workers; count += 1) this.#addSeat();
  }

  /**
   * Takes the picture over: its buffer is transferred to a worker, or zeroed when the frame is refused here.
   *
   * @throws FaceError what the worker throws; MODELS_LOADING, OVERLOADED, WORKER_LOST, DRAINING, CANCELLED at once
   */
  observe(request: FrameRequest, { signal }: Call): Promise<FrameResult> {
    const refusal = this.#refusal(signal);
    if (refusal) {
      wipe(request.image);
      return Promise.reject(refusal);
    }
    return new Promise((resolve, reject) => {
      const abandon = () => this.#abandon(job);
      const settled = () => signal.removeEventListener('abort', abandon);
      const job: QueuedJob = {
        request,
        signal,
        abandon,
        resolve: (result) => {
          settled();
          // Whoever asked has gone: the job was refused when the signal said so.
          if (signal.aborted) for (const array of arraysOfFace(result.observation)) array.fill(0);
          resolve(result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal.addEventListener('abort', abandon, { once: true });
      this.#queue.add(job);
      this.#dispatch();
    });
  }

  statistics(): PoolStatistics {
    return {
      ready: this.#state === 'ready' && this.#seats.size > 0,
      workersIdle: this.#count('idle'),
      workersBusy: this.#count('busy'),
      queueDepth: this.#queue.size,
      framesDone: this.#framesDone,
      replacements: this.#replacements,
      frameMsMean: this.#frameMsMean,
    };
  }

  /** Refuses new frames and finishes the accepted ones; after `timeoutMs` the rest is refused with DRAINING. */
  async drain(timeoutMs: number): Promise<void> {
    if (this.#state === 'starting') this.#ready.reject(draining());
    if (this.#state !== 'closed') this.#state = 'draining';
    if (this.#isIdle()) return;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([timeout, new Promise<void>((resolve) => this.#whenIdle.push(resolve))]);
    clearTimeout(timer);
    this.#refuseQueue(draining);
    for (const seat of this.#seats) seat.refuse(draining());
  }

  /** Refuses all frames, ends all workers, and resolves when their threads are gone or `closeGraceMs` has passed twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    clearTimeout(this.#replacementTimer);
    this.#ready.reject(draining());
    this.#refuseQueue(draining);
    const { closeGraceMs } = this.#options;
    const ends = [...this.#seats].map((seat) => seat.close(closeGraceMs, draining()));
    const threads = Promise.all([...ends, ...[...this.#leaving].map((seat) => seat.exited)]);
    this.#seats.clear();
    this.#tellIdle();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([threads, new Promise((resolve) => (timer = setTimeout(resolve, 2 * closeGraceMs)))]);
    clearTimeout(timer);
  }

  #refusal(signal: AbortSignal): FaceError | null {
    if (signal.aborted) return cancelled(signal);
    switch (this.#state) {
      case 'starting':
        return new FaceError('MODELS_LOADING', 'the networks are still being loaded. Try again shortly.', {
          retryAfterMs: 1000,
        });
      case 'draining':
      case 'closed':
        return draining();
      case 'ready':
        if (this.#seats.size === 0) return this.#allLost();
        return this.#queue.size >= this.#options.queueDepthMax && this.#count('idle') === 0 ? this.#overloaded() : null;
      default:
        return unreachable(this.#state);
    }
  }

  #overloaded(): FaceError {
    const waitMs = (this.#frameMsMean * this.#queue.size) / this.#options.workers;
    const retryAfterMs = Math.max(RETRY_AFTER_MS_MIN, Math.ceil(waitMs));
    const message = `${this.#queue.size} pictures are waiting, as many as may. Try again in ${retryAfterMs} ms.`;
    return new FaceError('OVERLOADED', message, { retryAfterMs });
  }

  #allLost(): FaceError {
    const retryAfterMs = Math.max(RETRY_AFTER_MS_MIN, Math.ceil(this.#budget.waitMs(performance.now())));
    const message =
      'every worker was lost, too often within a short time; the next is started after a pause. Try again later.';
    return new FaceError('WORKER_LOST', message, { retryAfterMs });
  }

  #dispatch(): void {
    for (const seat of this.#seats) {
      while (seat.state === 'idle') {
        const [job] = this.#queue;
        if (!job) {
          this.#tellIdle();
          return;
        }
        this.#queue.delete(job);
        seat.run(job);
      }
    }
  }

  /** A waiting frame gives its place up; the result of a running one will find nobody. */
  #abandon(job: QueuedJob): void {
    if (this.#queue.delete(job)) wipe(job.request.image);
    job.reject(cancelled(job.signal));
    this.#tellIdle();
  }

  #addSeat(): void {
    const seat = new Seat(this.#spawn(), this.#options, {
      ready: () => this.#seatReady(),
      free: (frameMs) => this.#seatFree(frameMs),
      lost: (cause) => this.#seatLost(seat, cause),
    });
    this.#seats.add(seat);
  }

  #seatReady(): void {
    if (this.#state === 'starting' && this.#count('starting') === 0) {
      this.#state = 'ready';
      this.#ready.resolve();
    }
    this.#dispatch();
  }

  #seatFree(frameMs: number): void {
    this.#framesDone += 1;
    this.#frameMsMean += (frameMs - this.#frameMsMean) * (this.#framesDone === 1 ? 1 : MEAN_WEIGHT);
    this.#dispatch();
  }

  #seatLost(seat: Seat, cause: Error): void {
    this.#seats.delete(seat);
    this.#leaving.add(seat);
    void seat.exited.then(() => {
      this.#leaving.delete(seat);
      this.#replaceLost();
    });
    if (this.#state === 'starting') {
      this.#ready.reject(cause);
      void this.close();
      return;
    }
    this.#replaceLost();
    if (this.#seats.size === 0) this.#refuseQueue(() => this.#allLost());
    this.#tellIdle();
  }

  /** Never more threads than twice the workers: one that is stuck in native code keeps its memory until it ends. */
  #replaceLost(): void {
    if (this.#state === 'closed') return;
    clearTimeout(this.#replacementTimer);
    while (this.#seats.size < this.#options.workers && this.#leaving.size <= this.#options.workers) {
      const waitMs = this.#budget.take(performance.now());
      if (waitMs > 0) {
        this.#replacementTimer = setTimeout(() => this.#replaceLost(), waitMs);
        return;
      }
      this.#replacements += 1;
      this.#addSeat();
    }
  }

  #refuseQueue(reason: () => FaceError): void {
    for (const job of this.#queue) {
      wipe(job.request.image);
      job.reject(reason());
    }
    this.#queue.clear();
  }

  #count(state: Seat['state']): number {
    return [...this.#seats].filter((seat) => seat.state === state).length;
  }

  #isIdle(): boolean {
    return this.#queue.size === 0 && this.#count('busy') === 0;
  }

  #tellIdle(): void {
    if (!this.#isIdle()) return;
    for (const tell of this.#whenIdle.splice(0)) tell();
  }
}

function draining(): FaceError {
  return new FaceError('DRAINING', 'the server is shutting down. Send the picture to another one, or later.');
}

function cancelled(signal: AbortSignal): FaceError {
  return new FaceError('CANCELLED', 'the call was cancelled before its picture was measured.', {
    cause: signal.reason,
  });
}
