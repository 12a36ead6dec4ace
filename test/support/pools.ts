import { comparisonScore } from '../../src/biometrics/embedding.js';
import type { Gram, PoolMember } from '../../src/biometrics/pool.js';

/** The scores between embeddings, as a capture keeps them. */
export function gramOf(embeddings: readonly Float32Array[]): Gram {
  return embeddings.map((embedding, i) =>
    Float32Array.from(embeddings.slice(0, i), (before) => comparisonScore(before, embedding)),
  );
}

/** A member for each embedding, all of one weight. */
export function membersOf(embeddings: readonly Float32Array[]): PoolMember[] {
  return embeddings.map((_, face) => ({ face, weight: 60 }));
}
