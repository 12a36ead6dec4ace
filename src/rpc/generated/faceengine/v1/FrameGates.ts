// Original file: proto/faceengine/v1/administration.proto


/**
 * What a frame must have to count; units as in docs/vocabulary.md.
 */
export interface FrameGates {
  /**
   * Second opinion that this is a face, 0–1.
   */
  'presenceScoreMin'?: (number | string);
  /**
   * Pixels, ≥ 0.
   */
  'interEyeDistanceMinPx'?: (number | string);
  /**
   * Distance of the face from the picture's border divided by the face's width, −1–1; negative lets a part be cut off.
   */
  'marginRatioMin'?: (number | string);
  /**
   * Degrees, 0–90.
   */
  'yawAbsMaxDeg'?: (number | string);
  /**
   * Degrees, 0–90.
   */
  'pitchAbsMaxDeg'?: (number | string);
  /**
   * 0–255.
   */
  'luminanceMeanMin'?: (number | string);
  /**
   * 0–255.
   */
  'luminanceMeanMax'?: (number | string);
  /**
   * Share of over-exposed face pixels, 0–1.
   */
  'overExposureMax'?: (number | string);
  /**
   * Bits, 0–8.
   */
  'dynamicRangeMinBits'?: (number | string);
  /**
   * 0–1.
   */
  'illuminationUniformityMin'?: (number | string);
  /**
   * Variance of the Laplacian over the aligned face, ≥ 0.
   */
  'sharpnessMin'?: (number | string);
  /**
   * Area of the second face divided by that of the first, 0–1.
   */
  'secondFaceRatioMax'?: (number | string);
  /**
   * Probability of a bona fide presentation, 0–1; counts where liveness is checked.
   */
  'livenessMin'?: (number | string);
  /**
   * Width of the face divided by the width of the picture, 0–2.
   */
  'faceWidthRatioMax'?: (number | string);
  /**
   * Opening of the less open eye, 0–1; 0 lets closed eyes pass. Counts where eyes are measured.
   */
  'eyeOpeningMin'?: (number | string);
  /**
   * Distance of the lips divided by that of eyes and chin, 0–2.
   */
  'mouthOpeningMax'?: (number | string);
  /**
   * Unified quality, 0–100.
   */
  'qualityMin'?: (number | string);
}

/**
 * What a frame must have to count; units as in docs/vocabulary.md.
 */
export interface FrameGates__Output {
  /**
   * Second opinion that this is a face, 0–1.
   */
  'presenceScoreMin': (number);
  /**
   * Pixels, ≥ 0.
   */
  'interEyeDistanceMinPx': (number);
  /**
   * Distance of the face from the picture's border divided by the face's width, −1–1; negative lets a part be cut off.
   */
  'marginRatioMin': (number);
  /**
   * Degrees, 0–90.
   */
  'yawAbsMaxDeg': (number);
  /**
   * Degrees, 0–90.
   */
  'pitchAbsMaxDeg': (number);
  /**
   * 0–255.
   */
  'luminanceMeanMin': (number);
  /**
   * 0–255.
   */
  'luminanceMeanMax': (number);
  /**
   * Share of over-exposed face pixels, 0–1.
   */
  'overExposureMax': (number);
  /**
   * Bits, 0–8.
   */
  'dynamicRangeMinBits': (number);
  /**
   * 0–1.
   */
  'illuminationUniformityMin': (number);
  /**
   * Variance of the Laplacian over the aligned face, ≥ 0.
   */
  'sharpnessMin': (number);
  /**
   * Area of the second face divided by that of the first, 0–1.
   */
  'secondFaceRatioMax': (number);
  /**
   * Probability of a bona fide presentation, 0–1; counts where liveness is checked.
   */
  'livenessMin': (number);
  /**
   * Width of the face divided by the width of the picture, 0–2.
   */
  'faceWidthRatioMax': (number);
  /**
   * Opening of the less open eye, 0–1; 0 lets closed eyes pass. Counts where eyes are measured.
   */
  'eyeOpeningMin': (number);
  /**
   * Distance of the lips divided by that of eyes and chin, 0–2.
   */
  'mouthOpeningMax': (number);
  /**
   * Unified quality, 0–100.
   */
  'qualityMin': (number);
}
