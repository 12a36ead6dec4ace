// Original file: proto/faceengine/v1/biometrics.proto

import type { CaptureStarted as _faceengine_v1_CaptureStarted, CaptureStarted__Output as _faceengine_v1_CaptureStarted__Output } from '../../faceengine/v1/CaptureStarted.js';
import type { Challenge as _faceengine_v1_Challenge, Challenge__Output as _faceengine_v1_Challenge__Output } from '../../faceengine/v1/Challenge.js';
import type { FrameFeedback as _faceengine_v1_FrameFeedback, FrameFeedback__Output as _faceengine_v1_FrameFeedback__Output } from '../../faceengine/v1/FrameFeedback.js';
import type { ChallengeResult as _faceengine_v1_ChallengeResult, ChallengeResult__Output as _faceengine_v1_ChallengeResult__Output } from '../../faceengine/v1/ChallengeResult.js';
import type { Identification as _faceengine_v1_Identification, Identification__Output as _faceengine_v1_Identification__Output } from '../../faceengine/v1/Identification.js';

/**
 * One message of the server.
 */
export interface IdentifyResponse {
  /**
   * First and once.
   */
  'started'?: (_faceengine_v1_CaptureStarted | null);
  /**
   * What the person is asked to do; under a policy whose liveness is active.
   */
  'challenge'?: (_faceengine_v1_Challenge | null);
  /**
   * What became of a frame.
   */
  'feedback'?: (_faceengine_v1_FrameFeedback | null);
  /**
   * What became of the last challenge.
   */
  'result'?: (_faceengine_v1_ChallengeResult | null);
  /**
   * Last and once.
   */
  'identification'?: (_faceengine_v1_Identification | null);
  /**
   * What the message holds.
   */
  'event'?: "started"|"challenge"|"feedback"|"result"|"identification";
}

/**
 * One message of the server.
 */
export interface IdentifyResponse__Output {
  /**
   * First and once.
   */
  'started'?: (_faceengine_v1_CaptureStarted__Output | null);
  /**
   * What the person is asked to do; under a policy whose liveness is active.
   */
  'challenge'?: (_faceengine_v1_Challenge__Output | null);
  /**
   * What became of a frame.
   */
  'feedback'?: (_faceengine_v1_FrameFeedback__Output | null);
  /**
   * What became of the last challenge.
   */
  'result'?: (_faceengine_v1_ChallengeResult__Output | null);
  /**
   * Last and once.
   */
  'identification'?: (_faceengine_v1_Identification__Output | null);
  /**
   * What the message holds.
   */
  'event'?: "started"|"challenge"|"feedback"|"result"|"identification";
}
