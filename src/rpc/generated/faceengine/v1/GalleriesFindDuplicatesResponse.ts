// Original file: proto/faceengine/v1/galleries.proto

import type { Job as _faceengine_v1_Job, Job__Output as _faceengine_v1_Job__Output } from '../../faceengine/v1/Job.js';

/**
 * The job that was started.
 */
export interface GalleriesFindDuplicatesResponse {
  /**
   * Always set.
   */
  'job'?: (_faceengine_v1_Job | null);
}

/**
 * The job that was started.
 */
export interface GalleriesFindDuplicatesResponse__Output {
  /**
   * Always set.
   */
  'job': (_faceengine_v1_Job__Output | null);
}
