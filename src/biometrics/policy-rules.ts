import {
  deviceSignatureRules,
  duplicateChecks,
  livenessChecks,
  type FrameGates,
  type FusionWeights,
  type PolicyDocument,
} from './policy.js';
import { FPIR_MAX, FPIR_MIN } from './identification.js';
import { policyNamePattern } from './policy-version.js';

/** What is wrong with one number of a policy. */
export interface PolicyFault {
  /** Path as in proto/faceengine/v1/administration.proto, from the document on: `enrolment_gates.sharpness_min`. */
  readonly field: string;
  readonly message: string;
}

type Range = readonly [min: number, max: number];

/** Units as in FrameGates. `at most` gates are stricter the smaller they are. */
const gateRules = {
  presenceScoreMin: { field: 'presence_score_min', range: [0, 1], bound: 'min' },
  interEyeDistanceMinPx: { field: 'inter_eye_distance_min_px', range: [0, 4096], bound: 'min' },
  marginRatioMin: { field: 'margin_ratio_min', range: [-1, 1], bound: 'min' },
  yawAbsMaxDeg: { field: 'yaw_abs_max_deg', range: [0, 90], bound: 'max' },
  pitchAbsMaxDeg: { field: 'pitch_abs_max_deg', range: [0, 90], bound: 'max' },
  luminanceMeanMin: { field: 'luminance_mean_min', range: [0, 255], bound: 'min' },
  luminanceMeanMax: { field: 'luminance_mean_max', range: [0, 255], bound: 'max' },
  overExposureMax: { field: 'over_exposure_max', range: [0, 1], bound: 'max' },
  dynamicRangeMinBits: { field: 'dynamic_range_min_bits', range: [0, 8], bound: 'min' },
  illuminationUniformityMin: { field: 'illumination_uniformity_min', range: [0, 1], bound: 'min' },
  sharpnessMin: { field: 'sharpness_min', range: [0, 1_000_000], bound: 'min' },
  secondFaceRatioMax: { field: 'second_face_ratio_max', range: [0, 1], bound: 'max' },
  livenessMin: { field: 'liveness_min', range: [0, 1], bound: 'min' },
  faceWidthRatioMax: { field: 'face_width_ratio_max', range: [0, 2], bound: 'max' },
  eyeOpeningMin: { field: 'eye_opening_min', range: [0, 1], bound: 'min' },
  mouthOpeningMax: { field: 'mouth_opening_max', range: [0, 2], bound: 'max' },
  qualityMin: { field: 'quality_min', range: [0, 100], bound: 'min' },
} as const satisfies Record<keyof FrameGates, { field: string; range: Range; bound: 'min' | 'max' }>;

const gateNames = Object.keys(gateRules) as (keyof FrameGates)[];
const modalities = ['rgb', 'depth', 'liveness', 'motion'] as const satisfies readonly (keyof FusionWeights)[];

/** FMR 10 %: a floor under it rejects hardly anybody. */
const SIMILARITY_FLOOR_MIN = 0.5;
/** FMR 1:1000: no policy may take one stranger in a hundred. */
const SIMILARITY_ACCEPT_MIN = 0.7;
const WEIGHT_MAX = 1000;
const SLOPE_ABS_MAX = 10;
const LLR_ABS_MAX = 10;
const FRAMES_MAX = 1000;
/** Fewer than two cannot be of head and face; more are more than people bear. */
const CHALLENGE_ACTIONS: Range = [2, 4];
/** What each action of a challenge may take: frames at five a second, and time. */
const ACTION_FRAMES_MIN = 33;
const ACTION_MS_MIN = 10_000;

/** Everything that is out of range or contradicts itself; empty when the rules can be decided by. */
export function policyFaults(document: PolicyDocument): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const check: Check = (holds, field, message) => {
    if (!holds) faults.push({ field, message });
  };
  check(policyNamePattern.test(document.name), 'name', 'must be 1–64 characters of [a-z0-9-]');
  check(livenessChecks.includes(document.liveness), 'liveness', `must be one of ${livenessChecks.join(', ')}`);
  check(
    deviceSignatureRules.includes(document.deviceSignature),
    'device_signature',
    `must be one of ${deviceSignatureRules.join(', ')}`,
  );
  check(
    duplicateChecks.includes(document.duplicateCheck),
    'duplicate_check',
    `must be one of ${duplicateChecks.join(', ')}`,
  );
  ranged(check, document.identificationFpirMax, 'identification_fpir_max', [FPIR_MIN, FPIR_MAX]);
  checkGates(document, check);
  checkThresholds(document, check);
  checkFusion(document, check);
  checkFrames(document, check);
  return faults;
}

type Check = (holds: boolean, field: string, message: string) => void;

/** NaN, infinities and what is not there are within nothing. */
const within = (value: number, [min, max]: Range): boolean => value >= min && value <= max;

const ranged = (check: Check, value: number, field: string, range: Range): void =>
  check(within(value, range), field, `must be a number from ${range[0]} to ${range[1]}`);

