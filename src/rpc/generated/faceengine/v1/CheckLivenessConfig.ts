// Original file: proto/faceengine/v1/biometrics.proto


/**
 * How liveness is to be checked.
 */
export interface CheckLivenessConfig {
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy'?: (string);
}

/**
 * How liveness is to be checked.
 */
export interface CheckLivenessConfig__Output {
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy': (string);
}
