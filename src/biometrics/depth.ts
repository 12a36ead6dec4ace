/**
 * Depth as evidence: what a surface before the camera says about being a living face's.
 *
 * Measures of one frame become a log-likelihood ratio, those of a capture their median, and the median a decision. Only
 * what a sensor measured counts. What a network imagines of a picture is measured for information (`ESTIMATED`) and has
 * no ratio at all: it sees a face in a print as well.
 */

export const sensorOrigins = ['SENSOR_TOF', 'SENSOR_STRUCTURED_LIGHT', 'STEREO'] as const;
export type SensorOrigin = (typeof sensorOrigins)[number];
/** Where depth came from. */
export type DepthOrigin = SensorOrigin | 'ESTIMATED';

/** The shape of a surface, millimetres. */
export interface ReliefMeasures {
  /** Root mean square distance from its plane. */
  readonly planeResidualMm: number;
  /** The same from its best quadratic surface, which takes out any bend. */
  readonly surfaceResidualMm: number;
  /** Height of the tip of the nose over the plane of eye corners, cheeks and mouth corners. */
  readonly noseReliefMm: number;
}

/** What a depth sensor saw of a face in one frame. */
export interface SensorDepth extends ReliefMeasures {
  readonly origin: SensorOrigin;
  /** Correlation with the mesh over the landmarks, −1–1, without the plane of each; and without any bend of each. */
  readonly shapeCorrelation: number;
  readonly reliefCorrelation: number;
  /** Between the centres of the eyes, by intrinsics and distance. */
  readonly interEyeMm: number;
  /** Median over the face. */
  readonly distanceMm: number;
  /** Of one pixel, standard deviation; too small where a sensor's errors are shared by neighbours. */
  readonly noiseMm: number;
  /** Share of the face without depth, 0–1. */
  readonly holeShare: number;
}

/** The shape of the mesh itself at an adult's size: information, never evidence. */
export interface EstimatedDepth extends ReliefMeasures {
  readonly origin: 'ESTIMATED';
}

export type DepthMeasures = SensorDepth | EstimatedDepth;

/** What a whole capture showed of depth. */
export interface DepthEvidence {
  /** Frames in which a sensor saw enough of the face to be measured. */
  readonly framesMeasured: number;
  /** Median of their ratios, natural logarithm: positive speaks for a face, negative for an attack. */
  readonly llr: number;
  /** Median share of the face that was seen, 0–1. */
  readonly seenShare: number;
  /** The sensor of the first of them. */
  readonly origin: SensorOrigin;
}

/**
 * Fitted on 2026-11-28 over generated frames, `npm run bench:depth -- --fit --people 100` (docs/depth.md): no public set of faces
 * with sensor depth is at hand. Each measure is put on a scale on which a face is near 1 and a sheet near 0.
 */
const weights = { bias: -5.56, surface: 2.55, nose: 3.21, shape: 1.82, relief: 2.76 };
/** Residual and nose of an average face, as shares of its inter-eye distance. */
const FACE_SURFACE = 0.08;
const FACE_NOSE = 0.54;
/** No frame says more than this: generated frames know nothing of what makes real ones go wrong. */
const LLR_ABS_MAX = 4;

/**
 * Inter-eye distances of children from about three years on and of adults, with what sensors and landmarks err: what is
 * outside is no face of a living person, whatever its shape. A doll, a bust, a mask of another scale.
 */
const INTER_EYE_MM_MIN = 44;
const INTER_EYE_MM_MAX = 80;

/** The measures of a frame on scales of their own, each held within what it can say. */
export function depthFeatures(depth: SensorDepth): Omit<typeof weights, 'bias'> {
  const size = Math.max(1, depth.interEyeMm);
  return {
    surface: held(depth.surfaceResidualMm / size / FACE_SURFACE),
    nose: held(depth.noseReliefMm / size / FACE_NOSE),
    shape: held(depth.shapeCorrelation),
    relief: held(depth.reliefCorrelation),
  };
}

const held = (value: number): number => Math.max(-0.5, Math.min(1.25, value));

/** Log-likelihood ratio of one frame, natural logarithm, −4–4: positive for a living face of a person's size. */
export function depthRatio(depth: SensorDepth): number {
  if (!(depth.interEyeMm >= INTER_EYE_MM_MIN && depth.interEyeMm <= INTER_EYE_MM_MAX)) return -LLR_ABS_MAX;
  const { surface, nose, shape, relief } = depthFeatures(depth);
  const sum =
    weights.bias + weights.surface * surface + weights.nose * nose + weights.shape * shape + weights.relief * relief;
  return Math.max(-LLR_ABS_MAX, Math.min(LLR_ABS_MAX, sum));
}

/** Pools the frames of a capture; null without one that a sensor measured. */
export function depthEvidence(frames: readonly DepthMeasures[]): DepthEvidence | null {
  const measured = frames.filter(isSensorDepth);
  const [first] = measured;
  if (!first) return null;
  return {
    framesMeasured: measured.length,
    llr: median(measured.map(depthRatio)),
    seenShare: median(measured.map(({ holeShare }) => 1 - holeShare)),
    origin: first.origin,
  };
}

export function isSensorDepth(depth: DepthMeasures): depth is SensorDepth {
  return depth.origin !== 'ESTIMATED';
}

/** Fewer frames decide nothing, for or against. */
const DEPTH_FRAMES_MIN = 3;
/** Odds of seven to one. */
const DECIDED_LLR = 2;

/** What depth alone says of a capture. */
export function depthDecision(evidence: DepthEvidence | null): 'bona-fide' | 'attack' | 'inconclusive' {
  if (!evidence || !(evidence.framesMeasured >= DEPTH_FRAMES_MIN)) return 'inconclusive';
  if (evidence.llr >= DECIDED_LLR) return 'bona-fide';
  return evidence.llr <= -DECIDED_LLR ? 'attack' : 'inconclusive';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
