// Original file: proto/faceengine/v1/biometrics.proto

import type { VerifyConfig as _faceengine_v1_VerifyConfig, VerifyConfig__Output as _faceengine_v1_VerifyConfig__Output } from '../../faceengine/v1/VerifyConfig.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from '../../faceengine/v1/Picture.js';

/**
 * A verification from pictures.
 */
export interface VerifyOnceRequest {
  /**
   * The biometric claim.
   */
  'config'?: (_faceengine_v1_VerifyConfig | null);
  /**
   * 1–10 pictures, taken as stills: they show no motion.
   */
  'pictures'?: (_faceengine_v1_Picture)[];
}

/**
 * A verification from pictures.
 */
export interface VerifyOnceRequest__Output {
  /**
   * The biometric claim.
   */
  'config': (_faceengine_v1_VerifyConfig__Output | null);
  /**
   * 1–10 pictures, taken as stills: they show no motion.
   */
  'pictures': (_faceengine_v1_Picture__Output)[];
}
