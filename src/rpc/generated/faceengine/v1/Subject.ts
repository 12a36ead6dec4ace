// Original file: proto/faceengine/v1/types.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * A person known to the engine.
 */
export interface Subject {
  /**
   * Chosen by the caller: 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * Server time.
   */
  'createdAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Words of the caller's that searches can be narrowed to, at most 16.
   */
  'tags'?: (string)[];
}

/**
 * A person known to the engine.
 */
export interface Subject__Output {
  /**
   * Chosen by the caller: 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * Server time.
   */
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Words of the caller's that searches can be narrowed to, at most 16.
   */
  'tags': (string)[];
}
