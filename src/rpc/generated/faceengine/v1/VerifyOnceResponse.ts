// Original file: proto/faceengine/v1/biometrics.proto

import type { Decision as _faceengine_v1_Decision, Decision__Output as _faceengine_v1_Decision__Output } from '../../faceengine/v1/Decision.js';

/**
 * Its end.
 */
export interface VerifyOnceResponse {
  /**
   * Always set.
   */
  'decision'?: (_faceengine_v1_Decision | null);
}

/**
 * Its end.
 */
export interface VerifyOnceResponse__Output {
  /**
   * Always set.
   */
  'decision': (_faceengine_v1_Decision__Output | null);
}
