// Original file: proto/faceengine/v1/subjects.proto

import type { Template as _faceengine_v1_Template, Template__Output as _faceengine_v1_Template__Output } from '../../faceengine/v1/Template.js';

/**
 * All of them.
 */
export interface TemplatesListResponse {
  /**
   * In no particular order.
   */
  'templates'?: (_faceengine_v1_Template)[];
}

/**
 * All of them.
 */
export interface TemplatesListResponse__Output {
  /**
   * In no particular order.
   */
  'templates': (_faceengine_v1_Template__Output)[];
}
