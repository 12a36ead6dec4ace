// Original file: proto/faceengine/v1/galleries.proto


/**
 * Two subjects who look the same. When one of them is deleted the pair is gone.
 */
export interface DuplicatePair {
  /**
   * The one of the smaller id.
   */
  'subjectId'?: (string);
  /**
   * The other one.
   */
  'otherSubjectId'?: (string);
  /**
   * Calibrated similarity, 0–1; absent unless the caller may read scores.
   */
  'similarity'?: (number | string);
  '_similarity'?: "similarity";
}

/**
 * Two subjects who look the same. When one of them is deleted the pair is gone.
 */
export interface DuplicatePair__Output {
  /**
   * The one of the smaller id.
   */
  'subjectId': (string);
  /**
   * The other one.
   */
  'otherSubjectId': (string);
  /**
   * Calibrated similarity, 0–1; absent unless the caller may read scores.
   */
  'similarity'?: (number);
  '_similarity'?: "similarity";
}
