// Original file: proto/faceengine/v1/biometrics.proto

import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from '../../faceengine/v1/Picture.js';

/**
 * Two pictures.
 */
export interface CompareRequest {
  /**
   * Say, of a document.
   */
  'first'?: (_faceengine_v1_Picture | null);
  /**
   * Say, a portrait just taken.
   */
  'second'?: (_faceengine_v1_Picture | null);
}

/**
 * Two pictures.
 */
export interface CompareRequest__Output {
  /**
   * Say, of a document.
   */
  'first': (_faceengine_v1_Picture__Output | null);
  /**
   * Say, a portrait just taken.
   */
  'second': (_faceengine_v1_Picture__Output | null);
}
