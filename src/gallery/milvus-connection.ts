import type { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { FaceError, isFaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';

export interface MilvusTarget {
  /** host:port. */
  readonly address: string;
  /** `user:password` or an API key; null where the server asks for none. */
  readonly token: string | null;
  readonly tls: boolean;
  /** Longest wait for one answer. */
  readonly requestMs: number;
}

const RETRY_AFTER_MS = 1_000;

/** 16,384 results with ids of 128 characters are some 3 MB. */
const ANSWER_BYTES_MAX = 32 * 2 ** 20;

export type MilvusSdk = typeof import('@zilliz/milvus2-sdk-node');

/** Read for the first connection: a tenth of a second and 15 MB that no server without Milvus should pay. */
export function milvusSdk(): MilvusSdk {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('@zilliz/milvus2-sdk-node') as MilvusSdk;
}

/** A way to Milvus that is there or not: every wait ends with the call or after `requestMs`, every fault is a FaceError. */
export class MilvusConnection {
  readonly #client: MilvusClient;
  readonly #requestMs: number;

  constructor({ address, token, tls, requestMs }: MilvusTarget) {
    const sdk = milvusSdk();
    // It prints requests, and with them vectors, wherever NODE_ENV says debug or test.
    sdk.logger.silent = true;
    this.#requestMs = requestMs;
    this.#client = new sdk.MilvusClient({
      address,
      ssl: tls,
      ...(token === null ? {} : { token }),
      // A retry starts its deadline anew; whoever asks here has one of their own and asks again.
      maxRetries: 0,
      timeout: requestMs,
      channelOptions: {
        // By default a server that was away for long is looked for every two minutes.
        'grpc.initial_reconnect_backoff_ms': 100,
        'grpc.max_reconnect_backoff_ms': 1_000,
        'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
      },
      // It would connect at once, and end the process when nobody hears the failure.
      __SKIP_CONNECT__: true,
    });
  }

  /**
   * @param what for the message, such as "search"
   * @throws FaceError STORE_DOWN, GALLERY_FULL, OVERLOADED, CANCELLED
   */
  async ask<T>(what: string, call: Call, work: (client: MilvusClient) => Promise<T>): Promise<T> {
    // The SDK has a deadline too, but none for the wait for one of its connections.
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#requestMs);
    try {
      return await untilAborted(untilAborted(work(this.#client), limit.signal), call.signal);
    } catch (error) {
      if (call.signal.aborted) throw cancelled();
      throw isFaceError(error) ? error : faultOf(what, error);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#client.closeConnection();
  }
}

/** What an answer says of itself; newer servers use `code`, older ones `error_code`. */
export interface Answered {
  readonly error_code?: string | number;
  readonly code?: number;
}

/** A call the server does not know is answered by nothing, which is no success either. @throws Refusal */
export function accepted(status: Answered | undefined): void {
  const { error_code: name, code } = status ?? { error_code: 'Unimplemented' };
  if ((name === undefined || name === 0 || name === 'Success') && (code ?? 0) === 0) return;
  throw new Refusal(String(name ?? ''), code ?? 0);
}

/** Milvus quotes what it was asked in its reasons; codes tell nobody's name. */
export class Refusal extends Error {
  constructor(
    readonly errorName: string,
    readonly errorCode: number,
  ) {
    super(`error ${errorName === 'Success' ? '' : errorName} ${errorCode}`.replaceAll(/\s+/g, ' '));
    this.name = 'MilvusRefusal';
  }
}

/** Whether Milvus said no, with this code where one is given. */
export function isRefusal(error: unknown, code?: number): boolean {
  return isFaceError(error) && error.cause instanceof Refusal && (code === undefined || error.cause.errorCode === code);
}

/** The SDK throws some of the answers that are no success, as they are or around their status. */
function refusalIn(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (typeof error !== 'object' || error === null) return null;
  if ('status' in error) return refusalIn(error.status);
  if (!('error_code' in error)) return null;
  const code: unknown = Reflect.get(error, 'code');
  return new Refusal(String(error.error_code), typeof code === 'number' ? code : 0);
}

/** Codes of Milvus 2.3 and later (pkg/util/merr): no memory, no disk, a quota. */
const FULL = new Set([3, 7, 9]);
/** Too many requests at one time, or in a time. */
const BUSY = new Set([4, 8]);

function faultOf(what: string, error: unknown): FaceError {
  const refusal = refusalIn(error);
  const options = { cause: refusal ?? withoutValues(error), retryAfterMs: RETRY_AFTER_MS };
  const engine = 'The vector engine (Milvus)';
  if (refusal !== null) {
    if (FULL.has(refusal.errorCode))
      return new FaceError('GALLERY_FULL', `${engine} has no room: ${refusal.message}.`, options);
    if (BUSY.has(refusal.errorCode) || refusal.errorName === 'RateLimit') {
      return new FaceError('OVERLOADED', `${engine} takes no more requests now: ${refusal.message}.`, options);
    }
    return new FaceError('STORE_DOWN', `${engine} refused a request (${what}): ${refusal.message}.`, options);
  }
  return new FaceError('STORE_DOWN', `${engine} is out of reach or did not answer in time (${what}).`, options);
}

/** The class and gRPC status of what the SDK threw. */
function withoutValues(error: unknown): Error {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return new Error(typeof code === 'number' ? `gRPC status ${code}` : 'no answer');
}

export function cancelled(): FaceError {
  return new FaceError('CANCELLED', 'The call ended before the vector engine answered.');
}

/** The promise, or an error as soon as the signal fires. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('ended'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
