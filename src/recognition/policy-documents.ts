import { z } from 'zod';
import { FPIR_DEFAULT } from '../biometrics/identification.js';
import {
  CHALLENGE_ACTIONS_DEFAULT,
  deviceSignatureRules,
  duplicateChecks,
  livenessChecks,
  type Policy,
  type PolicyDocument,
} from '../biometrics/policy.js';

/** The form of a policy as JSON: in files, and in answers that are kept. Ranges are policy-rules.ts's business. */

const number = z.number();

const gates = z.strictObject({
  presenceScoreMin: number,
  interEyeDistanceMinPx: number,
  marginRatioMin: number,
  yawAbsMaxDeg: number,
  pitchAbsMaxDeg: number,
  luminanceMeanMin: number,
  luminanceMeanMax: number,
  overExposureMax: number,
  dynamicRangeMinBits: number,
  illuminationUniformityMin: number,
  sharpnessMin: number,
  secondFaceRatioMax: number,
  livenessMin: number,
  faceWidthRatioMax: number,
  eyeOpeningMin: number,
  mouthOpeningMax: number,
  qualityMin: number,
});

const weights = z.strictObject({ rgb: number, depth: number, liveness: number, motion: number });

const fields = {
  name: z.string(),
  liveness: z.enum(livenessChecks),
  gates: z.strictObject({ enrolment: gates, verification: gates }),
  microMotionMinVariance: number,
  bonaFideLlrMin: number,
  attackLlrMax: number,
  similarityFloor: number,
  similarityAcceptMin: number,
  acceptMin: number,
  rejectMax: number,
  fusion: z.strictObject({ weights, attention: weights.nullable() }),
  earlyAcceptFramesMin: number,
  framesAcceptedMin: number,
  enrolmentSamplesMin: number,
  // Rules of before there were challenges do not say.
  challengeActions: number.default(CHALLENGE_ACTIONS_DEFAULT),
  limits: z.strictObject({ framesMax: number, durationMsMax: number, idleTimeoutMs: number }),
  // Documents that were written before there was a choice.
  deviceSignature: z.enum(deviceSignatureRules).default('optional'),
  // And those of before there was a 1:N search.
  duplicateCheck: z.enum(duplicateChecks).default('off'),
  identificationFpirMax: number.default(FPIR_DEFAULT),
} as const;

const documents = z.object(fields);

/** Strict: a misspelt rule must not be left out in silence. */
export const policyDocuments: z.ZodType<PolicyDocument> = z.strictObject(fields);

/** A policy without the version that is stamped on it. */
export function documentOf(policy: Policy): PolicyDocument {
  return documents.parse(policy);
}

export const storedPolicies = z.strictObject({ ...fields, version: z.string() });
