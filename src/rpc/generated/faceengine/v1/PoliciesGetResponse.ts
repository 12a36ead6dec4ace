// Original file: proto/faceengine/v1/administration.proto

import type { PolicyVersion as _faceengine_v1_PolicyVersion, PolicyVersion__Output as _faceengine_v1_PolicyVersion__Output } from '../../faceengine/v1/PolicyVersion.js';

/**
 * The version.
 */
export interface PoliciesGetResponse {
  /**
   * Always set.
   */
  'policy'?: (_faceengine_v1_PolicyVersion | null);
}

/**
 * The version.
 */
export interface PoliciesGetResponse__Output {
  /**
   * Always set.
   */
  'policy': (_faceengine_v1_PolicyVersion__Output | null);
}
