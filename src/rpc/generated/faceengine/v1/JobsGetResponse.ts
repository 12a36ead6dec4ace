// Original file: proto/faceengine/v1/galleries.proto

import type { Job as _faceengine_v1_Job, Job__Output as _faceengine_v1_Job__Output } from '../../faceengine/v1/Job.js';

/**
 * The job.
 */
export interface JobsGetResponse {
  /**
   * Always set.
   */
  'job'?: (_faceengine_v1_Job | null);
}

/**
 * The job.
 */
export interface JobsGetResponse__Output {
  /**
   * Always set.
   */
  'job': (_faceengine_v1_Job__Output | null);
}
