// Original file: proto/faceengine/v1/subjects.proto


/**
 * Which subject.
 */
export interface SubjectsGetRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
}

/**
 * Which subject.
 */
export interface SubjectsGetRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
}
