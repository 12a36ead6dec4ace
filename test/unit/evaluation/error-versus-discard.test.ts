import { errorVersusDiscard, thresholdOf, type RatedPair } from '../../../src/evaluation/rates/error-versus-discard.js';
import { randomFrom, testSeed } from '../../support/seeded.js';

const COUNT = 2_000;
const random = randomFrom(testSeed);
const scores = Array.from({ length: COUNT }, () => random.gaussian());
const pairsOf = (qualityOf: (score: number) => number): RatedPair[] =>
  scores.map((score) => ({ score, quality: qualityOf(score) }));

function curveOf(pairs: readonly RatedPair[]) {
  const threshold = thresholdOf(pairs);
  const curve = threshold === null ? null : errorVersusDiscard(pairs, threshold);
  if (!curve) throw new Error('no curve');
  return curve;
}

test(`the threshold is where 5 % fail (TEST_SEED=${testSeed})`, () => {
  const threshold = thresholdOf(pairsOf(() => 0)) ?? NaN;
  expect(scores.filter((score) => score < threshold)).toHaveLength(0.05 * COUNT);
});

test('quality that knows the errors leaves none after as much is discarded as fails', () => {
  const { points, ratio } = curveOf(pairsOf((score) => score));
  expect(points).toHaveLength(41);
  expect(points[0]?.discarded).toBe(0);
  expect(points[0]?.fnmr).toBeCloseTo(0.05, 12);
  expect(points[5]?.discarded).toBeCloseTo(0.05);
  for (const point of points.slice(5)) expect(point.fnmr).toBeCloseTo(0, 12);
  expect(points.at(-1)?.discarded).toBeCloseTo(0.4);
  expect(ratio).toBeLessThan(0.08);
});

test('quality that says nothing leaves the error as it is', () => {
  const constant = curveOf(pairsOf(() => 50));
  for (const { fnmr } of constant.points) expect(fnmr).toBeCloseTo(0.05, 12);
  expect(constant.ratio).toBeCloseTo(1, 12);
  expect(curveOf(pairsOf(() => random.uniform())).ratio).toBeCloseTo(1, 0);
});

test('quality that is wrong makes it worse', () => {
  const { points, ratio } = curveOf(pairsOf((score) => -score));
  expect(points.at(-1)?.fnmr).toBeCloseTo(0.05 / 0.6, 10);
  expect(ratio).toBeGreaterThan(1.2);
});

test('equal qualities are discarded in no particular order: the order of the pairs changes nothing', () => {
  const pairs = pairsOf((score) => Math.round(score));
  const reversed = [...pairs].reverse();
  expect(curveOf(reversed).ratio).toBeCloseTo(curveOf(pairs).ratio, 12);
});

test('too few comparisons say nothing, and neither do comparisons that all match', () => {
  const few = pairsOf((score) => score).slice(0, 199);
  expect(thresholdOf(few)).toBeNull();
  expect(errorVersusDiscard(few, 0)).toBeNull();
  expect(
    errorVersusDiscard(
      pairsOf((score) => score),
      -100,
    ),
  ).toBeNull();
});
