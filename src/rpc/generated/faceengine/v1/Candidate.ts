// Original file: proto/faceengine/v1/identification.proto


/**
 * A subject whose reference reached the threshold.
 */
export interface Candidate {
  /**
   * 1 for the highest comparison score.
   */
  'rank'?: (number);
  /**
   * Who it is.
   */
  'subjectId'?: (string);
  /**
   * Calibrated similarity, 0–1; absent unless the caller may read scores.
   */
  'similarity'?: (number | string);
  /**
   * Comparison score of the model: cosine, −1–1; absent unless the caller may read scores.
   */
  'comparisonScore'?: (number | string);
  '_similarity'?: "similarity";
  '_comparisonScore'?: "comparisonScore";
}

/**
 * A subject whose reference reached the threshold.
 */
export interface Candidate__Output {
  /**
   * 1 for the highest comparison score.
   */
  'rank': (number);
  /**
   * Who it is.
   */
  'subjectId': (string);
  /**
   * Calibrated similarity, 0–1; absent unless the caller may read scores.
   */
  'similarity'?: (number);
  /**
   * Comparison score of the model: cosine, −1–1; absent unless the caller may read scores.
   */
  'comparisonScore'?: (number);
  '_similarity'?: "similarity";
  '_comparisonScore'?: "comparisonScore";
}
