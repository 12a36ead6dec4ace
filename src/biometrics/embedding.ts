import { FaceError } from '../errors.js';

/** Arithmetic on embeddings. All functions leave their arguments untouched and return new arrays. */

/** The vector scaled to unit length. @throws FaceError INTERNAL for a zero or non-finite vector, which no face gives */
export function normalised(vector: Float32Array): Float32Array {
  const length = lengthOf(vector);
  return vector.map((value) => value / length);
}

/**
 * Dot product of two embeddings of equal length, −1–1: the cosine of single ones, of unit length; of pools the cosine
 * drawn towards 0 by how much their members differ.
 */
export function comparisonScore(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) {
    throw new FaceError('INTERNAL', `embeddings must have one dimension; ${a.length} and ${b.length} came`);
  }
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return Math.max(-1, Math.min(1, sum));
}

export interface WeightedEmbedding {
  readonly embedding: Float32Array;
  /** Positive. */
  readonly weight: number;
}

/**
 * One vector for several samples: their weighted mean m, scaled to the length √|m|.
 *
 * Pooling takes noise out and so shortens the mean; unit length would stretch what is left, and non-mated scores with
 * it, past what a table of single pictures promises. With the root of the length the dot product of two pools is the
 * geometric mean of their cosine and of the mean cosine of their members (docs/decisions/0014). One sample keeps
 * length 1.
 *
 * @param samples unit vectors @throws FaceError INTERNAL when there is none, or when they cancel out
 */
export function pooled(samples: readonly WeightedEmbedding[]): Float32Array {
  const first = samples[0];
  if (!first) throw new FaceError('INTERNAL', 'nothing to pool');
  const sum = new Float32Array(first.embedding.length);
  let weights = 0;
  for (const { embedding, weight } of samples) {
    weights += weight;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (embedding[i] ?? 0);
  }
  const root = Math.sqrt(lengthOf(sum) * weights);
  return sum.map((value) => value / root);
}

/** @throws FaceError INTERNAL for a zero or non-finite vector, which no face gives */
function lengthOf(vector: Float32Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (length > 0 && Number.isFinite(length)) return length;
  throw new FaceError('INTERNAL', 'an embedding must have a finite, positive length');
}
