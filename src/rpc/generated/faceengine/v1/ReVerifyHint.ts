// Original file: proto/faceengine/v1/types.proto

/**
 * What would help most: on the next frame in feedback, on the next try in a decision.
 */
export const ReVerifyHint = {
  /**
   * None.
   */
  RE_VERIFY_HINT_UNSPECIFIED: 'RE_VERIFY_HINT_UNSPECIFIED',
  /**
   * Come closer to the camera.
   */
  RE_VERIFY_HINT_MOVE_CLOSER: 'RE_VERIFY_HINT_MOVE_CLOSER',
  /**
   * Find better light.
   */
  RE_VERIFY_HINT_BETTER_LIGHT: 'RE_VERIFY_HINT_BETTER_LIGHT',
  /**
   * Look into the camera.
   */
  RE_VERIFY_HINT_FACE_THE_CAMERA: 'RE_VERIFY_HINT_FACE_THE_CAMERA',
  /**
   * Hold still.
   */
  RE_VERIFY_HINT_HOLD_STILL: 'RE_VERIFY_HINT_HOLD_STILL',
  /**
   * Move a little, blink: show a living face.
   */
  RE_VERIFY_HINT_SHOW_LIVENESS: 'RE_VERIFY_HINT_SHOW_LIVENESS',
  /**
   * Only one person before the camera.
   */
  RE_VERIFY_HINT_ONE_PERSON: 'RE_VERIFY_HINT_ONE_PERSON',
  /**
   * Keep a little more distance from the camera.
   */
  RE_VERIFY_HINT_MOVE_AWAY: 'RE_VERIFY_HINT_MOVE_AWAY',
  /**
   * Bring the whole face into the picture.
   */
  RE_VERIFY_HINT_CENTRE_FACE: 'RE_VERIFY_HINT_CENTRE_FACE',
  /**
   * More light.
   */
  RE_VERIFY_HINT_MORE_LIGHT: 'RE_VERIFY_HINT_MORE_LIGHT',
  /**
   * Less light, or no light behind the camera's back.
   */
  RE_VERIFY_HINT_LESS_LIGHT: 'RE_VERIFY_HINT_LESS_LIGHT',
  /**
   * Light from the front, not from one side.
   */
  RE_VERIFY_HINT_LIGHT_FROM_THE_FRONT: 'RE_VERIFY_HINT_LIGHT_FROM_THE_FRONT',
  /**
   * Open both eyes.
   */
  RE_VERIFY_HINT_OPEN_EYES: 'RE_VERIFY_HINT_OPEN_EYES',
  /**
   * Close the mouth.
   */
  RE_VERIFY_HINT_CLOSE_MOUTH: 'RE_VERIFY_HINT_CLOSE_MOUTH',
  /**
   * Uncover the face.
   */
  RE_VERIFY_HINT_UNCOVER_FACE: 'RE_VERIFY_HINT_UNCOVER_FACE',
  /**
   * Do what the challenge asks for, when it asks for it, and nothing else.
   */
  RE_VERIFY_HINT_FOLLOW_INSTRUCTIONS: 'RE_VERIFY_HINT_FOLLOW_INSTRUCTIONS',
  /**
   * The camera gives no new pictures: start it again.
   */
  RE_VERIFY_HINT_RESTART_CAMERA: 'RE_VERIFY_HINT_RESTART_CAMERA',
  /**
   * Use a device with a depth sensor.
   */
  RE_VERIFY_HINT_USE_DEPTH_SENSOR: 'RE_VERIFY_HINT_USE_DEPTH_SENSOR',
} as const;

/**
 * What would help most: on the next frame in feedback, on the next try in a decision.
 */
export type ReVerifyHint =
  /**
   * None.
   */
  | 'RE_VERIFY_HINT_UNSPECIFIED'
  | 0
  /**
   * Come closer to the camera.
   */
  | 'RE_VERIFY_HINT_MOVE_CLOSER'
  | 1
  /**
   * Find better light.
   */
  | 'RE_VERIFY_HINT_BETTER_LIGHT'
  | 2
  /**
   * Look into the camera.
   */
  | 'RE_VERIFY_HINT_FACE_THE_CAMERA'
  | 3
  /**
   * Hold still.
   */
  | 'RE_VERIFY_HINT_HOLD_STILL'
  | 4
  /**
   * Move a little, blink: show a living face.
   */
  | 'RE_VERIFY_HINT_SHOW_LIVENESS'
  | 5
  /**
   * Only one person before the camera.
   */
  | 'RE_VERIFY_HINT_ONE_PERSON'
  | 6
  /**
   * Keep a little more distance from the camera.
   */
  | 'RE_VERIFY_HINT_MOVE_AWAY'
  | 7
  /**
   * Bring the whole face into the picture.
   */
  | 'RE_VERIFY_HINT_CENTRE_FACE'
  | 8
  /**
   * More light.
   */
  | 'RE_VERIFY_HINT_MORE_LIGHT'
  | 9
  /**
   * Less light, or no light behind the camera's back.
   */
  | 'RE_VERIFY_HINT_LESS_LIGHT'
  | 10
  /**
   * Light from the front, not from one side.
   */
  | 'RE_VERIFY_HINT_LIGHT_FROM_THE_FRONT'
  | 11
  /**
   * Open both eyes.
   */
  | 'RE_VERIFY_HINT_OPEN_EYES'
  | 12
  /**
   * Close the mouth.
   */
  | 'RE_VERIFY_HINT_CLOSE_MOUTH'
  | 13
  /**
   * Uncover the face.
   */
  | 'RE_VERIFY_HINT_UNCOVER_FACE'
  | 14
  /**
   * Do what the challenge asks for, when it asks for it, and nothing else.
   */
  | 'RE_VERIFY_HINT_FOLLOW_INSTRUCTIONS'
  | 15
  /**
   * The camera gives no new pictures: start it again.
   */
  | 'RE_VERIFY_HINT_RESTART_CAMERA'
  | 17
  /**
   * Use a device with a depth sensor.
   */
  | 'RE_VERIFY_HINT_USE_DEPTH_SENSOR'
  | 16

/**
 * What would help most: on the next frame in feedback, on the next try in a decision.
 */
export type ReVerifyHint__Output = typeof ReVerifyHint[keyof typeof ReVerifyHint]
