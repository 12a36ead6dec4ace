import { FaceError } from '../errors.js';

/**
 * The calibrated scale: similarity = 0.40 + 0.10·(−log10 FMR), where FMR is the false match rate of a comparison score
 * for one model. 0.60 is FMR 1 %, 0.80 is 0.01 %, whatever the model (docs/decisions/0004-calibrated-similarity.md).
 */

export interface CalibrationTable {
  /** Comparison score that half of all non-mated comparisons stay under. */
  readonly impostorMedian: number;
  /** Falling FMR, rising score; FMR below the median's 0.5. */
  readonly points: readonly { readonly fmr: number; readonly score: number }[];
}

export interface Calibration {
  /** Calibrated similarity of a comparison score, 0–1, monotone and continuous. */
  similarity(comparisonScore: number): number;
  /** The comparison score that has this similarity; the inverse of `similarity` on 0.40–1. */
  scoreAt(similarity: number): number;
  /** The rarest false match rate of its table: scores of rarer ones are extrapolated. */
  readonly fmrMin: number;
}

const AT_FMR_ONE = 0.4;
const PER_DECADE = 0.1;

/** Not clamped: 1e-7 has 1.1. @param fmr above 0 */
export function similarityAtFmr(fmr: number): number {
  return AT_FMR_ONE - PER_DECADE * Math.log10(fmr);
}

/** The inverse of `similarityAtFmr`. */
export function fmrAtSimilarity(similarity: number): number {
  return 10 ** ((AT_FMR_ONE - similarity) / PER_DECADE);
}

interface Knot {
  readonly score: number;
  readonly similarity: number;
}

/**
 * Interpolates linearly between the table's points. Below the impostor median the scale runs linearly from 0 (at score
 * −1) to the median's own value; past the last point it goes on with the slope of the last two.
 *
 * @throws FaceError INTERNAL when scores do not rise as FMR falls
 */
export function calibration(table: CalibrationTable): Calibration {
  const knots = knotsOf(table);
  return {
    similarity: (score) => clamp(interpolate(knots, score, 'score', 'similarity')),
    scoreAt: (similarity) => interpolate(knots, similarity, 'similarity', 'score'),
    fmrMin: Math.min(0.5, ...table.points.map(({ fmr }) => fmr)),
  };
}

function knotsOf(table: CalibrationTable): Knot[] {
  const measured = [{ fmr: 0.5, score: table.impostorMedian }, ...table.points].map(({ fmr, score }) => ({
    score,
    similarity: similarityAtFmr(fmr),
  }));
  const knots = [{ score: -1, similarity: 0 }, ...measured];
  for (const [index, knot] of knots.entries()) {
    const next = knots[index + 1];
    if (next && !(next.score > knot.score && next.similarity > knot.similarity)) {
      throw new FaceError('INTERNAL', 'a calibration table must rise in score as its FMR falls');
    }
  }
  return knots;
}

function interpolate(knots: readonly Knot[], x: number, from: keyof Knot, to: keyof Knot): number {
  const found = knots.findIndex((knot) => knot[from] >= x);
  const upper = found === -1 ? knots.length - 1 : Math.max(1, found);
  const [a, b] = [knots[upper - 1], knots[upper]];
  if (!a || !b) throw new FaceError('INTERNAL', 'a calibration table needs at least two points');
  return a[to] + ((x - a[from]) / (b[from] - a[from])) * (b[to] - a[to]);
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
