// Original file: proto/faceengine/v1/types.proto


/**
 * A place in the upright picture, pixels.
 */
export interface Point {
  /**
   * From the left.
   */
  'x'?: (number | string);
  /**
   * From the top.
   */
  'y'?: (number | string);
}

/**
 * A place in the upright picture, pixels.
 */
export interface Point__Output {
  /**
   * From the left.
   */
  'x': (number);
  /**
   * From the top.
   */
  'y': (number);
}
