// Original file: proto/faceengine/v1/types.proto

/**
 * Why a frame was passed over: something the person before the camera can change.
 */
export const FrameReason = {
  /**
   * The frame was taken.
   */
  FRAME_REASON_UNSPECIFIED: 'FRAME_REASON_UNSPECIFIED',
  /**
   * No face was found.
   */
  FRAME_REASON_NO_FACE: 'FRAME_REASON_NO_FACE',
  /**
   * A second face is too large beside the first.
   */
  FRAME_REASON_MULTIPLE_FACES: 'FRAME_REASON_MULTIPLE_FACES',
  /**
   * Something face-like was found that is no face.
   */
  FRAME_REASON_NOT_A_FACE: 'FRAME_REASON_NOT_A_FACE',
  /**
   * Come closer.
   */
  FRAME_REASON_FACE_TOO_SMALL: 'FRAME_REASON_FACE_TOO_SMALL',
  /**
   * The face reaches past the border.
   */
  FRAME_REASON_FACE_CUT_OFF: 'FRAME_REASON_FACE_CUT_OFF',
  /**
   * Look into the camera.
   */
  FRAME_REASON_HEAD_TURNED: 'FRAME_REASON_HEAD_TURNED',
  /**
   * More light is needed.
   */
  FRAME_REASON_TOO_DARK: 'FRAME_REASON_TOO_DARK',
  /**
   * Less light is needed.
   */
  FRAME_REASON_TOO_BRIGHT: 'FRAME_REASON_TOO_BRIGHT',
  /**
   * The picture is flat.
   */
  FRAME_REASON_LOW_CONTRAST: 'FRAME_REASON_LOW_CONTRAST',
  /**
   * One half of the face is much darker than the other.
   */
  FRAME_REASON_UNEVEN_LIGHT: 'FRAME_REASON_UNEVEN_LIGHT',
  /**
   * Hold still.
   */
  FRAME_REASON_BLURRED: 'FRAME_REASON_BLURRED',
  /**
   * The frame does not look like a living face.
   */
  FRAME_REASON_LIVENESS_LOW: 'FRAME_REASON_LIVENESS_LOW',
  /**
   * Keep a little more distance.
   */
  FRAME_REASON_FACE_TOO_LARGE: 'FRAME_REASON_FACE_TOO_LARGE',
  /**
   * Open both eyes.
   */
  FRAME_REASON_EYES_CLOSED: 'FRAME_REASON_EYES_CLOSED',
  /**
   * Close the mouth.
   */
  FRAME_REASON_MOUTH_OPEN: 'FRAME_REASON_MOUTH_OPEN',
  /**
   * Something covers a part of the face.
   */
  FRAME_REASON_FACE_OCCLUDED: 'FRAME_REASON_FACE_OCCLUDED',
  /**
   * The picture was sent before in this capture.
   */
  FRAME_REASON_DUPLICATE_FRAME: 'FRAME_REASON_DUPLICATE_FRAME',
} as const;

/**
 * Why a frame was passed over: something the person before the camera can change.
 */
export type FrameReason =
  /**
   * The frame was taken.
   */
  | 'FRAME_REASON_UNSPECIFIED'
  | 0
  /**
   * No face was found.
   */
  | 'FRAME_REASON_NO_FACE'
  | 1
  /**
   * A second face is too large beside the first.
   */
  | 'FRAME_REASON_MULTIPLE_FACES'
  | 2
  /**
   * Something face-like was found that is no face.
   */
  | 'FRAME_REASON_NOT_A_FACE'
  | 3
  /**
   * Come closer.
   */
  | 'FRAME_REASON_FACE_TOO_SMALL'
  | 4
  /**
   * The face reaches past the border.
   */
  | 'FRAME_REASON_FACE_CUT_OFF'
  | 5
  /**
   * Look into the camera.
   */
  | 'FRAME_REASON_HEAD_TURNED'
  | 6
  /**
   * More light is needed.
   */
  | 'FRAME_REASON_TOO_DARK'
  | 7
  /**
   * Less light is needed.
   */
  | 'FRAME_REASON_TOO_BRIGHT'
  | 8
  /**
   * The picture is flat.
   */
  | 'FRAME_REASON_LOW_CONTRAST'
  | 9
  /**
   * One half of the face is much darker than the other.
   */
  | 'FRAME_REASON_UNEVEN_LIGHT'
  | 10
  /**
   * Hold still.
   */
  | 'FRAME_REASON_BLURRED'
  | 11
  /**
   * The frame does not look like a living face.
   */
  | 'FRAME_REASON_LIVENESS_LOW'
  | 12
  /**
   * Keep a little more distance.
   */
  | 'FRAME_REASON_FACE_TOO_LARGE'
  | 13
  /**
   * Open both eyes.
   */
  | 'FRAME_REASON_EYES_CLOSED'
  | 14
  /**
   * Close the mouth.
   */
  | 'FRAME_REASON_MOUTH_OPEN'
  | 15
  /**
   * Something covers a part of the face.
   */
  | 'FRAME_REASON_FACE_OCCLUDED'
  | 16
  /**
   * The picture was sent before in this capture.
   */
  | 'FRAME_REASON_DUPLICATE_FRAME'
  | 17

/**
 * Why a frame was passed over: something the person before the camera can change.
 */
export type FrameReason__Output = typeof FrameReason[keyof typeof FrameReason]
