import type { Worker } from 'node:worker_threads';
import { FaceError, unreachable } from '../errors.js';
import {
  buffersOfSight,
  errorOf,
  type FrameRequest,
  type FrameResult,
  type FromWorker,
  type ToWorker,
} from './messages.js';

/** One frame on its way through the pool. Settling it twice is harmless: a late result of a cancelled frame is dropped. */
export interface Job {
  readonly request: FrameRequest;
  resolve(result: FrameResult): void;
  reject(error: Error): void;
}

export interface SeatEvents {
  /** The worker has loaded. */
  ready(): void;
  /** The worker has finished a frame, `frameMs` after it was given. */
  free(frameMs: number): void;
  /** The worker is gone, or is being ended; told once. Its frame has been refused with WORKER_LOST. */
  lost(cause: Error): void;
}

export interface SeatLimits {
  /** From the thread's creation to its first message. */
  readonly startTimeoutMs: number;
  /** From handing a frame over to its result; a worker that takes longer is ended. */
  readonly frameTimeoutMs: number;
}

/**
 * One worker thread and the frame it works on.
 *
 *   starting ─ready─► idle ─run─► busy ─result─► idle
 *
 * From every state an exit, an error or a timeout leads to lost, which is final.
 */
export class Seat {
  /** Resolves when the thread is gone; after a loss this may take as long as its native call. */
  readonly exited: Promise<void>;
  #state: 'starting' | 'idle' | 'busy' | 'lost' = 'starting';
  #job: Job | null = null;
  #givenMs = 0;
  #timer: NodeJS.Timeout;
  readonly #worker: Worker;
  readonly #events: SeatEvents;
  readonly #limits: SeatLimits;

  constructor(worker: Worker, limits: SeatLimits, events: SeatEvents) {
    this.#worker = worker;
    this.#limits = limits;
    this.#events = events;
    this.#timer = setTimeout(() => this.#tooSlow('start', limits.startTimeoutMs), limits.startTimeoutMs);
    worker.on('message', (message: FromWorker) => this.#told(message));
    worker.on('messageerror', (error) => this.#lose(error));
    worker.on('error', (error) => this.#lose(error));
    this.exited = new Promise((resolve) => {
      worker.on('exit', (exitCode) => {
        this.#lose(new Error(`the worker thread exited with code ${exitCode}`));
        resolve();
      });
    });
  }

  get state(): 'starting' | 'idle' | 'busy' | 'lost' {
    return this.#state;
  }

  /** Precondition: the seat is idle. The image and its depth are transferred. */
  run(job: Job): void {
    const message: ToWorker = { kind: 'observe', request: job.request };
    try {
      if (job.request.image.data.byteLength === 0) throw new Error('the buffer is empty or was handed over before');
      this.#worker.postMessage(message, buffersOfSight(job.request.image));
    } catch (cause) {
      job.reject(
        new FaceError('INTERNAL', 'the picture could not be handed to a worker; its buffer is not free.', { cause }),
      );
      return;
    }
    this.#state = 'busy';
    this.#job = job;
    this.#givenMs = performance.now();
    const { frameTimeoutMs } = this.#limits;
    this.#timer = setTimeout(() => this.#tooSlow('finish a frame', frameTimeoutMs), frameTimeoutMs);
  }

  /** Refuses the frame it works on; the worker finishes it, and nobody hears of the result. */
  refuse(refusal: Error): void {
    this.#job?.reject(refusal);
  }

  /**
   * Refuses the frame it works on, asks an idle worker to give its memory back and exit, and ends the thread after
   * `graceMs`. Resolves when the thread is gone.
   */
  async close(graceMs: number, refusal: Error): Promise<void> {
    const wasIdle = this.#state === 'idle';
    clearTimeout(this.#timer);
    this.#state = 'lost';
    this.refuse(refusal);
    this.#job = null;
    const message: ToWorker = { kind: 'close' };
    this.#worker.postMessage(message);
    const timer = setTimeout(() => void this.#worker.terminate(), wasIdle ? graceMs : 0);
    await this.exited;
    clearTimeout(timer);
  }

  #told(message: FromWorker): void {
    if (this.#state === 'lost') return;
    switch (message.kind) {
      case 'ready':
        clearTimeout(this.#timer);
        this.#state = 'idle';
        this.#events.ready();
        return;
      case 'notStarted':
        this.#lose(errorOf(message.fault));
        return;
      case 'observed':
        this.#job?.resolve(message.result);
        this.#finished();
        return;
      case 'refused':
        this.#job?.reject(errorOf(message.fault));
        this.#finished();
        return;
      default:
        return unreachable(message);
    }
  }

  #finished(): void {
    clearTimeout(this.#timer);
    this.#job = null;
    this.#state = 'idle';
    this.#events.free(performance.now() - this.#givenMs);
  }

  #tooSlow(what: string, limitMs: number): void {
    this.#lose(new Error(`the worker thread did not ${what} within ${limitMs} ms`));
  }

  #lose(cause: Error): void {
    if (this.#state === 'lost') return;
    clearTimeout(this.#timer);
    this.#state = 'lost';
    // The thread may be deep in native code and end later; nobody waits for it.
    void this.#worker.terminate();
    const message = 'the worker of this picture was lost and is being replaced. Send the picture again.';
    this.#job?.reject(new FaceError('WORKER_LOST', message, { cause }));
    this.#job = null;
    this.#events.lost(cause);
  }
}
