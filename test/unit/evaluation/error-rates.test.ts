import {
  bestAccuracy,
  detPoints,
  distributionOf,
  equalErrorRate,
  errorRates,
} from '../../../src/evaluation/rates/error-rates.js';
import { bounded, boundedShare, resample } from '../../../src/evaluation/rates/bootstrap.js';
import { figuresOf, groupRates, promisedFmr } from '../../../src/evaluation/rates/pair-figures.js';
import { calibrationFrom } from '../../../src/evaluation/rates/calibrate.js';
import { type Comparisons, sortedMated } from '../../../src/evaluation/rates/comparisons.js';
import { BIN_END, binOf, countsOf, scoreOf, thresholdBin } from '../../../src/evaluation/comparison/score-bins.js';

/** Figures worked out by hand. */

const table = {
  impostorMedian: 0,
  points: [
    { fmr: 1e-1, score: 0.1 },
    { fmr: 1e-2, score: 0.2 },
    { fmr: 1e-3, score: 0.3 },
    { fmr: 1e-4, score: 0.4 },
  ],
};

/** Four mated comparisons, one of them without a face, and five non-mated ones. */
const rates = errorRates(
  Int32Array.from([-Infinity, 0.3, 0.6, 0.7], binOf),
  countsOf([0.1, 0.2, 0.3, 0.4, 0.5].map(binOf)),
);

test('a comparison matches from the threshold on', () => {
  expect(rates.fmr(thresholdBin(0.3))).toBeCloseTo(3 / 5);
  expect(rates.fmr(thresholdBin(0.30001))).toBeCloseTo(2 / 5);
  expect(rates.fnmr(thresholdBin(0.3))).toBeCloseTo(1 / 4);
  expect(rates.fnmr(thresholdBin(0.30001))).toBeCloseTo(2 / 4);
  expect(rates.fnmr(BIN_END)).toBe(1);
});

test('the threshold of a rate is just past the first score that would break it', () => {
  expect(scoreOf(rates.thresholdFor(0.2))).toBeCloseTo(0.40001, 9);
  expect(scoreOf(rates.thresholdFor(0.19))).toBeCloseTo(0.50001, 9);
  expect(rates.thresholdFor(1)).toBe(0);
});

test('errors are equal where two of five match falsely and two of four do not match', () => {
  // At 0.30001 … 0.4 FMR is 2/5 and FNMR 2/4: the closest they come.
  expect(equalErrorRate(rates)).toBeCloseTo((2 / 5 + 2 / 4) / 2);
});

test('the best threshold is right about seven of nine', () => {
  expect(bestAccuracy(rates)).toBeCloseTo(7 / 9);
});

test('the trade-off begins where nothing matches falsely and ends where everything does', () => {
  const points = detPoints(rates);
  expect(points[0]).toEqual({ threshold: 0.50001, fmr: 0, fnmr: 0.5 });
  expect(points.at(-1)!.fmr).toBe(1);
  expect(points.map(({ fmr }) => fmr)).toEqual(expect.arrayContaining([0.2, 0.4, 0.6, 0.8]));
});

test('a distribution has the shares of its scores', () => {
  const { from, to, shares } = distributionOf(countsOf([-0.99, 0.5, 0.505, 1].map(binOf)));
  expect([from, to, shares.length]).toEqual([-1, 1, 100]);
  expect([shares[0], shares[75], shares[99]]).toEqual([0.25, 0.5, 0.25]);
});

