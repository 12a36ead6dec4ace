// Original file: proto/faceengine/v1/subjects.proto

import type { BoundDeviceKey as _faceengine_v1_BoundDeviceKey, BoundDeviceKey__Output as _faceengine_v1_BoundDeviceKey__Output } from '../../faceengine/v1/BoundDeviceKey.js';

/**
 * All of them, in the order of their ids.
 */
export interface SubjectsListDeviceKeysResponse {
  /**
   * At most 8.
   */
  'deviceKeys'?: (_faceengine_v1_BoundDeviceKey)[];
}

/**
 * All of them, in the order of their ids.
 */
export interface SubjectsListDeviceKeysResponse__Output {
  /**
   * At most 8.
   */
  'deviceKeys': (_faceengine_v1_BoundDeviceKey__Output)[];
}
