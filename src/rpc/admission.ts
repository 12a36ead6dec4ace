import { FaceError } from '../errors.js';

/**
 * Which calls may run.
 *
 *   starting ─open─► serving ─drain─► draining ─last call gone, or the limit─► closed
 *
 * `starting` leads to draining too. Only `serving` admits calls, as many as the limits allow; a refusal has a code that
 * tells the client whether another try makes sense.
 */
export type ServerState = 'starting' | 'serving' | 'draining' | 'closed';

export type CallKind = 'stream' | 'unary';

export interface AdmissionLimits {
  /** Streaming calls at a time; one more gets STREAM_LIMIT. */
  readonly streamsMax: number;
  /** Unary calls at a time; one more gets OVERLOADED. */
  readonly unaryCallsMax: number;
}

/** One running call. */
export interface Lease {
  /** Aborts when the call ends before its handler does, with the reason as a FaceError. */
  readonly abort: AbortController;
  /** Given back once, by its owner, when the handler has ended. */
  leave(): void;
}

export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #running = { stream: new Set<AbortController>(), unary: new Set<AbortController>() };
  #state: ServerState = 'starting';
  #whenEmpty: (() => void) | null = null;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get state(): ServerState {
    return this.#state;
  }

  get callsRunning(): number {
    return this.#running.stream.size + this.#running.unary.size;
  }

  open(): void {
    if (this.#state === 'starting') this.#state = 'serving';
  }

  /** @throws FaceError MODELS_LOADING, DRAINING, STREAM_LIMIT, OVERLOADED */
  enter(kind: CallKind): Lease {
    this.#mayEnter(kind);
    const abort = new AbortController();
    const running = this.#running[kind];
    running.add(abort);
    return {
      abort,
      leave: () => {
        running.delete(abort);
        if (this.callsRunning === 0) this.#whenEmpty?.();
      },
    };
  }

  #mayEnter(kind: CallKind): void {
    if (this.#state === 'starting') {
      throw new FaceError('MODELS_LOADING', 'The server is starting. Try again in a moment.');
    }
    if (this.#state !== 'serving') {
      throw new FaceError('DRAINING', 'This server is shutting down. Try again; another one will answer.');
    }
    if (kind === 'stream' && this.#running.stream.size >= this.#limits.streamsMax) {
      const { streamsMax } = this.#limits;
      throw new FaceError(
        'STREAM_LIMIT',
        `${streamsMax} streams are running, as many as this server takes. Try again.`,
      );
    }
    if (kind === 'unary' && this.#running.unary.size >= this.#limits.unaryCallsMax) {
      const { unaryCallsMax } = this.#limits;
      throw new FaceError('OVERLOADED', `${unaryCallsMax} calls are running, as many as this server takes. Try again.`);
    }
  }

  /**
   * Refuses new calls, waits for the running ones up to `limitMs`, then cancels those left and gives them `cancelMs` to end.
   *
   * @returns how many had to be cancelled
   */
  async drain(limitMs: number, cancelMs: number): Promise<number> {
    this.#state = 'draining';
    let cancelled = 0;
    if (!(await this.#emptyWithin(limitMs))) {
      cancelled = this.callsRunning;
      const reason = new FaceError('DRAINING', 'This server had to shut down before the call ended. Try again.');
      for (const abort of [...this.#running.stream, ...this.#running.unary]) abort.abort(reason);
      await this.#emptyWithin(cancelMs);
    }
    this.#state = 'closed';
    return cancelled;
  }

  #emptyWithin(limitMs: number): Promise<boolean> {
    if (this.callsRunning === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (empty: boolean) => {
        clearTimeout(timer);
        this.#whenEmpty = null;
        resolve(empty);
      };
      const timer = setTimeout(() => settle(false), limitMs);
      this.#whenEmpty = () => settle(true);
    });
  }
}
