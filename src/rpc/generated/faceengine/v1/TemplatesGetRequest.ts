// Original file: proto/faceengine/v1/subjects.proto


/**
 * Which template.
 */
export interface TemplatesGetRequest {
  /**
   * As the server gave it; 1–128 characters of [A-Za-z0-9._:@-].
   */
  'templateId'?: (string);
}

/**
 * Which template.
 */
export interface TemplatesGetRequest__Output {
  /**
   * As the server gave it; 1–128 characters of [A-Za-z0-9._:@-].
   */
  'templateId': (string);
}
