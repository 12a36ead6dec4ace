import { FaceError } from '../errors.js';

/** Arithmetic on embeddings. All functions leave their arguments untouched and return new arrays. */

/** The vector scaled to unit length. @throws FaceError INTERNAL for a zero or non-finite vector, which no face gives */
export function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (!(length > 0 && Number.isFinite(length))) {
    throw new FaceError('INTERNAL', 'an embedding must have a finite, positive length');
  }
  return vector.map((value) => value / length);
}

/** Cosine of two unit vectors of equal length, −1–1. */
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

/** The weighted mean of unit vectors, L2-normalised. @throws FaceError INTERNAL when there is none */
export function pooled(samples: readonly WeightedEmbedding[]): Float32Array {
  const first = samples[0];
  if (!first) throw new FaceError('INTERNAL', 'nothing to pool');
  const sum = new Float32Array(first.embedding.length);
  for (const { embedding, weight } of samples) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (embedding[i] ?? 0);
  }
  return normalised(sum);
}

/**
 * Parts the samples of one person from those of others: those that score at least `scoreMin` against the sample in the
 * middle, and then against the pool of what that left.
 *
 * The pool of all samples only finds the middle; it judges nobody. Where two people share the samples evenly, each
 * scores about 0.7 against the pool of both.
 *
 * @returns indices, in order, of the samples that belong together; one sample always belongs to itself
 */
export function consistentSubset(samples: readonly WeightedEmbedding[], scoreMin: number): number[] {
  if (samples.length === 0) return [];
  const middle = closestTo(pooled(samples), samples);
  const around = samples.filter(({ embedding }) => comparisonScore(embedding, middle) >= scoreMin);
  const pool = around.length > 0 ? pooled(around) : middle;
  const belonging = [...samples.entries()].filter(([, { embedding }]) => comparisonScore(embedding, pool) >= scoreMin);
  return belonging.map(([index]) => index);
}

function closestTo(pool: Float32Array, samples: readonly WeightedEmbedding[]): Float32Array {
  let [closest, best] = [pool, -Infinity];
  for (const { embedding } of samples) {
    const score = comparisonScore(embedding, pool);
    if (score > best) [closest, best] = [embedding, score];
  }
  return closest;
}
