import { depthFeatures, type SensorDepth } from '../../src/biometrics/depth.js';

/** Logistic weights over the features of a frame, as src/biometrics/depth.ts holds them. */
export interface FittedWeights {
  readonly bias: number;
  readonly surface: number;
  readonly nose: number;
  readonly shape: number;
  readonly relief: number;
}

const names = ['surface', 'nose', 'shape', 'relief'] as const;
const ROUNDS = 4000;
const STEP = 0.5;
/** Generated faces and sheets part so well that weights would grow without end. */
const RIDGE = 2e-3;

/** Both kinds weigh alike, so that the sum of the weights is a log-likelihood ratio. */
export function fitWeights(faces: readonly SensorDepth[], attacks: readonly SensorDepth[]): FittedWeights {
  const rows = [
    ...faces.map((depth) => ({ x: vectorOf(depth), target: 1, weight: 0.5 / faces.length })),
    ...attacks.map((depth) => ({ x: vectorOf(depth), target: 0, weight: 0.5 / attacks.length })),
  ];
  const weights = [0, 0, 0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map((value, i) => (i === 0 ? 0 : RIDGE * value));
    for (const { x, target, weight } of rows) {
      const sum = x.reduce((total, value, i) => total + value * weights[i]!, 0);
      const error = weight * (1 / (1 + Math.exp(-sum)) - target);
      for (const [i, value] of x.entries()) slope[i] = slope[i]! + error * value;
    }
    for (const [i, value] of slope.entries()) weights[i] = weights[i]! - STEP * value;
  }
  const [bias, surface, nose, shape, relief] = weights.map((value) => Math.round(value * 100) / 100);
  return { bias: bias!, surface: surface!, nose: nose!, shape: shape!, relief: relief! };
}

function vectorOf(depth: SensorDepth): number[] {
  const features = depthFeatures(depth);
  return [1, ...names.map((name) => features[name])];
}

/** Places seen in fewer reliefs than this share are no part of the mean. */
const SEEN_MIN = 0.8;

/** Mean of each place over these reliefs, tenths of a millimetre; NaN where too few saw it. */
export function meanReliefOf(reliefs: readonly Float32Array[]): number[] {
  return Array.from({ length: reliefs[0]?.length ?? 0 }, (_, place) => {
    const values = reliefs.map((relief) => relief[place]!).filter((value) => !Number.isNaN(value));
    if (values.length < SEEN_MIN * reliefs.length) return NaN;
    return Math.round((10 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10;
  });
}
