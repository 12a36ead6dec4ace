// Original file: proto/faceengine/v1/types.proto


/**
 * Measured values behind a decision; a field is absent where nothing was measured.
 */
export interface Scores {
  /**
   * Comparison score of the model: cosine, −1–1.
   */
  'comparisonScore'?: (number | string);
  /**
   * Calibrated similarity, 0–1: 0.40 + 0.10 · (−log10 FMR).
   */
  'similarity'?: (number | string);
  /**
   * Probability of a bona fide presentation, 0–1.
   */
  'liveness'?: (number | string);
  /**
   * Evidence of live motion, 0–1.
   */
  'motion'?: (number | string);
  /**
   * Weighted sum of similarity, liveness, motion and depth, as far as they are there, 0–1.
   */
  'fused'?: (number | string);
  /**
   * Calibrated similarity of the reliefs a depth sensor saw, 0–1, on the scale of `similarity`; absent also where
   * `similarity` is too low for anything to be made of it.
   */
  'depth'?: (number | string);
  '_comparisonScore'?: "comparisonScore";
  '_similarity'?: "similarity";
  '_liveness'?: "liveness";
  '_motion'?: "motion";
  '_fused'?: "fused";
  '_depth'?: "depth";
}

/**
 * Measured values behind a decision; a field is absent where nothing was measured.
 */
export interface Scores__Output {
  /**
   * Comparison score of the model: cosine, −1–1.
   */
  'comparisonScore'?: (number);
  /**
   * Calibrated similarity, 0–1: 0.40 + 0.10 · (−log10 FMR).
   */
  'similarity'?: (number);
  /**
   * Probability of a bona fide presentation, 0–1.
   */
  'liveness'?: (number);
  /**
   * Evidence of live motion, 0–1.
   */
  'motion'?: (number);
  /**
   * Weighted sum of similarity, liveness, motion and depth, as far as they are there, 0–1.
   */
  'fused'?: (number);
  /**
   * Calibrated similarity of the reliefs a depth sensor saw, 0–1, on the scale of `similarity`; absent also where
   * `similarity` is too low for anything to be made of it.
   */
  'depth'?: (number);
  '_comparisonScore'?: "comparisonScore";
  '_similarity'?: "similarity";
  '_liveness'?: "liveness";
  '_motion'?: "motion";
  '_fused'?: "fused";
  '_depth'?: "depth";
}
