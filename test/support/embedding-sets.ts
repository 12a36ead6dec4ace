import { type EmbeddingSet } from '../../src/evaluation/comparison/all-pairs.js';
import type { Random } from './seeded.js';

const roomFor = (count: number, dimension: number): EmbeddingSet => ({
  values: new Float32Array(new SharedArrayBuffer(count * dimension * Float32Array.BYTES_PER_ELEMENT)),
  dimension,
  count,
});

/** Random directions, as good embeddings of strangers are. */
export function gaussianSet(random: Random, count: number, dimension: number): EmbeddingSet {
  const set = roomFor(count, dimension);
  for (let row = 0; row < count; row++) {
    const vector = Array.from({ length: dimension }, () => random.gaussian());
    const length = Math.hypot(...vector);
    set.values.set(
      vector.map((value) => value / length),
      row * dimension,
    );
  }
  return set;
}

/**
 * Unit vectors of zeros and ±1/n, n² of them, n a power of two: products and sums are exact in single precision, in
 * any order, and many scores are equal.
 */
export function exactSet(random: Random, count: number, dimension: number): EmbeddingSet {
  const set = roomFor(count, dimension);
  for (let row = 0; row < count; row++) {
    const fitting = [1, 2, 4, 8, 16].filter((n) => n * n <= dimension);
    const n = fitting[Math.floor(random.uniform() * fitting.length)] ?? 1;
    const places = new Set<number>();
    while (places.size < n * n) places.add(Math.floor(random.uniform() * dimension));
    for (const place of places) set.values[row * dimension + place] = (random.uniform() < 0.5 ? 1 : -1) / n;
  }
  return set;
}

/** The plain loop, in double precision. */
export function scoreOf({ values, dimension }: EmbeddingSet, a: number, b: number): number {
  let sum = 0;
  for (let k = 0; k < dimension; k++) sum += values[a * dimension + k]! * values[b * dimension + k]!;
  return sum;
}
