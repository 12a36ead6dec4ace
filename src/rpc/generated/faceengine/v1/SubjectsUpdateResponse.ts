// Original file: proto/faceengine/v1/subjects.proto

import type { Subject as _faceengine_v1_Subject, Subject__Output as _faceengine_v1_Subject__Output } from '../../faceengine/v1/Subject.js';

/**
 * The subject as it is now.
 */
export interface SubjectsUpdateResponse {
  /**
   * Always set.
   */
  'subject'?: (_faceengine_v1_Subject | null);
}

/**
 * The subject as it is now.
 */
export interface SubjectsUpdateResponse__Output {
  /**
   * Always set.
   */
  'subject': (_faceengine_v1_Subject__Output | null);
}
