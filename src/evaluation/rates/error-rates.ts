import type { DetPoint, Distribution } from '../results.js';
import { BIN_END, BIN_NONE, matchesFrom, scoreOf } from '../comparison/score-bins.js';

/**
 * Error rates of comparison (ISO/IEC 19795-1). A comparison matches when its score is at or past the threshold; a
 * failure to acquire is a mated comparison that never matches. Thresholds are bins (score-bins.ts).
 */
export interface ErrorRates {
  readonly mated: number;
  readonly nonMated: number;
  /** False match rate at a threshold bin; 0 without non-mated comparisons. */
  fmr(bin: number): number;
  /** False non-match rate at a threshold bin; 0 without mated comparisons. */
  fnmr(bin: number): number;
  /** The lowest threshold bin at which at most this share of non-mated comparisons matches. */
  thresholdFor(fmr: number): number;
  /** Comparisons answered rightly at a threshold bin. */
  right(bin: number): number;
}

/** @param matedBins of every mated comparison, BIN_NONE for failures to acquire @param nonMatedCounts by score bin */
export function errorRates(matedBins: Int32Array, nonMatedCounts: Float64Array): ErrorRates {
  const matedCounts = new Float64Array(nonMatedCounts.length);
  for (const bin of matedBins) if (bin !== BIN_NONE) matedCounts[bin] = (matedCounts[bin] ?? 0) + 1;
  const matedFrom = matchesFrom(matedCounts);
  const nonMatedFrom = matchesFrom(nonMatedCounts);
  const [mated, nonMated] = [matedBins.length, nonMatedFrom[0] ?? 0];
  const fmr = (bin: number): number => (nonMated > 0 ? (nonMatedFrom[bin] ?? 0) / nonMated : 0);
  return {
    mated,
    nonMated,
    fmr,
    fnmr: (bin) => (mated > 0 ? (mated - (matedFrom[bin] ?? 0)) / mated : 0),
    thresholdFor: (rate) => lowestBin((bin) => fmr(bin) <= rate),
    right: (bin) => (matedFrom[bin] ?? 0) + nonMated - (nonMatedFrom[bin] ?? 0),
  };
}

/** The lowest bin from which on a condition holds that no higher bin breaks; BIN_END where none does. */
export function lowestBin(holds: (bin: number) => boolean): number {
  let [low, high] = [0, BIN_END];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The rate at which both errors are equal: their mean at the threshold where they are closest. */
export function equalErrorRate({ fmr, fnmr }: Pick<ErrorRates, 'fmr' | 'fnmr'>): number {
  const crossed = lowestBin((bin) => fnmr(bin) >= fmr(bin));
  const gap = (bin: number): number => Math.abs(fnmr(bin) - fmr(bin));
  const closest = crossed > 0 && gap(crossed - 1) < gap(crossed) ? crossed - 1 : crossed;
  return (fmr(closest) + fnmr(closest)) / 2;
}

/** The largest share of right answers any one threshold gives; null without comparisons of both kinds. */
export function bestAccuracy(rates: ErrorRates): number | null {
  if (rates.mated === 0 || rates.nonMated === 0) return null;
  let best = 0;
  for (let bin = 0; bin <= BIN_END; bin++) best = Math.max(best, rates.right(bin));
  return best / (rates.mated + rates.nonMated);
}

/** Points a decade of FMR, and FNMR steps between two points: with nine decades under 500 points. */
const POINTS_PER_DECADE = 40;
const FNMR_STEP = 0.02;

/**
 * Detection error trade-off from strict to lax. Where false matches are few each has its own point, so that low FMR is
 * exact; further on, points are a fortieth of a decade apart.
 */
export function detPoints(rates: Pick<ErrorRates, 'fmr' | 'fnmr'>): DetPoint[] {
  const points: DetPoint[] = [];
  const strictest = lowestBin((bin) => rates.fmr(bin) === 0);
  let last = { fmr: -1, fnmr: 2 };
  for (let bin = strictest; bin >= 0; bin--) {
    const [fmr, fnmr] = [rates.fmr(bin), rates.fnmr(bin)];
    const grew = last.fmr <= 0 ? fmr > last.fmr : fmr >= last.fmr * 10 ** (1 / POINTS_PER_DECADE);
    const unchanged = fmr === last.fmr && fnmr === last.fnmr;
    if (unchanged || !(grew || last.fnmr - fnmr >= FNMR_STEP || bin === 0)) continue;
    last = { fmr, fnmr };
    points.push({ threshold: scoreOf(bin), fmr, fnmr });
  }
  return points;
}

/** Bins of comparison score in a distribution: −1 … 1 in steps of 0.02. */
const DISTRIBUTION_BINS = 100;

/** Shares of scored comparisons; failures to acquire have no score and are left out. */
export function distributionOf(counts: Float64Array): Distribution {
  const sums = new Array<number>(DISTRIBUTION_BINS).fill(0);
  let total = 0;
  for (const [bin, count] of counts.entries()) {
    const at = Math.min(DISTRIBUTION_BINS - 1, Math.floor((bin * DISTRIBUTION_BINS) / (BIN_END - 1)));
    sums[at] = (sums[at] ?? 0) + count;
    total += count;
  }
  return { from: -1, to: 1, shares: sums.map((sum) => (total > 0 ? sum / total : 0)) };
}
