import type { FrameReason, ReVerifyHint } from './outcome.js';

/** What the person before the camera can do about each reason; every reason has one answer. */
const hints: Readonly<Record<FrameReason, ReVerifyHint>> = {
  NO_FACE: 'FACE_THE_CAMERA',
  MULTIPLE_FACES: 'ONE_PERSON',
  NOT_A_FACE: 'FACE_THE_CAMERA',
  FACE_TOO_SMALL: 'MOVE_CLOSER',
  FACE_TOO_LARGE: 'MOVE_AWAY',
  FACE_CUT_OFF: 'CENTRE_FACE',
  HEAD_TURNED: 'FACE_THE_CAMERA',
  TOO_DARK: 'MORE_LIGHT',
  TOO_BRIGHT: 'LESS_LIGHT',
  LOW_CONTRAST: 'BETTER_LIGHT',
  UNEVEN_LIGHT: 'LIGHT_FROM_THE_FRONT',
  BLURRED: 'HOLD_STILL',
  EYES_CLOSED: 'OPEN_EYES',
  MOUTH_OPEN: 'CLOSE_MOUTH',
  FACE_OCCLUDED: 'UNCOVER_FACE',
  LIVENESS_LOW: 'SHOW_LIVENESS',
  DUPLICATE_FRAME: 'RESTART_CAMERA',
};

export function hintFor(reason: FrameReason): ReVerifyHint {
  return hints[reason];
}
