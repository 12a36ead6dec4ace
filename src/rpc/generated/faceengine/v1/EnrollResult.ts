// Original file: proto/faceengine/v1/types.proto

import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';

/**
 * The end of an enrolment.
 */
export interface EnrollResult {
  /**
   * True when a template was stored, in the transaction that ended before this message was sent.
   */
  'enrolled'?: (boolean);
  /**
   * Id of the stored template; empty when none was.
   */
  'templateId'?: (string);
  /**
   * The first one is the main one.
   */
  'reasons'?: (_faceengine_v1_Reason)[];
  /**
   * Unified quality of the enrolled sample, 0–100; absent when nothing was enrolled.
   */
  'quality'?: (number | string);
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion'?: (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId'?: (string);
  /**
   * Frames looked at.
   */
  'framesSeen'?: (number);
  /**
   * Frames taken as evidence, ≤ frames_seen.
   */
  'framesAccepted'?: (number);
  '_quality'?: "quality";
}

/**
 * The end of an enrolment.
 */
export interface EnrollResult__Output {
  /**
   * True when a template was stored, in the transaction that ended before this message was sent.
   */
  'enrolled': (boolean);
  /**
   * Id of the stored template; empty when none was.
   */
  'templateId': (string);
  /**
   * The first one is the main one.
   */
  'reasons': (_faceengine_v1_Reason__Output)[];
  /**
   * Unified quality of the enrolled sample, 0–100; absent when nothing was enrolled.
   */
  'quality'?: (number);
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion': (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId': (string);
  /**
   * Frames looked at.
   */
  'framesSeen': (number);
  /**
   * Frames taken as evidence, ≤ frames_seen.
   */
  'framesAccepted': (number);
  '_quality'?: "quality";
}
