// Original file: proto/faceengine/v1/types.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * The client's report that it shows the action to the person; frames answer only after it. Send it at once.
 */
export interface ChallengeReport {
  /**
   * That of the challenge. One that was answered before, or reported before: CHALLENGE_EXPIRED; one never sent: BAD_FIELD.
   */
  'nonce'?: (Buffer | Uint8Array | string);
  /**
   * When it was shown, by the clock of `Frame.captured_at`; absent: when the report arrived.
   */
  'shownAt'?: (_google_protobuf_Timestamp | null);
}

/**
 * The client's report that it shows the action to the person; frames answer only after it. Send it at once.
 */
export interface ChallengeReport__Output {
  /**
   * That of the challenge. One that was answered before, or reported before: CHALLENGE_EXPIRED; one never sent: BAD_FIELD.
   */
  'nonce': (Buffer);
  /**
   * When it was shown, by the clock of `Frame.captured_at`; absent: when the report arrived.
   */
  'shownAt': (_google_protobuf_Timestamp__Output | null);
}
