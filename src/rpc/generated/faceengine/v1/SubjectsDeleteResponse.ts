// Original file: proto/faceengine/v1/subjects.proto

import type { DeletionReceipt as _faceengine_v1_DeletionReceipt, DeletionReceipt__Output as _faceengine_v1_DeletionReceipt__Output } from '../../faceengine/v1/DeletionReceipt.js';

/**
 * What is gone.
 */
export interface SubjectsDeleteResponse {
  /**
   * Always set.
   */
  'receipt'?: (_faceengine_v1_DeletionReceipt | null);
}

/**
 * What is gone.
 */
export interface SubjectsDeleteResponse__Output {
  /**
   * Always set.
   */
  'receipt': (_faceengine_v1_DeletionReceipt__Output | null);
}
