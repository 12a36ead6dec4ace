// Original file: proto/faceengine/v1/biometrics.proto

import type { EnrollResult as _faceengine_v1_EnrollResult, EnrollResult__Output as _faceengine_v1_EnrollResult__Output } from '../../faceengine/v1/EnrollResult.js';

/**
 * Its end.
 */
export interface EnrollOnceResponse {
  /**
   * Always set.
   */
  'enrollResult'?: (_faceengine_v1_EnrollResult | null);
}

/**
 * Its end.
 */
export interface EnrollOnceResponse__Output {
  /**
   * Always set.
   */
  'enrollResult': (_faceengine_v1_EnrollResult__Output | null);
}
