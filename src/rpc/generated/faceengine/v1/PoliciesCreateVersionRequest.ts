// Original file: proto/faceengine/v1/administration.proto

import type { PolicyDocument as _faceengine_v1_PolicyDocument, PolicyDocument__Output as _faceengine_v1_PolicyDocument__Output } from '../../faceengine/v1/PolicyDocument.js';

/**
 * A new version.
 */
export interface PoliciesCreateVersionRequest {
  /**
   * Whole: what is left out is 0 and is checked like anything else.
   */
  'document'?: (_faceengine_v1_PolicyDocument | null);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer. Empty: every call
   * stands alone.
   */
  'requestId'?: (string);
}

/**
 * A new version.
 */
export interface PoliciesCreateVersionRequest__Output {
  /**
   * Whole: what is left out is 0 and is checked like anything else.
   */
  'document': (_faceengine_v1_PolicyDocument__Output | null);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer. Empty: every call
   * stands alone.
   */
  'requestId': (string);
}
