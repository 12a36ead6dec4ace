// Original file: proto/faceengine/v1/types.proto

/**
 * Whether a quality component was assessed.
 */
export const QualityStatus = {
  /**
   * Never sent.
   */
  QUALITY_STATUS_UNSPECIFIED: 'QUALITY_STATUS_UNSPECIFIED',
  /**
   * Native value and value hold.
   */
  QUALITY_STATUS_ASSESSED: 'QUALITY_STATUS_ASSESSED',
  /**
   * It could not be assessed in this picture: both values are 0 and mean nothing.
   */
  QUALITY_STATUS_FAILURE_TO_ASSESS: 'QUALITY_STATUS_FAILURE_TO_ASSESS',
} as const;

/**
 * Whether a quality component was assessed.
 */
export type QualityStatus =
  /**
   * Never sent.
   */
  | 'QUALITY_STATUS_UNSPECIFIED'
  | 0
  /**
   * Native value and value hold.
   */
  | 'QUALITY_STATUS_ASSESSED'
  | 1
  /**
   * It could not be assessed in this picture: both values are 0 and mean nothing.
   */
  | 'QUALITY_STATUS_FAILURE_TO_ASSESS'
  | 2

/**
 * Whether a quality component was assessed.
 */
export type QualityStatus__Output = typeof QualityStatus[keyof typeof QualityStatus]
