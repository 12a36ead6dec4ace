/**
 * Faults carry a stable code from a closed list; `rpc/status.ts` maps each to one gRPC status.
 *
 * A biometric "no" (no face, an attack, a non-match) is an outcome, never a FaceError.
 */
export const faceErrorCodes = [
  'BAD_FIELD',
  'CONFIG_NOT_FIRST',
  'IMAGE_UNDECODABLE',
  'UNSUPPORTED_FORMAT',
  'IMAGE_TOO_LARGE',
  'DEPTH_MISMATCH',
  'SUBJECT_UNKNOWN',
  'TEMPLATE_UNKNOWN',
  'POLICY_UNKNOWN',
  'DEVICE_KEY_UNKNOWN',
  'MIGRATION_UNKNOWN',
  'JOB_UNKNOWN',
  'SUBJECT_EXISTS',
  'TEMPLATE_EXISTS',
  'DUPLICATE_PERSON',
  'REQUEST_ID_REUSED',
  'MODEL_MISMATCH',
  'KEYS_SEALED',
  'POLICY_INACTIVE',
  'SEARCH_NOT_ALLOWED',
  'SEQUENCE_NOT_RISING',
  'CAPTURE_CLOCK_SKEW',
  'CHALLENGE_EXPIRED',
  'DEVICE_SIGNATURE_INVALID',
  'OVERLOADED',
  'STREAM_LIMIT',
  'GALLERY_FULL',
  'MODELS_LOADING',
  'GALLERY_LOADING',
  'STORE_DOWN',
  'WORKER_LOST',
  'DRAINING',
  'TEMPLATE_INTEGRITY',
  'CAPTURE_TIMEOUT',
  'CANCELLED',
  'INTERNAL',
] as const;

export type FaceErrorCode = (typeof faceErrorCodes)[number];

export interface FaceErrorOptions {
  readonly cause?: unknown;
  /** The field of the request that is wrong, in proto path notation (`config.subject_id`). */
  readonly field?: string;
  /** How long the caller should wait before another try, milliseconds. */
  readonly retryAfterMs?: number;
}

/** The message says what was expected, what came and what to do; it never holds an image, a vector, a key or a name. */
export class FaceError extends Error {
  readonly code: FaceErrorCode;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: FaceErrorCode, message: string, options: FaceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FaceError';
    this.code = code;
    this.field = options.field;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A field that is not as it must be; `came` says what kind of thing came and never repeats it. */
export function badField(field: string, expected: string, came: string): FaceError {
  return new FaceError('BAD_FIELD', `${field}: ${expected} was expected; ${came} came.`, { field });
}

const codes: ReadonlySet<string> = new Set(faceErrorCodes);

/** True for a FaceError of any realm: an error that crossed a worker or a jest sandbox keeps its code, not its class. */
export function isFaceError(error: unknown): error is FaceError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.has(error.code)
  );
}

/** Closes a switch over a union: the compiler refuses it when a case is missing. */
export function unreachable(impossible: never): never {
  throw new FaceError('INTERNAL', `a case that cannot be came: ${typeof impossible}`);
}
