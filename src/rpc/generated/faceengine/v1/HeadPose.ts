// Original file: proto/faceengine/v1/types.proto


/**
 * Head pose, degrees, signs as in ISO/IEC 29794-5.
 */
export interface HeadPose {
  /**
   * Positive to the subject's left, −180–180.
   */
  'yawDeg'?: (number | string);
  /**
   * Positive upwards, −90–90.
   */
  'pitchDeg'?: (number | string);
  /**
   * Positive towards the subject's left shoulder, −180–180.
   */
  'rollDeg'?: (number | string);
}

/**
 * Head pose, degrees, signs as in ISO/IEC 29794-5.
 */
export interface HeadPose__Output {
  /**
   * Positive to the subject's left, −180–180.
   */
  'yawDeg': (number);
  /**
   * Positive upwards, −90–90.
   */
  'pitchDeg': (number);
  /**
   * Positive towards the subject's left shoulder, −180–180.
   */
  'rollDeg': (number);
}
