// Original file: proto/faceengine/v1/biometrics.proto

import type { Identification as _faceengine_v1_Identification, Identification__Output as _faceengine_v1_Identification__Output } from '../../faceengine/v1/Identification.js';

/**
 * Its end.
 */
export interface SearchOnceResponse {
  /**
   * Always set.
   */
  'identification'?: (_faceengine_v1_Identification | null);
}

/**
 * Its end.
 */
export interface SearchOnceResponse__Output {
  /**
   * Always set.
   */
  'identification': (_faceengine_v1_Identification__Output | null);
}
