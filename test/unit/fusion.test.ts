import { fuse } from '../../src/biometrics/fusion.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';

const { fusionWeights } = defaultPolicySettings;

test('all four scores take part with their weights', () => {
  const fused = fuse({ rgb: 1, depth: 0.5, liveness: 0.5, motion: 0 }, fusionWeights);
  expect(fused.score).toBeCloseTo(0.4 + 0.125 + 0.1, 9);
  expect(fused.modalities).toEqual(['RGB', 'DEPTH', 'LIVENESS', 'MOTION']);
});

test('the weights of what was not measured leave the sum', () => {
  const fused = fuse({ rgb: 0.9, depth: null, liveness: 0.6, motion: null }, fusionWeights);
  expect(fused.score).toBeCloseTo((0.4 * 0.9 + 0.2 * 0.6) / 0.6, 9);
  expect(fused.modalities).toEqual(['RGB', 'LIVENESS']);
});

test('a modality without weight took no part', () => {
  const fused = fuse({ rgb: 0.9, depth: 0.1, liveness: null, motion: null }, { ...fusionWeights, depth: 0 });
  expect(fused).toEqual({ score: 0.9, modalities: ['RGB'] });
});

test('nothing measured is no score, not a score of 0', () => {
  const nothing = fuse({ rgb: null, depth: null, liveness: null, motion: null }, fusionWeights);
  expect(nothing).toEqual({ score: null, modalities: [] });
});
