// Original file: proto/faceengine/v1/biometrics.proto


/**
 * What is to be enrolled.
 */
export interface EnrollConfig {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy'?: (string);
  /**
   * Whether a template of the same model that is there already is replaced; otherwise TEMPLATE_EXISTS.
   */
  'replace'?: (boolean);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer, and nothing is done
   * twice. Empty: every call stands alone.
   */
  'requestId'?: (string);
}

/**
 * What is to be enrolled.
 */
export interface EnrollConfig__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy': (string);
  /**
   * Whether a template of the same model that is there already is replaced; otherwise TEMPLATE_EXISTS.
   */
  'replace': (boolean);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer, and nothing is done
   * twice. Empty: every call stands alone.
   */
  'requestId': (string);
}
