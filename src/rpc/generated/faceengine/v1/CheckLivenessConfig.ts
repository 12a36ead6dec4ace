// Original file: proto/faceengine/v1/biometrics.proto


/**
 * How liveness is to be checked.
 */
export interface CheckLivenessConfig {
  /**
   * "comparison-only" or "passive"; empty: the server's default.
   */
  'policy'?: (string);
}

/**
 * How liveness is to be checked.
 */
export interface CheckLivenessConfig__Output {
  /**
   * "comparison-only" or "passive"; empty: the server's default.
   */
  'policy': (string);
}
