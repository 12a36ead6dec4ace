import * as fc from 'fast-check';
import { calibration, type CalibrationTable } from '../../src/biometrics/calibration.js';
import { testSeed } from '../support/seeded.js';

/** Tables as a measurement gives them: FMR falls by decades or parts of them while scores rise. */
const anyTable: fc.Arbitrary<CalibrationTable> = fc
  .record({
    impostorMedian: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    steps: fc.array(
      fc.record({
        decades: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
        rise: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ impostorMedian, steps }) => {
    let [fmr, score] = [0.5, impostorMedian];
    const points = steps.map(({ decades, rise }) => ({ fmr: (fmr /= 10 ** decades), score: (score += rise) }));
    return { impostorMedian, points };
  });

const anyScore = fc.double({ min: -1, max: 1, noNaN: true });

test(`a higher comparison score never has a lower similarity (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyTable, anyScore, anyScore, (table, a, b) => {
      const scale = calibration(table);
      expect(scale.similarity(Math.max(a, b))).toBeGreaterThanOrEqual(scale.similarity(Math.min(a, b)));
    }),
    { seed: testSeed },
  );
});

test(`similarity is between 0 and 1 and makes no jump (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyTable, anyScore, (table, score) => {
      const scale = calibration(table);
      expect(scale.similarity(score)).toBeGreaterThanOrEqual(0);
      expect(scale.similarity(score)).toBeLessThanOrEqual(1);
      // The steepest table here rises by 1.5 decades, that is 0.15, in 0.005 of score.
      expect(Math.abs(scale.similarity(score + 1e-6) - scale.similarity(score))).toBeLessThan(31e-6);
    }),
    { seed: testSeed },
  );
});

test(`scoreAt undoes similarity (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyTable, fc.double({ min: 0.4, max: 1, noNaN: true }), (table, similarity) => {
      const scale = calibration(table);
      expect(scale.similarity(scale.scoreAt(similarity))).toBeCloseTo(similarity, 9);
    }),
    { seed: testSeed },
  );
});

test(`every measured point lies on the scale of its FMR (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyTable, (table) => {
      const scale = calibration(table);
      for (const { fmr, score } of table.points) {
        expect(scale.similarity(score)).toBeCloseTo(Math.min(1, 0.4 - 0.1 * Math.log10(fmr)), 9);
      }
    }),
    { seed: testSeed },
  );
});
