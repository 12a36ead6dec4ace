// Original file: proto/faceengine/v1/types.proto

import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';

/**
 * What became of one action. After one that failed the capture ends.
 */
export interface ChallengeResult {
  /**
   * As in its challenge.
   */
  'index'?: (number);
  /**
   * True when the action was done and the person is back at rest.
   */
  'passed'?: (boolean);
  /**
   * Why it failed; unspecified when passed.
   */
  'reason'?: (_faceengine_v1_Reason);
}

/**
 * What became of one action. After one that failed the capture ends.
 */
export interface ChallengeResult__Output {
  /**
   * As in its challenge.
   */
  'index': (number);
  /**
   * True when the action was done and the person is back at rest.
   */
  'passed': (boolean);
  /**
   * Why it failed; unspecified when passed.
   */
  'reason': (_faceengine_v1_Reason__Output);
}
