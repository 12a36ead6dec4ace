import { homographyResidual } from './homography.js';

/**
 * Micro-motion: how much the face changes shape in a way that a flat picture cannot, and goes on changing.
 *
 * Each frame's landmarks are carried onto those of the first frame by one homography. Of what is left over, only the
 * part that neighbouring frames share counts: its autocovariance at lag one. A living face moves smoothly, so nearly all
 * of its variance is shared. The noise of the landmark network is new in every frame, and so are pictures shown in turn:
 * they share nothing, however much they differ (docs/decisions/0007-continuity.md).
 */
export interface MotionTrack {
  /** 468 × (x, y, z) of the first frame, pixels. */
  readonly reference: Float32Array;
  /** Inter-eye distance of the first frame, pixels: the unit of everything below. */
  readonly unit: number;
  /** Frames after the first one. */
  readonly count: number;
  /** Left over of the second frame and of the last one, and the sum over all, each 468 × (x, y). */
  readonly first: Float32Array | null;
  readonly last: Float32Array | null;
  readonly sum: Float32Array;
  /** Sum over neighbouring frames and coordinates of what is left over in the one times what is left over in the other. */
  readonly products: number;
}

/** Fewer frames than this after the first say nothing. */
const FRAMES_MIN = 4;

export function startTrack(landmarks: Float32Array, interEyeDistance: number): MotionTrack {
  return {
    reference: landmarks,
    unit: Math.max(1, interEyeDistance),
    count: 0,
    first: null,
    last: null,
    sum: new Float32Array((landmarks.length / 3) * 2),
    products: 0,
  };
}

export function follow(track: MotionTrack, landmarks: Float32Array): MotionTrack {
  const left = homographyResidual(landmarks, track.reference, track.unit);
  if (!left) return track;
  const { last } = track;
  return {
    ...track,
    count: track.count + 1,
    first: track.first ?? left,
    last: left,
    sum: track.sum.map((value, i) => value + (left[i] ?? 0)),
    products: track.products + (last ? left.reduce((sum, value, i) => sum + value * (last[i] ?? 0), 0) : 0),
  };
}

/**
 * Shared variance of a landmark's left-over motion (x and y together), inter-eye distances squared, at least 0; null
 * with too few frames.
 */
export function microMotionVariance({ count, first, last, sum, products }: MotionTrack): number | null {
  if (count < FRAMES_MIN || !first || !last) return null;
  let shared = products;
  for (const [i, total] of sum.entries()) {
    const mean = total / count;
    shared -= mean * (2 * total - (first[i] ?? 0) - (last[i] ?? 0)) - (count - 1) * mean * mean;
  }
  return Math.max(0, (2 * shared) / sum.length / (count - 1));
}

/** How far one frame's shape is from the one before: root mean square left over by the best homography, inter-eye distances. */
export function shapeStep(before: Float32Array, after: Float32Array, interEyeDistance: number): number {
  const residual = homographyResidual(before, after, Math.max(1, interEyeDistance));
  if (!residual) return Infinity;
  return Math.sqrt((2 * residual.reduce((sum, value) => sum + value * value, 0)) / residual.length);
}
