import type { DepthOrigin } from '../biometrics/depth.js';
import type {
  DecisionReason,
  FrameReason,
  Modality,
  Outcome,
  PadOutcome,
  QualityStatus,
  ReVerifyHint,
} from '../biometrics/outcome.js';
import type { ChallengeAction } from '../biometrics/challenge-actions.js';
import type { ImageFormat } from '../recognition/capture-input.js';
import type { ChallengeAction__Output } from './generated/faceengine/v1/ChallengeAction.js';
import type { DepthOrigin__Output } from './generated/faceengine/v1/DepthOrigin.js';
import type { FrameReason__Output } from './generated/faceengine/v1/FrameReason.js';
import type { ImageFormat__Output } from './generated/faceengine/v1/ImageFormat.js';
import type { Modality__Output } from './generated/faceengine/v1/Modality.js';
import type { Outcome__Output } from './generated/faceengine/v1/Outcome.js';
import type { PadOutcome__Output } from './generated/faceengine/v1/PadOutcome.js';
import type { QualityStatus__Output } from './generated/faceengine/v1/QualityStatus.js';
import type { Reason__Output } from './generated/faceengine/v1/Reason.js';
import type { ReVerifyHint__Output } from './generated/faceengine/v1/ReVerifyHint.js';

/**
 * Words and numbers on the wire.
 *
 * proto-loader turns a wrong enum name into 0 and a wrong number into NaN without a word, so every name comes from a
 * table that the compiler holds complete, and every number is looked at before it goes.
 */
export const imageFormatFromWire = {
  IMAGE_FORMAT_UNSPECIFIED: null,
  IMAGE_FORMAT_JPEG: 'JPEG',
  IMAGE_FORMAT_PNG: 'PNG',
  IMAGE_FORMAT_WEBP: 'WEBP',
  IMAGE_FORMAT_RGB24: 'RGB24',
  IMAGE_FORMAT_GRAY8: 'GRAY8',
  IMAGE_FORMAT_NV12: 'NV12',
} as const satisfies Record<ImageFormat__Output, ImageFormat | null>;

export const depthOriginFromWire = {
  DEPTH_ORIGIN_UNSPECIFIED: null,
  DEPTH_ORIGIN_SENSOR_TOF: 'SENSOR_TOF',
  DEPTH_ORIGIN_SENSOR_STRUCTURED_LIGHT: 'SENSOR_STRUCTURED_LIGHT',
  DEPTH_ORIGIN_STEREO: 'STEREO',
  DEPTH_ORIGIN_ESTIMATED: 'ESTIMATED',
} as const satisfies Record<DepthOrigin__Output, DepthOrigin | null>;

export const depthOriginToWire = {
  SENSOR_TOF: 'DEPTH_ORIGIN_SENSOR_TOF',
  SENSOR_STRUCTURED_LIGHT: 'DEPTH_ORIGIN_SENSOR_STRUCTURED_LIGHT',
  STEREO: 'DEPTH_ORIGIN_STEREO',
  ESTIMATED: 'DEPTH_ORIGIN_ESTIMATED',
} as const satisfies Record<DepthOrigin, DepthOrigin__Output>;

export const outcomeToWire = {
  ACCEPT: 'OUTCOME_ACCEPT',
  REJECT: 'OUTCOME_REJECT',
  RE_VERIFY: 'OUTCOME_RE_VERIFY',
} as const satisfies Record<Outcome, Outcome__Output>;

export const padOutcomeToWire = {
  BONA_FIDE: 'PAD_OUTCOME_BONA_FIDE',
  ATTACK: 'PAD_OUTCOME_ATTACK',
  INCONCLUSIVE: 'PAD_OUTCOME_INCONCLUSIVE',
} as const satisfies Record<PadOutcome, PadOutcome__Output>;

