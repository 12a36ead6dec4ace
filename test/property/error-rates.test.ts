import fc from 'fast-check';
import { bounded, resample } from '../../src/evaluation/rates/bootstrap.js';
import { cellsOf, weightOfPairs } from '../../src/evaluation/rates/comparisons.js';
import { bestAccuracy, detPoints, equalErrorRate, errorRates } from '../../src/evaluation/rates/error-rates.js';
import { randomFrom as drawsFrom } from '../../src/evaluation/rates/random.js';
import {
  BIN_END,
  BIN_NONE,
  binOf,
  countsOf,
  scoreOf,
  thresholdBin,
} from '../../src/evaluation/comparison/score-bins.js';
import { comparisonsOf, madeComparisons, pairsOf } from '../support/comparisons.js';
import { randomFrom, testSeed } from '../support/seeded.js';

/** What holds of error rates whatever the scores; every rate is counted again one comparison at a time. */

const parameters = { seed: testSeed, numRuns: 40 };
const title = (text: string) => `${text} (TEST_SEED=${testSeed})`;

const score = fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 100_000);
const matedScore = fc.oneof({ arbitrary: score, weight: 9 }, { arbitrary: fc.constant(-Infinity), weight: 1 });
const scores = fc.record({
  mated: fc.array(matedScore, { minLength: 1, maxLength: 40 }),
  nonMated: fc.array(score, { minLength: 1, maxLength: 60 }),
});
type Scores = typeof scores extends fc.Arbitrary<infer T> ? T : never;

const ratesOf = ({ mated, nonMated }: Scores) =>
  errorRates(Int32Array.from(mated, binOf), countsOf(nonMated.map(binOf)));
const share = (values: readonly number[], holds: (value: number) => boolean) =>
  values.filter(holds).length / values.length;

test(title('FMR never rises and FNMR never falls with the threshold'), () => {
  fc.assert(
    fc.property(scores, score, score, (drawn, x, y) => {
      const rates = ratesOf(drawn);
      const [low, high] = [thresholdBin(Math.min(x, y)), thresholdBin(Math.max(x, y))];
      expect(rates.fmr(high)).toBeLessThanOrEqual(rates.fmr(low));
      expect(rates.fnmr(high)).toBeGreaterThanOrEqual(rates.fnmr(low));
    }),
    parameters,
  );
});

test(title('rates are those of a plain count, a failure to acquire never matches'), () => {
  fc.assert(
    fc.property(scores, score, (drawn, threshold) => {
      const rates = ratesOf(drawn);
      const bin = thresholdBin(threshold);
      expect(rates.fmr(bin)).toBeCloseTo(
        share(drawn.nonMated, (s) => s >= threshold),
        12,
      );
      expect(rates.fnmr(bin)).toBeCloseTo(
        share(drawn.mated, (s) => s < threshold),
        12,
      );
      expect(rates.fnmr(0)).toBeCloseTo(
        share(drawn.mated, (s) => s === -Infinity),
        12,
      );
      expect(rates.fmr(BIN_END)).toBe(0);
    }),
    parameters,
  );
});

test(title('the threshold for a rate is the lowest that keeps it'), () => {
  fc.assert(
    fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, rate) => {
      const rates = ratesOf(drawn);
      const bin = rates.thresholdFor(rate);
      expect(rates.fmr(bin)).toBeLessThanOrEqual(rate);
      if (bin > 0) expect(rates.fmr(bin - 1)).toBeGreaterThan(rate);
    }),
    parameters,
  );
});

test(title('the equal error rate is between both errors where they are closest'), () => {
  fc.assert(
    fc.property(scores, (drawn) => {
      const eer = equalErrorRate(ratesOf(drawn));
      const shown = [...drawn.nonMated, ...drawn.mated].filter((s) => s > -Infinity);
      const errors = [-1, 2, ...shown, ...shown.map((s) => s + 1e-6)].map((threshold) => ({
        fmr: share(drawn.nonMated, (s) => s >= threshold),
        fnmr: share(drawn.mated, (s) => s < threshold),
      }));
      const gap = Math.min(...errors.map(({ fmr, fnmr }) => Math.abs(fmr - fnmr)));
      const closest = errors.filter(({ fmr, fnmr }) => Math.abs(fmr - fnmr) < gap + 1e-12);
      expect(eer).toBeGreaterThanOrEqual(Math.min(...closest.flatMap(({ fmr, fnmr }) => [fmr, fnmr])) - 1e-12);
      expect(eer).toBeLessThanOrEqual(Math.max(...closest.flatMap(({ fmr, fnmr }) => [fmr, fnmr])) + 1e-12);
    }),
    parameters,
  );
});

