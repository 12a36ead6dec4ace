// Original file: proto/faceengine/v1/subjects.proto


/**
 * The id of this request.
 */
export interface TemplatesFinishMigrationRequest {
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId'?: (string);
}

/**
 * The id of this request.
 */
export interface TemplatesFinishMigrationRequest__Output {
  /**
   * As in SubjectsCreateRequest.
   */
  'requestId': (string);
}
