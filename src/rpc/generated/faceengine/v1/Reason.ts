// Original file: proto/faceengine/v1/types.proto

/**
 * Why a capture ended as it did.
 */
export const Reason = {
  /**
   * Never sent.
   */
  REASON_UNSPECIFIED: 'REASON_UNSPECIFIED',
  /**
   * Probe and reference are similar enough.
   */
  REASON_SIMILARITY_SUFFICIENT: 'REASON_SIMILARITY_SUFFICIENT',
  /**
   * Probe and reference are not similar; also the answer for a subject that has no reference.
   */
  REASON_SIMILARITY_LOW: 'REASON_SIMILARITY_LOW',
  /**
   * The similarity lies between the thresholds.
   */
  REASON_SIMILARITY_INCONCLUSIVE: 'REASON_SIMILARITY_INCONCLUSIVE',
  /**
   * The fused score lies below its lower threshold.
   */
  REASON_FUSED_SCORE_LOW: 'REASON_FUSED_SCORE_LOW',
  /**
   * The fused score lies between its thresholds.
   */
  REASON_FUSED_SCORE_INCONCLUSIVE: 'REASON_FUSED_SCORE_INCONCLUSIVE',
  /**
   * Liveness was shown.
   */
  REASON_LIVENESS_SHOWN: 'REASON_LIVENESS_SHOWN',
  /**
   * The policy does not look at liveness.
   */
  REASON_LIVENESS_NOT_CHECKED: 'REASON_LIVENESS_NOT_CHECKED',
  /**
   * Liveness was not shown.
   */
  REASON_LIVENESS_NOT_SHOWN: 'REASON_LIVENESS_NOT_SHOWN',
  /**
   * A presentation attack.
   */
  REASON_PRESENTATION_ATTACK: 'REASON_PRESENTATION_ATTACK',
  /**
   * No frame showed a face.
   */
  REASON_NO_FACE: 'REASON_NO_FACE',
  /**
   * More than one face.
   */
  REASON_MULTIPLE_FACES: 'REASON_MULTIPLE_FACES',
  /**
   * No frame was good enough.
   */
  REASON_QUALITY_LOW: 'REASON_QUALITY_LOW',
  /**
   * Too few good frames.
   */
  REASON_TOO_FEW_FRAMES: 'REASON_TOO_FEW_FRAMES',
  /**
   * The frames disagree with each other.
   */
  REASON_FRAMES_INCONSISTENT: 'REASON_FRAMES_INCONSISTENT',
  /**
   * The stream changed from one scene to another.
   */
  REASON_STREAM_SPLICED: 'REASON_STREAM_SPLICED',
  /**
   * The capture took longer than allowed.
   */
  REASON_CAPTURE_TIMEOUT: 'REASON_CAPTURE_TIMEOUT',
  /**
   * An action of the challenge was not done, or the person was not back at rest, in time.
   */
  REASON_CHALLENGE_LATE: 'REASON_CHALLENGE_LATE',
  /**
   * The face moved before anybody could have read the challenge.
   */
  REASON_CHALLENGE_EARLY: 'REASON_CHALLENGE_EARLY',
  /**
   * Another action was done than the one asked for.
   */
  REASON_CHALLENGE_WRONG_ACTION: 'REASON_CHALLENGE_WRONG_ACTION',
  /**
   * No report said in time that the challenge was shown.
   */
  REASON_CHALLENGE_NOT_ECHOED: 'REASON_CHALLENGE_NOT_ECHOED',
  /**
   * The capture ended before the challenge did.
   */
  REASON_CHALLENGE_NOT_FINISHED: 'REASON_CHALLENGE_NOT_FINISHED',
  /**
   * Nearly all frames were one picture, or few, sent again and again.
   */
  REASON_STREAM_FROZEN: 'REASON_STREAM_FROZEN',
  /**
   * The stream went back to pictures it had left.
   */
  REASON_STREAM_LOOPED: 'REASON_STREAM_LOOPED',
  /**
   * Nearly all frames were earlier pictures, altered or encoded anew.
   */
  REASON_STREAM_REPEATED: 'REASON_STREAM_REPEATED',
  /**
   * Most frames were other pictures at the instant of the one before.
   */
  REASON_CAPTURE_CLOCK_IMPLAUSIBLE: 'REASON_CAPTURE_CLOCK_IMPLAUSIBLE',
  /**
   * The policy asks for a depth sensor, and no frame carried depth that showed enough of the face.
   */
  REASON_DEPTH_MISSING: 'REASON_DEPTH_MISSING',
  /**
   * The depth is not that of a face: flat, bent, or of another size.
   */
  REASON_DEPTH_NOT_A_FACE: 'REASON_DEPTH_NOT_A_FACE',
} as const;

