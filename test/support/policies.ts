import fc from 'fast-check';
import { passive } from '../../src/biometrics/built-in-policies.js';
import {
  defaultPolicySettings,
  deviceSignatureRules,
  duplicateChecks,
  livenessChecks,
  type FrameGates,
  type FusionWeights,
  type PolicyDocument,
} from '../../src/biometrics/policy.js';
import { documentOf } from '../../src/recognition/policy-documents.js';

/** The rules of `passive`, changed. */
export function rules(changes: Partial<PolicyDocument> = {}): PolicyDocument {
  return { ...documentOf(passive(defaultPolicySettings)), ...changes };
}

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const uint32 = fc.nat(0xffff_ffff);
const weights: fc.Arbitrary<FusionWeights> = fc.record({
  rgb: number,
  depth: number,
  liveness: number,
  motion: number,
});

const gateNames = Object.keys(rules().gates.enrolment) as (keyof FrameGates)[];
const gates = fc.record(
  Object.fromEntries(gateNames.map((name) => [name, number])) as Record<keyof FrameGates, typeof number>,
);

/** Rules of the right form with any numbers in them: most contradict themselves. */
export const anyRules: fc.Arbitrary<PolicyDocument> = fc.record({
  name: fc.stringMatching(/^[a-z0-9-]{1,64}$/),
  liveness: fc.constantFrom(...livenessChecks),
  gates: fc.record({ enrolment: gates, verification: gates }),
  microMotionMinVariance: number,
  bonaFideLlrMin: number,
  attackLlrMax: number,
  similarityFloor: number,
  similarityAcceptMin: number,
  acceptMin: number,
  rejectMax: number,
  fusion: fc.record({ weights, attention: fc.option(weights) }),
  earlyAcceptFramesMin: uint32,
  framesAcceptedMin: uint32,
  enrolmentSamplesMin: uint32,
  challengeActions: fc.integer({ min: 1, max: 0xffff_ffff }),
  limits: fc.record({ framesMax: uint32, durationMsMax: uint32, idleTimeoutMs: uint32 }),
  deviceSignature: fc.constantFrom(...deviceSignatureRules),
  duplicateCheck: fc.constantFrom(...duplicateChecks),
  // 0 stands for the default on the wire.
  identificationFpirMax: fc.double({ min: 1e-9, max: 2, noNaN: true }),
});
