// Original file: proto/faceengine/v1/subjects.proto


/**
 * Which subject, and its tags.
 */
export interface SubjectsUpdateRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * All of them: at most 16, 1–64 characters of [A-Za-z0-9._:-] each, none twice. Empty: it has none from then on.
   */
  'tags'?: (string)[];
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId'?: (string);
}

/**
 * Which subject, and its tags.
 */
export interface SubjectsUpdateRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * All of them: at most 16, 1–64 characters of [A-Za-z0-9._:-] each, none twice. Empty: it has none from then on.
   */
  'tags': (string)[];
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId': (string);
}
