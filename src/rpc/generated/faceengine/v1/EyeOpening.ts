// Original file: proto/faceengine/v1/types.proto


/**
 * How far the eyes are open.
 */
export interface EyeOpening {
  /**
   * Eye on the left of the picture, 0 (closed) – 1 (open).
   */
  'left'?: (number | string);
  /**
   * Eye on the right of the picture, 0 (closed) – 1 (open).
   */
  'right'?: (number | string);
}

/**
 * How far the eyes are open.
 */
export interface EyeOpening__Output {
  /**
   * Eye on the left of the picture, 0 (closed) – 1 (open).
   */
  'left': (number);
  /**
   * Eye on the right of the picture, 0 (closed) – 1 (open).
   */
  'right': (number);
}
