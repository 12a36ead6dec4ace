// Original file: proto/faceengine/v1/subjects.proto

import type { Template as _faceengine_v1_Template, Template__Output as _faceengine_v1_Template__Output } from '../../faceengine/v1/Template.js';

/**
 * The template.
 */
export interface TemplatesGetResponse {
  /**
   * Always set.
   */
  'template'?: (_faceengine_v1_Template | null);
}

/**
 * The template.
 */
export interface TemplatesGetResponse__Output {
  /**
   * Always set.
   */
  'template': (_faceengine_v1_Template__Output | null);
}
