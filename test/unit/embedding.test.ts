import { comparisonScore, normalised, pooled } from '../../src/biometrics/embedding.js';
import { alice, identity, sampleOf, scoring } from '../support/observations.js';

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

test('the pool of one sample is that sample', () => {
  const [one] = samplesOf(alice, 1);
  expect(Math.hypot(...pooled([one!]))).toBeCloseTo(1, 6);
  expect(comparisonScore(pooled([one!]), alice)).toBeCloseTo(0.95, 6);
});

test('two pools score the geometric mean of their cosine and of the mean cosine of their members', () => {
  const [a, b] = [samplesOf(alice, 4), samplesOf(identity(8), 3)];
  const between = a.flatMap((one) => b.map((other) => comparisonScore(one.embedding, other.embedding)));
  const mean = between.reduce((sum, score) => sum + score, 0) / between.length;
  const cosine = comparisonScore(normalised(pooled(a)), normalised(pooled(b)));
  const score = comparisonScore(pooled(a), pooled(b));
  expect(score * score).toBeCloseTo(mean * cosine, 6);
  expect(Math.sign(score)).toBe(Math.sign(mean));
});

test('samples that differ make a short pool, and alike ones a pool of nearly unit length', () => {
  const lengthOf = (of: ReturnType<typeof samples>) => Math.hypot(...pooled(of));
  expect(lengthOf(samplesOf(alice, 5))).toBeGreaterThan(0.95);
  expect(lengthOf(samples([identity(5), identity(6)]))).toBeCloseTo(Math.SQRT1_2 ** 0.5, 1);
});

test('samples that cancel out make no pool', () => {
  expect(() => pooled(samples([new Float32Array([1, 0]), new Float32Array([-1, 0])]))).toThrow(
    'finite, positive length',
  );
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