export const hintToWire = {
  MOVE_CLOSER: 'RE_VERIFY_HINT_MOVE_CLOSER',
  MOVE_AWAY: 'RE_VERIFY_HINT_MOVE_AWAY',
  CENTRE_FACE: 'RE_VERIFY_HINT_CENTRE_FACE',
  MORE_LIGHT: 'RE_VERIFY_HINT_MORE_LIGHT',
  LESS_LIGHT: 'RE_VERIFY_HINT_LESS_LIGHT',
  LIGHT_FROM_THE_FRONT: 'RE_VERIFY_HINT_LIGHT_FROM_THE_FRONT',
  OPEN_EYES: 'RE_VERIFY_HINT_OPEN_EYES',
  CLOSE_MOUTH: 'RE_VERIFY_HINT_CLOSE_MOUTH',
  UNCOVER_FACE: 'RE_VERIFY_HINT_UNCOVER_FACE',
  BETTER_LIGHT: 'RE_VERIFY_HINT_BETTER_LIGHT',
  FACE_THE_CAMERA: 'RE_VERIFY_HINT_FACE_THE_CAMERA',
  HOLD_STILL: 'RE_VERIFY_HINT_HOLD_STILL',
  SHOW_LIVENESS: 'RE_VERIFY_HINT_SHOW_LIVENESS',
  ONE_PERSON: 'RE_VERIFY_HINT_ONE_PERSON',
  FOLLOW_INSTRUCTIONS: 'RE_VERIFY_HINT_FOLLOW_INSTRUCTIONS',
  RESTART_CAMERA: 'RE_VERIFY_HINT_RESTART_CAMERA',
  USE_DEPTH_SENSOR: 'RE_VERIFY_HINT_USE_DEPTH_SENSOR',
} as const satisfies Record<ReVerifyHint, ReVerifyHint__Output>;

export const qualityStatusToWire = {
  ASSESSED: 'QUALITY_STATUS_ASSESSED',
  FAILURE_TO_ASSESS: 'QUALITY_STATUS_FAILURE_TO_ASSESS',
} as const satisfies Record<QualityStatus, QualityStatus__Output>;

export const modalityToWire = {
  RGB: 'MODALITY_RGB',
  DEPTH: 'MODALITY_DEPTH',
  LIVENESS: 'MODALITY_LIVENESS',
  MOTION: 'MODALITY_MOTION',
} as const satisfies Record<Modality, Modality__Output>;

export const reasonToWire = {
  SIMILARITY_SUFFICIENT: 'REASON_SIMILARITY_SUFFICIENT',
  SIMILARITY_LOW: 'REASON_SIMILARITY_LOW',
  SIMILARITY_INCONCLUSIVE: 'REASON_SIMILARITY_INCONCLUSIVE',
  FUSED_SCORE_LOW: 'REASON_FUSED_SCORE_LOW',
  FUSED_SCORE_INCONCLUSIVE: 'REASON_FUSED_SCORE_INCONCLUSIVE',
  LIVENESS_SHOWN: 'REASON_LIVENESS_SHOWN',
  LIVENESS_NOT_CHECKED: 'REASON_LIVENESS_NOT_CHECKED',
  LIVENESS_NOT_SHOWN: 'REASON_LIVENESS_NOT_SHOWN',
  PRESENTATION_ATTACK: 'REASON_PRESENTATION_ATTACK',
  NO_FACE: 'REASON_NO_FACE',
  MULTIPLE_FACES: 'REASON_MULTIPLE_FACES',
  QUALITY_LOW: 'REASON_QUALITY_LOW',
  TOO_FEW_FRAMES: 'REASON_TOO_FEW_FRAMES',
  FRAMES_INCONSISTENT: 'REASON_FRAMES_INCONSISTENT',
  STREAM_SPLICED: 'REASON_STREAM_SPLICED',
  CAPTURE_TIMEOUT: 'REASON_CAPTURE_TIMEOUT',
  CHALLENGE_LATE: 'REASON_CHALLENGE_LATE',
  CHALLENGE_EARLY: 'REASON_CHALLENGE_EARLY',
  CHALLENGE_WRONG_ACTION: 'REASON_CHALLENGE_WRONG_ACTION',
  CHALLENGE_NOT_ECHOED: 'REASON_CHALLENGE_NOT_ECHOED',
  CHALLENGE_NOT_FINISHED: 'REASON_CHALLENGE_NOT_FINISHED',
  STREAM_FROZEN: 'REASON_STREAM_FROZEN',
  STREAM_LOOPED: 'REASON_STREAM_LOOPED',
  STREAM_REPEATED: 'REASON_STREAM_REPEATED',
  CAPTURE_CLOCK_IMPLAUSIBLE: 'REASON_CAPTURE_CLOCK_IMPLAUSIBLE',
  DEPTH_MISSING: 'REASON_DEPTH_MISSING',
  DEPTH_NOT_A_FACE: 'REASON_DEPTH_NOT_A_FACE',
} as const satisfies Record<DecisionReason, Reason__Output>;

