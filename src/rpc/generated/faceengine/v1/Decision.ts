// Original file: proto/faceengine/v1/types.proto

import type { Outcome as _faceengine_v1_Outcome, Outcome__Output as _faceengine_v1_Outcome__Output } from '../../faceengine/v1/Outcome.js';
import type { Reason as _faceengine_v1_Reason, Reason__Output as _faceengine_v1_Reason__Output } from '../../faceengine/v1/Reason.js';
import type { ReVerifyHint as _faceengine_v1_ReVerifyHint, ReVerifyHint__Output as _faceengine_v1_ReVerifyHint__Output } from '../../faceengine/v1/ReVerifyHint.js';
import type { Scores as _faceengine_v1_Scores, Scores__Output as _faceengine_v1_Scores__Output } from '../../faceengine/v1/Scores.js';
import type { Modality as _faceengine_v1_Modality, Modality__Output as _faceengine_v1_Modality__Output } from '../../faceengine/v1/Modality.js';

/**
 * The end of a verification. A biometric "no" is an outcome, with gRPC status OK.
 */
export interface Decision {
  /**
   * ACCEPT, REJECT or RE_VERIFY.
   */
  'outcome'?: (_faceengine_v1_Outcome);
  /**
   * The first one is the main one; at least one.
   */
  'reasons'?: (_faceengine_v1_Reason)[];
  /**
   * Set with RE_VERIFY only.
   */
  'hint'?: (_faceengine_v1_ReVerifyHint);
  /**
   * Absent unless the caller may read scores.
   */
  'scores'?: (_faceengine_v1_Scores | null);
  /**
   * What took part in the fused score.
   */
  'modalities'?: (_faceengine_v1_Modality)[];
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion'?: (string);
  /**
   * The embedding model, `name@sha256-12`: during a change of model, an accepted claim names the one it was compared by,
   * and any other the one in use.
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
 * The end of a verification. A biometric "no" is an outcome, with gRPC status OK.
 */
export interface Decision__Output {
  /**
   * ACCEPT, REJECT or RE_VERIFY.
   */
  'outcome': (_faceengine_v1_Outcome__Output);
  /**
   * The first one is the main one; at least one.
   */
  'reasons': (_faceengine_v1_Reason__Output)[];
  /**
   * Set with RE_VERIFY only.
   */
  'hint': (_faceengine_v1_ReVerifyHint__Output);
  /**
   * Absent unless the caller may read scores.
   */
  'scores': (_faceengine_v1_Scores__Output | null);
  /**
   * What took part in the fused score.
   */
  'modalities': (_faceengine_v1_Modality__Output)[];
  /**
   * Name and version of the policy that decided.
   */
  'policyVersion': (string);
  /**
   * The embedding model, `name@sha256-12`: during a change of model, an accepted claim names the one it was compared by,
   * and any other the one in use.
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
