/** Error rates from comparison scores. A comparison matches when its score is at or past the threshold. */

/** Bins over −1 … 1: 1e-5 a bin, far finer than what two machines differ by. */
export const binCount = 200_001;
export const binOf = (score: number): number =>
  Math.min(binCount - 1, Math.max(0, Math.round(((score + 1) / 2) * (binCount - 1))));
const scoreAt = (bin: number): number => (bin / (binCount - 1)) * 2 - 1;

export type Histogram = Float64Array;
export const emptyHistogram = (): Histogram => new Float64Array(binCount);

export const totalOf = (histogram: Histogram): number => histogram.reduce((sum, count) => sum + count, 0);

export function added(a: Histogram, b: Histogram): Histogram {
  return a.map((count, bin) => count + (b[bin] ?? 0));
}

/** The lowest threshold at which at most `fmr` of the non-mated comparisons match. */
export function thresholdAt(nonMated: Histogram, fmr: number): number {
  const allowed = fmr * totalOf(nonMated);
  let matches = 0;
  let bin = binCount;
  while (bin > 0 && matches + (nonMated[bin - 1] ?? 0) <= allowed) {
    bin -= 1;
    matches += nonMated[bin] ?? 0;
  }
  return scoreAt(bin);
}

export function medianOf(histogram: Histogram): number {
  const half = totalOf(histogram) / 2;
  let below = 0;
  const bin = histogram.findIndex((count) => (below += count) >= half);
  return scoreAt(bin);
}

/** Share of mated comparisons at or past the threshold; `lost` are those whose picture shows no face. */
export function trueAcceptRate(mated: Histogram, threshold: number, lost: number): number {
  const first = binOf(threshold);
  let matches = 0;
  for (let bin = first; bin < binCount; bin++) matches += mated[bin] ?? 0;
  return matches / (totalOf(mated) + lost);
}

export interface ScoredPair {
  readonly mated: boolean;
  /** −Infinity where a picture shows no face. */
  readonly score: number;
}

/** The share of right answers at the best single threshold. Non-mated pairs without a face are not counted. */
export function bestAccuracy(pairs: readonly ScoredPair[]): { readonly accuracy: number; readonly threshold: number } {
  const counted = pairs.filter(({ mated, score }) => mated || score > -Infinity).toSorted((x, y) => y.score - x.score);
  let right = counted.filter(({ mated }) => !mated).length;
  let best = { right, threshold: Infinity };
  for (const [i, { mated, score }] of counted.entries()) {
    if (score === -Infinity) break;
    right += mated ? 1 : -1;
    // Between equal scores there is no threshold.
    if (counted[i + 1]?.score !== score && right > best.right) best = { right, threshold: score };
  }
  return { accuracy: counted.length > 0 ? best.right / counted.length : 0, threshold: best.threshold };
}
