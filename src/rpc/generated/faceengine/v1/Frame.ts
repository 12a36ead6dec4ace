// Original file: proto/faceengine/v1/types.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { ImageFormat as _faceengine_v1_ImageFormat, ImageFormat__Output as _faceengine_v1_ImageFormat__Output } from '../../faceengine/v1/ImageFormat.js';
import type { DepthFrame as _faceengine_v1_DepthFrame, DepthFrame__Output as _faceengine_v1_DepthFrame__Output } from '../../faceengine/v1/DepthFrame.js';

/**
 * One picture of a stream.
 */
export interface Frame {
  /**
   * Strictly rising within the stream; gaps are allowed. Any start.
   */
  'sequence'?: (number);
  /**
   * The client's capture clock: never going back within the stream, and within 10 minutes of the server's clock. Set it
   * on every frame or on none; without it the time of arrival counts.
   */
  'capturedAt'?: (_google_protobuf_Timestamp | null);
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
   * 1 byte up to the `frame_bytes_max` told in CaptureStarted.
   */
  'image'?: (Buffer | Uint8Array | string);
  /**
   * Where a depth sensor sees what the camera sees. Frames without depth may lie between frames with it.
   */
  'depth'?: (_faceengine_v1_DepthFrame | null);
  /**
   * 64 bytes over the capture's nonce, the sequence, the picture and `captured_at`, which is required with it
   * (docs/device-signature.md): on every frame when the config names a device key, else on none.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * One picture of a stream.
 */
export interface Frame__Output {
  /**
   * Strictly rising within the stream; gaps are allowed. Any start.
   */
  'sequence': (number);
  /**
   * The client's capture clock: never going back within the stream, and within 10 minutes of the server's clock. Set it
   * on every frame or on none; without it the time of arrival counts.
   */
  'capturedAt': (_google_protobuf_Timestamp__Output | null);
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
   * 1 byte up to the `frame_bytes_max` told in CaptureStarted.
   */
  'image': (Buffer);
  /**
   * Where a depth sensor sees what the camera sees. Frames without depth may lie between frames with it.
   */
  'depth': (_faceengine_v1_DepthFrame__Output | null);
  /**
   * 64 bytes over the capture's nonce, the sequence, the picture and `captured_at`, which is required with it
   * (docs/device-signature.md): on every frame when the config names a device key, else on none.
   */
  'signature': (Buffer);
}
