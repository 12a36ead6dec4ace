import type { Distribution } from '../results.js';

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly bins: number;
}

/** Shares of values in equal bins; what lies outside is counted in the bin next to it. */
export function distributionOver(values: readonly number[], { from, to, bins }: Span): Distribution {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - from) / (to - from)) * bins);
    const within = Math.min(bins - 1, Math.max(0, bin));
    counts[within] = (counts[within] ?? 0) + 1;
  }
  return { from, to, shares: counts.map((count) => (values.length > 0 ? count / values.length : 0)) };
}

/**
 * Area under the ROC curve: how often a value of the first kind is the larger of two, one drawn from each; equal values
 * count half. Null when there is none of either kind.
 */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const all = [
    ...positives.map((value) => ({ value, positive: true })),
    ...negatives.map((value) => ({ value, positive: false })),
  ].sort((a, b) => a.value - b.value);
  let [wins, negativesBelow] = [0, 0];
  for (let start = 0; start < all.length;) {
    const end = runEnd(all, start);
    const tied = all.slice(start, end);
    const tiedPositives = tied.filter(({ positive }) => positive).length;
    const tiedNegatives = tied.length - tiedPositives;
    wins += tiedPositives * (negativesBelow + tiedNegatives / 2);
    negativesBelow += tiedNegatives;
    start = end;
  }
  return wins / (positives.length * negatives.length);
}

/** One past the last of the sorted values that equal the one at `start`. */
function runEnd(sorted: readonly { readonly value: number }[], start: number): number {
  const value = sorted[start]?.value;
  let end = start + 1;
  while (end < sorted.length && sorted[end]?.value === value) end += 1;
  return end;
}
