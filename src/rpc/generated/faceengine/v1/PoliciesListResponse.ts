// Original file: proto/faceengine/v1/administration.proto

import type { PolicyVersion as _faceengine_v1_PolicyVersion, PolicyVersion__Output as _faceengine_v1_PolicyVersion__Output } from '../../faceengine/v1/PolicyVersion.js';

/**
 * All versions.
 */
export interface PoliciesListResponse {
  /**
   * By name and version.
   */
  'policies'?: (_faceengine_v1_PolicyVersion)[];
}

/**
 * All versions.
 */
export interface PoliciesListResponse__Output {
  /**
   * By name and version.
   */
  'policies': (_faceengine_v1_PolicyVersion__Output)[];
}
