import * as fc from 'fast-check';
import { decide, type Evidence } from '../../src/biometrics/decision.js';
import { frameReasons } from '../../src/biometrics/outcome.js';
import { passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings, type Policy } from '../../src/biometrics/policy.js';
import type { PadDecision } from '../../src/biometrics/presentation-attack.js';
import { testSeed } from '../support/seeded.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const shareOrNull = fc.option(share, { nil: null });

const slope = fc.double({ min: -5, max: 5, noNaN: true });

const anyPad: fc.Arbitrary<PadDecision> = fc.oneof(
  fc.record({
    outcome: fc.constant('BONA_FIDE' as const),
    reason: fc.constant('LIVENESS_SHOWN' as const),
    motion: fc.double({ min: 0.5, max: 1, noNaN: true }),
  }),
  fc.record({
    outcome: fc.constantFrom('ATTACK' as const, 'INCONCLUSIVE' as const),
    reason: fc.constantFrom('PRESENTATION_ATTACK' as const, 'LIVENESS_NOT_SHOWN' as const, 'STREAM_SPLICED' as const),
    motion: shareOrNull,
  }),
);

const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  framesAccepted: fc.nat(150),
  mainSkip: fc.option(fc.constantFrom(...frameReasons), { nil: null }),
  consistent: fc.boolean(),
  pad: fc.option(anyPad, { nil: null }),
  liveness: shareOrNull,
  qualities: fc.record({ rgb: share, depth: share, liveness: share, motion: share }),
  similarity: share,
  depthSimilarity: shareOrNull,
  timedOut: fc.boolean(),
});

/** Everything an operator may set, from careless to strict. */
const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    acceptMin: share,
    rejectMax: share,
    framesAcceptedMin: fc.integer({ min: 1, max: 10 }),
    fusion: fc.record({
      weights: fc.record({ rgb: share, depth: share, liveness: share, motion: share }),
      attention: fc.option(fc.record({ rgb: slope, depth: slope, liveness: slope, motion: slope }), { nil: null }),
    }),
  })
  .map((changes) => ({ ...passive(defaultPolicySettings), ...changes }));

/** The best of everything but the gate that a test then breaks. */
const perfect: Partial<Evidence> = {
  framesAccepted: 100,
  consistent: true,
  pad: { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 },
  liveness: 1,
  similarity: 1,
};

type Break = (evidence: Evidence, policy: Policy, random: number) => Evidence;
const gateFailures: readonly (readonly [string, Break])[] = [
  ['no frame was taken', (evidence) => ({ ...evidence, framesAccepted: 0 })],
  [
    'too few frames were taken',
    (evidence, policy, random) => ({
      ...evidence,
      framesAccepted: Math.floor(random * (policy.framesAcceptedMin - 1)),
    }),
  ],
  ['the frames show two people', (evidence) => ({ ...evidence, consistent: false })],
  [
    'an attack was detected',
    (evidence, _, motion) => ({ ...evidence, pad: { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion } }),
  ],
  [
    'life was not shown',
    (evidence, _, motion) => ({ ...evidence, pad: { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion } }),
  ],
  [
    'similarity is under the floor',
    (evidence, policy, random) => ({ ...evidence, similarity: random * (policy.similarityFloor - 1e-9) }),
  ],
  [
    'similarity is short of the policy',
    (evidence, policy, random) => ({ ...evidence, similarity: random * (policy.similarityAcceptMin - 1e-9) }),
  ],
  ['similarity is not a number', (evidence) => ({ ...evidence, similarity: NaN })],
  ['the number of frames is not a number', (evidence) => ({ ...evidence, framesAccepted: NaN })],
];

test.each(gateFailures)(`no combination of other scores rescues a failed gate: %s (seed ${testSeed})`, (_, fail) => {
  const good = fc.oneof(anyEvidence, anyEvidence.map((evidence) => ({ ...evidence, ...perfect }))); // prettier-ignore
  fc.assert(
    fc.property(good, anyPolicy, share, (evidence, policy, random) => {
      expect(decide(fail(evidence, policy, random), policy).outcome).not.toBe('ACCEPT');
    }),
    { seed: testSeed, numRuns: 500 },
  );
});

/** Thresholds of the policy and their neighbours, beside any other. */
const anySimilarity = fc.oneof(share, fc.constantFrom(0, 0.6, 0.7, 0.8, 0.8 - 1e-9, 0.85, 0.9, 1));

test(`ACCEPT is monotone in similarity: more never loses it, less never wins it (seed ${testSeed})`, () => {
  const live = anyEvidence.map((evidence) => ({ ...evidence, ...perfect, liveness: evidence.liveness }));
  const any = fc.oneof(live, anyEvidence);
  fc.assert(
    fc.property(any, anyPolicy, anySimilarity, anySimilarity, (evidence, policy, a, b) => {
      const at = (similarity: number) => decide({ ...evidence, similarity }, policy).outcome;
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      if (at(low) === 'ACCEPT') expect(at(high)).toBe('ACCEPT');
      if (at(high) !== 'ACCEPT') expect(at(low)).not.toBe('ACCEPT');
    }),
    { seed: testSeed, numRuns: 2000 },
  );
});

test(`a claim that is accepted passes every gate by itself (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyEvidence,
        anyEvidence.map((evidence) => ({ ...evidence, ...perfect })),
      ),
      anyPolicy,
      (evidence, policy) => {
        if (decide(evidence, policy).outcome !== 'ACCEPT') return;
        expect(evidence.framesAccepted).toBeGreaterThanOrEqual(policy.framesAcceptedMin);
        expect(evidence.similarity).toBeGreaterThanOrEqual(policy.similarityAcceptMin);
        expect(evidence.consistent).toBe(true);
        expect([undefined, 'BONA_FIDE']).toContain(evidence.pad?.outcome);
      },
    ),
    { seed: testSeed, numRuns: 500 },
  );
});

test.each(['liveness', 'similarity', 'framesAccepted'] as const)(
  `a %s that is not a number is never better than any number (seed ${testSeed})`,
  (key) => {
    fc.assert(
      fc.property(anyEvidence, anyPolicy, share, (evidence, policy, value) => {
        const weights = { ...policy.fusion.weights, liveness: Math.max(0.01, policy.fusion.weights.liveness) };
        const fixed = { ...policy, fusion: { ...policy.fusion, weights } };
        const at = (n: number) => decide({ ...evidence, ...perfect, [key]: n }, fixed).outcome;
        expect(at(NaN)).not.toBe('ACCEPT');
        expect(['ACCEPT', 'REJECT', 'RE_VERIFY']).toContain(at(value));
      }),
      { seed: testSeed },
    );
  },
);

test(`every answer has a reason, and a hint exactly with RE_VERIFY (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyEvidence, anyPolicy, (evidence, policy) => {
      const { outcome, reasons, hint } = decide(evidence, policy);
      expect(reasons.length).toBeGreaterThan(0);
      expect(hint !== null).toBe(outcome === 'RE_VERIFY');
    }),
    { seed: testSeed },
  );
});
