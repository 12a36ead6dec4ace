import { calibration } from '../../src/biometrics/calibration.js';
import { fmrOf, identificationThreshold } from '../../src/biometrics/identification.js';
import { calibrated, table } from '../support/observations.js';

const thresholdOf = (gallerySize: number, fpir = 0.01, similarityFloor = 0.6) =>
  identificationThreshold({ fpir, gallerySize, similarityFloor }, calibrated);

test('one reference is a verification: its rate is that of the search', () => {
  expect(fmrOf(0.01, 1)).toBeCloseTo(0.01, 15);
  expect(thresholdOf(1)).toMatchObject({ fpir: 0.01, extrapolated: false });
  expect(thresholdOf(1).similarity).toBeCloseTo(0.6, 12);
  expect(thresholdOf(1).comparisonScore).toBeCloseTo(0.245, 12);
});

test('a thousand references need a rate a thousand times rarer, and a tenth of the scale for each factor of ten', () => {
  const { fmr, similarity, comparisonScore, extrapolated } = thresholdOf(1000);
  expect(fmr).toBeCloseTo(1.005e-5, 8);
  expect(similarity).toBeCloseTo(0.8998, 4);
  expect(comparisonScore).toBeCloseTo(0.4779, 4);
  expect(extrapolated).toBe(false);
  expect(thresholdOf(1010).extrapolated).toBe(true);
});

test('rates stay exact where 1 − fpir is 1 in floating point', () => {
  expect(fmrOf(1e-9, 1e9) / 1e-18).toBeCloseTo(1, 8);
});

test('past the end of the scale the threshold goes on rising: nothing is clamped at 1', () => {
  const { similarity, comparisonScore, extrapolated } = thresholdOf(100_000_000);
  expect(similarity).toBeCloseTo(1.4, 2);
  expect(comparisonScore).toBeGreaterThan(thresholdOf(10_000_000).comparisonScore + 0.06);
  expect(extrapolated).toBe(true);
});

test('the floor of the policy holds in the smallest gallery, and the rate told is that of the floor', () => {
  const { similarity, comparisonScore, fmr } = thresholdOf(1, 0.5, 0.8);
  expect(similarity).toBeCloseTo(0.8, 12);
  expect(comparisonScore).toBeCloseTo(0.413, 6);
  expect(fmr).toBeCloseTo(1e-4, 12);
});

test('a calibration says what it measured', () => {
  expect(calibrated.fmrMin).toBe(1e-5);
  expect(calibration({ ...table, points: [] }).fmrMin).toBe(0.5);
});
