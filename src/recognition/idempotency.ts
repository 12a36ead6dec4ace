import type { z } from 'zod';
import { FaceError } from '../errors.js';
import type { Context } from './context.js';
import type { UnitOfWork } from './ports.js';

/** A mutating call that may come twice: its id, what must be the same the second time, and the form of its answer. */
export interface Repeatable<T> {
  /** Null: the call stands alone. */
  readonly requestId: string | null;
  readonly method: string;
  readonly body: readonly (string | Uint8Array)[];
  readonly answers: z.ZodType<T>;
}

/**
 * Does `work` once for each request id: a repeated request gets the answer of the first, which is stored in the same
 * transaction as what the first one changed.
 *
 * @throws FaceError REQUEST_ID_REUSED when the same id comes with another request
 */
export async function once<T>(
  context: Context,
  request: Repeatable<T>,
  unit: UnitOfWork,
  work: () => Promise<T>,
): Promise<T> {
  const earlier = await earlierAnswer(context, request, unit);
  if (earlier !== null) return earlier;
  const answer = await work();
  const { requestId } = request;
  if (requestId !== null) await unit.requests.insert({ requestId, digest: digestOf(context, request), answer });
  return answer;
}

/** The answer this request got before, or null when it is new. */
export async function earlierAnswer<T>(context: Context, request: Repeatable<T>, unit: UnitOfWork): Promise<T | null> {
  const { requestId } = request;
  const earlier = requestId === null ? null : await unit.requests.find(requestId);
  if (!earlier) return null;
  if (Buffer.compare(earlier.digest, digestOf(context, request)) === 0) return request.answers.parse(earlier.answer);
  throw new FaceError(
    'REQUEST_ID_REUSED',
    'request_id was used for another request in the last 24 hours; use a new one for a new request',
    { field: 'request_id' },
  );
}

function digestOf<T>({ vault }: Context, { method, body }: Repeatable<T>): Uint8Array {
  const parts = [method, ...body].map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  return vault.keyedDigest('request', parts);
}
