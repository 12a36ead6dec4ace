// Original file: proto/faceengine/v1/administration.proto

/**
 * What a policy asks of liveness.
 */
export const LivenessCheck = {
  /**
   * Refused with BAD_FIELD.
   */
  LIVENESS_CHECK_UNSPECIFIED: 'LIVENESS_CHECK_UNSPECIFIED',
  /**
   * Not looked at; every answer says so.
   */
  LIVENESS_CHECK_NOT_CHECKED: 'LIVENESS_CHECK_NOT_CHECKED',
  /**
   * Networks, and motion or a blink, without asking anything of the person.
   */
  LIVENESS_CHECK_PASSIVE: 'LIVENESS_CHECK_PASSIVE',
  /**
   * A challenge must be answered.
   */
  LIVENESS_CHECK_ACTIVE: 'LIVENESS_CHECK_ACTIVE',
  /**
   * A depth sensor must show a face.
   */
  LIVENESS_CHECK_SENSOR: 'LIVENESS_CHECK_SENSOR',
} as const;

/**
 * What a policy asks of liveness.
 */
export type LivenessCheck =
  /**
   * Refused with BAD_FIELD.
   */
  | 'LIVENESS_CHECK_UNSPECIFIED'
  | 0
  /**
   * Not looked at; every answer says so.
   */
  | 'LIVENESS_CHECK_NOT_CHECKED'
  | 1
  /**
   * Networks, and motion or a blink, without asking anything of the person.
   */
  | 'LIVENESS_CHECK_PASSIVE'
  | 2
  /**
   * A challenge must be answered.
   */
  | 'LIVENESS_CHECK_ACTIVE'
  | 3
  /**
   * A depth sensor must show a face.
   */
  | 'LIVENESS_CHECK_SENSOR'
  | 4

/**
 * What a policy asks of liveness.
 */
export type LivenessCheck__Output = typeof LivenessCheck[keyof typeof LivenessCheck]
