// Original file: proto/faceengine/v1/biometrics.proto

import type { Outcome as _faceengine_v1_Outcome, Outcome__Output as _faceengine_v1_Outcome__Output } from '../../faceengine/v1/Outcome.js';
import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';
import type { FrameReason as _faceengine_v1_FrameReason, FrameReason__Output as _faceengine_v1_FrameReason__Output } from '../../faceengine/v1/FrameReason.js';

/**
 * How similar they are.
 */
export interface CompareResponse {
  /**
   * Comparison score of the model: cosine, −1–1; absent when a picture shows no usable face.
   */
  'comparisonScore'?: (number | string);
  /**
   * Calibrated similarity, 0–1: 0.40 + 0.10 · (−log10 FMR); absent with comparison_score.
   */
  'similarity'?: (number | string);
  /**
   * The answer of the policy "comparison-only".
   */
  'outcome'?: (_faceengine_v1_Outcome);
  /**
   * The first one is the main one.
   */
  'reasons'?: (_faceengine_v1_Reason)[];
  /**
   * Why the first picture would not pass the quality gates; empty when it does.
   */
  'firstReasons'?: (_faceengine_v1_FrameReason)[];
  /**
   * Why the second picture would not pass the quality gates; empty when it does.
   */
  'secondReasons'?: (_faceengine_v1_FrameReason)[];
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion'?: (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId'?: (string);
  '_comparisonScore'?: "comparisonScore";
  '_similarity'?: "similarity";
}

/**
 * How similar they are.
 */
export interface CompareResponse__Output {
  /**
   * Comparison score of the model: cosine, −1–1; absent when a picture shows no usable face.
   */
  'comparisonScore'?: (number);
  /**
   * Calibrated similarity, 0–1: 0.40 + 0.10 · (−log10 FMR); absent with comparison_score.
   */
  'similarity'?: (number);
  /**
   * The answer of the policy "comparison-only".
   */
  'outcome': (_faceengine_v1_Outcome__Output);
  /**
   * The first one is the main one.
   */
  'reasons': (_faceengine_v1_Reason__Output)[];
  /**
   * Why the first picture would not pass the quality gates; empty when it does.
   */
  'firstReasons': (_faceengine_v1_FrameReason__Output)[];
  /**
   * Why the second picture would not pass the quality gates; empty when it does.
   */
  'secondReasons': (_faceengine_v1_FrameReason__Output)[];
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion': (string);
  /**
   * The embedding model, `name@sha256-12`.
   */
  'modelId': (string);
  '_comparisonScore'?: "comparisonScore";
  '_similarity'?: "similarity";
}
