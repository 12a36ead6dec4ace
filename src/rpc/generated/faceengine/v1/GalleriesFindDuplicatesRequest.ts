// Original file: proto/faceengine/v1/galleries.proto


/**
 * How alike two subjects must be.
 */
export interface GalleriesFindDuplicatesRequest {
  /**
   * How likely a subject without a duplicate may be in a pair: 1e-9–0.5. The threshold follows from it and from how many
   * subjects there are, as in an identification.
   */
  'fpirMax'?: (number | string);
  /**
   * Calibrated similarity a pair reaches: 0.6–2. 0.80 is one false match in 10,000 comparisons.
   */
  'similarityMin'?: (number | string);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same job. Empty: every call
   * stands alone.
   */
  'requestId'?: (string);
  /**
   * At most one of the two; neither: an fpir_max of 0.01. BAD_FIELD unless the caller may read scores: a threshold of
   * one's own choosing tells them.
   */
  'threshold'?: "fpirMax"|"similarityMin";
}

/**
 * How alike two subjects must be.
 */
export interface GalleriesFindDuplicatesRequest__Output {
  /**
   * How likely a subject without a duplicate may be in a pair: 1e-9–0.5. The threshold follows from it and from how many
   * subjects there are, as in an identification.
   */
  'fpirMax'?: (number);
  /**
   * Calibrated similarity a pair reaches: 0.6–2. 0.80 is one false match in 10,000 comparisons.
   */
  'similarityMin'?: (number);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same job. Empty: every call
   * stands alone.
   */
  'requestId': (string);
  /**
   * At most one of the two; neither: an fpir_max of 0.01. BAD_FIELD unless the caller may read scores: a threshold of
   * one's own choosing tells them.
   */
  'threshold'?: "fpirMax"|"similarityMin";
}