const counted = (check: Check, value: number, field: string, range: Range): void =>
  check(
    Number.isInteger(value) && within(value, range),
    field,
    `must be a whole number from ${range[0]} to ${range[1]}`,
  );

const milliseconds = (check: Check, value: number, field: string, range: Range): void =>
  check(
    Number.isInteger(value) && within(value, range),
    field,
    `must be ${range[0]} to ${range[1]} whole milliseconds`,
  );

function checkGates({ gates }: PolicyDocument, check: Check): void {
  for (const [path, those] of [
    ['enrolment_gates', gates.enrolment],
    ['verification_gates', gates.verification],
  ] as const) {
    for (const name of gateNames) ranged(check, those[name], `${path}.${gateRules[name].field}`, gateRules[name].range);
    const dark = `${path}.luminance_mean_min`;
    check(!(those.luminanceMeanMin >= those.luminanceMeanMax), dark, 'must be below luminance_mean_max');
  }
  for (const name of gateNames) {
    const { field, bound } = gateRules[name];
    const [enrolment, verification] = [gates.enrolment[name], gates.verification[name]];
    const looser = bound === 'min' ? enrolment < verification : enrolment > verification;
    check(!looser, `enrolment_gates.${field}`, `must be at least as strict as verification_gates.${field}`);
  }
}

function checkThresholds(document: PolicyDocument, check: Check): void {
  const { similarityFloor, similarityAcceptMin, acceptMin, rejectMax, microMotionMinVariance } = document;
  check(
    microMotionMinVariance > 0 && microMotionMinVariance <= 1,
    'micro_motion_min_variance',
    'must be a number above 0, at most 1',
  );
  ranged(check, document.bonaFideLlrMin, 'bona_fide_llr_min', [0, LLR_ABS_MAX]);
  ranged(check, document.attackLlrMax, 'attack_llr_max', [-LLR_ABS_MAX, 0]);
  ranged(check, similarityFloor, 'similarity_floor', [SIMILARITY_FLOOR_MIN, 1]);
  ranged(check, similarityAcceptMin, 'similarity_accept_min', [SIMILARITY_ACCEPT_MIN, 1]);
  check(!(similarityFloor > similarityAcceptMin), 'similarity_floor', 'must be at most similarity_accept_min');
  ranged(check, acceptMin, 'accept_min', [0, 1]);
  ranged(check, rejectMax, 'reject_max', [0, 1]);
  check(!(rejectMax >= acceptMin), 'reject_max', 'must be below accept_min');
}

function checkFusion({ fusion: { weights, attention } }: PolicyDocument, check: Check): void {
  for (const name of modalities) {
    ranged(check, weights[name], `fusion.weights.${name}`, [0, WEIGHT_MAX]);
    if (attention) ranged(check, attention[name], `fusion.attention.${name}`, [-SLOPE_ABS_MAX, SLOPE_ABS_MAX]);
  }
  check(weights.rgb !== 0, 'fusion.weights.rgb', 'must be above 0: without similarity nobody is compared');
}

function checkFrames(document: PolicyDocument, check: Check): void {
  const { earlyAcceptFramesMin, framesAcceptedMin, enrolmentSamplesMin, limits } = document;
  counted(check, limits.framesMax, 'frames_max', [1, FRAMES_MAX]);
  counted(check, earlyAcceptFramesMin, 'early_accept_frames_min', [1, FRAMES_MAX]);
  counted(check, framesAcceptedMin, 'frames_accepted_min', [1, FRAMES_MAX]);
  counted(check, enrolmentSamplesMin, 'enrolment_samples_min', [1, FRAMES_MAX]);
  check(!(framesAcceptedMin > earlyAcceptFramesMin), 'frames_accepted_min', 'must be at most early_accept_frames_min');
  check(!(earlyAcceptFramesMin > limits.framesMax), 'early_accept_frames_min', 'must be at most frames_max');
  check(!(enrolmentSamplesMin > limits.framesMax), 'enrolment_samples_min', 'must be at most frames_max');
  checkChallenge(document, check);
  milliseconds(check, limits.durationMsMax, 'duration_max', [1_000, 180_000]);
  milliseconds(check, limits.idleTimeoutMs, 'idle_timeout', [500, 60_000]);
}

function checkChallenge({ liveness, challengeActions, limits }: PolicyDocument, check: Check): void {
  counted(check, challengeActions, 'challenge_actions', CHALLENGE_ACTIONS);
  if (liveness !== 'active') return;
  const [framesMin, msMin] = [challengeActions * ACTION_FRAMES_MIN, challengeActions * ACTION_MS_MIN];
  check(!(limits.framesMax < framesMin), 'frames_max', `must be at least ${framesMin}: a challenge takes as many`);
  check(
    !(limits.durationMsMax < msMin),
    'duration_max',
    `must be at least ${msMin} milliseconds: a challenge takes as long`,
  );
}
