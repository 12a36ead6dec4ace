// Original file: proto/faceengine/v1/administration.proto


/**
 * Weights of the modalities, each ≥ 0, that of rgb > 0. They need not sum to one.
 */
export interface FusionWeights {
  /**
   * Similarity.
   */
  'rgb'?: (number | string);
  /**
   * Depth similarity.
   */
  'depth'?: (number | string);
  /**
   * Liveness of single frames.
   */
  'liveness'?: (number | string);
  /**
   * Live motion.
   */
  'motion'?: (number | string);
}

/**
 * Weights of the modalities, each ≥ 0, that of rgb > 0. They need not sum to one.
 */
export interface FusionWeights__Output {
  /**
   * Similarity.
   */
  'rgb': (number);
  /**
   * Depth similarity.
   */
  'depth': (number);
  /**
   * Liveness of single frames.
   */
  'liveness': (number);
  /**
   * Live motion.
   */
  'motion': (number);
}
