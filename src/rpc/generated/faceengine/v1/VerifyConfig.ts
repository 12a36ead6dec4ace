// Original file: proto/faceengine/v1/biometrics.proto


/**
 * The biometric claim.
 */
export interface VerifyConfig {
  /**
   * Who the person claims to be: 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy'?: (string);
  /**
   * Which of the subject's device keys every frame is signed with; empty: none. Streams only.
   */
  'deviceKeyId'?: (string);
}

/**
 * The biometric claim.
 */
export interface VerifyConfig__Output {
  /**
   * Who the person claims to be: 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy': (string);
  /**
   * Which of the subject's device keys every frame is signed with; empty: none. Streams only.
   */
  'deviceKeyId': (string);
}
