// Original file: proto/faceengine/v1/types.proto

import type { FrameReason as _faceengine_v1_FrameReason, FrameReason__Output as _faceengine_v1_FrameReason__Output } from '../../faceengine/v1/FrameReason.js';
import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';
import type { ReVerifyHint as _faceengine_v1_ReVerifyHint, ReVerifyHint__Output as _faceengine_v1_ReVerifyHint__Output } from '../../faceengine/v1/ReVerifyHint.js';

/**
 * What became of a frame; at most five a second, so not every frame gets one.
 */
export interface FrameFeedback {
  /**
   * The frame's sequence.
   */
  'sequence'?: (number);
  /**
   * True when the frame was taken as evidence.
   */
  'accepted'?: (boolean);
  /**
   * Why it was passed over; unspecified when accepted.
   */
  'skipped'?: (_faceengine_v1_FrameReason);
  /**
   * Frames taken so far.
   */
  'framesAccepted'?: (number);
  /**
   * Frames needed at least, ≥ 1.
   */
  'framesNeeded'?: (number);
  /**
   * What is still open before the capture can end well; unspecified when nothing is.
   */
  'missing'?: (_faceengine_v1_Reason);
  /**
   * What the person can do about `skipped`; unspecified when accepted.
   */
  'hint'?: (_faceengine_v1_ReVerifyHint);
}

/**
 * What became of a frame; at most five a second, so not every frame gets one.
 */
export interface FrameFeedback__Output {
  /**
   * The frame's sequence.
   */
  'sequence': (number);
  /**
   * True when the frame was taken as evidence.
   */
  'accepted': (boolean);
  /**
   * Why it was passed over; unspecified when accepted.
   */
  'skipped': (_faceengine_v1_FrameReason__Output);
  /**
   * Frames taken so far.
   */
  'framesAccepted': (number);
  /**
   * Frames needed at least, ≥ 1.
   */
  'framesNeeded': (number);
  /**
   * What is still open before the capture can end well; unspecified when nothing is.
   */
  'missing': (_faceengine_v1_Reason__Output);
  /**
   * What the person can do about `skipped`; unspecified when accepted.
   */
  'hint': (_faceengine_v1_ReVerifyHint__Output);
}
