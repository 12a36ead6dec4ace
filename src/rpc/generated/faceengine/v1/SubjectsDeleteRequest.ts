// Original file: proto/faceengine/v1/subjects.proto


/**
 * Which subject, and the id of this request.
 */
export interface SubjectsDeleteRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId'?: (string);
}

/**
 * Which subject, and the id of this request.
 */
export interface SubjectsDeleteRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId': (string);
}
