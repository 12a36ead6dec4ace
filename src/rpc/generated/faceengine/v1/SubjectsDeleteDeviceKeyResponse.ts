// Original file: proto/faceengine/v1/subjects.proto

import type { BoundDeviceKey as _faceengine_v1_BoundDeviceKey, BoundDeviceKey__Output as _faceengine_v1_BoundDeviceKey__Output } from '../../faceengine/v1/BoundDeviceKey.js';

/**
 * The key that is gone.
 */
export interface SubjectsDeleteDeviceKeyResponse {
  /**
   * Always set.
   */
  'deviceKey'?: (_faceengine_v1_BoundDeviceKey | null);
}

/**
 * The key that is gone.
 */
export interface SubjectsDeleteDeviceKeyResponse__Output {
  /**
   * Always set.
   */
  'deviceKey': (_faceengine_v1_BoundDeviceKey__Output | null);
}
