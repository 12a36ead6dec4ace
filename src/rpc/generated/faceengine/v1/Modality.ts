// Original file: proto/faceengine/v1/types.proto

/**
 * What evidence came from.
 */
export const Modality = {
  /**
   * Never sent.
   */
  MODALITY_UNSPECIFIED: 'MODALITY_UNSPECIFIED',
  /**
   * Comparison of the colour picture.
   */
  MODALITY_RGB: 'MODALITY_RGB',
  /**
   * Depth.
   */
  MODALITY_DEPTH: 'MODALITY_DEPTH',
  /**
   * Presentation attack detection in single frames.
   */
  MODALITY_LIVENESS: 'MODALITY_LIVENESS',
  /**
   * Motion between frames.
   */
  MODALITY_MOTION: 'MODALITY_MOTION',
} as const;

/**
 * What evidence came from.
 */
export type Modality =
  /**
   * Never sent.
   */
  | 'MODALITY_UNSPECIFIED'
  | 0
  /**
   * Comparison of the colour picture.
   */
  | 'MODALITY_RGB'
  | 1
  /**
   * Depth.
   */
  | 'MODALITY_DEPTH'
  | 2
  /**
   * Presentation attack detection in single frames.
   */
  | 'MODALITY_LIVENESS'
  | 3
  /**
   * Motion between frames.
   */
  | 'MODALITY_MOTION'
  | 4

/**
 * What evidence came from.
 */
export type Modality__Output = typeof Modality[keyof typeof Modality]
