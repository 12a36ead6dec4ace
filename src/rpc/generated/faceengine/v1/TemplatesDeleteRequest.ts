// Original file: proto/faceengine/v1/subjects.proto


/**
 * Which template, and the id of this request.
 */
export interface TemplatesDeleteRequest {
  /**
   * As the server gave it; 1–128 characters of [A-Za-z0-9._:@-].
   */
  'templateId'?: (string);
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId'?: (string);
}

/**
 * Which template, and the id of this request.
 */
export interface TemplatesDeleteRequest__Output {
  /**
   * As the server gave it; 1–128 characters of [A-Za-z0-9._:@-].
   */
  'templateId': (string);
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId': (string);
}
