// Original file: proto/faceengine/v1/biometrics.proto

import type { CaptureStarted as _faceengine_v1_CaptureStarted, CaptureStarted__Output as _faceengine_v1_CaptureStarted__Output } from '../../faceengine/v1/CaptureStarted.js';
import type { FrameFeedback as _faceengine_v1_FrameFeedback, FrameFeedback__Output as _faceengine_v1_FrameFeedback__Output } from '../../faceengine/v1/FrameFeedback.js';
import type { PadResult as _faceengine_v1_PadResult, PadResult__Output as _faceengine_v1_PadResult__Output } from '../../faceengine/v1/PadResult.js';

/**
 * One message of the server. Numbers 2 and 4 are kept for the challenge and its result.
 */
export interface CheckLivenessResponse {
  /**
   * First and once.
   */
  'started'?: (_faceengine_v1_CaptureStarted | null);
  /**
   * What became of a frame.
   */
  'feedback'?: (_faceengine_v1_FrameFeedback | null);
  /**
   * Last and once.
   */
  'padResult'?: (_faceengine_v1_PadResult | null);
  /**
   * What the message holds.
   */
  'event'?: "started"|"feedback"|"padResult";
}

/**
 * One message of the server. Numbers 2 and 4 are kept for the challenge and its result.
 */
export interface CheckLivenessResponse__Output {
  /**
   * First and once.
   */
  'started'?: (_faceengine_v1_CaptureStarted__Output | null);
  /**
   * What became of a frame.
   */
  'feedback'?: (_faceengine_v1_FrameFeedback__Output | null);
  /**
   * Last and once.
   */
  'padResult'?: (_faceengine_v1_PadResult__Output | null);
  /**
   * What the message holds.
   */
  'event'?: "started"|"feedback"|"padResult";
}
