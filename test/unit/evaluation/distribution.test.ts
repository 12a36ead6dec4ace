import fc from 'fast-check';
import { areaUnderRoc, distributionOver } from '../../../src/evaluation/rates/distribution.js';

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 });

test('shares of values in equal bins, the ends counted with their neighbours', () => {
  expect(distributionOver([0, 0.1, 0.5, 0.99, 1, 7, -3], { from: 0, to: 1, bins: 2 })).toEqual({
    from: 0,
    to: 1,
    shares: [3 / 7, 4 / 7],
  });
  expect(distributionOver([], { from: 0, to: 1, bins: 3 }).shares).toEqual([0, 0, 0]);
});

test(`the area is the share of pairs won, ties counting half (FC_SEED=${seed})`, () => {
  fc.assert(
    fc.property(values, values, (positives, negatives) => {
      let wins = 0;
      for (const a of positives) for (const b of negatives) wins += a > b ? 1 : a === b ? 0.5 : 0;
      expect(areaUnderRoc(positives, negatives)).toBeCloseTo(wins / (positives.length * negatives.length), 12);
    }),
    { seed, numRuns: 300 },
  );
});

test('without either kind there is no area', () => {
  expect(areaUnderRoc([], [1])).toBeNull();
  expect(areaUnderRoc([1], [])).toBeNull();
});
