// Original file: proto/faceengine/v1/identification.proto


/**
 * What a reference had to reach, and where that comes from.
 */
export interface IdentificationThreshold {
  /**
   * False positive identification rate: how likely a person who is not enrolled finds anybody at all. 0–0.5, as asked for
   * or as the policy has it, whichever is less.
   */
  'fpir'?: (number | string);
  /**
   * False match rate of a single comparison that keeps it, over `references` of them: 1 − (1 − fpir)^(1 ÷ references).
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
  /**
   * References that the rate is of: those that the filter left where the caller may read scores, else the whole gallery,
   * since a filter of one's own choosing would move the threshold.
   */
  'references'?: (number);
}

/**
 * What a reference had to reach, and where that comes from.
 */
export interface IdentificationThreshold__Output {
  /**
   * False positive identification rate: how likely a person who is not enrolled finds anybody at all. 0–0.5, as asked for
   * or as the policy has it, whichever is less.
   */
  'fpir': (number);
  /**
   * False match rate of a single comparison that keeps it, over `references` of them: 1 − (1 − fpir)^(1 ÷ references).
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
  /**
   * References that the rate is of: those that the filter left where the caller may read scores, else the whole gallery,
   * since a filter of one's own choosing would move the threshold.
   */
  'references': (number);
}
