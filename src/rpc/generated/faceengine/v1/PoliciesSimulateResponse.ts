// Original file: proto/faceengine/v1/administration.proto

import type { OutcomeChange as _faceengine_v1_OutcomeChange, OutcomeChange__Output as _faceengine_v1_OutcomeChange__Output } from '../../faceengine/v1/OutcomeChange.js';
import type { ReasonCount as _faceengine_v1_ReasonCount, ReasonCount__Output as _faceengine_v1_ReasonCount__Output } from '../../faceengine/v1/ReasonCount.js';

/**
 * What came of it.
 */
export interface PoliciesSimulateResponse {
  /**
   * Captures looked at.
   */
  'captures'?: (number);
  /**
   * Captures of another model or without liveness measured, about which this policy can say nothing.
   */
  'capturesUnusable'?: (number);
  /**
   * By pair of outcomes.
   */
  'changes'?: (_faceengine_v1_OutcomeChange)[];
  /**
   * By main reason.
   */
  'reasons'?: (_faceengine_v1_ReasonCount)[];
  /**
   * The policy as simulated.
   */
  'policyVersion'?: (string);
}

/**
 * What came of it.
 */
export interface PoliciesSimulateResponse__Output {
  /**
   * Captures looked at.
   */
  'captures': (number);
  /**
   * Captures of another model or without liveness measured, about which this policy can say nothing.
   */
  'capturesUnusable': (number);
  /**
   * By pair of outcomes.
   */
  'changes': (_faceengine_v1_OutcomeChange__Output)[];
  /**
   * By main reason.
   */
  'reasons': (_faceengine_v1_ReasonCount__Output)[];
  /**
   * The policy as simulated.
   */
  'policyVersion': (string);
}
