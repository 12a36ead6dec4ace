import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FaceError } from '../errors.js';

/** models/texture.json: the weights of the texture cue, which `npm run fit:texture` writes, and what they rest on. */

const share = z.number().min(0).max(1);

/** Of faces whose subject the fit has not seen; the threshold is a ratio of one. */
const figures = z.strictObject({
  auc: share,
  bpcer: share,
  apcer: share,
  /** At the threshold that one in twenty bona fide presentations does not reach. */
  apcerAtBpcer5: share,
});

export const textureWeights = z.strictObject({
  version: z.literal(1),
  features: z
    .array(z.strictObject({ name: z.string(), mean: z.number(), scale: z.number().positive(), weight: z.number() }))
    .min(1),
  intercept: z.number(),
  clamp: z.number().positive(),
  provenance: z.strictObject({
    data: z.string(),
    date: z.iso.date(),
    command: z.string(),
    /** People in recorded attacks, and in all pictures. */
    attackedSubjects: z.int().positive(),
    subjects: z.int().positive(),
    faces: z.int().positive(),
    l2: z.number().positive(),
    seed: z.int(),
    crossValidated: z.record(z.string(), figures),
  }),
});

export type TextureFile = z.infer<typeof textureWeights>;

/** @throws FaceError INTERNAL for a file that holds no weights */
export function readTextureWeights(path = join(__dirname, '../../../models/texture.json')): TextureFile {
  const parsed = textureWeights.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    throw new FaceError('INTERNAL', `${path} holds no weights of the texture cue: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