export const frameReasonToWire = {
  NO_FACE: 'FRAME_REASON_NO_FACE',
  MULTIPLE_FACES: 'FRAME_REASON_MULTIPLE_FACES',
  NOT_A_FACE: 'FRAME_REASON_NOT_A_FACE',
  FACE_TOO_SMALL: 'FRAME_REASON_FACE_TOO_SMALL',
  FACE_TOO_LARGE: 'FRAME_REASON_FACE_TOO_LARGE',
  FACE_CUT_OFF: 'FRAME_REASON_FACE_CUT_OFF',
  HEAD_TURNED: 'FRAME_REASON_HEAD_TURNED',
  TOO_DARK: 'FRAME_REASON_TOO_DARK',
  TOO_BRIGHT: 'FRAME_REASON_TOO_BRIGHT',
  LOW_CONTRAST: 'FRAME_REASON_LOW_CONTRAST',
  UNEVEN_LIGHT: 'FRAME_REASON_UNEVEN_LIGHT',
  BLURRED: 'FRAME_REASON_BLURRED',
  EYES_CLOSED: 'FRAME_REASON_EYES_CLOSED',
  MOUTH_OPEN: 'FRAME_REASON_MOUTH_OPEN',
  FACE_OCCLUDED: 'FRAME_REASON_FACE_OCCLUDED',
  LIVENESS_LOW: 'FRAME_REASON_LIVENESS_LOW',
  DUPLICATE_FRAME: 'FRAME_REASON_DUPLICATE_FRAME',
} as const satisfies Record<FrameReason, FrameReason__Output>;

export const challengeActionToWire = {
  TURN_LEFT: 'CHALLENGE_ACTION_TURN_LEFT',
  TURN_RIGHT: 'CHALLENGE_ACTION_TURN_RIGHT',
  LOOK_UP: 'CHALLENGE_ACTION_LOOK_UP',
  LOOK_DOWN: 'CHALLENGE_ACTION_LOOK_DOWN',
  BLINK: 'CHALLENGE_ACTION_BLINK',
  SMILE: 'CHALLENGE_ACTION_SMILE',
  MOVE_CLOSER: 'CHALLENGE_ACTION_MOVE_CLOSER',
} as const satisfies Record<ChallengeAction, ChallengeAction__Output>;

/** Seconds and the rest in nanoseconds, as Timestamp and Duration have it. */
export interface SecondsAndNanos {
  readonly seconds: number;
  readonly nanos: number;
}

export function toSecondsAndNanos(milliseconds: number): SecondsAndNanos {
  const wholeMs = Math.floor(finite(milliseconds));
  const seconds = Math.floor(wholeMs / 1000);
  return { seconds, nanos: (wholeMs - seconds * 1000) * 1e6 };
}

/** A number for a `double`. @throws RangeError for NaN and infinities: a fault of the engine, never of the caller */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('a number that is not finite was about to be sent');
  return value;
}

/** A number for a `uint32`. @throws RangeError for anything else: a fault of the engine, never of the caller */
export function count(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new RangeError('a number that is no uint32 was about to be sent');
  }
  return value;
}
