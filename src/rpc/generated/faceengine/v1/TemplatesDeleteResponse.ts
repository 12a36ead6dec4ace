// Original file: proto/faceengine/v1/subjects.proto

import type { Template as _faceengine_v1_Template, Template__Output as _faceengine_v1_Template__Output } from '../../faceengine/v1/Template.js';

/**
 * What is gone.
 */
export interface TemplatesDeleteResponse {
  /**
   * The template as it was.
   */
  'template'?: (_faceengine_v1_Template | null);
}

/**
 * What is gone.
 */
export interface TemplatesDeleteResponse__Output {
  /**
   * The template as it was.
   */
  'template': (_faceengine_v1_Template__Output | null);
}
