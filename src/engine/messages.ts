import { arraysOf } from '../biometrics/fingerprint.js';
import type { Measurements, Observation } from '../biometrics/observation.js';
import { FaceError, type FaceErrorCode, isFaceError } from '../errors.js';
import type { ModelPack } from '../models/manifest.js';
import type { Sight } from '../recognition/capture-input.js';

/** What goes between the main thread and a worker thread: plain values that survive structured cloning. */

/** What a worker is started with. */
export interface WorkerSettings {
  readonly pack: ModelPack;
  /** Paths of the materialised networks by model name. */
  readonly modelFiles: ReadonlyMap<string, string>;
  /** DEPTH_ESTIMATION_FALLBACK: whether the shape of the mesh is told where no depth came with the picture; if left out, no. */
  readonly estimateDepth?: boolean;
}

/** Milliseconds by stage: `decode` with its header pass, those of the pipeline, and `worker` for all of it. */
export type Stages = Readonly<Record<string, number>>;

export interface FrameRequest {
  readonly image: Sight;
  readonly wanted: Measurements;
  /** Whether stage times are measured and sent back; for the bench. */
  readonly timed: boolean;
}

export interface FrameResult {
  readonly observation: Observation;
  /** Null where they were not asked for. */
  readonly stages: Stages | null;
}

export type ToWorker =
  | { readonly kind: 'observe'; readonly request: FrameRequest }
  /** No frame is running: give everything back and exit. */
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notStarted'; readonly fault: Fault }
  | { readonly kind: 'observed'; readonly result: FrameResult }
  | { readonly kind: 'refused'; readonly fault: Fault };

/** A FaceError without its class, which structured cloning would lose together with the code. */
export interface Fault {
  readonly code: FaceErrorCode;
  readonly message: string;
  readonly field: string | null;
  readonly retryAfterMs: number | null;
  /** For the log only; never sent to a caller. */
  readonly cause: string | null;
}

export function faultOf(error: unknown): Fault {
  if (!isFaceError(error)) {
    const message = 'the engine failed on this picture; the log of the server has the cause.';
    return { code: 'INTERNAL', message, field: null, retryAfterMs: null, cause: textOf(error) };
  }
  return {
    code: error.code,
    message: error.message,
    field: error.field ?? null,
    retryAfterMs: error.retryAfterMs ?? null,
    cause: error.cause === undefined ? null : textOf(error.cause),
  };
}

export function errorOf({ code, message, field, retryAfterMs, cause }: Fault): FaceError {
  return new FaceError(code, message, {
    ...(field === null ? {} : { field }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(cause === null ? {} : { cause }),
  });
}

/**
 * The bytes in a buffer of their own, so that they can be transferred: a view would take its whole buffer along, which
 * may be Node's shared pool. The bytes of a view are zeroed once they are copied.
 */
function ownBytes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const copy = Uint8Array.from(bytes);
  bytes.fill(0);
  return copy;
}

/** Picture and depth in buffers of their own. */
export function ownSight({ data, depth, ...image }: Sight): Sight {
  return { ...image, data: ownBytes(data), ...(depth && { depth: { ...depth, z16: ownBytes(depth.z16) } }) };
}

/** Everything of an observation by which a face could be known. */
export function arraysOfFace({ face }: Observation): (Float32Array | Uint8Array | Int8Array)[] {
  if (!face) return [];
  const { points, landmarks, chip, embedding, formerEmbedding, relief, fingerprint } = face;
  const arrays = [points, landmarks, chip, embedding, formerEmbedding, relief];
  return [...arrays.filter((array) => array !== null), ...(fingerprint ? arraysOf(fingerprint) : [])];
}

/** What is handed over with a sight. */
export function buffersOfSight({ data, depth }: Sight): ArrayBuffer[] {
  return depth ? [data.buffer, depth.z16.buffer] : [data.buffer];
}

function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const stack = 'stack' in error && typeof error.stack === 'string' ? error.stack : null;
  if (stack !== null) return stack;
  return 'message' in error ? String(error.message) : 'an error without a message';
}
