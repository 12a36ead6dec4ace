import { homographyResidual } from './homography.js';

/**
 * Micro-motion: how much the face changes shape in a way that a flat picture cannot.
 *
 * Each frame's landmarks are carried onto those of the first frame by one homography; the variance over time of what
 * is left over is the measure. A picture that is held still, moved, tilted or zoomed leaves the noise of the landmark
 * network alone; a living face adds parallax and expression.
 */
export interface MotionTrack {
  /** 468 × (x, y, z) of the first frame, pixels. */
  readonly reference: Float32Array;
  /** Inter-eye distance of the first frame, pixels: the unit of everything below. */
  readonly unit: number;
  /** Frames after the first one. */
  readonly count: number;
  /** Mean residual and sum of squared deviations (Welford), each 468 × (x, y). */
  readonly mean: Float32Array;
  readonly squares: Float32Array;
}

/** Fewer frames than this after the first say nothing about variance. */
const FRAMES_MIN = 4;

export function startTrack(landmarks: Float32Array, interEyeDistance: number): MotionTrack {
  const size = (landmarks.length / 3) * 2;
  return {
    reference: landmarks,
    unit: Math.max(1, interEyeDistance),
    count: 0,
    mean: new Float32Array(size),
    squares: new Float32Array(size),
  };
}

export function follow(track: MotionTrack, landmarks: Float32Array): MotionTrack {
  const residual = homographyResidual(landmarks, track.reference, track.unit);
  if (!residual) return track;
  const count = track.count + 1;
  const mean = new Float32Array(track.mean);
  const squares = new Float32Array(track.squares);
  for (const [i, value] of residual.entries()) {
    const before = value - (mean[i] ?? 0);
    mean[i] = (mean[i] ?? 0) + before / count;
    squares[i] = (squares[i] ?? 0) + before * (value - (mean[i] ?? 0));
  }
  return { ...track, count, mean, squares };
}

/** Variance of a landmark's left-over motion (x and y together), inter-eye distances squared; null with too few frames. */
export function microMotionVariance(track: MotionTrack): number | null {
  if (track.count < FRAMES_MIN) return null;
  const total = track.squares.reduce((sum, value) => sum + value, 0);
  return (2 * total) / track.squares.length / (track.count - 1);
}

/** How far one frame's shape is from the one before: root mean square left over by the best homography, inter-eye distances. */
export function shapeStep(before: Float32Array, after: Float32Array, interEyeDistance: number): number {
  const residual = homographyResidual(before, after, Math.max(1, interEyeDistance));
  if (!residual) return Infinity;
  return Math.sqrt((2 * residual.reduce((sum, value) => sum + value * value, 0)) / residual.length);
}
