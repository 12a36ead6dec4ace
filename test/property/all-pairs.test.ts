import * as fc from 'fast-check';
import {
  type AllPairsCounts,
  type AllPairsQuery,
  compareAllPairs,
  type ComparisonOptions,
  SCORE_BINS,
  searchAll,
  type SearchQuery,
} from '../../src/evaluation/comparison/all-pairs.js';
import { exactSet, gaussianSet, scoreOf } from '../support/embedding-sets.js';
import { type Random, randomFrom, testSeed } from '../support/seeded.js';

const options = (threads: number): ComparisonOptions => ({ threads, signal: new AbortController().signal });
const threadCounts = [1, 2, 3];

const wholeFrom = (random: Random, low: number, high: number) => Math.floor(random.between(low, high + 1));
const wholes = (random: Random, length: number, low: number, high: number) =>
  Int32Array.from({ length }, () => wholeFrom(random, low, high));

/** Bins that hold anything: a matcher takes long over hundreds of thousands. */
function filled(bins: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let bin = 0; bin < bins.length; bin++) if (bins[bin] !== 0) found.push([bin, bins[bin]!]);
  return found;
}

const summary = (counts: AllPairsCounts) => ({
  ...counts,
  nonMated: filled(counts.nonMated),
  disputed: filled(counts.disputed),
  nonMatedWithin: counts.nonMatedWithin.map((groups) => groups.map(filled)),
});

/** From the definitions, one pair after the other. */
function naively({ set, identities, corrected, groups, listedMin, listedMax }: AllPairsQuery): AllPairsCounts {
  const bins = () => new Float64Array(SCORE_BINS);
  const [nonMated, disputed] = [bins(), bins()];
  const nonMatedWithin = groups.map((groupOf) => Array.from({ length: Math.max(-1, ...groupOf) + 1 }, bins));
  const mated: [number, number, number][] = [];
  const listed: [number, number, number][] = [];
  for (let a = 0; a < set.count; a++) {
    for (let b = a + 1; b < set.count; b++) {
      const score = scoreOf(set, a, b);
      const bin = Math.min(SCORE_BINS - 1, Math.max(0, Math.round(((score + 1) / 2) * (SCORE_BINS - 1))));
      if (identities[a] === identities[b]) {
        mated.push([score, a, b]);
      } else if (corrected[a] === -1 || corrected[b] === -1 || corrected[a] === corrected[b]) {
        disputed[bin]! += 1;
      } else {
        nonMated[bin]! += 1;
        for (const [attribute, groupOf] of groups.entries()) {
          if (groupOf[a] === groupOf[b] && groupOf[a] !== -1) nonMatedWithin[attribute]![groupOf[a]!]![bin]! += 1;
        }
        if (score >= listedMin) listed.push([score, a, b]);
      }
    }
  }
  listed.sort((x, y) => y[0] - x[0] || x[1] - y[1] || x[2] - y[2]);
  const pairs = (list: readonly [number, number, number][]) => ({
    scores: Float32Array.from(list, ([score]) => score),
    a: Int32Array.from(list, ([, a]) => a),
    b: Int32Array.from(list, ([, , b]) => b),
  });
  return {
    mated: pairs(mated),
    nonMated,
    disputed,
    nonMatedWithin,
    listed: pairs(listed.slice(0, listedMax)),
    listCut: listed.length > listedMax,
  };
}

/** Sets smaller and larger than a block; identities, corrections and groups at random. */
const anyQuery: fc.Arbitrary<AllPairsQuery> = fc
  .record({
    seed: fc.integer(),
    size: fc.oneof(
      fc.record({ count: fc.integer({ min: 0, max: 60 }), dimension: fc.constantFrom(1, 17, 90, 256, 300, 512) }),
      fc.record({ count: fc.integer({ min: 150, max: 400 }), dimension: fc.integer({ min: 1, max: 30 }) }),
    ),
    identityMax: fc.nat(120),
    attributes: fc.nat(3),
    listedMin: fc.constantFrom(-2, 0, 0.25, 0.5, 2),
    listedMax: fc.constantFrom(0, 1, 10, 100_000),
  })
  .map(({ seed, size: { count, dimension }, identityMax, attributes, listedMin, listedMax }) => {
    const random = randomFrom(seed);
    const identities = wholes(random, count, 0, identityMax);
    return {
      set: exactSet(random, count, dimension),
      identities,
      corrected: identities.map((identity) => (random.uniform() < 0.1 ? wholeFrom(random, -1, identityMax) : identity)),
      groups: Array.from({ length: attributes }, () => wholes(random, count, -1, wholeFrom(random, -1, 4))),
      listedMin,
      listedMax,
    };
  });

