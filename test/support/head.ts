import type { HeadPose } from '../../src/biometrics/observation.js';
import { randomFrom, type Random } from './seeded.js';

/**
 * A head made of numbers: 468 points on the front of an ellipsoid with a nose, seen by a pinhole camera. Lengths are in
 * inter-eye distances until they are projected; x grows to the right of the picture, y down, z away from the camera.
 */

type Point = readonly [x: number, y: number, z: number];

const POINTS = 468;
/** Points 0 and 1 are the eye centres; 61 and 291 the corners of the mouth, as in the MediaPipe mesh. */
const EYE_Y = -0.4;
/** Where the camera stands before the face, inter-eye distances (about half a metre). */
const CAMERA_DISTANCE = 8;
const FOCAL_PX = 640;
const CENTRE_PX = [320, 240] as const;

export interface HeadView extends Partial<HeadPose> {
  /** Shift of the whole head, inter-eye distances; positive z is away from the camera. */
  readonly shift?: Point;
  /** How far the mouth is open, inter-eye distances. */
  readonly mouthOpen?: number;
  /** How far the corners of the mouth are drawn aside, inter-eye distances. */
  readonly smile?: number;
  /** Another face: every point is displaced by about this much, inter-eye distances, as `shapeSeed` says. */
  readonly shapeSeed?: number;
}

const modelPoints: readonly Point[] = Array.from({ length: POINTS }, (_, i): Point => {
  if (i < 2) return surface(i === 0 ? -0.5 : 0.5, EYE_Y);
  if (i === 61 || i === 291) return surface(i === 61 ? -0.4 : 0.4, 0.75);
  // A sunflower spiral covers the face evenly.
  const radius = 0.97 * Math.sqrt((i + 0.5) / POINTS);
  const angle = i * Math.PI * (3 - Math.sqrt(5));
  return surface(1.1 * radius * Math.cos(angle), 1.5 * radius * Math.sin(angle));
});

function surface(x: number, y: number): Point {
  const dome = -1.1 * Math.sqrt(Math.max(0, 1 - (x / 1.15) ** 2 - (y / 1.6) ** 2));
  const nose = -0.4 * Math.exp(-((x / 0.2) ** 2) - ((y - 0.15) / 0.35) ** 2);
  return [x, y, dome + nose];
}

/** Landmarks of the head in this view: 468 × (x, y, z), pixels. */
export function landmarksOf(view: HeadView = {}): Float32Array {
  const shaped = view.shapeSeed === undefined ? modelPoints : otherwiseShaped(view.shapeSeed);
  return project(shaped.map((point) => placed(expressed(point, view), view)));
}

/** Displaced smoothly over the face, as one person's features differ from another's. */
function otherwiseShaped(seed: number): Point[] {
  const random = randomFrom(seed);
  const wave = () => {
    const [fx, fy, phase] = [random.between(2, 6), random.between(2, 6), random.between(0, 2 * Math.PI)];
    return (x: number, y: number) => 0.12 * Math.sin(fx * x + fy * y + phase);
  };
  const [dx, dy, dz] = [wave(), wave(), wave()];
  return modelPoints.map(([x, y, z]) => [x + dx(x, y), y + dy(x, y), z + dz(x, y)]);
}

function expressed([x, y, z]: Point, { mouthOpen = 0, smile = 0 }: HeadView): Point {
  const jaw = 1 / (1 + Math.exp(-(y - 0.75) / 0.08));
  const corner = Math.exp(-(((Math.abs(x) - 0.4) / 0.25) ** 2) - ((y - 0.75) / 0.25) ** 2);
  return [x + Math.sign(x) * smile * corner, y + mouthOpen * jaw - 0.5 * smile * corner, z + 0.3 * smile * corner];
}

function placed(point: Point, { yawDeg = 0, pitchDeg = 0, rollDeg = 0, shift = [0, 0, 0] }: HeadView): Point {
  const turned = rotated(point, [radians(yawDeg), radians(pitchDeg), radians(rollDeg)]);
  return [turned[0] + shift[0], turned[1] + shift[1], turned[2] + shift[2]];
}

function rotated([x, y, z]: Point, [yaw, pitch, roll]: Point): Point {
  const [x1, z1] = [x * Math.cos(yaw) + z * Math.sin(yaw), -x * Math.sin(yaw) + z * Math.cos(yaw)];
  const [y1, z2] = [y * Math.cos(pitch) - z1 * Math.sin(pitch), y * Math.sin(pitch) + z1 * Math.cos(pitch)];
  return [x1 * Math.cos(roll) - y1 * Math.sin(roll), x1 * Math.sin(roll) + y1 * Math.cos(roll), z2];
}

function project(points: readonly Point[]): Float32Array {
  const out = new Float32Array(points.length * 3);
  for (const [i, [x, y, z]] of points.entries()) {
    const perUnit = FOCAL_PX / (CAMERA_DISTANCE + z);
    out.set([CENTRE_PX[0] + x * perUnit, CENTRE_PX[1] + y * perUnit, z * perUnit], 3 * i);
  }
  return out;
}

/**
 * The same landmarks printed on a flat sheet, and that sheet seen in a view: what a photograph before the camera gives.
 * Two views of it are related by one homography.
 */
export function photographOf(landmarks: Float32Array, view: HeadView): Float32Array {
  const scale = FOCAL_PX / CAMERA_DISTANCE;
  const sheet = Array.from({ length: landmarks.length / 3 }, (_, i): Point => {
    const [x = 0, y = 0] = landmarks.subarray(3 * i, 3 * i + 2);
    return placed([(x - CENTRE_PX[0]) / scale, (y - CENTRE_PX[1]) / scale, 0], view);
  });
  return project(sheet);
}

/** What the landmark network adds: independent noise on every coordinate, standard deviation in inter-eye distances. */
export function jittered(landmarks: Float32Array, deviation: number, random: Random): Float32Array {
  const px = deviation * interEyeDistanceOf(landmarks);
  return landmarks.map((value) => value + px * random.gaussian());
}

/** Pixels. */
export function interEyeDistanceOf(landmarks: Float32Array): number {
  const [x0 = 0, y0 = 0, , x1 = 0, y1 = 0] = landmarks;
  return Math.hypot(x1 - x0, y1 - y0);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
