// Original file: proto/faceengine/v1/administration.proto


/**
 * Slopes of attention, −10–10 each.
 */
export interface FusionSlopes {
  /**
   * Of similarity, by the unified quality of the probe.
   */
  'rgb'?: (number | string);
  /**
   * Of depth similarity, by the share of depth pixels that are valid.
   */
  'depth'?: (number | string);
  /**
   * Of liveness, by how many frames were judged.
   */
  'liveness'?: (number | string);
  /**
   * Of motion, by how many frames were followed.
   */
  'motion'?: (number | string);
}

/**
 * Slopes of attention, −10–10 each.
 */
export interface FusionSlopes__Output {
  /**
   * Of similarity, by the unified quality of the probe.
   */
  'rgb': (number);
  /**
   * Of depth similarity, by the share of depth pixels that are valid.
   */
  'depth': (number);
  /**
   * Of liveness, by how many frames were judged.
   */
  'liveness': (number);
  /**
   * Of motion, by how many frames were followed.
   */
  'motion': (number);
}