test(`any number of threads counts what the definitions count (seed ${testSeed})`, async () => {
  await fc.assert(
    fc.asyncProperty(anyQuery, async (query) => {
      const expected = summary(naively(query));
      for (const threads of threadCounts) {
        expect(summary(await compareAllPairs(query, options(threads)))).toEqual(expected);
      }
    }),
    { seed: testSeed, numRuns: 15 },
  );
}, 120_000);

test(`scores of any vectors are right to a millionth, and the same for any number of threads (seed ${testSeed})`, async () => {
  const random = randomFrom(testSeed);
  for (const dimension of [64, 511, 512, 768, 4096]) {
    const count = dimension < 100 ? 230 : 40;
    const identities = wholes(random, count, 0, 60);
    const query: AllPairsQuery = {
      set: gaussianSet(random, count, dimension),
      identities,
      corrected: identities,
      groups: [wholes(random, count, 0, 1)],
      listedMin: -1,
      listedMax: 1_000_000,
    };
    const counts = await compareAllPairs(query, options(1));
    for (const pairs of [counts.mated, counts.listed]) {
      const differences = [...pairs.scores.entries()].map(([k, score]) =>
        Math.abs(score - scoreOf(query.set, pairs.a[k]!, pairs.b[k]!)),
      );
      expect(Math.max(...differences)).toBeLessThan(1e-6);
    }
    expect(counts.mated.scores.length + counts.listed.scores.length).toBe((count * (count - 1)) / 2);
    const expected = summary(counts);
    for (const threads of [2, 3]) {
      expect(summary(await compareAllPairs(query, options(threads)))).toEqual(expected);
    }
  }
}, 60_000);

const anySearch: fc.Arbitrary<SearchQuery> = fc
  .record({ seed: fc.integer(), count: fc.integer({ min: 1, max: 300 }), dimension: fc.integer({ min: 1, max: 30 }) })
  .map(({ seed, count, dimension }) => {
    const random = randomFrom(seed);
    const identities = wholes(random, count, 0, count >> 1);
    const first = new Map<number, number>();
    for (const [row, identity] of identities.entries()) if (!first.has(identity)) first.set(identity, row);
    const enrolled = [...first.values()].filter(() => random.uniform() < 0.7);
    const probes = [...identities.keys()].filter((row) => !enrolled.includes(row) && random.uniform() < 0.9);
    return {
      set: exactSet(random, count, dimension),
      gallery: Int32Array.from(enrolled),
      probes: Int32Array.from(probes),
      identities,
    };
  });

test(`any number of threads ranks as the definition does (seed ${testSeed})`, async () => {
  await fc.assert(
    fc.asyncProperty(anySearch, async (query) => {
      const { set, gallery, probes, identities } = query;
      const expected = Array.from(probes, (probe) => {
        const mate = gallery.find((row) => identities[row] === identities[probe]);
        const others = Array.from(gallery)
          .filter((row) => row !== mate)
          .map((row) => scoreOf(set, probe, row));
        const score = mate === undefined ? NaN : scoreOf(set, probe, mate);
        const rank = mate === undefined ? 0 : 1 + others.filter((other) => other > score).length;
        return { mate: score, rank, highestOther: Math.max(-Infinity, ...others) };
      });
      for (const threads of threadCounts) {
        const { mate, rank, highestOther } = await searchAll(query, options(threads));
        const found = Array.from(probes, (_, k) => ({ mate: mate[k], rank: rank[k], highestOther: highestOther[k] }));
        expect(found).toEqual(expected);
      }
    }),
    { seed: testSeed, numRuns: 10 },
  );
}, 120_000);
