// Original file: proto/faceengine/v1/identification.proto

import type { IdentificationOutcome as _faceengine_v1_IdentificationOutcome, IdentificationOutcome__Output as _faceengine_v1_IdentificationOutcome__Output } from '../../faceengine/v1/IdentificationOutcome.js';
import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';
import type { ReVerifyHint as _faceengine_v1_ReVerifyHint, ReVerifyHint__Output as _faceengine_v1_ReVerifyHint__Output } from '../../faceengine/v1/ReVerifyHint.js';
import type { Candidate as _faceengine_v1_Candidate, Candidate__Output as _faceengine_v1_Candidate__Output } from '../../faceengine/v1/Candidate.js';
import type { IdentificationThreshold as _faceengine_v1_IdentificationThreshold, IdentificationThreshold__Output as _faceengine_v1_IdentificationThreshold__Output } from '../../faceengine/v1/IdentificationThreshold.js';

/**
 * The end of an identification. It holds no vectors.
 */
export interface Identification {
  /**
   * What it came to.
   */
  'outcome'?: (_faceengine_v1_IdentificationOutcome);
  /**
   * The first one is the main one; at least one.
   */
  'reasons'?: (_faceengine_v1_Reason)[];
  /**
   * Set with RE_VERIFY only.
   */
  'hint'?: (_faceengine_v1_ReVerifyHint);
  /**
   * The highest comparison scores first, at most as many as were asked for.
   */
  'candidates'?: (_faceengine_v1_Candidate)[];
  /**
   * References that reached the threshold, told or not.
   */
  'candidatesFound'?: (number);
  /**
   * References that the filter left to be compared.
   */
  'gallerySize'?: (number);
  /**
   * Absent when nobody was searched for.
   */
  'threshold'?: (_faceengine_v1_IdentificationThreshold | null);
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
}

/**
 * The end of an identification. It holds no vectors.
 */
export interface Identification__Output {
  /**
   * What it came to.
   */
  'outcome': (_faceengine_v1_IdentificationOutcome__Output);
  /**
   * The first one is the main one; at least one.
   */
  'reasons': (_faceengine_v1_Reason__Output)[];
  /**
   * Set with RE_VERIFY only.
   */
  'hint': (_faceengine_v1_ReVerifyHint__Output);
  /**
   * The highest comparison scores first, at most as many as were asked for.
   */
  'candidates': (_faceengine_v1_Candidate__Output)[];
  /**
   * References that reached the threshold, told or not.
   */
  'candidatesFound': (number);
  /**
   * References that the filter left to be compared.
   */
  'gallerySize': (number);
  /**
   * Absent when nobody was searched for.
   */
  'threshold': (_faceengine_v1_IdentificationThreshold__Output | null);
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
}
