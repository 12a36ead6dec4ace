import { Metadata, status } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { isFaceError, type FaceError, type FaceErrorCode } from '../errors.js';
import { serializerOf } from './protos.js';
import type { Any } from './generated/google/protobuf/Any.js';
import type { BadRequest } from './generated/google/rpc/BadRequest.js';
import type { ErrorInfo } from './generated/google/rpc/ErrorInfo.js';
import type { RetryInfo } from './generated/google/rpc/RetryInfo.js';
import type { Status } from './generated/google/rpc/Status.js';

/** One gRPC status for each code (docs/api.md, "Errors"). */
export const statusOfCode = {
  BAD_FIELD: status.INVALID_ARGUMENT,
  CONFIG_NOT_FIRST: status.INVALID_ARGUMENT,
  IMAGE_UNDECODABLE: status.INVALID_ARGUMENT,
  UNSUPPORTED_FORMAT: status.INVALID_ARGUMENT,
  IMAGE_TOO_LARGE: status.INVALID_ARGUMENT,
  DEPTH_MISMATCH: status.INVALID_ARGUMENT,
  SUBJECT_UNKNOWN: status.NOT_FOUND,
  TEMPLATE_UNKNOWN: status.NOT_FOUND,
  POLICY_UNKNOWN: status.NOT_FOUND,
  DEVICE_KEY_UNKNOWN: status.NOT_FOUND,
  MIGRATION_UNKNOWN: status.NOT_FOUND,
  JOB_UNKNOWN: status.NOT_FOUND,
  SUBJECT_EXISTS: status.ALREADY_EXISTS,
  TEMPLATE_EXISTS: status.ALREADY_EXISTS,
  DUPLICATE_PERSON: status.ALREADY_EXISTS,
  REQUEST_ID_REUSED: status.ALREADY_EXISTS,
  MODEL_MISMATCH: status.FAILED_PRECONDITION,
  KEYS_SEALED: status.FAILED_PRECONDITION,
  POLICY_INACTIVE: status.FAILED_PRECONDITION,
  SEARCH_NOT_ALLOWED: status.PERMISSION_DENIED,
  SEQUENCE_NOT_RISING: status.OUT_OF_RANGE,
  CAPTURE_CLOCK_SKEW: status.OUT_OF_RANGE,
  CHALLENGE_EXPIRED: status.OUT_OF_RANGE,
  DEVICE_SIGNATURE_INVALID: status.UNAUTHENTICATED,
  OVERLOADED: status.RESOURCE_EXHAUSTED,
  STREAM_LIMIT: status.RESOURCE_EXHAUSTED,
  GALLERY_FULL: status.RESOURCE_EXHAUSTED,
  MODELS_LOADING: status.UNAVAILABLE,
  GALLERY_LOADING: status.UNAVAILABLE,
  STORE_DOWN: status.UNAVAILABLE,
  WORKER_LOST: status.UNAVAILABLE,
  DRAINING: status.UNAVAILABLE,
  TEMPLATE_INTEGRITY: status.DATA_LOSS,
  CAPTURE_TIMEOUT: status.DEADLINE_EXCEEDED,
  CANCELLED: status.CANCELLED,
  INTERNAL: status.INTERNAL,
} as const satisfies Record<FaceErrorCode, status>;

/** The wait that RetryInfo asks for when the fault names none, milliseconds. */
const RETRY_AFTER_MS = 1000;
/** grpc-js sends the text as a header, URL-encoded: three bytes for one in the worst case. */
const DETAILS_LENGTH_MAX = 1000;
export const ERROR_DOMAIN = 'face-engine';

/** An error as grpc-js takes it. */
export interface WireFault {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** Turns whatever was thrown into what the client is told, and into what the log may say. */
export interface FaultEncoder {
  (error: unknown): { readonly fault: WireFault; readonly code: FaceErrorCode; readonly errorId: string | null };
}

export function createFaultEncoder(definitions: PackageDefinition, newErrorId: () => string): FaultEncoder {
  const serializers = {
    info: serializerOf(definitions, 'google.rpc.ErrorInfo'),
    badRequest: serializerOf(definitions, 'google.rpc.BadRequest'),
    retry: serializerOf(definitions, 'google.rpc.RetryInfo'),
    status: serializerOf(definitions, 'google.rpc.Status'),
  };
  return (error) => {
    const known = isFaceError(error) && error.code !== 'INTERNAL' ? error : null;
    const errorId = known ? null : newErrorId();
    const code = known ? known.code : 'INTERNAL';
    const details = headerText(
      known ? known.message : `An internal error; the log has its cause under ${errorId ?? ''}.`,
    );
    const packed: Any[] = [pack('ErrorInfo', serializers.info(errorInfo(code, errorId)))];
    const badRequest = badRequestOf(known, details);
    if (badRequest) packed.push(pack('BadRequest', serializers.badRequest(badRequest)));
    const retry = retryInfoOf(code, known);
    if (retry) packed.push(pack('RetryInfo', serializers.retry(retry)));

    const body: Status = { code: statusOfCode[code], message: details, details: packed };
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', serializers.status(body));
    return { fault: { code: statusOfCode[code], details, metadata }, code, errorId };
  };
}

function pack(message: string, value: Buffer): Any {
  return { type_url: `type.googleapis.com/google.rpc.${message}`, value };
}

function errorInfo(code: FaceErrorCode, errorId: string | null): ErrorInfo {
  return { reason: code, domain: ERROR_DOMAIN, metadata: errorId === null ? {} : { error_id: errorId } };
}

function badRequestOf(error: FaceError | null, description: string): BadRequest | null {
  if (!error || statusOfCode[error.code] !== status.INVALID_ARGUMENT) return null;
  return { fieldViolations: [{ field: error.field ?? '', description }] };
}

function retryInfoOf(code: FaceErrorCode, error: FaceError | null): RetryInfo | null {
  const grpcStatus = statusOfCode[code];
  if (grpcStatus !== status.RESOURCE_EXHAUSTED && grpcStatus !== status.UNAVAILABLE) return null;
  const delayMs = Math.max(0, Math.round(error?.retryAfterMs ?? RETRY_AFTER_MS));
  return { retryDelay: { seconds: Math.floor(delayMs / 1000), nanos: (delayMs % 1000) * 1e6 } };
}

/** grpc-js URL-encodes the text and throws on half a surrogate pair, which a hostile string can hold. */
function headerText(text: string): string {
  return text.slice(0, DETAILS_LENGTH_MAX).replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
