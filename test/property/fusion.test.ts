import * as fc from 'fast-check';
import { fuse } from '../../src/biometrics/fusion.js';
import { testSeed } from '../support/seeded.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
const score = fc.option(share, { nil: null });
const anyScores = fc.record({ rgb: score, depth: score, liveness: score, motion: score });
const anyWeights = fc.record({ rgb: weight, depth: weight, liveness: weight, motion: weight });
const options = { seed: testSeed };

test(`the fused score lies between the lowest and the highest score present (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyScores, anyWeights, (scores, weights) => {
      const present = Object.values(scores).filter((value) => value !== null);
      const fused = fuse(scores, weights);
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
  fc.assert(
    fc.property(anyScores, anyWeights, fc.double({ min: 0.1, max: 50, noNaN: true }), (scores, weights, factor) => {
      const { rgb, depth, liveness, motion } = weights;
      const scaled = { rgb: rgb * factor, depth: depth * factor, liveness: liveness * factor, motion: motion * factor };
      const [before, after] = [fuse(scores, weights), fuse(scores, scaled)];
      expect(after.modalities).toEqual(before.modalities);
      if (before.score !== null) expect(after.score).toBeCloseTo(before.score, 9);
    }),
    options,
  );
});

test(`a modality that is absent and one without weight are the same (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyScores, anyWeights, share, (scores, weights, depth) => {
      expect(fuse({ ...scores, depth }, { ...weights, depth: 0 })).toEqual(fuse({ ...scores, depth: null }, weights));
    }),
    options,
  );
});

test(`a higher score of one modality never lowers the fused score (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyScores, anyWeights, share, share, (scores, weights, a, b) => {
      const low = fuse({ ...scores, motion: Math.min(a, b) }, weights).score;
      const high = fuse({ ...scores, motion: Math.max(a, b) }, weights).score;
      expect(high).toBeGreaterThanOrEqual(low ?? NaN);
    }),
    options,
  );
});
