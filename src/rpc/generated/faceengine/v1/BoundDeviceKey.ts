// Original file: proto/faceengine/v1/subjects.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * What is told about a device key that is bound to a subject.
 */
export interface BoundDeviceKey {
  /**
   * As it was bound.
   */
  'keyId'?: (string);
  /**
   * Server time.
   */
  'createdAt'?: (_google_protobuf_Timestamp | null);
}

/**
 * What is told about a device key that is bound to a subject.
 */
export interface BoundDeviceKey__Output {
  /**
   * As it was bound.
   */
  'keyId': (string);
  /**
   * Server time.
   */
  'createdAt': (_google_protobuf_Timestamp__Output | null);
}
