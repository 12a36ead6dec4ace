// Original file: proto/faceengine/v1/administration.proto

import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';

/**
 * How often a main reason was given.
 */
export interface ReasonCount {
  /**
   * The first reason of a simulated decision.
   */
  'reason'?: (_faceengine_v1_Reason);
  /**
   * ≥ 1.
   */
  'captures'?: (number);
}

/**
 * How often a main reason was given.
 */
export interface ReasonCount__Output {
  /**
   * The first reason of a simulated decision.
   */
  'reason': (_faceengine_v1_Reason__Output);
  /**
   * ≥ 1.
   */
  'captures': (number);
}
