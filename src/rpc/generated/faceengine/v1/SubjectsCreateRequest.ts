// Original file: proto/faceengine/v1/subjects.proto


/**
 * A new subject.
 */
export interface SubjectsCreateRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer. Empty: every call
   * stands alone.
   */
  'requestId'?: (string);
  /**
   * As in SubjectsUpdateRequest.
   */
  'tags'?: (string)[];
}

/**
 * A new subject.
 */
export interface SubjectsCreateRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer. Empty: every call
   * stands alone.
   */
  'requestId': (string);
  /**
   * As in SubjectsUpdateRequest.
   */
  'tags': (string)[];
}
