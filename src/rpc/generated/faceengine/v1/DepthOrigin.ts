// Original file: proto/faceengine/v1/types.proto

/**
 * Where depth came from.
 */
export const DepthOrigin = {
  /**
   * In a frame refused with BAD_FIELD; in an answer: no depth took part.
   */
  DEPTH_ORIGIN_UNSPECIFIED: 'DEPTH_ORIGIN_UNSPECIFIED',
  /**
   * A time-of-flight sensor.
   */
  DEPTH_ORIGIN_SENSOR_TOF: 'DEPTH_ORIGIN_SENSOR_TOF',
  /**
   * A sensor that projects a pattern.
   */
  DEPTH_ORIGIN_SENSOR_STRUCTURED_LIGHT: 'DEPTH_ORIGIN_SENSOR_STRUCTURED_LIGHT',
  /**
   * Two cameras.
   */
  DEPTH_ORIGIN_STEREO: 'DEPTH_ORIGIN_STEREO',
  /**
   * Made by a network from the picture: never evidence of life, never compared.
   */
  DEPTH_ORIGIN_ESTIMATED: 'DEPTH_ORIGIN_ESTIMATED',
} as const;

/**
 * Where depth came from.
 */
export type DepthOrigin =
  /**
   * In a frame refused with BAD_FIELD; in an answer: no depth took part.
   */
  | 'DEPTH_ORIGIN_UNSPECIFIED'
  | 0
  /**
   * A time-of-flight sensor.
   */
  | 'DEPTH_ORIGIN_SENSOR_TOF'
  | 1
  /**
   * A sensor that projects a pattern.
   */
  | 'DEPTH_ORIGIN_SENSOR_STRUCTURED_LIGHT'
  | 2
  /**
   * Two cameras.
   */
  | 'DEPTH_ORIGIN_STEREO'
  | 3
  /**
   * Made by a network from the picture: never evidence of life, never compared.
   */
  | 'DEPTH_ORIGIN_ESTIMATED'
  | 4

/**
 * Where depth came from.
 */
export type DepthOrigin__Output = typeof DepthOrigin[keyof typeof DepthOrigin]
