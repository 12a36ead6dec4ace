import * as fc from 'fast-check';
import { comparisonScore, normalised, pooled, type WeightedEmbedding } from '../../src/biometrics/embedding.js';
import { consistentSubset, meanLength, pooledScore, type PoolMember } from '../../src/biometrics/pool.js';
import { gramOf } from '../support/pools.js';
import { randomFrom, testSeed } from '../support/seeded.js';

/** Samples of a few people, from nearly the same picture to nearly nothing in common. */
const anySamples: fc.Arbitrary<WeightedEmbedding[]> = fc
  .record({
    seed: fc.nat(),
    people: fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }),
    noise: fc.double({ min: 0.01, max: 2, noNaN: true }),
    dimension: fc.constantFrom(8, 64, 128),
  })
  .map(({ seed, people, noise, dimension }) => {
    const random = randomFrom(seed);
    const vector = () => Float32Array.from({ length: dimension }, () => random.gaussian());
    const centres = [vector(), vector(), vector()];
    return people.map((person) => {
      const own = vector();
      const embedding = normalised(own.map((value, i) => (centres[person]?.[i] ?? 0) + noise * value));
      return { embedding, weight: random.between(1, 100) };
    });
  });

const membersOf = (samples: readonly WeightedEmbedding[]): PoolMember[] =>
  samples.map(({ weight }, face) => ({ face, weight }));
const gram = (samples: readonly WeightedEmbedding[]) => gramOf(samples.map(({ embedding }) => embedding));
const options = { seed: testSeed, numRuns: 300 };

test(`scores alone give what the pooled vector scores, to 1e-6 (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anySamples, anySamples, (samples, reference) => {
      fc.pre(samples[0]?.embedding.length === reference[0]?.embedding.length);
      const [probe, template] = [pooled(samples), pooled(reference)];
      const scoreOf = (face: number) => comparisonScore(samples[face]!.embedding, template);
      const score = pooledScore(membersOf(samples), gram(samples), scoreOf);
      expect(Math.abs(score - comparisonScore(probe, template))).toBeLessThan(1e-6);
      const root = Math.sqrt(meanLength(membersOf(samples), gram(samples)));
      expect(Math.abs(root - Math.hypot(...probe))).toBeLessThan(1e-6);
    }),
    options,
  );
});

/** As it was done with vectors: the middle, what matches it, and what matches the pool of that. */
function subsetOfVectors(samples: readonly WeightedEmbedding[], scoreMin: number): number[] {
  const all = pooled(samples);
  const scores = samples.map(({ embedding }) => comparisonScore(embedding, all));
  const middle = samples[scores.indexOf(Math.max(...scores))]!;
  const around = samples.filter(({ embedding }) => comparisonScore(embedding, middle.embedding) >= scoreMin);
  const pool = pooled(around.length > 0 ? around : [middle]);
  return [...samples.keys()].filter((i) => comparisonScore(samples[i]!.embedding, pool) >= scoreMin);
}

test(`scores alone part people as their vectors do, but at the edge itself (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anySamples, fc.double({ min: -0.2, max: 0.8, noNaN: true }), (samples, scoreMin) => {
      const kept = consistentSubset(membersOf(samples), gram(samples), scoreMin).map(({ face }) => face);
      const near = [-1e-5, 0, 1e-5].map((step) => subsetOfVectors(samples, scoreMin + step).join());
      expect(near).toContain(kept.join());
    }),
    options,
  );
});

test(`a pool is never longer than its samples, and of one it is that one (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anySamples, (samples) => {
      expect(Math.hypot(...pooled(samples))).toBeLessThanOrEqual(1 + 1e-6);
      expect(meanLength(membersOf(samples).slice(0, 1), gram(samples))).toBeCloseTo(1, 9);
    }),
    options,
  );
});
