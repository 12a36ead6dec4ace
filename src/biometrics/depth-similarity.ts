import { calibration, type CalibrationTable } from './calibration.js';
import { normalised } from './embedding.js';
import type { PoolMember } from './pool.js';

/**
 * Comparison of reliefs, the depth modality of fusion. A relief is a unit vector; the score of a capture is the mean
 * cosine of its frames with a reference, which is pooled over the frames of an enrolment.
 */

/** As stamped on depth templates: another descriptor is another name. */
export const DEPTH_MODEL_ID = 'depth-relief@1';
/** Length of a descriptor. */
export const RELIEF_LENGTH = 256;
/** Frames a depth template is made of at least, and those of a claim that are compared with one. */
export const RELIEF_FRAMES_MIN = 3;

/** The middle direction of some descriptors; null without any, or when they cancel out. */
export function pooledRelief(reliefs: readonly Float32Array[]): Float32Array | null {
  const sum = new Float32Array(RELIEF_LENGTH);
  for (const relief of reliefs) for (const [i, value] of relief.entries()) sum[i] = (sum[i] ?? 0) + value;
  if (!sum.some((value) => value !== 0)) return null;
  try {
    return normalised(sum);
  } finally {
    sum.fill(0);
  }
}

/** The score at the table's last point: what is rarer nobody has counted, and no score says more than this one. */
const SCORE_MAX = 0.849;

/**
 * Of 100 generated people, 158,400 non-mated comparisons, `npm run bench:depth -- --fit --people 100` on 2026-11-28
 * (docs/depth.md): what real people's reliefs share is not in it. It only places depth among the other modalities of a claim that colour must accept in any case.
 */
const table: CalibrationTable = {
  impostorMedian: 0,
  points: [
    { fmr: 0.1, score: 0.466 },
    { fmr: 0.03, score: 0.65 },
    { fmr: 0.01, score: 0.746 },
    { fmr: 0.003, score: 0.81 },
    { fmr: 0.001, score: SCORE_MAX },
  ],
};

/** Calibrated as that of the colour picture is: 0.40 + 0.10·(−log10 FMR). */
export const depthCalibration = calibration(table);

/** Reliefs of a capture's faces held against the relief of a reference. */
export interface DepthScores {
  /** As many as there are faces; NaN for one without a relief. */
  readonly scores: ArrayLike<number>;
  /** True when the reference has no relief, so that these are of nobody's. */
  readonly decoy: boolean;
}

/** Calibrated similarity of these samples' reliefs with that of a reference; null without one, or with too few of them. */
export function depthSimilarity(samples: readonly PoolMember[], { scores, decoy }: DepthScores): number | null {
  if (decoy) return null;
  const seen = samples.flatMap(({ face }) => {
    const score = scores[face] ?? NaN;
    return Number.isNaN(score) ? [] : [score];
  });
  if (seen.length < RELIEF_FRAMES_MIN) return null;
  const mean = seen.reduce((sum, score) => sum + score, 0) / seen.length;
  return depthCalibration.similarity(Math.min(mean, SCORE_MAX));
}
