// Original file: proto/faceengine/v1/galleries.proto


/**
 * Which job.
 */
export interface JobsGetRequest {
  /**
   * As it was given.
   */
  'jobId'?: (string);
}

/**
 * Which job.
 */
export interface JobsGetRequest__Output {
  /**
   * As it was given.
   */
  'jobId': (string);
}
