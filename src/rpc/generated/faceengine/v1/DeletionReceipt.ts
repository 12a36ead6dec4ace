// Original file: proto/faceengine/v1/types.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * What was deleted with a subject.
 */
export interface DeletionReceipt {
  /**
   * The subject that is gone.
   */
  'subjectId'?: (string);
  /**
   * Server time.
   */
  'deletedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Templates deleted with it, ≥ 0.
   */
  'templatesDeleted'?: (number);
}

/**
 * What was deleted with a subject.
 */
export interface DeletionReceipt__Output {
  /**
   * The subject that is gone.
   */
  'subjectId': (string);
  /**
   * Server time.
   */
  'deletedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Templates deleted with it, ≥ 0.
   */
  'templatesDeleted': (number);
}
