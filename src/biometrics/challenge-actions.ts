import { shapeStep } from './motion.js';
import type { FaceObservation } from './observation.js';

/**
 * What a challenge can ask for, and how far a frame shows it, measured against the same face at rest.
 *
 * Left and right are the subject's own: TURN_LEFT raises yaw (ISO/IEC 29794-5).
 */
export const challengeActions = [
  'TURN_LEFT',
  'TURN_RIGHT',
  'LOOK_UP',
  'LOOK_DOWN',
  'BLINK',
  'SMILE',
  'MOVE_CLOSER',
] as const;
export type ChallengeAction = (typeof challengeActions)[number];

/** Actions of the head, which turn something solid; those of the face, which a picture of it does not have. */
export const headActions: ReadonlySet<ChallengeAction> = new Set(['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'LOOK_DOWN']);
export const faceActions: ReadonlySet<ChallengeAction> = new Set(['BLINK', 'SMILE']);

/** What one frame says of a face, as far as a challenge looks at it. */
export interface Posture {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** Distance of the mouth's corners divided by the inter-eye distance. */
  readonly mouthWidth: number;
  /** Pixels. */
  readonly interEyeDistance: number;
  /** 468 × (x, y, z), pixels. */
  readonly landmarks: Float32Array;
}

/**
 * How far each action is done: 0 at rest, 1 where it counts as done. A blink takes time and has no extent in one frame
 * (challenge-blink.ts).
 */
export type Extents = Readonly<Record<Exclude<ChallengeAction, 'BLINK'>, number>>;

/** From rest to done. */
const YAW_DEG = 18;
const PITCH_DEG = 12;
/** Wider than at rest by this share. */
const SMILE_SHARE = 0.15;
/** Closer than at rest: the inter-eye distance grows by this share. */
const CLOSER_SHARE = 0.25;
/** At rest no action is done by more than this part. */
const REST_EXTENT_MAX = 0.5;
/** Nor has the face gone further away than this (inter-eye distance, share of that at rest). */
const AWAY_MIN = 0.8;
/**
 * What a turned head must leave over of the best homography from rest, inter-eye distances, root mean square: a solid head
 * leaves 0.05 at 12 degrees and 0.08 at 20, a flat picture 0.03 at 30 (docs/decisions/0017-challenge-in-the-stream.md).
 */
const PARALLAX_MIN = 0.04;

/** Corners of the mouth in the mesh, image-left first. */
const MOUTH_CORNERS = [61, 291] as const;

export function postureOf({ pose, quality, landmarks }: FaceObservation): Posture {
  const { interEyeDistance } = quality;
  const [left, right] = MOUTH_CORNERS;
  const across = (axis: number): number => (landmarks[3 * left + axis] ?? NaN) - (landmarks[3 * right + axis] ?? NaN);
  const mouthWidth = Math.hypot(across(0), across(1)) / interEyeDistance;
  return { yawDeg: pose.yawDeg, pitchDeg: pose.pitchDeg, mouthWidth, interEyeDistance, landmarks };
}

export function extentsOf(now: Posture, rest: Posture): Extents {
  const yaw = (now.yawDeg - rest.yawDeg) / YAW_DEG;
  const pitch = (now.pitchDeg - rest.pitchDeg) / PITCH_DEG;
  // A turned mouth is measured too badly to say anything.
  const frontal = Math.max(Math.abs(yaw), Math.abs(pitch)) <= REST_EXTENT_MAX;
  return {
    TURN_LEFT: yaw,
    TURN_RIGHT: -yaw,
    LOOK_UP: pitch,
    LOOK_DOWN: -pitch,
    SMILE: frontal ? (now.mouthWidth / rest.mouthWidth - 1) / SMILE_SHARE : 0,
    MOVE_CLOSER: (now.interEyeDistance / rest.interEyeDistance - 1) / CLOSER_SHARE,
  };
}

export function isAtRest(now: Posture, rest: Posture): boolean {
  const near = Object.values(extentsOf(now, rest)).every((extent) => extent <= REST_EXTENT_MAX);
  return near && now.interEyeDistance >= AWAY_MIN * rest.interEyeDistance;
}

/** Whether the face has turned as a solid thing does, and no flat picture can. */
export function hasParallax(now: Posture, rest: Posture): boolean {
  return shapeStep(rest.landmarks, now.landmarks, rest.interEyeDistance) >= PARALLAX_MIN;
}

/** Frames that must agree on the face at rest, and by how much they may differ. */
const SETTLED_FRAMES = 3;
const SETTLED_YAW_DEG = 6;
const SETTLED_PITCH_DEG = 6;
const SETTLED_SIZE_RATIO = 1.1;
const SETTLED_MOUTH_RATIO = 1.1;
/** Further from the front a turn would leave what the networks can see. */
const FRONTAL_YAW_DEG = 15;
const FRONTAL_PITCH_DEG = 20;

/** The face at rest once the last frames agree on it; null before. */
export function restOf(postures: readonly Posture[]): Posture | null {
  const last = postures.slice(-SETTLED_FRAMES);
  const [newest] = last.slice(-1);
  if (!newest || last.length < SETTLED_FRAMES) return null;
  const rest: Posture = {
    yawDeg: mean(last, 'yawDeg'),
    pitchDeg: mean(last, 'pitchDeg'),
    mouthWidth: mean(last, 'mouthWidth'),
    interEyeDistance: mean(last, 'interEyeDistance'),
    landmarks: newest.landmarks,
  };
  const settled =
    spread(last, 'yawDeg') <= SETTLED_YAW_DEG &&
    spread(last, 'pitchDeg') <= SETTLED_PITCH_DEG &&
    ratio(last, 'interEyeDistance') <= SETTLED_SIZE_RATIO &&
    ratio(last, 'mouthWidth') <= SETTLED_MOUTH_RATIO;
  const frontal = Math.abs(rest.yawDeg) <= FRONTAL_YAW_DEG && Math.abs(rest.pitchDeg) <= FRONTAL_PITCH_DEG;
  return settled && frontal ? rest : null;
}

type Measure = Exclude<keyof Posture, 'landmarks'>;

function mean(postures: readonly Posture[], of: Measure): number {
  return postures.reduce((sum, posture) => sum + posture[of], 0) / postures.length;
}

function spread(postures: readonly Posture[], of: Measure): number {
  const values = postures.map((posture) => posture[of]);
  return Math.max(...values) - Math.min(...values);
}

function ratio(postures: readonly Posture[], of: Measure): number {
  const values = postures.map((posture) => posture[of]);
  return Math.max(...values) / Math.min(...values);
}
