import * as fc from 'fast-check';
import { fuse, modalityKeys } from '../../src/biometrics/fusion.js';
import type { FusionRule } from '../../src/biometrics/policy.js';
import { testSeed } from '../support/seeded.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
const score = fc.option(share, { nil: null });
const anyScores = fc.record({ rgb: score, depth: score, liveness: score, motion: score });
const anyWeights = fc.record({ rgb: weight, depth: weight, liveness: weight, motion: weight });
const anyQualities = fc.record({ rgb: share, depth: share, liveness: share, motion: share });
const slope = fc.double({ min: -5, max: 5, noNaN: true });
const anySlopes = fc.record({ rgb: slope, depth: slope, liveness: slope, motion: slope });
const anyRule: fc.Arbitrary<FusionRule> = fc.record({
  weights: anyWeights,
  attention: fc.option(anySlopes, { nil: null }),
});
const options = { seed: testSeed };

test(`the fused score lies between the lowest and the highest score present (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyScores, anyQualities, anyRule, (scores, qualities, rule) => {
      const present = Object.values(scores).filter((value) => value !== null);
      const fused = fuse(scores, qualities, rule);
      expect(fused.modalities).toHaveLength(present.length);
      expect(fused.score === null).toBe(present.length === 0);
      if (fused.score === null) return;
      expect(fused.score).toBeGreaterThanOrEqual(Math.min(...present) - 1e-12);
      expect(fused.score).toBeLessThanOrEqual(Math.max(...present) + 1e-12);
    }),
    options,
  );
});

test(`scaling all weights changes nothing (seed ${testSeed})`, () => {
  const anyFactor = fc.double({ min: 0.1, max: 50, noNaN: true });
  fc.assert(
    fc.property(anyScores, anyQualities, anyRule, anyFactor, (scores, qualities, rule, factor) => {
      const { rgb, depth, liveness, motion } = rule.weights;
      const weights = {
        rgb: rgb * factor,
        depth: depth * factor,
        liveness: liveness * factor,
        motion: motion * factor,
      };
      const [before, after] = [fuse(scores, qualities, rule), fuse(scores, qualities, { ...rule, weights })];
      expect(after.modalities).toEqual(before.modalities);
      if (before.score !== null) expect(after.score).toBeCloseTo(before.score, 9);
    }),
    options,
  );
});

test(`a modality that is absent and one without weight are the same (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyScores, anyQualities, anyRule, share, (scores, qualities, rule, depth) => {
      const without = { ...rule, weights: { ...rule.weights, depth: 0 } };
      expect(fuse({ ...scores, depth }, qualities, without)).toEqual(fuse({ ...scores, depth: null }, qualities, rule));
    }),
    options,
  );
});

test(`a higher score of one modality never lowers the fused score (seed ${testSeed})`, () => {
  const anyRise = fc.record({ key: fc.constantFrom(...modalityKeys), a: share, b: share });
  fc.assert(
    fc.property(anyScores, anyQualities, anyRule, anyRise, (scores, qualities, rule, { key, a, b }) => {
      const at = (score: number) => fuse({ ...scores, [key]: score }, qualities, rule).score ?? NaN;
      expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)));
    }),
    options,
  );
});

test(`equal slopes at equal qualities are no attention at all (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyScores, anyWeights, share, slope, (scores, weights, quality, s) => {
      const qualities = { rgb: quality, depth: quality, liveness: quality, motion: quality };
      const even = { rgb: s, depth: s, liveness: s, motion: s };
      const [fixed, by] = [null, even].map((attention) => fuse(scores, qualities, { weights, attention }));
      expect(by?.modalities).toEqual(fixed?.modalities);
      if (fixed?.score != null) expect(by?.score).toBeCloseTo(fixed.score, 9);
    }),
    options,
  );
});