/**
 * Why a capture ended as it did.
 */
export type Reason =
  /**
   * Never sent.
   */
  | 'REASON_UNSPECIFIED'
  | 0
  /**
   * Probe and reference are similar enough.
   */
  | 'REASON_SIMILARITY_SUFFICIENT'
  | 1
  /**
   * Probe and reference are not similar; also the answer for a subject that has no reference.
   */
  | 'REASON_SIMILARITY_LOW'
  | 2
  /**
   * The similarity lies between the thresholds.
   */
  | 'REASON_SIMILARITY_INCONCLUSIVE'
  | 3
  /**
   * The fused score lies below its lower threshold.
   */
  | 'REASON_FUSED_SCORE_LOW'
  | 4
  /**
   * The fused score lies between its thresholds.
   */
  | 'REASON_FUSED_SCORE_INCONCLUSIVE'
  | 5
  /**
   * Liveness was shown.
   */
  | 'REASON_LIVENESS_SHOWN'
  | 6
  /**
   * The policy does not look at liveness.
   */
  | 'REASON_LIVENESS_NOT_CHECKED'
  | 7
  /**
   * Liveness was not shown.
   */
  | 'REASON_LIVENESS_NOT_SHOWN'
  | 8
  /**
   * A presentation attack.
   */
  | 'REASON_PRESENTATION_ATTACK'
  | 9
  /**
   * No frame showed a face.
   */
  | 'REASON_NO_FACE'
  | 10
  /**
   * More than one face.
   */
  | 'REASON_MULTIPLE_FACES'
  | 11
  /**
   * No frame was good enough.
   */
  | 'REASON_QUALITY_LOW'
  | 12
  /**
   * Too few good frames.
   */
  | 'REASON_TOO_FEW_FRAMES'
  | 13
  /**
   * The frames disagree with each other.
   */
  | 'REASON_FRAMES_INCONSISTENT'
  | 14
  /**
   * The stream changed from one scene to another.
   */
  | 'REASON_STREAM_SPLICED'
  | 15
  /**
   * The capture took longer than allowed.
   */
  | 'REASON_CAPTURE_TIMEOUT'
  | 16
  /**
   * An action of the challenge was not done, or the person was not back at rest, in time.
   */
  | 'REASON_CHALLENGE_LATE'
  | 17
  /**
   * The face moved before anybody could have read the challenge.
   */
  | 'REASON_CHALLENGE_EARLY'
  | 18
  /**
   * Another action was done than the one asked for.
   */
  | 'REASON_CHALLENGE_WRONG_ACTION'
  | 19
  /**
   * No report said in time that the challenge was shown.
   */
  | 'REASON_CHALLENGE_NOT_ECHOED'
  | 20
  /**
   * The capture ended before the challenge did.
   */
  | 'REASON_CHALLENGE_NOT_FINISHED'
  | 21
  /**
   * Nearly all frames were one picture, or few, sent again and again.
   */
  | 'REASON_STREAM_FROZEN'
  | 23
  /**
   * The stream went back to pictures it had left.
   */
  | 'REASON_STREAM_LOOPED'
  | 24
  /**
   * Nearly all frames were earlier pictures, altered or encoded anew.
   */
  | 'REASON_STREAM_REPEATED'
  | 25
  /**
   * Most frames were other pictures at the instant of the one before.
   */
  | 'REASON_CAPTURE_CLOCK_IMPLAUSIBLE'
  | 26
  /**
   * The policy asks for a depth sensor, and no frame carried depth that showed enough of the face.
   */
  | 'REASON_DEPTH_MISSING'
  | 29
  /**
   * The depth is not that of a face: flat, bent, or of another size.
   */
  | 'REASON_DEPTH_NOT_A_FACE'
  | 30

/**
 * Why a capture ended as it did.
 */
export type Reason__Output = typeof Reason[keyof typeof Reason]
