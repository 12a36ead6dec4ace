// Original file: proto/faceengine/v1/types.proto

import type { PadOutcome as _faceengine_v1_PadOutcome, PadOutcome__Output as _faceengine_v1_PadOutcome__Output } from '../../faceengine/v1/PadOutcome.js';
import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';
import type { DepthOrigin as _faceengine_v1_DepthOrigin, DepthOrigin__Output as _faceengine_v1_DepthOrigin__Output } from '../../faceengine/v1/DepthOrigin.js';

/**
 * The end of a liveness check.
 */
export interface PadResult {
  /**
   * BONA_FIDE, ATTACK or INCONCLUSIVE.
   */
  'outcome'?: (_faceengine_v1_PadOutcome);
  /**
   * The first one is the main one.
   */
  'reasons'?: (_faceengine_v1_Reason)[];
  /**
   * Probability of a bona fide presentation, 0–1; absent where not measured or the caller may not read scores.
   */
  'liveness'?: (number | string);
  /**
   * Evidence of live motion, 0–1; absent where not measured or the caller may not read scores.
   */
  'motion'?: (number | string);
  /**
   * Blinks seen.
   */
  'blinks'?: (number);
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion'?: (string);
  /**
   * Frames looked at.
   */
  'framesSeen'?: (number);
  /**
   * Frames taken as evidence, ≤ frames_seen.
   */
  'framesAccepted'?: (number);
  /**
   * The sensor whose depth took part; unspecified where none did.
   */
  'depthOrigin'?: (_faceengine_v1_DepthOrigin);
  '_liveness'?: "liveness";
  '_motion'?: "motion";
}

/**
 * The end of a liveness check.
 */
export interface PadResult__Output {
  /**
   * BONA_FIDE, ATTACK or INCONCLUSIVE.
   */
  'outcome': (_faceengine_v1_PadOutcome__Output);
  /**
   * The first one is the main one.
   */
  'reasons': (_faceengine_v1_Reason__Output)[];
  /**
   * Probability of a bona fide presentation, 0–1; absent where not measured or the caller may not read scores.
   */
  'liveness'?: (number);
  /**
   * Evidence of live motion, 0–1; absent where not measured or the caller may not read scores.
   */
  'motion'?: (number);
  /**
   * Blinks seen.
   */
  'blinks': (number);
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion': (string);
  /**
   * Frames looked at.
   */
  'framesSeen': (number);
  /**
   * Frames taken as evidence, ≤ frames_seen.
   */
  'framesAccepted': (number);
  /**
   * The sensor whose depth took part; unspecified where none did.
   */
  'depthOrigin': (_faceengine_v1_DepthOrigin__Output);
  '_liveness'?: "liveness";
  '_motion'?: "motion";
}
