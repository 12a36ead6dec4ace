import { policyFaults } from '../../src/biometrics/policy-rules.js';
import type { FrameGates, PolicyDocument } from '../../src/biometrics/policy.js';
import { defaultServerLimits } from '../../src/rpc/server.js';
import { rules } from '../support/policies.js';

const fieldsOf = (document: PolicyDocument) => policyFaults(document).map(({ field }) => field);

const gates = (enrolment: Partial<FrameGates>, verification: Partial<FrameGates>): Partial<PolicyDocument> => ({
  gates: {
    enrolment: { ...rules().gates.enrolment, ...enrolment },
    verification: { ...rules().gates.verification, ...verification },
  },
});
const limits = (changes: Partial<PolicyDocument['limits']>): Partial<PolicyDocument> => ({
  limits: { ...rules().limits, ...changes },
});
const weights = (changes: object): Partial<PolicyDocument> => ({
  fusion: { ...rules().fusion, weights: { ...rules().fusion.weights, ...changes } },
});

test('no capture may be longer than a call, which ends without a decision', () => {
  const { callDurationMsMax, configMsMax } = defaultServerLimits;
  expect(fieldsOf(rules(limits({ durationMsMax: callDurationMsMax - configMsMax })))).toEqual(['duration_max']);
});

test('a challenge needs room: frames and time', () => {
  const short = (changes: Partial<PolicyDocument['limits']>) => ({ ...limits(changes), liveness: 'active' as const });
  expect(fieldsOf(rules(short({ framesMax: 98 })))).toEqual(['frames_max']);
  expect(fieldsOf(rules(short({ durationMsMax: 29_999 })))).toEqual(['duration_max']);
  expect(fieldsOf(rules(short({ framesMax: 99, durationMsMax: 30_000 })))).toEqual([]);
  expect(fieldsOf(rules(limits({ framesMax: 98, durationMsMax: 29_999 })))).toEqual([]);
});

test('a challenge has 2–4 actions', () => {
  for (const challengeActions of [2, 3, 4]) expect(fieldsOf(rules({ challengeActions }))).toEqual([]);
  for (const challengeActions of [0, 1, 5, 2.5, NaN]) {
    expect(fieldsOf(rules({ challengeActions }))).toEqual(['challenge_actions']);
  }
});

test('rules that hold together have no fault', () => {
  expect(policyFaults(rules())).toEqual([]);
  expect(policyFaults(rules({ fusion: { ...rules().fusion, attention: rules().fusion.weights } }))).toEqual([]);
  expect(policyFaults(rules({ similarityFloor: 0.5, similarityAcceptMin: 0.7 }))).toEqual([]);
});

test.each<[field: string, changes: Partial<PolicyDocument>]>([
  ['name', { name: 'Passive' }],
  ['name', { name: '' }],
  ['name', { name: 'a'.repeat(65) }],
  ['reject_max', { rejectMax: 0.9, acceptMin: 0.85 }],
  ['reject_max', { rejectMax: 0.85, acceptMin: 0.85 }],
  ['similarity_floor', { similarityFloor: 0.81, similarityAcceptMin: 0.8 }],
  // FMR above 10 % and above 1:1000.
  ['similarity_floor', { similarityFloor: 0.49 }],
  ['similarity_accept_min', { similarityAcceptMin: 0.69 }],
  ['similarity_accept_min', { similarityAcceptMin: 1.01 }],
  ['micro_motion_min_variance', { microMotionMinVariance: 0 }],
  ['frames_accepted_min', { framesAcceptedMin: 6, earlyAcceptFramesMin: 5 }],
  ['frames_accepted_min', { framesAcceptedMin: 0 }],
  ['frames_accepted_min', { framesAcceptedMin: 1.5 }],
  ['early_accept_frames_min', { earlyAcceptFramesMin: 151 }],
  ['enrolment_samples_min', { enrolmentSamplesMin: 151 }],
  ['frames_max', limits({ framesMax: 1001 })],
  ['duration_max', limits({ durationMsMax: 999 })],
  ['duration_max', limits({ durationMsMax: 180_001 })],
  ['idle_timeout', limits({ idleTimeoutMs: 499 })],
  ['idle_timeout', limits({ idleTimeoutMs: 1000.5 })],
  ['fusion.weights.rgb', weights({ rgb: 0 })],
  ['fusion.weights.motion', weights({ motion: -0.1 })],
  [
    'fusion.attention.depth',
    { fusion: { ...rules().fusion, attention: { rgb: 0, depth: 11, liveness: 0, motion: 0 } } },
  ],
  ['identification_fpir_max', { identificationFpirMax: 0 }],
  ['identification_fpir_max', { identificationFpirMax: 0.51 }],
  ['enrolment_gates.sharpness_min', gates({ sharpnessMin: 7 }, {})],
  ['enrolment_gates.yaw_abs_max_deg', gates({ yawAbsMaxDeg: 41 }, {})],
  ['enrolment_gates.liveness_min', gates({}, { livenessMin: 0.6 })],
  ['verification_gates.quality_min', gates({ qualityMin: 100 }, { qualityMin: 101 })],
])('%s is named when it is wrong', (field, changes) => {
  expect(fieldsOf(rules(changes))).toContain(field);
});

test('a luminance that is at least the largest one lets no frame pass', () => {
  const dark = gates({ luminanceMeanMin: 225 }, { luminanceMeanMin: 225, luminanceMeanMax: 225 });
  expect(fieldsOf(rules(dark))).toEqual([
    'enrolment_gates.luminance_mean_min',
    'verification_gates.luminance_mean_min',
  ]);
});

test('all faults are told at once', () => {
  const broken = rules({ name: '', acceptMin: 2, framesAcceptedMin: 0, ...gates({ sharpnessMin: 1 }, {}) });
  expect(fieldsOf(broken)).toEqual(['name', 'enrolment_gates.sharpness_min', 'accept_min', 'frames_accepted_min']);
});
