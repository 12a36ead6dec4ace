// Original file: proto/faceengine/v1/subjects.proto


/**
 * Whose keys.
 */
export interface SubjectsListDeviceKeysRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
}

/**
 * Whose keys.
 */
export interface SubjectsListDeviceKeysRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
}
