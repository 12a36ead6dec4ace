// Original file: proto/faceengine/v1/types.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * First message of every capture: its limits.
 */
export interface CaptureStarted {
  /**
   * 32 random bytes, for this capture alone.
   */
  'nonce'?: (Buffer | Uint8Array | string);
  /**
   * At most so many frames, ≥ 1.
   */
  'framesMax'?: (number);
  /**
   * At most so many bytes in `Frame.image`.
   */
  'frameBytesMax'?: (number);
  /**
   * The capture ends after this long, > 0.
   */
  'durationMax'?: (_google_protobuf_Duration | null);
  /**
   * The capture ends when no frame comes for this long, > 0.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * Recommended width of the camera's picture, pixels.
   */
  'recommendedWidth'?: (number);
  /**
   * Recommended height of the camera's picture, pixels.
   */
  'recommendedHeight'?: (number);
  /**
   * Name and version of the policy that decides.
   */
  'policyVersion'?: (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId'?: (string);
}

/**
 * First message of every capture: its limits.
 */
export interface CaptureStarted__Output {
  /**
   * 32 random bytes, for this capture alone.
   */
  'nonce': (Buffer);
  /**
   * At most so many frames, ≥ 1.
   */
  'framesMax': (number);
  /**
   * At most so many bytes in `Frame.image`.
   */
  'frameBytesMax': (number);
  /**
   * The capture ends after this long, > 0.
   */
  'durationMax': (_google_protobuf_Duration__Output | null);
  /**
   * The capture ends when no frame comes for this long, > 0.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * Recommended width of the camera's picture, pixels.
   */
  'recommendedWidth': (number);
  /**
   * Recommended height of the camera's picture, pixels.
   */
  'recommendedHeight': (number);
  /**
   * Name and version of the policy that decides.
   */
  'policyVersion': (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId': (string);
}
