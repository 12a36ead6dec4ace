import type { EstimatedDepth, SensorDepth } from '../../src/biometrics/depth.js';
import { RELIEF_LENGTH } from '../../src/biometrics/depth-similarity.js';
import { randomFrom } from './seeded.js';

/** What depth sensors would have measured. */

export function faceDepth(changes: Partial<SensorDepth> = {}): SensorDepth {
  return {
    origin: 'SENSOR_TOF',
    planeResidualMm: 9.8,
    surfaceResidualMm: 5,
    noseReliefMm: 34,
    shapeCorrelation: 0.94,
    reliefCorrelation: 0.88,
    interEyeMm: 62,
    distanceMm: 450,
    noiseMm: 1.8,
    holeShare: 0.02,
    ...changes,
  };
}

export function printDepth(changes: Partial<SensorDepth> = {}): SensorDepth {
  const flat = { planeResidualMm: 0.7, surfaceResidualMm: 0.6, noseReliefMm: 0.3, shapeCorrelation: 0.05 };
  return faceDepth({ ...flat, reliefCorrelation: 0.02, interEyeMm: 55, ...changes });
}

export function estimatedDepth(changes: Partial<EstimatedDepth> = {}): EstimatedDepth {
  return { origin: 'ESTIMATED', planeResidualMm: 10, surfaceResidualMm: 5, noseReliefMm: 33, ...changes };
}

/** A relief of this person; two of them score near 0. */
export function reliefOf(seed: number): Float32Array {
  const random = randomFrom(seed + 3_000_000);
  const vector = Float32Array.from({ length: RELIEF_LENGTH }, () => random.gaussian());
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