test(title('accuracy is that of the best of all thresholds'), () => {
  fc.assert(
    fc.property(scores, (drawn) => {
      const total = drawn.mated.length + drawn.nonMated.length;
      const right = (t: number) =>
        drawn.mated.filter((s) => s >= t).length + drawn.nonMated.filter((s) => s < t).length;
      const thresholds = [...drawn.mated, ...drawn.nonMated].filter((s) => s > -Infinity);
      const naive = Math.max(right(2), right(-1), ...thresholds.map(right)) / total;
      expect(bestAccuracy(ratesOf(drawn))).toBeCloseTo(naive, 12);
    }),
    parameters,
  );
});

test(title('points of the trade-off are rates at their thresholds, from strict to lax, 500 at most'), () => {
  fc.assert(
    fc.property(scores, (drawn) => {
      const rates = ratesOf(drawn);
      const points = detPoints(rates);
      expect(points.length).toBeLessThanOrEqual(500);
      expect(points[0]!.fmr).toBe(0);
      expect(points.at(-1)).toMatchObject({ fmr: 1 });
      for (const [i, { threshold, fmr, fnmr }] of points.entries()) {
        expect({ fmr, fnmr }).toEqual({
          fmr: rates.fmr(thresholdBin(threshold)),
          fnmr: rates.fnmr(thresholdBin(threshold)),
        });
        expect(threshold).toBeLessThan(points[i - 1]?.threshold ?? Infinity);
      }
      // Few false matches: none of their thresholds is left out.
      const distinct = new Set(drawn.nonMated.map(binOf));
      const strictest = [...distinct].sort((x, y) => y - x).slice(0, 5);
      for (const bin of strictest) expect(points.map(({ threshold }) => thresholdBin(threshold))).toContain(bin);
    }),
    parameters,
  );
});

test(title('a score and its bin are one to five decimals'), () => {
  fc.assert(
    fc.property(score, (value) => {
      expect(scoreOf(binOf(value))).toBeCloseTo(value, 9);
      expect(thresholdBin(value)).toBe(binOf(value));
    }),
    parameters,
  );
  expect(binOf(-Infinity)).toBe(BIN_NONE);
});

const sizes = fc.record({ seed: fc.integer(), people: fc.integer({ min: 4, max: 12 }) });

test(title('weights of all non-mated pairs are those of a double loop, disputed ones left out'), () => {
  fc.assert(
    fc.property(sizes, ({ seed, people }) => {
      const random = randomFrom(seed);
      const { identities } = madeComparisons(random, people, 0.5);
      const corrected = identities.map((i) => (random.uniform() < 0.1 ? -1 : i === 1 ? 0 : i));
      const multiplicity = Uint16Array.from({ length: people }, () => Math.floor(random.uniform() * 4));
      let naive = 0;
      for (let a = 0; a < identities.length; a++) {
        for (let b = a + 1; b < identities.length; b++) {
          const known = corrected[a]! >= 0 && corrected[b]! >= 0;
          if (!known || identities[a] === identities[b] || corrected[a] === corrected[b]) continue;
          naive += multiplicity[identities[a]!]! * multiplicity[identities[b]!]!;
        }
      }
      const cells = cellsOf(Int32Array.from(identities), Int32Array.from(corrected));
      expect(weightOfPairs(cells, multiplicity)).toBe(naive);
    }),
    parameters,
  );
});

const resampling = { replicates: 200, seed: 7 };

