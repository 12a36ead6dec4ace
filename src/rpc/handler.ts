import type { handleBidiStreamingCall, handleUnaryCall, ServerDuplexStream, ServerErrorResponse } from '@grpc/grpc-js';
import { once } from 'node:events';
import { FaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import type { Log } from '../telemetry/log.js';
import type { Admission, CallKind } from './admission.js';
import { readGateOf } from './pacing.js';
import type { FaultEncoder, WireFault } from './status.js';
import { upToLast } from './steps.js';

/** The only file that knows how grpc-js runs a call. Handlers are async functions and async generators. */

export type UnaryHandler<Q, A> = (request: Q, call: Call) => Promise<A>;

/** Yields its progress and returns the one final message, after which the stream ends. */
export type BidiHandler<Q, A> = (requests: AsyncIterable<Q, void>, call: Call) => AsyncGenerator<A, A>;

export interface AdapterOptions {
  readonly admission: Admission;
  readonly encodeFault: FaultEncoder;
  readonly log: Log;
  /** A clock for durations, milliseconds from any start. */
  readonly nowMs: () => number;
  /** A call ends with CAPTURE_TIMEOUT after this long, whatever deadline its client set. */
  readonly callDurationMsMax: number;
}

interface Counts {
  messagesIn: number;
  messagesOut: number;
}

/** What unary calls and streams have in common. */
interface AnyCall {
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  getPath(): string;
  on(event: 'cancelled', listener: () => void): unknown;
  off(event: 'cancelled', listener: () => void): unknown;
}

interface Run {
  readonly kind: CallKind;
  readonly call: AnyCall;
  /** Ends the call with the fault. */
  readonly refuse: (fault: WireFault) => void;
  readonly work: (signal: AbortSignal, counts: Counts) => Promise<void>;
}

export class Adapter {
  readonly #options: AdapterOptions;

  constructor(options: AdapterOptions) {
    this.#options = options;
  }

  unary<Q, A>(handler: UnaryHandler<Q, A>): handleUnaryCall<Q, A> {
    return (call, callback) => {
      void this.#run({
        kind: 'unary',
        call,
        refuse: (fault) => callback(fault),
        work: async (signal, counts) => {
          counts.messagesIn += 1;
          const answer = await handler(call.request, { signal });
          signal.throwIfAborted();
          counts.messagesOut += 1;
          callback(null, answer);
        },
      });
    };
  }

  bidi<Q, A>(handler: BidiHandler<Q, A>): handleBidiStreamingCall<Q, A> {
    return (call) => {
      void this.#run({
        kind: 'stream',
        call,
        refuse: (fault) => refuseStream(call, fault),
        work: async (signal, counts) => {
          const last: A[] = [];
          const steps = handler(messagesOf(call, signal, counts), { signal });
          // `for await` closes the handler whichever way this loop is left, so its `finally` always runs.
          for await (const message of upToLast(steps, last)) await send(call, message, signal, counts);
          for (const message of last) await send(call, message, signal, counts);
          await end(call, signal);
        },
      });
    };
  }

  async #run({ kind, call, refuse, work }: Run): Promise<void> {
    const { admission, encodeFault, log, nowMs } = this.#options;
    const startedAtMs = nowMs();
    const counts: Counts = { messagesIn: 0, messagesOut: 0 };
    const told = () => ({ method: call.getPath(), durationMs: Math.round(nowMs() - startedAtMs), ...counts });
    let signal: AbortSignal | null = null;
    let release: () => void = () => undefined;
    try {
      const lease = admission.enter(kind);
      signal = lease.abort.signal;
      const stopWatching = watch(call, lease.abort, this.#options.callDurationMsMax);
      release = () => {
        stopWatching();
        lease.leave();
      };
      signal.throwIfAborted();
      await work(signal, counts);
      log.info('call finished', { ...told(), grpcStatus: 0 });
    } catch (error) {
      const cause: unknown = signal?.aborted ? signal.reason : error;
      const { fault, code, errorId } = encodeFault(cause);
      if (errorId !== null) log.error('call failed', { ...told(), code, errorId, grpcStatus: fault.code }, cause);
      else log.info('call refused', { ...told(), code, grpcStatus: fault.code });
      if (!call.cancelled) refuse(fault);
    } finally {
      release();
    }
  }
}

/**
 * Aborts when the client goes away, when its deadline or the server's own limit has passed.
 *
 * grpc-js answers a deadline itself, but tells nobody while a slow reader holds the answer up: so the timer is ours.
 */
function watch(call: AnyCall, abort: AbortController, durationMsMax: number): () => void {
  const given = call.getDeadline();
  const deadlineMs = given instanceof Date ? given.getTime() : given;
  const expired = () => abort.abort(new FaceError('CAPTURE_TIMEOUT', 'The time for this call is over.'));
  const cancelled = () => {
    if (Date.now() >= deadlineMs) expired();
    else abort.abort(new FaceError('CANCELLED', 'The client cancelled the call.'));
  };
  const leftMs = Math.min(deadlineMs - Date.now(), durationMsMax);
  call.on('cancelled', cancelled);
  if (call.cancelled) cancelled();
  if (leftMs <= 0) expired();
  const timer = setTimeout(expired, Math.max(0, leftMs));
  return () => {
    clearTimeout(timer);
    call.off('cancelled', cancelled);
  };
}

/** The client's messages until it ends its side; each is read when the one before has been taken (rpc/pacing.ts). */
async function* messagesOf<Q, A>(
  call: ServerDuplexStream<Q, A>,
  signal: AbortSignal,
  counts: Counts,
): AsyncGenerator<Q, void> {
  const gate = readGateOf(call.metadata);
  // Iterating over the call itself would destroy it at the end of the client's side, and the client would hang.
  const messages: AsyncIterator<Q, void> = call.iterator({ destroyOnReturn: false });
  for (;;) {
    const next = await orAborted(messages.next(), signal);
    if (next.done) return;
    gate?.grant();
    counts.messagesIn += 1;
    yield next.value;
  }
}

/** What `promise` gives, or the signal's reason if that comes first. Nothing of `promise` is kept after an abort. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(reasonOf(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise
      .finally(() => signal.removeEventListener('abort', onAbort))
      .then(resolve, (error: unknown) => reject(signal.aborted ? reasonOf(signal) : asError(error)));
  });
}

function reasonOf(signal: AbortSignal): Error {
  return asError(signal.reason);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('not an Error was thrown', { cause: error });
}

async function send<Q, A>(
  call: ServerDuplexStream<Q, A>,
  message: A,
  signal: AbortSignal,
  counts: Counts,
): Promise<void> {
  signal.throwIfAborted();
  counts.messagesOut += 1;
  if (!call.write(message)) await once(call, 'drain', { signal });
}

/**
 * Ends the call with OK when the client has taken all messages. If the client has not ended its side, grpc-js lets what
 * still comes fall, without keeping it.
 */
async function end<Q, A>(call: ServerDuplexStream<Q, A>, signal: AbortSignal): Promise<void> {
  call.end();
  try {
    await once(call, 'finish', { signal });
  } catch (error) {
    // grpc-js says "cancelled" after every call, also after one that ended well.
    if (!call.writableFinished) throw error;
  }
}

function refuseStream<Q, A>(call: ServerDuplexStream<Q, A>, fault: WireFault): void {
  const error: ServerErrorResponse = Object.assign(new Error(fault.details), fault);
  call.emit('error', error);
}
