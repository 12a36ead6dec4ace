// Original file: proto/faceengine/v1/galleries.proto

import type { Job as _faceengine_v1_Job, Job__Output as _faceengine_v1_Job__Output } from '../../faceengine/v1/Job.js';

/**
 * One page.
 */
export interface JobsListResponse {
  /**
   * At most page_size.
   */
  'jobs'?: (_faceengine_v1_Job)[];
  /**
   * Opaque and signed; empty at the end. The last page can be empty.
   */
  'nextPageToken'?: (string);
}

/**
 * One page.
 */
export interface JobsListResponse__Output {
  /**
   * At most page_size.
   */
  'jobs': (_faceengine_v1_Job__Output)[];
  /**
   * Opaque and signed; empty at the end. The last page can be empty.
   */
  'nextPageToken': (string);
}
