import type { DiscardPoint } from '../results.js';

/** A mated comparison with the lower quality of its two pictures. */
export interface RatedPair {
  readonly quality: number;
  readonly score: number;
}

export interface DiscardCurve {
  readonly points: readonly DiscardPoint[];
  /** Area under the curve divided by that of discarding at random, which leaves the error as it is. */
  readonly ratio: number;
}

/** False non-match rate before anything is discarded. */
export const FNMR_AT_START = 0.05;
export const DISCARD_MAX = 0.4;
const STEPS = 40;
/** Fewer comparisons have hardly an error at 5 %. */
const PAIRS_MIN = 200;

/** The comparison score that this share of mated comparisons stays below; null with too few of them. */
export function thresholdOf(pairs: readonly RatedPair[]): number | null {
  if (pairs.length < PAIRS_MIN) return null;
  const scores = Float64Array.from(pairs, ({ score }) => score).sort();
  return scores[Math.floor(FNMR_AT_START * scores.length)] ?? null;
}

/**
 * Error versus discard (Grother and Tabassi 2007, "Performance of biometric quality measures", IEEE TPAMI 29): how many
 * of the mated comparisons still fail after those of the lowest quality are left out. Comparisons of one quality are
 * left out in any order, so each counts with the mean error of its equals.
 *
 * @returns null with too few comparisons, or none that fails
 */
export function errorVersusDiscard(pairs: readonly RatedPair[], threshold: number): DiscardCurve | null {
  const failures = pairs.filter(({ score }) => score < threshold).length;
  if (pairs.length < PAIRS_MIN || failures === 0) return null;
  const left = failuresLeft(pairs, threshold);
  const points = Array.from({ length: STEPS + 1 }, (_, step): DiscardPoint => {
    const discarded = (DISCARD_MAX * step) / STEPS;
    const count = Math.round(discarded * pairs.length);
    return { discarded, fnmr: (left[count] ?? 0) / (pairs.length - count) };
  });
  const inner = points.slice(1, -1).reduce((sum, { fnmr }) => sum + fnmr, 0);
  const area = (inner + ((points[0]?.fnmr ?? 0) + (points.at(-1)?.fnmr ?? 0)) / 2) / STEPS;
  return { points, ratio: area / (failures / pairs.length) };
}

/** Entry k: expected failures among the comparisons that are left without the k of the lowest quality. */
function failuresLeft(pairs: readonly RatedPair[], threshold: number): Float64Array {
  const sorted = pairs
    .map(({ quality, score }) => ({ value: quality, failed: score < threshold }))
    .sort((a, b) => a.value - b.value);
  const left = new Float64Array(sorted.length + 1);
  for (let end = sorted.length; end > 0;) {
    const start = runStart(sorted, end);
    const failed = sorted.slice(start, end).filter((pair) => pair.failed).length / (end - start);
    for (let k = end - 1; k >= start; k--) left[k] = (left[k + 1] ?? 0) + failed;
    end = start;
  }
  return left;
}

function runStart(sorted: readonly { readonly value: number }[], end: number): number {
  const value = sorted[end - 1]?.value;
  let start = end - 1;
  while (start > 0 && sorted[start - 1]?.value === value) start -= 1;
  return start;
}
