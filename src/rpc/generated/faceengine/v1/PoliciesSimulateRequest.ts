// Original file: proto/faceengine/v1/administration.proto

import type { PolicyDocument as _faceengine_v1_PolicyDocument, PolicyDocument__Output as _faceengine_v1_PolicyDocument__Output } from '../../faceengine/v1/PolicyDocument.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * Which policy, over which captures.
 */
export interface PoliciesSimulateRequest {
  /**
   * A stored version, `name@version`.
   */
  'policyVersion'?: (string);
  /**
   * One that is not stored.
   */
  'document'?: (_faceengine_v1_PolicyDocument | null);
  /**
   * Captures recorded at or after this time; absent: all that are kept.
   */
  'recordedAfter'?: (_google_protobuf_Timestamp | null);
  /**
   * The policy to try: exactly one of the two.
   */
  'policy'?: "policyVersion"|"document";
}

/**
 * Which policy, over which captures.
 */
export interface PoliciesSimulateRequest__Output {
  /**
   * A stored version, `name@version`.
   */
  'policyVersion'?: (string);
  /**
   * One that is not stored.
   */
  'document'?: (_faceengine_v1_PolicyDocument__Output | null);
  /**
   * Captures recorded at or after this time; absent: all that are kept.
   */
  'recordedAfter': (_google_protobuf_Timestamp__Output | null);
  /**
   * The policy to try: exactly one of the two.
   */
  'policy'?: "policyVersion"|"document";
}
