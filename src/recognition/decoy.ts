import { createHash } from 'node:crypto';
import type { Context } from './context.js';

/**
 * What a claim is compared with when the subject has no template: a vector that nobody's face made.
 *
 * It depends on the subject and the service key alone, so that the scores of a claim that is made again do not jump, as
 * those of a real template do not. It is random in every direction; real faces of other people are a little alike,
 * which `decoyScore` (biometrics/claim.ts) puts back.
 *
 * @returns an L2-normalised vector the caller owns
 * @throws FaceError KEYS_SEALED
 */
export function decoyReference({ engine, vault }: Context, subjectId: string): Float32Array {
  const { embeddingDim, modelId } = engine;
  const seed = vault.keyedDigest('decoy reference', [Buffer.from(subjectId), Buffer.from(modelId)]);
  const bytes = createHash('shake256', { outputLength: 8 * embeddingDim })
    .update(seed)
    .digest();
  const normal = (index: number): number => {
    const [first, second] = [bytes.readUInt32LE(8 * index), bytes.readUInt32LE(8 * index + 4)];
    return Math.sqrt(-2 * Math.log((first + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * second) / 2 ** 32);
  };
  const vector = Float32Array.from({ length: embeddingDim }, (_, index) => normal(index));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
