// Original file: proto/faceengine/v1/biometrics.proto

import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from '../../faceengine/v1/Picture.js';

/**
 * One picture.
 */
export interface AnalyzeFrameRequest {
  /**
   * Required.
   */
  'picture'?: (_faceengine_v1_Picture | null);
}

/**
 * One picture.
 */
export interface AnalyzeFrameRequest__Output {
  /**
   * Required.
   */
  'picture': (_faceengine_v1_Picture__Output | null);
}
