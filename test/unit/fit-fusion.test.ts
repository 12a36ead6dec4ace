import { aucOf, fitFusion, type LabelledClaim } from '../../src/evaluation/fit-fusion.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { randomFrom } from '../support/seeded.js';

const weights = defaultPolicySettings.fusionWeights;

/** Motion tells genuine claims apart where it could be followed, and is noise where it could not. */
function claims(seed: number): LabelledClaim[] {
  const random = randomFrom(seed);
  return Array.from({ length: 96 }, (_, index) => {
    const genuine = index % 4 === 0;
    const quality = index % 2 === 0 || index % 3 === 0 ? 1 : 0;
    const subject = `s${Math.floor(index / 4) % 4}`;
    const told = genuine ? random.between(0.7, 1) : random.between(0, 0.3);
    const scores = {
      rgb: random.between(0.6, 0.9) + (genuine ? 0.05 : 0),
      depth: null,
      liveness: random.between(0.5, 1),
      motion: quality === 1 ? told : random.uniform(),
    };
    const qualities = { rgb: 0.7, depth: 0, liveness: 1, motion: quality };
    return { genuine, scores, qualities, subject, subjects: [subject, genuine ? subject : `s${index % 4}`] };
  });
}

test('quality that says when to believe a modality is found, and helps subjects that were left out', () => {
  const found = fitFusion(claims(1), weights);
  expect(found.rule.attention?.motion).toBeGreaterThan(0.1);
  expect(found.better.thanWeighted).toBe(true);
  expect(found.crossValidated.attention.logLoss).toBeLessThan(Math.LN2);
  expect(found).toMatchObject({ claims: 96, genuine: 24, subjects: 4 });
});

test('the same claims give the same rule', () => {
  expect(fitFusion(claims(3), weights)).toEqual(fitFusion(claims(3), weights));
});

test('weights are positive and sum to one, and a weight of 0 stays one', () => {
  const { rule } = fitFusion(claims(5), { ...weights, liveness: 0 });
  expect(rule.weights.liveness).toBe(0);
  const { rgb, depth, liveness, motion } = rule.weights;
  expect(rgb + depth + liveness + motion).toBeCloseTo(1, 1);
  expect(Math.min(rule.weights.rgb, rule.weights.motion)).toBeGreaterThan(0);
});

test('the area under the curve is that of the fused scores', () => {
  const of = (rgb: number, genuine: boolean): LabelledClaim => ({
    genuine,
    scores: { rgb, depth: null, liveness: null, motion: null },
    qualities: { rgb: 1, depth: 0, liveness: 0, motion: 0 },
    subject: 'a',
    subjects: ['a'],
  });
  const rule = { weights, attention: null };
  expect(aucOf([of(0.9, true), of(0.8, true), of(0.3, false), of(0.85, false)], rule)).toBe(0.75);
  expect(aucOf([of(0.9, true)], rule)).toBeNull();
});