test(title('bounds hold the rate, and a seed repeats them'), () => {
  fc.assert(
    fc.property(sizes, ({ seed, people }) => {
      const comparisons = comparisonsOf(madeComparisons(randomFrom(seed), people, 0.3));
      const rates = errorRates(comparisons.mated.bins, comparisons.nonMated.counts);
      const bin = binOf(0.15);
      const replicates = resample(comparisons, { bins: [bin], fmrs: [0.1] }, resampling);
      for (const [rate, drawn] of [
        [rates.fmr(bin), replicates.fmrAt[0]!],
        [rates.fnmr(bin), replicates.fnmrAt[0]!],
        [equalErrorRate(rates), replicates.eer],
      ] as const) {
        const { low, high } = bounded(rate, drawn, 100);
        expect(low).toBeLessThanOrEqual(rate);
        expect(high).toBeGreaterThanOrEqual(rate);
        expect(drawn.every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true);
      }
      expect(resample(comparisons, { bins: [bin], fmrs: [0.1] }, resampling)).toEqual(replicates);
    }),
    { ...parameters, numRuns: 15 },
  );
});

test(title('a replicate is a double loop over the people it drew'), () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 2 ** 32 - 1 }), ({ seed, people }, drawSeed) => {
      const made = madeComparisons(randomFrom(seed), people, 0.3);
      const draws = drawsFrom(drawSeed);
      const times = new Array<number>(people).fill(0);
      for (let n = 0; n < people; n++) times[draws.below(people)]! += 1;
      const { mated, nonMated } = pairsOf(made);
      const threshold = 0.12;
      const rate = (
        pairs: typeof mated,
        counts: (score: number) => boolean,
        weight: (pair: (typeof mated)[number]) => number,
      ) => {
        const sum = (some: typeof mated) => some.reduce((total, pair) => total + weight(pair), 0);
        return sum(pairs.filter(({ score: s }) => counts(s))) / sum(pairs);
      };
      const fmr = rate(
        nonMated,
        (s) => s >= threshold,
        ({ first, second }) => times[first]! * times[second]!,
      );
      const fnmr = rate(
        mated,
        (s) => s < threshold,
        ({ first }) => times[first]!,
      );
      const drawn = resample(
        comparisonsOf(made),
        { bins: [binOf(threshold)], fmrs: [] },
        { replicates: 1, seed: drawSeed },
      );
      // A draw without any comparison of one kind says nothing and is left out.
      const expected = Number.isNaN(fmr) || Number.isNaN(fnmr) ? [] : [fmr, fnmr];
      const [gotFmr, gotFnmr] = [drawn.fmrAt[0]!, drawn.fnmrAt[0]!];
      expect([...gotFmr, ...gotFnmr]).toHaveLength(expected.length);
      for (const [i, value] of [...gotFmr, ...gotFnmr].entries()) expect(value).toBeCloseTo(expected[i]!, 12);
    }),
    parameters,
  );
});

test(title('where the list reaches, a cut list gives the same replicates as a whole one'), () => {
  fc.assert(
    fc.property(sizes, ({ seed, people }) => {
      const made = madeComparisons(randomFrom(seed), people, 0.3);
      const half = Math.ceil(pairsOf(made).nonMated.length / 2);
      const [whole, cut] = [comparisonsOf(made), comparisonsOf(made, half)];
      // A threshold in the list: none of what was cut is past it.
      const bins = [whole.nonMated.listed.bins[Math.floor(half / 2)]! + 1];
      const [a, b] = [whole, cut].map((c) => resample(c, { bins, fmrs: [] }, resampling).fmrAt[0]);
      expect(b).toEqual(a);
    }),
    { ...parameters, numRuns: 15 },
  );
});

test(title('replicates average to the rate they resample'), () => {
  const comparisons = comparisonsOf(madeComparisons(randomFrom(testSeed), 60, 0.3));
  const rates = errorRates(comparisons.mated.bins, comparisons.nonMated.counts);
  const bin = binOf(0.1);
  const { fmrAt } = resample(comparisons, { bins: [bin], fmrs: [] }, { replicates: 1000, seed: testSeed });
  const mean = fmrAt[0]!.reduce((sum, rate) => sum + rate, 0) / fmrAt[0]!.length;
  expect(mean / rates.fmr(bin)).toBeGreaterThan(0.85);
  expect(mean / rates.fmr(bin)).toBeLessThan(1.15);
});
