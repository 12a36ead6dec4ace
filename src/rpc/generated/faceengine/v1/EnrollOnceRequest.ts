// Original file: proto/faceengine/v1/biometrics.proto

import type { EnrollConfig as _faceengine_v1_EnrollConfig, EnrollConfig__Output as _faceengine_v1_EnrollConfig__Output } from '../../faceengine/v1/EnrollConfig.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from '../../faceengine/v1/Picture.js';

/**
 * An enrolment from pictures.
 */
export interface EnrollOnceRequest {
  /**
   * What is to be enrolled.
   */
  'config'?: (_faceengine_v1_EnrollConfig | null);
  /**
   * 1–10 pictures, taken as stills: they show no motion.
   */
  'pictures'?: (_faceengine_v1_Picture)[];
}

/**
 * An enrolment from pictures.
 */
export interface EnrollOnceRequest__Output {
  /**
   * What is to be enrolled.
   */
  'config': (_faceengine_v1_EnrollConfig__Output | null);
  /**
   * 1–10 pictures, taken as stills: they show no motion.
   */
  'pictures': (_faceengine_v1_Picture__Output)[];
}
