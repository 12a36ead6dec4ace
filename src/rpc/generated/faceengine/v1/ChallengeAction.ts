// Original file: proto/faceengine/v1/types.proto

/**
 * What the person before the camera is asked to do: from rest, and back to rest. Left and right are the person's own,
 * whether or not the client mirrors its picture.
 */
export const ChallengeAction = {
  /**
   * Never sent.
   */
  CHALLENGE_ACTION_UNSPECIFIED: 'CHALLENGE_ACTION_UNSPECIFIED',
  /**
   * Turn the head to one's own left, about 25 degrees, and back. Yaw rises (ISO/IEC 29794-5: positive to the subject's
   * left); in a picture that is not mirrored the nose moves to the right.
   */
  CHALLENGE_ACTION_TURN_LEFT: 'CHALLENGE_ACTION_TURN_LEFT',
  /**
   * Turn the head to one's own right, about 25 degrees, and back.
   */
  CHALLENGE_ACTION_TURN_RIGHT: 'CHALLENGE_ACTION_TURN_RIGHT',
  /**
   * Raise the head, about 20 degrees, and back.
   */
  CHALLENGE_ACTION_LOOK_UP: 'CHALLENGE_ACTION_LOOK_UP',
  /**
   * Lower the head, about 20 degrees, and back.
   */
  CHALLENGE_ACTION_LOOK_DOWN: 'CHALLENGE_ACTION_LOOK_DOWN',
  /**
   * Close both eyes for half a second to two seconds, longer than one blinks by oneself, and open them again.
   */
  CHALLENGE_ACTION_BLINK: 'CHALLENGE_ACTION_BLINK',
  /**
   * Smile broadly, then relax.
   */
  CHALLENGE_ACTION_SMILE: 'CHALLENGE_ACTION_SMILE',
  /**
   * Bring the face closer to the camera by about a quarter of the distance, and back.
   */
  CHALLENGE_ACTION_MOVE_CLOSER: 'CHALLENGE_ACTION_MOVE_CLOSER',
} as const;

/**
 * What the person before the camera is asked to do: from rest, and back to rest. Left and right are the person's own,
 * whether or not the client mirrors its picture.
 */
export type ChallengeAction =
  /**
   * Never sent.
   */
  | 'CHALLENGE_ACTION_UNSPECIFIED'
  | 0
  /**
   * Turn the head to one's own left, about 25 degrees, and back. Yaw rises (ISO/IEC 29794-5: positive to the subject's
   * left); in a picture that is not mirrored the nose moves to the right.
   */
  | 'CHALLENGE_ACTION_TURN_LEFT'
  | 1
  /**
   * Turn the head to one's own right, about 25 degrees, and back.
   */
  | 'CHALLENGE_ACTION_TURN_RIGHT'
  | 2
  /**
   * Raise the head, about 20 degrees, and back.
   */
  | 'CHALLENGE_ACTION_LOOK_UP'
  | 3
  /**
   * Lower the head, about 20 degrees, and back.
   */
  | 'CHALLENGE_ACTION_LOOK_DOWN'
  | 4
  /**
   * Close both eyes for half a second to two seconds, longer than one blinks by oneself, and open them again.
   */
  | 'CHALLENGE_ACTION_BLINK'
  | 5
  /**
   * Smile broadly, then relax.
   */
  | 'CHALLENGE_ACTION_SMILE'
  | 6
  /**
   * Bring the face closer to the camera by about a quarter of the distance, and back.
   */
  | 'CHALLENGE_ACTION_MOVE_CLOSER'
  | 7

/**
 * What the person before the camera is asked to do: from rest, and back to rest. Left and right are the person's own,
 * whether or not the client mirrors its picture.
 */
export type ChallengeAction__Output = typeof ChallengeAction[keyof typeof ChallengeAction]
