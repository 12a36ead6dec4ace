import { fuse } from '../../src/biometrics/fusion.js';
import { defaultPolicySettings, type FusionRule } from '../../src/biometrics/policy.js';

const weights = defaultPolicySettings.fusionWeights;
const fixed: FusionRule = { weights, attention: null };
const best = { rgb: 1, depth: 1, liveness: 1, motion: 1 };

test('all four scores take part with their weights', () => {
  const fused = fuse({ rgb: 1, depth: 0.5, liveness: 0.5, motion: 0 }, best, fixed);
  expect(fused.score).toBeCloseTo(0.4 + 0.125 + 0.1, 9);
  expect(fused.modalities).toEqual(['RGB', 'DEPTH', 'LIVENESS', 'MOTION']);
});

test('the weights of what was not measured leave the sum', () => {
  const fused = fuse({ rgb: 0.9, depth: null, liveness: 0.6, motion: null }, best, fixed);
  expect(fused.score).toBeCloseTo((0.4 * 0.9 + 0.2 * 0.6) / 0.6, 9);
  expect(fused.modalities).toEqual(['RGB', 'LIVENESS']);
});

test('a modality without weight took no part', () => {
  const fused = fuse({ rgb: 0.9, depth: 0.1, liveness: null, motion: null }, best, {
    weights: { ...weights, depth: 0 },
    attention: null,
  });
  expect(fused).toEqual({ score: 0.9, modalities: ['RGB'] });
});

test('nothing measured is no score, not a score of 0', () => {
  const nothing = fuse({ rgb: null, depth: null, liveness: null, motion: null }, best, fixed);
  expect(nothing).toEqual({ score: null, modalities: [] });
});

describe('attention', () => {
  const scores = { rgb: 1, depth: null, liveness: 0, motion: null };
  const even: FusionRule = {
    weights: { rgb: 0.5, depth: 0, liveness: 0.5, motion: 0 },
    attention: { rgb: 2, depth: 0, liveness: -1, motion: 0 },
  };

  test('at quality 0 the weights are those of the rule', () => {
    expect(fuse(scores, { rgb: 0, depth: 0, liveness: 0, motion: 0 }, even).score).toBeCloseTo(0.5, 9);
  });

  test('weights are a softmax over log weight and slope times quality', () => {
    const [a, b] = [Math.exp(Math.log(0.5) + 2 * 0.75), Math.exp(Math.log(0.5) - 1)];
    expect(fuse(scores, { ...best, rgb: 0.75 }, even).score).toBeCloseTo(a / (a + b), 9);
  });

  test('what has no weight gets none by its quality', () => {
    const all = { rgb: 0.9, depth: 0.9, liveness: 0.9, motion: 0.9 };
    expect(fuse(all, best, even).modalities).toEqual(['RGB', 'LIVENESS']);
  });
});
