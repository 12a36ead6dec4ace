import { comparisonScore, consistentSubset, normalised, pooled } from '../../src/biometrics/embedding.js';
import { alice, calibrated, identity, mallory, sampleOf, scoring } from '../support/observations.js';

const sameMin = calibrated.scoreAt(0.7);
const samples = (embeddings: readonly Float32Array[]) => embeddings.map((embedding) => ({ embedding, weight: 60 }));
const samplesOf = (person: Float32Array, count: number, from = 0) =>
  samples(Array.from({ length: count }, (_, i) => sampleOf(person, from + i)));

test('normalising gives unit length and leaves its argument alone', () => {
  const vector = new Float32Array([3, 4]);
  expect([...normalised(vector)]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
  expect([...vector]).toEqual([3, 4]);
});

test.each([
  ['zero', [0, 0]],
  ['infinite', [Infinity, 1]],
  ['not a number', [NaN, 1]],
])('a vector that is %s is no embedding', (_, values) => {
  expect(() => normalised(new Float32Array(values))).toThrow('finite, positive length');
});

test('the comparison score is the cosine, and never past 1 by rounding', () => {
  expect(comparisonScore(alice, scoring(alice, 0.42, 9))).toBeCloseTo(0.42, 5);
  expect(comparisonScore(alice, alice)).toBeLessThanOrEqual(1);
  expect(comparisonScore(alice, alice)).toBeCloseTo(1, 5);
});

test('embeddings of two dimensions cannot be compared', () => {
  expect(() => comparisonScore(new Float32Array(3), new Float32Array(4))).toThrow('3 and 4 came');
});

test('the pool of several samples is nearer to the person than any of them', () => {
  const own = samplesOf(alice, 6);
  const score = comparisonScore(pooled(own), alice);
  for (const { embedding } of own) expect(score).toBeGreaterThan(comparisonScore(embedding, alice));
});

test('a sample of more weight draws the pool to itself', () => {
  const [a, b] = [identity(5), identity(6)];
  const pool = pooled([
    { embedding: a, weight: 90 },
    { embedding: b, weight: 10 },
  ]);
  expect(comparisonScore(pool, a)).toBeGreaterThan(comparisonScore(pool, b));
});

test('nothing cannot be pooled', () => {
  expect(() => pooled([])).toThrow('nothing to pool');
});

describe('consistent subset', () => {
  test('samples of one person all belong together', () => {
    expect(consistentSubset(samplesOf(alice, 5), sameMin)).toEqual([0, 1, 2, 3, 4]);
  });

  test('one intruder among five is taken out', () => {
    const own = samplesOf(alice, 4);
    const intruder = samplesOf(mallory, 1);
    expect(consistentSubset([...own.slice(0, 2), ...intruder, ...own.slice(2)], sameMin)).toEqual([0, 1, 3, 4]);
  });

  test.each([2, 3, 5, 20])('two people with %d samples each are never taken for one', (each) => {
    const kept = consistentSubset([...samplesOf(alice, each), ...samplesOf(mallory, each, 100)], sameMin);
    expect(kept).toHaveLength(each);
    expect(new Set(kept.map((index) => index < each)).size).toBe(1);
  });

  test('order does not matter', () => {
    const mixed = [...samplesOf(alice, 5), ...samplesOf(mallory, 3, 100)];
    const kept = new Set(consistentSubset(mixed, sameMin).map((index) => mixed[index]));
    const turned = [...mixed].reverse();
    expect(new Set(consistentSubset(turned, sameMin).map((index) => turned[index]))).toEqual(kept);
    expect(kept).toEqual(new Set(mixed.slice(0, 5)));
  });

  test('one sample belongs to itself, and none to nobody', () => {
    expect(consistentSubset(samplesOf(alice, 1), sameMin)).toEqual([0]);
    expect(consistentSubset([], sameMin)).toEqual([]);
  });
});
