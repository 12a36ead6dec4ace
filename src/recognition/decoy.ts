import { createHash } from 'node:crypto';
import { DEPTH_MODEL_ID, RELIEF_LENGTH } from '../biometrics/depth-similarity.js';
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
export function decoyReference(context: Context, subjectId: string): Float32Array {
  const { embeddingDim, modelId } = context.engine;
  return decoyVector(context, subjectId, { modelId, length: embeddingDim });
}

/** The same in place of the relief that a subject has no template of. */
export function decoyRelief(context: Context, subjectId: string): Float32Array {
  return decoyVector(context, subjectId, { modelId: DEPTH_MODEL_ID, length: RELIEF_LENGTH });
}

function decoyVector(
  { vault }: Context,
  subjectId: string,
  { modelId, length: count }: { readonly modelId: string; readonly length: number },
): Float32Array {
  const seed = vault.keyedDigest('decoy reference', [Buffer.from(subjectId), Buffer.from(modelId)]);
  const bytes = createHash('shake256', { outputLength: 8 * count })
    .update(seed)
    .digest();
  const normal = (index: number): number => {
    const [first, second] = [bytes.readUInt32LE(8 * index), bytes.readUInt32LE(8 * index + 4)];
    return Math.sqrt(-2 * Math.log((first + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * second) / 2 ** 32);
  };
  const vector = Float32Array.from({ length: count }, (_, index) => normal(index));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
