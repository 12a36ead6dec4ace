// Original file: proto/faceengine/v1/types.proto

import type { ImageFormat as _faceengine_v1_ImageFormat, ImageFormat__Output as _faceengine_v1_ImageFormat__Output } from '../../faceengine/v1/ImageFormat.js';

/**
 * One picture of a unary call.
 */
export interface Picture {
  /**
   * Required.
   */
  'format'?: (_faceengine_v1_ImageFormat);
  /**
   * Pixels, 32–4096 for RGB24, GRAY8 and NV12; 0 for formats that carry their own size.
   */
  'width'?: (number);
  /**
   * Pixels, 32–4096 for RGB24, GRAY8 and NV12; 0 for formats that carry their own size.
   */
  'height'?: (number);
  /**
   * 1 byte up to 10 MB; all pictures of a call together up to the server's message limit (16 MiB unless configured).
   */
  'image'?: (Buffer | Uint8Array | string);
}

/**
 * One picture of a unary call.
 */
export interface Picture__Output {
  /**
   * Required.
   */
  'format': (_faceengine_v1_ImageFormat__Output);
  /**
   * Pixels, 32–4096 for RGB24, GRAY8 and NV12; 0 for formats that carry their own size.
   */
  'width': (number);
  /**
   * Pixels, 32–4096 for RGB24, GRAY8 and NV12; 0 for formats that carry their own size.
   */
  'height': (number);
  /**
   * 1 byte up to 10 MB; all pictures of a call together up to the server's message limit (16 MiB unless configured).
   */
  'image': (Buffer);
}
