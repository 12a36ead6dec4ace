import fc from 'fast-check';
import { textureFeatureNames } from '../../src/biometrics/texture-features.js';
import { createTextureScorer, type TextureWeights } from '../../src/biometrics/texture-score.js';
import { readTextureWeights } from '../../src/models/texture.js';

const weights: TextureWeights = {
  features: [
    { name: 'face-skin', mean: 0.5, scale: 0.25, weight: 1.5 },
    { name: 'detail-peak', mean: 3, scale: 2, weight: -0.5 },
  ],
  intercept: 0.25,
  clamp: 4,
};

function features(named: Readonly<Record<string, number>>): Float32Array {
  return Float32Array.from(textureFeatureNames, (name) => named[name] ?? 0);
}

test('the score is the intercept and the weighted deviations of the named features', () => {
  const score = createTextureScorer(weights);
  expect(score(features({ 'face-skin': 0.5, 'detail-peak': 3 }))).toBeCloseTo(0.25, 6);
  expect(score(features({ 'face-skin': 0.75, 'detail-peak': 5 }))).toBeCloseTo(0.25 + 1.5 - 0.5, 6);
});

test('nothing else has a say', () => {
  const score = createTextureScorer(weights);
  const named = { 'face-skin': 0.6, 'detail-peak': 2 };
  const others = Object.fromEntries(textureFeatureNames.map((name) => [name, 99]));
  expect(score(features({ ...others, ...named }))).toBe(score(features(named)));
});

test('one feature far outside of what is known does not decide alone', () => {
  const wide = createTextureScorer({ ...weights, clamp: 100 });
  const far = wide(features({ 'face-skin': 1e6, 'detail-peak': 3 }));
  expect(far).toBeCloseTo(0.25 + 4 * 1.5, 6);
});

test('no face moves the odds by more than the clamp', () => {
  const score = createTextureScorer(readTextureWeights());
  const { clamp } = readTextureWeights();
  const value = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 60, maxLength: 60 }), (values) => {
      expect(Math.abs(score(Float32Array.from(values)))).toBeLessThanOrEqual(clamp);
    }),
  );
});

test('weights of what is not measured, or named twice, are refused', () => {
  const term = { name: 'face-skin', mean: 0, scale: 1, weight: 1 };
  const made = (...names: string[]) =>
    createTextureScorer({ ...weights, features: names.map((name) => ({ ...term, name })) });
  expect(() => made('face-skin', 'aura')).toThrow('must be of measured features; aura is none');
  expect(() => made('face-skin', 'face-skin')).toThrow('must name face-skin once');
});

test('every feature has a name of its own', () => {
  expect(new Set(textureFeatureNames).size).toBe(60);
});
