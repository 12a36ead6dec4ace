// Original file: proto/faceengine/v1/subjects.proto

import type { Subject as _faceengine_v1_Subject, Subject__Output as _faceengine_v1_Subject__Output } from '../../faceengine/v1/Subject.js';

/**
 * One page.
 */
export interface SubjectsListResponse {
  /**
   * At most page_size.
   */
  'subjects'?: (_faceengine_v1_Subject)[];
  /**
   * Opaque and signed; empty at the end. The last page can be empty.
   */
  'nextPageToken'?: (string);
}

/**
 * One page.
 */
export interface SubjectsListResponse__Output {
  /**
   * At most page_size.
   */
  'subjects': (_faceengine_v1_Subject__Output)[];
  /**
   * Opaque and signed; empty at the end. The last page can be empty.
   */
  'nextPageToken': (string);
}
