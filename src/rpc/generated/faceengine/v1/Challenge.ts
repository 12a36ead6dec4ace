// Original file: proto/faceengine/v1/types.proto

import type { ChallengeAction as _faceengine_v1_ChallengeAction, ChallengeAction__Output as _faceengine_v1_ChallengeAction__Output } from '../../faceengine/v1/ChallengeAction.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * One action of the challenge, drawn by the server; the next one comes only after this one was answered.
 */
export interface Challenge {
  /**
   * 32 random bytes, for this action alone; the report on it repeats them.
   */
  'nonce'?: (Buffer | Uint8Array | string);
  /**
   * What to ask of the person.
   */
  'action'?: (_faceengine_v1_ChallengeAction);
  /**
   * Which action of the challenge this is, 1 up to `count`.
   */
  'index'?: (number);
  /**
   * How many actions the challenge has, ≥ 2.
   */
  'count'?: (number);
  /**
   * The person must be back at rest so long after the client has shown the action, > 0.
   */
  'respondWithin'?: (_google_protobuf_Duration | null);
}

/**
 * One action of the challenge, drawn by the server; the next one comes only after this one was answered.
 */
export interface Challenge__Output {
  /**
   * 32 random bytes, for this action alone; the report on it repeats them.
   */
  'nonce': (Buffer);
  /**
   * What to ask of the person.
   */
  'action': (_faceengine_v1_ChallengeAction__Output);
  /**
   * Which action of the challenge this is, 1 up to `count`.
   */
  'index': (number);
  /**
   * How many actions the challenge has, ≥ 2.
   */
  'count': (number);
  /**
   * The person must be back at rest so long after the client has shown the action, > 0.
   */
  'respondWithin': (_google_protobuf_Duration__Output | null);
}
