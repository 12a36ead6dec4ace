// Original file: proto/faceengine/v1/subjects.proto


/**
 * Whose templates.
 */
export interface TemplatesListRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
}

/**
 * Whose templates.
 */
export interface TemplatesListRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
}
