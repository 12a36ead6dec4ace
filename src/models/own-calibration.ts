import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FaceError } from '../errors.js';
import { type CalibrationTable, calibrationTable, type ModelPack } from './manifest.js';

/** A calibration of the operator's own people and cameras: CALIBRATION_FILE, as `face-engine evaluate` writes it. */

const schema = z.strictObject({ embedding: z.string(), modelId: z.string(), calibration: calibrationTable });
export type OwnCalibration = z.infer<typeof schema>;

/** @throws FaceError BAD_FIELD for a file that is none */
export function readOwnCalibration(path: string): OwnCalibration {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new FaceError('BAD_FIELD', 'must name a file that face-engine evaluate pairs --calibrate wrote', { cause });
  }
}

/**
 * The pack with this table in the place of the manifest's.
 *
 * @throws FaceError MODEL_MISMATCH for a table of another embedding: its scores mean something else
 */
export function withCalibration(pack: ModelPack, { modelId, calibration }: OwnCalibration): ModelPack {
  if (modelId !== pack.modelId) {
    throw new FaceError(
      'MODEL_MISMATCH',
      `was made for ${modelId}, the pack in use has ${pack.modelId}. Make one for it with: face-engine evaluate pairs --calibrate`,
    );
  }
  const table: CalibrationTable = calibration;
  return { ...pack, embedding: { ...pack.embedding, calibration: table } };
}
