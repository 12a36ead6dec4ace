// Original file: proto/faceengine/v1/types.proto


/**
 * Pinhole model of a depth map, pixels of that map, not of the picture: x = fx · X ÷ Z + cx, y = fy · Y ÷ Z + cy, where
 * integer coordinates are pixel centres. Lens distortion has been taken out.
 */
export interface CameraIntrinsics {
  /**
   * 0.2–10 times the map's width.
   */
  'fx'?: (number | string);
  /**
   * 0.2–10 times the map's height.
   */
  'fy'?: (number | string);
  /**
   * −0.5–1.5 times the map's width.
   */
  'cx'?: (number | string);
  /**
   * −0.5–1.5 times the map's height.
   */
  'cy'?: (number | string);
}

/**
 * Pinhole model of a depth map, pixels of that map, not of the picture: x = fx · X ÷ Z + cx, y = fy · Y ÷ Z + cy, where
 * integer coordinates are pixel centres. Lens distortion has been taken out.
 */
export interface CameraIntrinsics__Output {
  /**
   * 0.2–10 times the map's width.
   */
  'fx': (number);
  /**
   * 0.2–10 times the map's height.
   */
  'fy': (number);
  /**
   * −0.5–1.5 times the map's width.
   */
  'cx': (number);
  /**
   * −0.5–1.5 times the map's height.
   */
  'cy': (number);
}
