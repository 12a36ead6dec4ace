// Original file: proto/faceengine/v1/identification.proto


/**
 * What a reference had to reach, and where that comes from.
 */
export interface IdentificationThreshold {
  /**
   * False positive identification rate: how likely a person who is not enrolled finds anybody at all. 0–0.5, as asked for
   * or as the policy has it.
   */
  'fpir'?: (number | string);
  /**
   * False match rate of a single comparison that keeps it, over `gallery_size` of them: 1 − (1 − fpir)^(1 ÷ gallery_size).
   * Less where the policy's similarity_floor is stricter.
   */
  'fmr'?: (number | string);
  /**
   * Calibrated similarity a candidate reaches: 0.40 + 0.10 · (−log10 fmr). It may lie above 1, where similarities end.
   */
  'similarity'?: (number | string);
  /**
   * True when `fmr` is rarer than anything the calibration of the model measured: the threshold then goes on as its last
   * two points do.
   */
  'extrapolated'?: (boolean);
}

/**
 * What a reference had to reach, and where that comes from.
 */
export interface IdentificationThreshold__Output {
  /**
   * False positive identification rate: how likely a person who is not enrolled finds anybody at all. 0–0.5, as asked for
   * or as the policy has it.
   */
  'fpir': (number);
  /**
   * False match rate of a single comparison that keeps it, over `gallery_size` of them: 1 − (1 − fpir)^(1 ÷ gallery_size).
   * Less where the policy's similarity_floor is stricter.
   */
  'fmr': (number);
  /**
   * Calibrated similarity a candidate reaches: 0.40 + 0.10 · (−log10 fmr). It may lie above 1, where similarities end.
   */
  'similarity': (number);
  /**
   * True when `fmr` is rarer than anything the calibration of the model measured: the threshold then goes on as its last
   * two points do.
   */
  'extrapolated': (boolean);
}
