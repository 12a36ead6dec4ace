import { SCORE_BINS } from './all-pairs.js';

/**
 * Statistics read comparison scores to five decimals, as bins of 1e-5: two machines differ by less, and equal scores
 * are then equal everywhere. A threshold is a bin too; a comparison matches when its bin is at or past it.
 */

const BINS_PER_UNIT = (SCORE_BINS - 1) / 2;

/** Past every score: the threshold nothing matches. */
export const BIN_END = SCORE_BINS;

/** Of a comparison one of whose pictures shows no face: under every threshold. */
export const BIN_NONE = -1;

/** Comparison score −1 … 1 to its bin; −Infinity, of a failure to acquire, to none. */
export function binOf(score: number): number {
  if (score === -Infinity) return BIN_NONE;
  return Math.min(SCORE_BINS - 1, Math.max(0, Math.round((score + 1) * BINS_PER_UNIT)));
}

/** The comparison score in the middle of a bin. */
export function scoreOf(bin: number): number {
  return Math.round(bin - BINS_PER_UNIT) / BINS_PER_UNIT;
}

export function binsOf(scores: Float32Array): Int32Array {
  return Int32Array.from(scores, binOf);
}

export function countsOf(bins: Iterable<number>): Float64Array {
  const counts = new Float64Array(SCORE_BINS);
  for (const bin of bins) if (bin !== BIN_NONE) counts[bin] = (counts[bin] ?? 0) + 1;
  return counts;
}

/** Entry `bin`: how many are at or past it; one entry more than bins, the last one 0. */
export function matchesFrom(counts: Float64Array): Float64Array {
  const matches = new Float64Array(counts.length + 1);
  for (let bin = counts.length - 1; bin >= 0; bin--) matches[bin] = (matches[bin + 1] ?? 0) + (counts[bin] ?? 0);
  return matches;
}

/** The lowest bin that is at or past a score; a score past 1 is a threshold nothing matches. */
export function thresholdBin(score: number): number {
  // A thousandth of a bin is less than what a score's own arithmetic differs by.
  return Math.min(BIN_END, Math.max(0, Math.ceil((score + 1) * BINS_PER_UNIT - 1e-3)));
}
