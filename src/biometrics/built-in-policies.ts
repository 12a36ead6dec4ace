import { fittedAttention } from './fusion.js';
import { FPIR_DEFAULT } from './identification.js';
import {
  CHALLENGE_ACTIONS_DEFAULT,
  type FrameGates,
  type LivenessCheck,
  type Policy,
  type PolicySettings,
} from './policy.js';

/** Version 1 of the policies that come with the engine, shaped by the operator's settings. */

/** Refusals of ordinary pictures by each of these are counted in docs/quality.md. */
const verificationGates: FrameGates = {
  presenceScoreMin: 0.5,
  interEyeDistanceMinPx: 20,
  marginRatioMin: -0.25,
  yawAbsMaxDeg: 40,
  pitchAbsMaxDeg: 35,
  luminanceMeanMin: 30,
  luminanceMeanMax: 235,
  overExposureMax: 0.4,
  dynamicRangeMinBits: 3,
  illuminationUniformityMin: 0.1,
  sharpnessMin: 8,
  // Who is compared is the dominant face; a capture in which that changes is refused as spliced or inconsistent.
  secondFaceRatioMax: 0.8,
  livenessMin: 0.4,
  faceWidthRatioMax: 0.95,
  // Closed eyes count: a blink may be the sign of life.
  eyeOpeningMin: 0,
  mouthOpeningMax: 0.5,
  qualityMin: 10,
};

/** A template is compared for years: what enters it must be better than what is compared with it once. */
const enrolmentGates: FrameGates = {
  ...verificationGates,
  presenceScoreMin: 0.6,
  interEyeDistanceMinPx: 28,
  marginRatioMin: -0.1,
  yawAbsMaxDeg: 30,
  pitchAbsMaxDeg: 30,
  luminanceMeanMin: 40,
  luminanceMeanMax: 225,
  overExposureMax: 0.2,
  dynamicRangeMinBits: 4,
  illuminationUniformityMin: 0.25,
  sharpnessMin: 15,
  secondFaceRatioMax: 0.5,
  livenessMin: 0.5,
  faceWidthRatioMax: 0.85,
  eyeOpeningMin: 0.1,
  mouthOpeningMax: 0.25,
  qualityMin: 25,
};

/** FMR 1 % and FMR 1:10,000 (NIST SP 800-63B) on the calibrated scale. */
const SIMILARITY_FLOOR = 0.6;
const SIMILARITY_ACCEPT_MIN = 0.8;
/** FMR 1:100,000. */
const SIMILARITY_HIGH = 0.9;

/**
 * Attacks that nobody has shown the cues yet will look less like attacks than those they know, so a bona fide must be
 * likelier by more than a known attack could need: 1.2 costs one picture in a hundred of people who were not fitted to
 * (docs/pad.md).
 */
const BONA_FIDE_LLR_MIN = 1.2;
/** Twice as likely an attack. */
const ATTACK_LLR_MAX = -0.7;
/** Seven times as likely. */
const BONA_FIDE_LLR_HIGH = 2;

function policyOf(name: string, liveness: LivenessCheck, settings: PolicySettings): Policy {
  const { verificationLivenessMin } = settings;
  return {
    name,
    version: `${name}@1`,
    liveness,
    gates: {
      enrolment: {
        ...enrolmentGates,
        livenessMin: Math.max(enrolmentGates.livenessMin, verificationLivenessMin),
      },
      verification: { ...verificationGates, livenessMin: verificationLivenessMin },
    },
    microMotionMinVariance: settings.microMotionMinVariance,
    bonaFideLlrMin: BONA_FIDE_LLR_MIN,
    attackLlrMax: ATTACK_LLR_MAX,
    similarityFloor: SIMILARITY_FLOOR,
    similarityAcceptMin: SIMILARITY_ACCEPT_MIN,
    acceptMin: settings.acceptMin,
    rejectMax: settings.rejectMax,
    fusion: settings.attention ? fittedAttention : { weights: settings.fusionWeights, attention: null },
    earlyAcceptFramesMin: 3,
    framesAcceptedMin: 1,
    enrolmentSamplesMin: settings.enrolmentSamplesMin,
    challengeActions: CHALLENGE_ACTIONS_DEFAULT,
    limits: { framesMax: 150, durationMsMax: 60_000, idleTimeoutMs: 10_000 },
    deviceSignature: 'optional',
    duplicateCheck: 'off',
    identificationFpirMax: FPIR_DEFAULT,
  };
}

