// Original file: proto/faceengine/v1/types.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * What may be told about a stored template; never the vector.
 */
export interface Template {
  /**
   * Given by the server.
   */
  'templateId'?: (string);
  /**
   * Whose it is.
   */
  'subjectId'?: (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId'?: (string);
  /**
   * 1 at first enrolment, one more at every replacement.
   */
  'version'?: (number);
  /**
   * Frames that went into it, ≥ 1.
   */
  'framesUsed'?: (number);
  /**
   * Unified quality of the enrolled sample, 0–100.
   */
  'quality'?: (number | string);
  /**
   * Server time.
   */
  'createdAt'?: (_google_protobuf_Timestamp | null);
}

/**
 * What may be told about a stored template; never the vector.
 */
export interface Template__Output {
  /**
   * Given by the server.
   */
  'templateId': (string);
  /**
   * Whose it is.
   */
  'subjectId': (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId': (string);
  /**
   * 1 at first enrolment, one more at every replacement.
   */
  'version': (number);
  /**
   * Frames that went into it, ≥ 1.
   */
  'framesUsed': (number);
  /**
   * Unified quality of the enrolled sample, 0–100.
   */
  'quality': (number);
  /**
   * Server time.
   */
  'createdAt': (_google_protobuf_Timestamp__Output | null);
}
