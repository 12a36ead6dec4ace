// Original file: proto/faceengine/v1/types.proto

/**
 * What would help most on the next try.
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
} as const;

/**
 * What would help most on the next try.
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
 * What would help most on the next try.
 */
export type ReVerifyHint__Output = typeof ReVerifyHint[keyof typeof ReVerifyHint]
