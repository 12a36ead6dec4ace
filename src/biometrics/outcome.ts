import { integrityFaults } from './capture-integrity.js';
import type { DepthMeasures, SensorOrigin } from './depth.js';
import type { Box, HeadPose } from './observation.js';

/** What a capture came to. Outcomes are values: a refusal is never thrown. */

export const outcomes = ['ACCEPT', 'REJECT', 'RE_VERIFY'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a frame of one face lacks in quality. */
const qualityFaults = [
  'NOT_A_FACE',
  'FACE_TOO_SMALL',
  'FACE_TOO_LARGE',
  'FACE_CUT_OFF',
  'HEAD_TURNED',
  'TOO_DARK',
  'TOO_BRIGHT',
  'LOW_CONTRAST',
  'UNEVEN_LIGHT',
  'BLURRED',
  'EYES_CLOSED',
  'MOUTH_OPEN',
  'FACE_OCCLUDED',
] as const;

/** Why a frame was passed over. Closed, actionable for the person before the camera, and without any score. */
export const frameReasons = ['NO_FACE', 'MULTIPLE_FACES', ...qualityFaults, 'LIVENESS_LOW', 'DUPLICATE_FRAME'] as const;
export type FrameReason = (typeof frameReasons)[number];

/** Frame reasons that say QUALITY_LOW of a capture in which they prevail. */
export const qualityReasons: ReadonlySet<FrameReason> = new Set<FrameReason>(qualityFaults);

/** Why a claim was decided as it was; the first one is the main one. */
export const decisionReasons = [
  'SIMILARITY_SUFFICIENT',
  'SIMILARITY_LOW',
  'SIMILARITY_INCONCLUSIVE',
  'FUSED_SCORE_LOW',
  'FUSED_SCORE_INCONCLUSIVE',
  'LIVENESS_SHOWN',
  'LIVENESS_NOT_CHECKED',
  'LIVENESS_NOT_SHOWN',
  'PRESENTATION_ATTACK',
  'NO_FACE',
  'MULTIPLE_FACES',
  'QUALITY_LOW',
  'TOO_FEW_FRAMES',
  'FRAMES_INCONSISTENT',
  'STREAM_SPLICED',
  'CAPTURE_TIMEOUT',
  'CHALLENGE_LATE',
  'CHALLENGE_EARLY',
  'CHALLENGE_WRONG_ACTION',
  'CHALLENGE_NOT_ECHOED',
  'CHALLENGE_NOT_FINISHED',
  ...integrityFaults,
  'DEPTH_MISSING',
  'DEPTH_NOT_A_FACE',
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** What would help most on the next try, or with the next frame. */
export const reVerifyHints = [
  'MOVE_CLOSER',
  'MOVE_AWAY',
  'CENTRE_FACE',
  'BETTER_LIGHT',
  'MORE_LIGHT',
  'LESS_LIGHT',
  'LIGHT_FROM_THE_FRONT',
  'FACE_THE_CAMERA',
  'HOLD_STILL',
  'OPEN_EYES',
  'CLOSE_MOUTH',
  'UNCOVER_FACE',
  'SHOW_LIVENESS',
  'ONE_PERSON',
  'FOLLOW_INSTRUCTIONS',
  'RESTART_CAMERA',
  'USE_DEPTH_SENSOR',
] as const;
export type ReVerifyHint = (typeof reVerifyHints)[number];

export const modalities = ['RGB', 'DEPTH', 'LIVENESS', 'MOTION'] as const;
export type Modality = (typeof modalities)[number];

/** All 0–1 on the scale named, null where not measured. */
export interface Scores {
  /** Raw comparison score of the model: cosine, −1–1. */
  readonly comparisonScore: number | null;
  /** Calibrated: 0.40 + 0.10·(−log10 FMR). */
  readonly similarity: number | null;
  /** Calibrated similarity of the reliefs; null also where colour is not similar. */
  readonly depth: number | null;
  readonly liveness: number | null;
  readonly motion: number | null;
  readonly fused: number | null;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly reasons: readonly DecisionReason[];
  /** Set with RE_VERIFY. */
  readonly hint: ReVerifyHint | null;
  readonly scores: Scores;
  /** The modalities that took part in the fused score. */
  readonly modalities: readonly Modality[];
  readonly policyVersion: string;
  readonly modelId: string;
  readonly framesSeen: number;
  readonly framesAccepted: number;
}

/** Enrolment's end: either a template was stored, or the reasons why not (failure to enrol). */
export interface EnrolmentResult {
  readonly enrolled: boolean;
  readonly templateId: string | null;
  readonly reasons: readonly DecisionReason[];
  /** Unified quality of the enrolled sample, 0–100; null when nothing was enrolled. */
  readonly quality: number | null;
  readonly policyVersion: string;
  readonly modelId: string;
  readonly framesSeen: number;
  readonly framesAccepted: number;
}

export const padOutcomes = ['BONA_FIDE', 'ATTACK', 'INCONCLUSIVE'] as const;
export type PadOutcome = (typeof padOutcomes)[number];

export interface PadResult {
  readonly outcome: PadOutcome;
  readonly reasons: readonly DecisionReason[];
  /** 0–1, null where not measured. */
  readonly liveness: number | null;
  readonly motion: number | null;
  readonly blinks: number;
  /** The sensor whose depth took part; null where none did. */
  readonly depthOrigin: SensorOrigin | null;
  readonly policyVersion: string;
  readonly framesSeen: number;
  readonly framesAccepted: number;
}

/** Two pictures compared, nothing stored. */
export interface Comparison {
  /** Raw comparison score of the model: cosine, −1–1; null when a picture shows no usable face. */
  readonly comparisonScore: number | null;
  /** Calibrated: 0.40 + 0.10·(−log10 FMR); null with comparisonScore. */
  readonly similarity: number | null;
  /** The comparison-only policy's answer. */
  readonly outcome: Outcome;
  readonly reasons: readonly DecisionReason[];
  /** Why the first and the second picture would not pass the quality gates; empty when they do. */
  readonly pictureReasons: readonly [readonly FrameReason[], readonly FrameReason[]];
  readonly policyVersion: string;
  readonly modelId: string;
}

/** The components of ISO/IEC 29794-5 that are measured, in the order in which they are told: docs/quality.md. */
export const qualityComponentNames = [
  'Sharpness',
  'UnderExposurePrevention',
  'OverExposurePrevention',
  'DynamicRange',
  'IlluminationUniformity',
  'LuminanceMean',
  'LuminanceVariance',
  'NaturalColour',
  'SingleFacePresent',
  'InterEyeDistance',
  'HeadSize',
  'LeftwardCropOfTheFaceImage',
  'RightwardCropOfTheFaceImage',
  'MarginAboveOfTheFaceImage',
  'MarginBelowOfTheFaceImage',
  'HeadPoseYaw',
  'HeadPosePitch',
  'HeadPoseRoll',
  'EyesOpen',
  'MouthClosed',
] as const;
export type QualityComponentName = (typeof qualityComponentNames)[number];

export const qualityStatuses = ['ASSESSED', 'FAILURE_TO_ASSESS'] as const;
export type QualityStatus = (typeof qualityStatuses)[number];

/** ISO/IEC 29794-5 component: what was measured, what it is worth. */
export interface QualityComponent {
  readonly name: QualityComponentName;
  /** In the component's own unit; 0 and without meaning where it could not be assessed. */
  readonly nativeValue: number;
  /** 0–100, larger is better; 0 and without meaning where it could not be assessed. */
  readonly value: number;
  readonly status: QualityStatus;
}

export interface Analysis {
  readonly faceCount: number;
  readonly box: Box | null;
  readonly detectionScore: number | null;
  /** 5 × (x, y), pixels; null without a face. */
  readonly points: Float32Array | null;
  readonly pose: HeadPose | null;
  readonly components: readonly QualityComponent[];
  /** Unified quality, 0–100; null without a face. */
  readonly quality: number | null;
  readonly liveness: number | null;
  readonly eyeOpening: { readonly left: number; readonly right: number } | null;
  readonly depth: DepthMeasures | null;
  /** Why this frame would be skipped at verification. */
  readonly reasons: readonly FrameReason[];
}
