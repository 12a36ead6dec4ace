// Original file: proto/faceengine/v1/galleries.proto


/**
 * Which job.
 */
export interface JobsCancelRequest {
  /**
   * As it was given.
   */
  'jobId'?: (string);
}

/**
 * Which job.
 */
export interface JobsCancelRequest__Output {
  /**
   * As it was given.
   */
  'jobId': (string);
}
