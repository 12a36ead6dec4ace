/** A policy is data: what a capture must show before a claim can be accepted. */

export type Purpose = 'enrolment' | 'verification';

/** Quality a frame must have; units of `QualityMeasurements` and `HeadPose`. */
export interface FrameGates {
  readonly presenceScoreMin: number;
  readonly interEyeDistanceMinPx: number;
  readonly marginRatioMin: number;
  readonly yawAbsMaxDeg: number;
  readonly pitchAbsMaxDeg: number;
  readonly luminanceMeanMin: number;
  readonly luminanceMeanMax: number;
  readonly overExposureMax: number;
  readonly dynamicRangeMinBits: number;
  readonly illuminationUniformityMin: number;
  readonly sharpnessMin: number;
  /** A second face at least this large, as a share of the first one's area, spoils the frame. */
  readonly secondFaceRatioMax: number;
  /** Frames of less liveness than this are passed over, where a policy checks it and it was measured. */
  readonly livenessMin: number;
  /** Width of the face divided by the width of the picture. */
  readonly faceWidthRatioMax: number;
  /** Opening of the less open eye, 0–1; 0 lets closed eyes pass. Counts where eyes are measured. */
  readonly eyeOpeningMin: number;
  /** Distance of the lips divided by that of eyes and chin. */
  readonly mouthOpeningMax: number;
  /** Unified quality, 0–100. */
  readonly qualityMin: number;
}

export interface CaptureLimits {
  readonly framesMax: number;
  readonly durationMsMax: number;
  readonly idleTimeoutMs: number;
}

export interface FusionWeights {
  readonly rgb: number;
  readonly depth: number;
  readonly liveness: number;
  readonly motion: number;
}

/**
 * What a policy asks of liveness. `not-checked`: stills are welcome and the answer says that liveness was not checked;
 * `passive`: the cues of single frames, and motion that no picture has; `active`: a challenge; `sensor`: a depth sensor.
 */
export const livenessChecks = ['not-checked', 'passive', 'active', 'sensor'] as const;
export type LivenessCheck = (typeof livenessChecks)[number];

/** Whether frames must be signed by a device whose key the subject's enrolment bound: docs/device-signature.md. */
export const deviceSignatureRules = ['optional', 'required'] as const;
export type DeviceSignatureRule = (typeof deviceSignatureRules)[number];

/** What an enrolment does about a person who is enrolled under another id. */
export const duplicateChecks = ['off', 'refuse'] as const;
export type DuplicateCheck = (typeof duplicateChecks)[number];

/** How the scores of the modalities become one: fusion.ts. */
export interface FusionRule {
  /** Each ≥ 0, that of rgb > 0; with attention, the weights at quality 0. */
  readonly weights: FusionWeights;
  /** A modality weighs weight · exp(slope · quality), quality 0–1. Null: weights are fixed. */
  readonly attention: FusionWeights | null;
}

/** Actions of a challenge in rules that do not say. */
export const CHALLENGE_ACTIONS_DEFAULT = 3;

/** The rules alone, as they are stored, sent and edited. */
export interface PolicyDocument {
  /** 1–64 characters of [a-z0-9-]. */
  readonly name: string;
  readonly liveness: LivenessCheck;
  readonly gates: Readonly<Record<Purpose, FrameGates>>;
  /** Motion that no plane and no noise explains (motion.ts), inter-eye distances squared; less is a still picture. */
  readonly microMotionMinVariance: number;
  /** Log-likelihood ratio (natural logarithm) from which a presentation is bona fide, and the one down to which it is an attack. */
  readonly bonaFideLlrMin: number;
  readonly attackLlrMax: number;
  /** Below this calibrated similarity a claim is rejected outright. */
  readonly similarityFloor: number;
  /** Calibrated similarity an accepted claim must reach, whatever its fused score. */
  readonly similarityAcceptMin: number;
  readonly acceptMin: number;
  readonly rejectMax: number;
  readonly fusion: FusionRule;
  /** Accepted frames before a running capture may end early with ACCEPT. */
  readonly earlyAcceptFramesMin: number;
  /** Accepted frames without which nothing is decided. */
  readonly framesAcceptedMin: number;
  readonly enrolmentSamplesMin: number;
  /** How many actions a challenge has, where liveness is `active`. */
  readonly challengeActions: number;
  readonly limits: CaptureLimits;
  readonly deviceSignature: DeviceSignatureRule;
  readonly duplicateCheck: DuplicateCheck;
  /** False positive identification rate of searches that do not say one, and of the duplicate check: identification.ts. */
  readonly identificationFpirMax: number;
}

/** One version of the rules, which never changes. */
export interface Policy extends PolicyDocument {
  /** `name@version`: stamped on every decision. */
  readonly version: string;
}

/** What an operator may set; names of the configuration in docs/configuration.md. */
export interface PolicySettings {
  readonly acceptMin: number;
  readonly rejectMax: number;
  readonly fusionWeights: FusionWeights;
  readonly microMotionMinVariance: number;
  readonly verificationLivenessMin: number;
  readonly enrolmentSamplesMin: number;
  /** USE_ATTENTION_FUSION. */
  readonly attention: boolean;
}

export const defaultPolicySettings: PolicySettings = {
  acceptMin: 0.85,
  rejectMax: 0.45,
  fusionWeights: { rgb: 0.4, depth: 0.25, liveness: 0.2, motion: 0.15 },
  microMotionMinVariance: 5e-6,
  verificationLivenessMin: 0.4,
  enrolmentSamplesMin: 5,
  attention: false,
};