/** Compares, and says that liveness was not checked. */
export function comparisonOnly(settings: PolicySettings): Policy {
  return policyOf('comparison-only', 'not-checked', settings);
}

/** Rules for captures that must show life: a stream, since stills cannot. */
function livePolicyOf(name: string, liveness: LivenessCheck, settings: PolicySettings): Policy {
  return { ...policyOf(name, liveness, settings), earlyAcceptFramesMin: 5, framesAcceptedMin: 3 };
}

/** Asks for a sign of life without asking anything of the person: a blink, or motion that a flat picture cannot make. */
export function passive(settings: PolicySettings): Policy {
  return livePolicyOf('passive', 'passive', settings);
}

/** Asks the person to do something that could not be recorded before. */
export function active(settings: PolicySettings): Policy {
  const base = livePolicyOf('active', 'active', settings);
  // Three actions with their pauses take an unhurried person half a minute; every frame is seen.
  return { ...base, limits: { ...base.limits, framesMax: 600, durationMsMax: 90_000 } };
}

/** Asks a depth sensor whether there is a head. */
export function sensor(settings: PolicySettings): Policy {
  return livePolicyOf('sensor', 'sensor', settings);
}

/**
 * Passive liveness, and one false match in 100,000 where `passive` takes one in 10,000.
 *
 * That similarity is out of reach of a mated pair of which one picture is poor, so poor frames are passed over here
 * instead of spoiling the pool: eyes at least as far apart as in the embedding's aligned face (35 of 112 pixels), the head
 * nearly frontal, light that shows both halves of the face. More frames are pooled for the same reason, and
 * more of them must agree before a capture ends early. A template that is to carry such a decision is made of more
 * samples. Settings may tighten all this and cannot loosen it.
 */
export function highSecurity(settings: PolicySettings): Policy {
  const base = livePolicyOf('high-security', 'passive', settings);
  const stricter: Partial<FrameGates> = {
    presenceScoreMin: 0.7,
    interEyeDistanceMinPx: 40,
    marginRatioMin: -0.1,
    luminanceMeanMin: 45,
    luminanceMeanMax: 220,
    overExposureMax: 0.2,
    dynamicRangeMinBits: 4,
    illuminationUniformityMin: 0.25,
    secondFaceRatioMax: 0.3,
    faceWidthRatioMax: 0.85,
    mouthOpeningMax: 0.25,
    qualityMin: 25,
    livenessMin: Math.max(0.5, settings.verificationLivenessMin),
  };
  return {
    ...base,
    gates: {
      enrolment: { ...base.gates.enrolment, ...stricter, yawAbsMaxDeg: 20, pitchAbsMaxDeg: 20, sharpnessMin: 20 },
      verification: { ...base.gates.verification, ...stricter, yawAbsMaxDeg: 25, pitchAbsMaxDeg: 25, sharpnessMin: 15 },
    },
    bonaFideLlrMin: BONA_FIDE_LLR_HIGH,
    similarityAcceptMin: SIMILARITY_HIGH,
    acceptMin: Math.max(SIMILARITY_HIGH, settings.acceptMin),
    earlyAcceptFramesMin: 8,
    framesAcceptedMin: 5,
    enrolmentSamplesMin: Math.max(8, settings.enrolmentSamplesMin),
  };
}

/** By name, in the order in which they are listed. */
export const builtInPolicies = {
  'comparison-only': comparisonOnly,
  passive,
  active,
  sensor,
  'high-security': highSecurity,
} as const satisfies Record<string, (settings: PolicySettings) => Policy>;
