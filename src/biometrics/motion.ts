import { homographyResidual } from './homography.js';
import type { FaceFlow } from './observation.js';

/**
 * Motion of a face that no flat picture can make, however it is moved, tilted, zoomed or shaken.
 *
 * Each frame's flow is what one homography leaves over since a reference frame, at 8 × 8 patches
 * (native/core/face_flow.h). A picture before the camera, or one that is warped by a program, leaves noise; a head leaves
 * parallax, expression, glances, blinks. The landmarks of a network would not do: it sees a turned head in a tilted
 * picture (docs/decisions/0019-motion-from-pixels.md).
 *
 * Two figures come of it, both mean squares of a patch in inter-eye distances:
 * the excess over what noise and laying explain, and the part that neighbouring frames share. A living face moves smoothly, so that
 * much is shared; bent paper and a sensor's noise are new in every frame.
 */
export interface MotionTrack {
  /** Frames followed, of all stretches. */
  readonly count: number;
  /** Sum over them of the excess over noise. */
  readonly excess: number;
  /** Of stretches that are over: sum of what neighbours share, and the number of neighbours. */
  readonly shared: number;
  readonly neighbours: number;
  readonly stretch: Stretch;
}

/** Frames with one reference. */
interface Stretch {
  readonly count: number;
  readonly first: Float32Array | null;
  readonly last: Float32Array | null;
  readonly sum: Float32Array | null;
  /** Sum over neighbouring frames and patches of what is left over in the one times what is left over in the other. */
  readonly products: number;
}

const noStretch: Stretch = { count: 0, first: null, last: null, sum: null, products: 0 };
export const noMotion: MotionTrack = { count: 0, excess: 0, shared: 0, neighbours: 0, stretch: noStretch };

/**
 * Mean square of flow per unit of `noise` that noise alone reaches: 20–31 on still pictures with noise of 2 to 14 grey
 * levels added, 45 and more on living faces (`npm run bench:paths`).
 */
const NOISE_FACTOR = 35;
/**
 * What a plane leaves over because its two views were sampled differently grows with how far it was carried; mean square
 * per displacement squared. One still picture in six thousand passed without it.
 */
const LAYING_ERROR = 1.5e-3;
/** Fewer frames say nothing. */
const FRAMES_MIN = 8;
/** Nor do stretches of fewer frames about what neighbours share. */
const STRETCH_FRAMES_MIN = 4;
/**
 * A homography that carries a corner further says that pose or distance changed too much for the same patches to be
 * seen; it is also where a tilted picture begins to look like more than a plane.
 */
const DISPLACEMENT_MAX = 0.1;

/** Whether a frame can be followed from its reference. */
export function isFollowed(flow: FaceFlow | null): flow is FaceFlow {
  return flow !== null && flow.displacement <= DISPLACEMENT_MAX;
}

export function follow(track: MotionTrack, { displacement, meanSquare, noise, leftOver }: FaceFlow): MotionTrack {
  const { count, first, last, sum, products } = track.stretch;
  return {
    ...track,
    count: track.count + 1,
    excess: track.excess + meanSquare - NOISE_FACTOR * noise - LAYING_ERROR * displacement ** 2,
    stretch: {
      count: count + 1,
      first: first ?? leftOver,
      last: leftOver,
      sum: sum ? sum.map((value, i) => value + (leftOver[i] ?? 0)) : leftOver.slice(),
      products: products + (last ? leftOver.reduce((total, value, i) => total + value * (last[i] ?? 0), 0) : 0),
    },
  };
}

/** Ends the stretch: the next frame has another reference. */
export function leave(track: MotionTrack): MotionTrack {
  return { ...track, ...sharedOf(track), stretch: noStretch };
}

/** Excess of the flow over noise, a mean square in inter-eye distances, negative where noise explains more; null with too few frames. */
export function microMotionVariance({ count, excess }: MotionTrack): number | null {
  return count < FRAMES_MIN ? null : excess / count;
}

/** What neighbouring frames share of the flow, inter-eye distances squared; null with too few frames. */
export function sharedMotion(track: MotionTrack): number | null {
  const { shared, neighbours } = sharedOf(track);
  return neighbours === 0 ? null : shared / neighbours;
}

/** With the present stretch: its autocovariance at lag one, in patches. */
function sharedOf({ shared, neighbours, stretch }: MotionTrack): Pick<MotionTrack, 'shared' | 'neighbours'> {
  const { count, first, last, sum, products } = stretch;
  if (count < STRETCH_FRAMES_MIN || !first || !last || !sum) return { shared, neighbours };
  let own = products;
  for (const [i, total] of sum.entries()) {
    const mean = total / count;
    own -= mean * (2 * total - (first[i] ?? 0) - (last[i] ?? 0)) - (count - 1) * mean * mean;
  }
  return { shared: shared + (2 * own) / sum.length, neighbours: neighbours + count - 1 };
}

/** How far one frame's shape is from the one before: root mean square left over by the best homography, inter-eye distances. */
export function shapeStep(before: Float32Array, after: Float32Array, interEyeDistance: number): number {
  const residual = homographyResidual(before, after, Math.max(1, interEyeDistance));
  if (!residual) return Infinity;
  return Math.sqrt((2 * residual.reduce((sum, value) => sum + value * value, 0)) / residual.length);
}
