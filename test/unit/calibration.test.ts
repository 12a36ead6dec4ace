import { calibration } from '../../src/biometrics/calibration.js';
import { calibrated, table } from '../support/observations.js';

test.each([
  [1e-2, 0.6],
  [1e-3, 0.7],
  [1e-4, 0.8],
  [1e-5, 0.9],
])('the score with FMR %d has similarity %d', (fmr, similarity) => {
  const score = table.points.find((point) => point.fmr === fmr)?.score ?? NaN;
  expect(calibrated.similarity(score)).toBeCloseTo(similarity, 9);
  expect(calibrated.scoreAt(similarity)).toBeCloseTo(score, 9);
});

test('half of all non-mated comparisons stay under 0.43, and the scale ends at 0 and 1', () => {
  expect(calibrated.similarity(table.impostorMedian)).toBeCloseTo(0.4 - 0.1 * Math.log10(0.5), 9);
  expect(calibrated.similarity(-1)).toBe(0);
  expect(calibrated.similarity(1)).toBe(1);
});

test('past the last measured point the scale goes on with its last slope', () => {
  expect(calibrated.similarity(0.478 + 0.0065)).toBeCloseTo(0.91, 9);
});

test.each([
  ['scores fall', { impostorMedian: 0, points: [{ fmr: 1e-2, score: 0.3 }, { fmr: 1e-3, score: 0.2 }] }], // prettier-ignore
  ['FMR rises', { impostorMedian: 0, points: [{ fmr: 1e-3, score: 0.2 }, { fmr: 1e-2, score: 0.3 }] }], // prettier-ignore
  ['the median is above the first point', { impostorMedian: 0.5, points: [{ fmr: 1e-2, score: 0.3 }] }],
  ['the first point has an FMR past the median', { impostorMedian: 0, points: [{ fmr: 0.6, score: 0.3 }] }],
])('a table is refused when %s', (_, wrong) => {
  expect(() => calibration(wrong)).toThrow('must rise in score');
});