/** People 0 … 3 with two pictures each: every pair of people compares four times with one score, `scoreOfPair`. */
function fourPeople(scoreOfPair: (a: number, b: number) => number): Comparisons {
  const pairs = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].filter((b) => b > a).flatMap((b) => new Array(4).fill({ a, b, score: scoreOfPair(a, b) }) as Pair[]),
  );
  const falling = pairs.toSorted((x, y) => y.score - x.score);
  return {
    identities: Int32Array.from([0, 1, 2, 3]),
    mated: sortedMated([0.9, 0.8, 0.7, 0.1].map(binOf), [0, 1, 2, 3]),
    nonMated: {
      total: pairs.length,
      counts: countsOf(pairs.map(({ score }) => binOf(score))),
      listed: {
        bins: Int32Array.from(falling, ({ score }) => binOf(score)),
        first: Int32Array.from(falling, ({ a }) => a),
        second: Int32Array.from(falling, ({ b }) => b),
      },
      weigh: (m) => pairs.reduce((sum, { a, b }) => sum + m[a]! * m[b]!, 0),
    },
  };
}
interface Pair {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

test('replicates of one troublesome person spread from none to many', () => {
  // Whoever is compared with person 3 looks alike.
  const comparisons = fourPeople((_, b) => (b === 3 ? 0.6 : 0));
  const { fmrAt, fnmrAt } = resample(comparisons, { bins: [binOf(0.5)], fmrs: [] }, { replicates: 2000, seed: 3 });
  const seen = new Set(fmrAt[0]!.map((rate) => rate.toFixed(4)));
  // Drawn n times of 4, beside others a, b, c times: n(a + b + c) ÷ (n(a + b + c) + ab + ac + bc).
  for (const possible of [0, 1, 1 / 2, 3 / 5]) expect([...seen]).toContain(possible.toFixed(4));
  expect(Math.min(...fnmrAt[0]!)).toBe(0);
  const withPerson3 = fnmrAt[0]!.filter((rate) => rate > 0).length / fnmrAt[0]!.length;
  // Person 3 is drawn at all with 1 − (3/4)⁴, given that not all four draws are one person.
  expect(withPerson3).toBeGreaterThan(0.64);
  expect(withPerson3).toBeLessThan(0.74);
});

test('bounds of none and of all are three divided by the trials', () => {
  expect(bounded(0, [0, 0, 0], 300)).toEqual({ rate: 0, low: 0, high: 0.01 });
  expect(bounded(1, [1, 1, 1], 300)).toEqual({ rate: 1, low: 0.99, high: 1 });
  expect(bounded(1, [1, 1, 1], 2)).toEqual({ rate: 1, low: 0, high: 1 });
  expect(bounded(0.5, [0.4, 0.5, 0.6], 300)).toEqual({ rate: 0.5, low: 0.4, high: 0.6 });
});

test('a share of things of people is bounded by drawing people', () => {
  const share = boundedShare([0, 0, 5], [5, 5, 5], { replicates: 4000, seed: 1 });
  // All three draws are the third person in one of 27 replicates, none of them in eight.
  expect(share).toEqual({ rate: 1 / 3, low: 0, high: 1 });
});

test('rates that the data are too few for are not given', () => {
  const comparisons = fourPeople((a, b) => (a + b) / 100);
  const figures = figuresOf(comparisons, table, { replicates: 20, seed: 1 });
  // 24 comparisons: not ten of them are a hundredth.
  expect(figures.fnmrAtFmr).toEqual({ '1e-2': null, '1e-3': null, '1e-4': null, '1e-5': null, '1e-6': null });
  expect(figures.thresholds.every(({ score, fnmr }) => score === null && fnmr === null)).toBe(true);
  const group = groupRates('sex=female', comparisons, table, { replicates: 20, seed: 1 });
  expect(group.similarityFmr).toEqual({ '0.60': null, '0.70': null, '0.80': null });
  expect(group).toMatchObject({ identities: 4, nonMated: 24, mated: 4, fnmr: { rate: 0.25 } });
});

test('what a similarity promises is measured at its comparison score', () => {
  const scores = Array.from({ length: 2000 }, (_, k) => (k < 30 ? 0.25 : -0.1));
  const comparisons = listOfStrangers(scores);
  const figures = figuresOf(comparisons, table, { replicates: 50, seed: 1 });
  expect(promisedFmr(0.6)).toBeCloseTo(0.01, 12);
  // 30 of 2,000 lie past 0.2, the score of similarity 0.60; none past 0.3, that of 0.70.
  expect(figures.similarityFmr['0.60']).toMatchObject({ fmr: 0.015 });
  expect(figures.similarityFmr['0.70']).toMatchObject({ fmr: 0, high: 3 / 2000 });
  expect(figures.similarityFmr['0.60']!.low).toBeLessThan(0.015);
  expect(figures.similarityFmr['0.60']!.high).toBeGreaterThan(0.015);
  expect([figures.fnmrAtFmr['1e-2'], figures.tarAtFmr['1e-2']]).toEqual([0, 1]);
  expect(figures.bounds.fnmrAtFmr['1e-2']).toMatchObject({ low: 0 });
  expect(figures.bounds.tarAtFmr['1e-2']).toMatchObject({ high: 1 });
  expect(figures.thresholds[0]).toMatchObject({ fmr: 0.01, score: 0.25001 });
});

/** Each comparison is of two people who take part in no other. */
function listOfStrangers(scores: readonly number[]): Comparisons {
  const falling = scores.toSorted((x, y) => y - x);
  const first = Int32Array.from(falling, (_, k) => 2 * k);
  const second = Int32Array.from(falling, (_, k) => 2 * k + 1);
  return {
    identities: Int32Array.from({ length: 2 * scores.length }, (_, i) => i),
    mated: sortedMated(
      falling.map(() => binOf(0.9)),
      falling.map((_, k) => k),
    ),
    nonMated: {
      total: scores.length,
      counts: countsOf(falling.map(binOf)),
      listed: { bins: Int32Array.from(falling, binOf), first, second },
      weigh: (m) => first.reduce((sum, a, k) => sum + m[a]! * m[second[k]!]!, 0),
    },
  };
}

describe('calibration', () => {
  /** A score for each of n comparisons: 0.001 … 1 in equal parts. */
  const uniform = (n: number) => {
    const counts = new Float64Array(BIN_END);
    for (let k = 1; k <= 1000; k++) counts[binOf(k / 1000)] = n / 1000;
    return counts;
  };

  test('has a point for each rate that ten comparisons or more stand behind', () => {
    const made = calibrationFrom(uniform(1_000_000), 'made', { fewerPairs: false });
    // From 0.901 on lies a tenth: the threshold is the first score that is past 0.900.
    expect(made.points.slice(0, 5)).toEqual([
      { fmr: 1e-1, score: 0.9 },
      { fmr: 3e-2, score: 0.97 },
      { fmr: 1e-2, score: 0.99 },
      { fmr: 3e-3, score: 0.997 },
      { fmr: 1e-3, score: 0.999 },
    ]);
    expect(made.impostorMedian).toBe(0.5);
    expect(made).toMatchObject({ nonMatedPairs: 1_000_000, data: 'made' });
    // 1e-5 of a million are ten, 3e-6 only three; scores below 1e-3 are all past 1 here and say no more than the first.
    expect(made.points.every(({ fmr }) => fmr >= 1e-5)).toBe(true);
    expect(new Set(made.points.map(({ score }) => score)).size).toBe(made.points.length);
  });

  test('refuses fewer than a million comparisons unless told to', () => {
    expect(() => calibrationFrom(uniform(999_000), 'made', { fewerPairs: false })).toThrow('1000000 non-mated');
    expect(calibrationFrom(uniform(10_000), 'made', { fewerPairs: true }).points.at(-1)!.fmr).toBeGreaterThanOrEqual(
      1e-3,
    );
    expect(() => calibrationFrom(uniform(10), 'made', { fewerPairs: true })).toThrow('too few');
  });
});
