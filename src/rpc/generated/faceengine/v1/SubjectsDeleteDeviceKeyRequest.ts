// Original file: proto/faceengine/v1/subjects.proto


/**
 * Which key, and the id of this request.
 */
export interface SubjectsDeleteDeviceKeyRequest {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'keyId'?: (string);
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId'?: (string);
}

/**
 * Which key, and the id of this request.
 */
export interface SubjectsDeleteDeviceKeyRequest__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'keyId': (string);
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId': (string);
}
