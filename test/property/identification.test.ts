import fc from 'fast-check';
import { fmrOf, FPIR_MAX, FPIR_MIN, identificationThreshold } from '../../src/biometrics/identification.js';
import { calibrated } from '../support/observations.js';
import { testSeed } from '../support/seeded.js';

fc.configureGlobal({ seed: testSeed, numRuns: 500 });

const fpir = fc.double({ min: FPIR_MIN, max: FPIR_MAX, noNaN: true });
const gallerySize = fc.integer({ min: 1, max: 1_000_000_000 });
const similarityFloor = fc.double({ min: 0.5, max: 1, noNaN: true });

test(`the rates of all comparisons together are the rate of the search (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(fpir, gallerySize, (rate, size) => {
      const fmr = fmrOf(rate, size);
      expect(fmr).toBeGreaterThan(0);
      expect(fmr).toBeLessThanOrEqual(rate);
      const together = -Math.expm1(size * Math.log1p(-fmr));
      expect(Math.abs(together / rate - 1)).toBeLessThan(1e-9);
    }),
  );
});

test(`a larger gallery and a rarer rate never lower the threshold (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(fc.tuple(fpir, fpir), fc.tuple(gallerySize, gallerySize), similarityFloor, (rates, sizes, floor) => {
      const of = (rate: number, size: number) =>
        identificationThreshold({ fpir: rate, gallerySize: size, similarityFloor: floor }, calibrated);
      const lax = of(Math.max(...rates), Math.min(...sizes));
      const strict = of(Math.min(...rates), Math.max(...sizes));
      expect(strict.comparisonScore).toBeGreaterThanOrEqual(lax.comparisonScore);
      expect(strict.similarity).toBeGreaterThanOrEqual(lax.similarity);
      expect(lax.similarity).toBeGreaterThanOrEqual(floor);
    }),
  );
});
