// Original file: proto/faceengine/v1/types.proto


/**
 * A rectangle in the upright picture, pixels; it may reach past the borders.
 */
export interface Box {
  /**
   * Left border.
   */
  'left'?: (number | string);
  /**
   * Top border.
   */
  'top'?: (number | string);
  /**
   * Width, ≥ 0.
   */
  'width'?: (number | string);
  /**
   * Height, ≥ 0.
   */
  'height'?: (number | string);
}

/**
 * A rectangle in the upright picture, pixels; it may reach past the borders.
 */
export interface Box__Output {
  /**
   * Left border.
   */
  'left': (number);
  /**
   * Top border.
   */
  'top': (number);
  /**
   * Width, ≥ 0.
   */
  'width': (number);
  /**
   * Height, ≥ 0.
   */
  'height': (number);
}
