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
 * Parts the samples of one person from those of others: as long as some sample scores below `scoreMin` against the
 * pool of the rest, the worst one is taken out.
 *
 * @returns indices, in order, of the samples that belong together; one sample always belongs to itself
 */
export function consistentSubset(samples: readonly WeightedEmbedding[], scoreMin: number): number[] {
  const kept = new Set(samples.keys());
  const total = new Float64Array(samples[0]?.embedding.length ?? 0);
  for (const { embedding, weight } of samples) accumulate(total, embedding, weight);
  while (kept.size > 1) {
    const worst = [...kept]
      .map((index) => ({ index, score: scoreAgainstRest(samples[index], total) }))
      .reduce((a, b) => (b.score < a.score ? b : a));
    if (worst.score >= scoreMin) break;
    kept.delete(worst.index);
    const sample = samples[worst.index];
    if (sample) accumulate(total, sample.embedding, -sample.weight);
  }
  return [...kept];
}

/** Cosine of one sample and the sum of all the others; the sum is `total` less the sample's own share. */
function scoreAgainstRest(sample: WeightedEmbedding | undefined, total: Float64Array): number {
  if (!sample) return -1;
  let [dot, squares] = [0, 0];
  for (const [i, value] of sample.embedding.entries()) {
    const rest = (total[i] ?? 0) - sample.weight * value;
    dot += rest * value;
    squares += rest * rest;
  }
  return squares > 0 ? dot / Math.sqrt(squares) : -1;
}

function accumulate(total: Float64Array, embedding: Float32Array, weight: number): void {
  for (const [i, value] of embedding.entries()) total[i] = (total[i] ?? 0) + weight * value;
}
