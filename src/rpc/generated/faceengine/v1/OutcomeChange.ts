// Original file: proto/faceengine/v1/administration.proto

import type { Outcome as _faceengine_v1_Outcome, Outcome__Output as _faceengine_v1_Outcome__Output } from '../../faceengine/v1/Outcome.js';

/**
 * How many captures went from one outcome to another.
 */
export interface OutcomeChange {
  /**
   * As decided then.
   */
  'recorded'?: (_faceengine_v1_Outcome);
  /**
   * As this policy decides.
   */
  'simulated'?: (_faceengine_v1_Outcome);
  /**
   * ≥ 1.
   */
  'captures'?: (number);
}

/**
 * How many captures went from one outcome to another.
 */
export interface OutcomeChange__Output {
  /**
   * As decided then.
   */
  'recorded': (_faceengine_v1_Outcome__Output);
  /**
   * As this policy decides.
   */
  'simulated': (_faceengine_v1_Outcome__Output);
  /**
   * ≥ 1.
   */
  'captures': (number);
}
