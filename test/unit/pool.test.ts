import { comparisonScore, pooled } from '../../src/biometrics/embedding.js';
import { consistentSubset, type Gram, meanLength, pooledScore } from '../../src/biometrics/pool.js';
import { alice, calibrated, identity, mallory, sampleOf } from '../support/observations.js';
import { gramOf, membersOf } from '../support/pools.js';

const sameMin = calibrated.scoreAt(0.7);
const samplesOf = (person: Float32Array, count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => sampleOf(person, from + i));
/** Places of the samples that belong together. */
const kept = (embeddings: readonly Float32Array[]) =>
  consistentSubset(membersOf(embeddings), gramOf(embeddings), sameMin).map(({ face }) => face);

describe('pooled score', () => {
  const own = samplesOf(alice, 6);
  const scoreWith = (reference: Float32Array, embeddings: readonly Float32Array[]) =>
    pooledScore(membersOf(embeddings), gramOf(embeddings), (face) => comparisonScore(embeddings[face]!, reference));

  test('is what the pooled vector scores', () => {
    const vector = pooled(own.map((embedding) => ({ embedding, weight: 60 })));
    expect(scoreWith(alice, own)).toBeCloseTo(comparisonScore(vector, alice), 6);
  });

  test('of one sample is its own score', () => {
    expect(scoreWith(alice, own.slice(0, 1))).toBeCloseTo(0.95, 6);
    expect(meanLength(membersOf(own.slice(0, 1)), gramOf(own))).toBe(1);
  });

  test('of nothing is no number', () => {
    expect(scoreWith(alice, [])).toBeNaN();
  });
});

test('a long capture is judged row by row of its scores, since that is asked after each of its frames', () => {
  const members = membersOf(samplesOf(alice, 60));
  const { gram, lookups } = counted(gramOf(samplesOf(alice, 60)));
  expect(consistentSubset(members, gram, sameMin)).toHaveLength(60);
  expect(pooledScore(members, gram, () => 0.5)).toBeGreaterThan(0.5);
  // Pair by pair it would be thousands.
  expect(lookups()).toBeLessThanOrEqual(4 * 60);
});

/** The same scores, and how often a row was looked up. */
function counted(gram: Gram): { readonly gram: Gram; readonly lookups: () => number } {
  let lookups = 0;
  const get = (rows: Gram, key: string | symbol): unknown => {
    lookups += 1;
    return Reflect.get(rows, key);
  };
  return { gram: new Proxy(gram, { get }), lookups: () => lookups };
}

describe('consistent subset', () => {
  test('samples of one person all belong together', () => {
    expect(kept(samplesOf(alice, 5))).toEqual([0, 1, 2, 3, 4]);
  });

  test('one intruder among five is taken out', () => {
    const own = samplesOf(alice, 4);
    expect(kept([...own.slice(0, 2), ...samplesOf(mallory, 1), ...own.slice(2)])).toEqual([0, 1, 3, 4]);
  });

  test.each([2, 3, 5, 20])('two people with %d samples each are never taken for one', (each) => {
    const together = kept([...samplesOf(alice, each), ...samplesOf(mallory, each, 100)]);
    expect(together).toHaveLength(each);
    expect(new Set(together.map((face) => face < each)).size).toBe(1);
  });

  test('order does not matter', () => {
    const mixed = [...samplesOf(alice, 5), ...samplesOf(mallory, 3, 100)];
    const turned = [...mixed].reverse();
    expect(new Set(kept(turned).map((face) => turned[face]))).toEqual(new Set(mixed.slice(0, 5)));
    expect(new Set(kept(mixed).map((face) => mixed[face]))).toEqual(new Set(mixed.slice(0, 5)));
  });

  test('one sample belongs to itself, and none to nobody', () => {
    expect(kept([identity(7)])).toEqual([0]);
    expect(kept([])).toEqual([]);
  });
});
