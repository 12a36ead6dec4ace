// Original file: proto/faceengine/v1/administration.proto

import type { PolicyVersion as _faceengine_v1_PolicyVersion, PolicyVersion__Output as _faceengine_v1_PolicyVersion__Output } from '../../faceengine/v1/PolicyVersion.js';

/**
 * The version that is active now.
 */
export interface PoliciesActivateResponse {
  /**
   * Always set.
   */
  'policy'?: (_faceengine_v1_PolicyVersion | null);
}

/**
 * The version that is active now.
 */
export interface PoliciesActivateResponse__Output {
  /**
   * Always set.
   */
  'policy': (_faceengine_v1_PolicyVersion__Output | null);
}
