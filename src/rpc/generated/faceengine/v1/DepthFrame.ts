// Original file: proto/faceengine/v1/types.proto

import type { CameraIntrinsics as _faceengine_v1_CameraIntrinsics, CameraIntrinsics__Output as _faceengine_v1_CameraIntrinsics__Output } from '../../faceengine/v1/CameraIntrinsics.js';
import type { DepthOrigin as _faceengine_v1_DepthOrigin, DepthOrigin__Output as _faceengine_v1_DepthOrigin__Output } from '../../faceengine/v1/DepthOrigin.js';

/**
 * Depth of the same moment as its picture, registered to it: the map shows the field of view of the upright picture, in
 * the same or another resolution. What breaks a rule below is DEPTH_MISMATCH.
 */
export interface DepthFrame {
  /**
   * 2 · width · height bytes: rows from the top, without padding; a pixel is an unsigned 16-bit number, the lower byte
   * first: millimetres along the optical axis, 0 where the sensor saw nothing.
   */
  'z16'?: (Buffer | Uint8Array | string);
  /**
   * Pixels, 32–2048. Proportions as those of the upright picture, within 2 %.
   */
  'width'?: (number);
  /**
   * Pixels, 32–2048.
   */
  'height'?: (number);
  /**
   * Required.
   */
  'intrinsics'?: (_faceengine_v1_CameraIntrinsics | null);
  /**
   * Required.
   */
  'origin'?: (_faceengine_v1_DepthOrigin);
}

/**
 * Depth of the same moment as its picture, registered to it: the map shows the field of view of the upright picture, in
 * the same or another resolution. What breaks a rule below is DEPTH_MISMATCH.
 */
export interface DepthFrame__Output {
  /**
   * 2 · width · height bytes: rows from the top, without padding; a pixel is an unsigned 16-bit number, the lower byte
   * first: millimetres along the optical axis, 0 where the sensor saw nothing.
   */
  'z16': (Buffer);
  /**
   * Pixels, 32–2048. Proportions as those of the upright picture, within 2 %.
   */
  'width': (number);
  /**
   * Pixels, 32–2048.
   */
  'height': (number);
  /**
   * Required.
   */
  'intrinsics': (_faceengine_v1_CameraIntrinsics__Output | null);
  /**
   * Required.
   */
  'origin': (_faceengine_v1_DepthOrigin__Output);
}
