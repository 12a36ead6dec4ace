// Original file: proto/faceengine/v1/biometrics.proto

import type { IdentifyConfig as _faceengine_v1_IdentifyConfig, IdentifyConfig__Output as _faceengine_v1_IdentifyConfig__Output } from '../../faceengine/v1/IdentifyConfig.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from '../../faceengine/v1/Picture.js';

/**
 * An identification from pictures.
 */
export interface SearchOnceRequest {
  /**
   * Among whom to look.
   */
  'config'?: (_faceengine_v1_IdentifyConfig | null);
  /**
   * 1–10 pictures of one person, taken as stills: they show no motion.
   */
  'pictures'?: (_faceengine_v1_Picture)[];
}

/**
 * An identification from pictures.
 */
export interface SearchOnceRequest__Output {
  /**
   * Among whom to look.
   */
  'config': (_faceengine_v1_IdentifyConfig__Output | null);
  /**
   * 1–10 pictures of one person, taken as stills: they show no motion.
   */
  'pictures': (_faceengine_v1_Picture__Output)[];
}
