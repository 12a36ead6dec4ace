// Original file: proto/faceengine/v1/biometrics.proto

import type { IdentifyConfig as _faceengine_v1_IdentifyConfig, IdentifyConfig__Output as _faceengine_v1_IdentifyConfig__Output } from '../../faceengine/v1/IdentifyConfig.js';
import type { Frame as _faceengine_v1_Frame, Frame__Output as _faceengine_v1_Frame__Output } from '../../faceengine/v1/Frame.js';
import type { ChallengeReport as _faceengine_v1_ChallengeReport, ChallengeReport__Output as _faceengine_v1_ChallengeReport__Output } from '../../faceengine/v1/ChallengeReport.js';
import type { EndOfCapture as _faceengine_v1_EndOfCapture, EndOfCapture__Output as _faceengine_v1_EndOfCapture__Output } from '../../faceengine/v1/EndOfCapture.js';

/**
 * One message of the client.
 */
export interface IdentifyRequest {
  /**
   * First and once.
   */
  'config'?: (_faceengine_v1_IdentifyConfig | null);
  /**
   * One picture.
   */
  'frame'?: (_faceengine_v1_Frame | null);
  /**
   * Once for each challenge.
   */
  'report'?: (_faceengine_v1_ChallengeReport | null);
  /**
   * Last.
   */
  'end'?: (_faceengine_v1_EndOfCapture | null);
  /**
   * What the message holds; required.
   */
  'event'?: "config"|"frame"|"report"|"end";
}

/**
 * One message of the client.
 */
export interface IdentifyRequest__Output {
  /**
   * First and once.
   */
  'config'?: (_faceengine_v1_IdentifyConfig__Output | null);
  /**
   * One picture.
   */
  'frame'?: (_faceengine_v1_Frame__Output | null);
  /**
   * Once for each challenge.
   */
  'report'?: (_faceengine_v1_ChallengeReport__Output | null);
  /**
   * Last.
   */
  'end'?: (_faceengine_v1_EndOfCapture__Output | null);
  /**
   * What the message holds; required.
   */
  'event'?: "config"|"frame"|"report"|"end";
}
