import type { Comparisons } from './comparisons.js';
import { equalErrorRate, lowestBin } from './error-rates.js';
import type { Bounded, Resampling } from '../results.js';
import { type Random, randomFrom } from './random.js';
import { BIN_END } from '../comparison/score-bins.js';

/**
 * 95 % bounds by resampling identities, since comparisons of one person's pictures are not independent.
 *
 * In each replicate as many identities as there are are drawn with replacement; identity i then counts m_i times. A
 * mated comparison weighs m_i, a non-mated one m_a·m_b, so that both of its identities are resampled: the subsets
 * bootstrap (Bolle, Ratha and Pankanti 2004, CVIU 93) with the product weights of the pigeonhole bootstrap (Owen 2007,
 * Annals of Applied Statistics 1), which errs towards wide bounds. Thresholds for an FMR are found anew in each
 * replicate. Bounds are the 2.5th and 97.5th percentile.
 *
 * Only listed non-mated comparisons can be weighed; those below the list enter with the average weight, so that a
 * threshold below it has bounds that are somewhat too narrow. compare-all.ts lists three in a hundred and everything down to
 * similarity 0.60, up to four million.
 */
export interface Replicates {
  readonly eer: readonly number[];
  /** For each of `asked.bins`. */
  readonly fmrAt: readonly (readonly number[])[];
  readonly fnmrAt: readonly (readonly number[])[];
  /** FNMR for each of `asked.fmrs`. */
  readonly fnmrFor: readonly (readonly number[])[];
}

export interface Asked {
  /** Threshold bins at which both error rates are wanted. */
  readonly bins: readonly number[];
  /** False match rates at which FNMR is wanted. */
  readonly fmrs: readonly number[];
}

export function resample(comparisons: Comparisons, asked: Asked, { replicates, seed }: Resampling): Replicates {
  const random = randomFrom(seed);
  const weighed = scratchFor(comparisons);
  const eer: number[] = [];
  const [fmrAt, fnmrAt] = [asked.bins.map((): number[] => []), asked.bins.map((): number[] => [])];
  const fnmrFor = asked.fmrs.map((): number[] => []);
  for (let replicate = 0; replicate < replicates; replicate++) {
    draw(comparisons.identities, weighed.multiplicity, random);
    const rates = replicateRates(comparisons, weighed);
    if (rates === null) continue;
    eer.push(equalErrorRate(rates));
    for (const [i, bin] of asked.bins.entries()) {
      fmrAt[i]?.push(rates.fmr(bin));
      fnmrAt[i]?.push(rates.fnmr(bin));
    }
    for (const [i, fmr] of asked.fmrs.entries()) {
      fnmrFor[i]?.push(rates.fnmr(lowestBin((bin) => rates.fmr(bin) <= fmr)));
    }
  }
  return { eer, fmrAt, fnmrAt, fnmrFor };
}

/** @param trials comparisons behind the rate: where none or all were counted, resampling cannot widen it */
export function bounded(rate: number, replicates: readonly number[], trials: number): Bounded {
  const sorted = Float64Array.from(replicates).sort();
  const low = Math.min(rate, percentile(sorted, 0.025, rate));
  const high = Math.max(rate, percentile(sorted, 0.975, rate));
  // 3 ÷ n: the upper 95 % bound of a rate of which n trials showed none (Hanley and Lippman-Hand 1983).
  const unseen = Math.min(1, 3 / Math.max(1, trials));
  return { rate, low: rate === 1 ? Math.min(low, 1 - unseen) : low, high: rate === 0 ? Math.max(high, unseen) : high };
}

function percentile(sorted: Float64Array, share: number, fallback: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? fallback;
}

/** A share of things that belong to identities, such as pictures without a face, with its bounds. */
export function boundedShare(counted: ArrayLike<number>, of: ArrayLike<number>, resampling: Resampling): Bounded {
  return bounded(shareOf(counted, of), resampledShares(counted, of, resampling), sumOf(of));
}

/**
 * The same where things of one identity stand and fall together, such as attacks on one person: what none of them showed
 * was tried as often as there are identities, however many things each has.
 */
export function boundedShareOfIdentities(
  counted: ArrayLike<number>,
  of: ArrayLike<number>,
  resampling: Resampling,
): Bounded {
  return bounded(shareOf(counted, of), resampledShares(counted, of, resampling), of.length);
}

function resampledShares(
  counted: ArrayLike<number>,
  of: ArrayLike<number>,
  { replicates, seed }: Resampling,
): readonly number[] {
  const random = randomFrom(seed);
  const shares: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    let [hits, trials] = [0, 0];
    for (let draws = 0; draws < of.length; draws++) {
      const identity = random.below(of.length);
      hits += counted[identity] ?? 0;
      trials += of[identity] ?? 0;
    }
    if (trials > 0) shares.push(hits / trials);
  }
  return shares;
}

function shareOf(counted: ArrayLike<number>, of: ArrayLike<number>): number {
  const all = sumOf(of);
  return all > 0 ? sumOf(counted) / all : 0;
}

function sumOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

interface Scratch {
  readonly multiplicity: Uint16Array;
  /** Entry k: weight of the k highest listed non-mated, of the k lowest mated comparisons. */
  readonly nonMated: Float64Array;
  readonly mated: Float64Array;
  /** Entry `bin`: how many listed non-mated lie at or past it; how many mated lie under it. */
  readonly listedFrom: Int32Array;
  readonly matedBelow: Int32Array;
  /** Entry `bin`: how many non-mated below the list lie at or past it. */
  readonly unlistedFrom: Float64Array | null;
}

function scratchFor({ identities, mated, nonMated }: Comparisons): Scratch {
  const listedFrom = new Int32Array(BIN_END + 1);
  for (const bin of nonMated.listed.bins) listedFrom[bin] = (listedFrom[bin] ?? 0) + 1;
  for (let bin = BIN_END - 1; bin >= 0; bin--) listedFrom[bin] = (listedFrom[bin] ?? 0) + (listedFrom[bin + 1] ?? 0);
  const matedBelow = new Int32Array(BIN_END + 1);
  // Entry bin + 1 counts those in `bin`; failures, which are in none, lie under all.
  for (const bin of mated.bins) matedBelow[bin + 1] = (matedBelow[bin + 1] ?? 0) + 1;
  for (let bin = 1; bin <= BIN_END; bin++) matedBelow[bin] = (matedBelow[bin] ?? 0) + (matedBelow[bin - 1] ?? 0);
  return {
    multiplicity: new Uint16Array(identities.reduce((max, identity) => Math.max(max, identity), -1) + 1),
    nonMated: new Float64Array(nonMated.listed.bins.length + 1),
    mated: new Float64Array(mated.bins.length + 1),
    listedFrom,
    matedBelow,
    unlistedFrom: nonMated.listed.bins.length < nonMated.total ? unlisted(nonMated.counts, listedFrom) : null,
  };
}

function unlisted(counts: Float64Array, listedFrom: Int32Array): Float64Array {
  const from = new Float64Array(BIN_END + 1);
  for (let bin = BIN_END - 1; bin >= 0; bin--) {
    const listed = (listedFrom[bin] ?? 0) - (listedFrom[bin + 1] ?? 0);
    from[bin] = (from[bin + 1] ?? 0) + Math.max(0, (counts[bin] ?? 0) - listed);
  }
  return from;
}

function draw(identities: Int32Array, multiplicity: Uint16Array, random: Random): void {
  multiplicity.fill(0);
  for (let draws = 0; draws < identities.length; draws++) {
    const identity = identities[random.below(identities.length)] ?? 0;
    multiplicity[identity] = (multiplicity[identity] ?? 0) + 1;
  }
}

/** Error rates of the comparisons as the multiplicities weigh them; null when either kind has no weight. */
function replicateRates(comparisons: Comparisons, scratch: Scratch) {
  const { mated, nonMated } = comparisons;
  const { multiplicity } = scratch;
  accumulateSingle(mated.identity, multiplicity, scratch.mated);
  accumulatePairs(nonMated.listed, multiplicity, scratch.nonMated);
  const matedWeight = scratch.mated[mated.bins.length] ?? 0;
  const nonMatedWeight = nonMated.weigh(multiplicity);
  if (matedWeight === 0 || nonMatedWeight === 0) return null;
  const { unlistedFrom } = scratch;
  const unlistedWeight = nonMatedWeight - (scratch.nonMated[nonMated.listed.bins.length] ?? 0);
  const average = unlistedFrom === null ? 0 : unlistedWeight / (unlistedFrom[0] ?? 1);
  return {
    fmr: (bin: number): number => {
      const listed = scratch.nonMated[scratch.listedFrom[bin] ?? 0] ?? 0;
      return (listed + (unlistedFrom?.[bin] ?? 0) * average) / nonMatedWeight;
    },
    fnmr: (bin: number): number => (scratch.mated[scratch.matedBelow[bin] ?? 0] ?? 0) / matedWeight,
  };
}

function accumulateSingle(identity: Int32Array, multiplicity: Uint16Array, into: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < identity.length; k++) {
    sum += multiplicity[identity[k] ?? 0] ?? 0;
    into[k + 1] = sum;
  }
}

function accumulatePairs(
  { first, second }: Comparisons['nonMated']['listed'],
  multiplicity: Uint16Array,
  into: Float64Array,
): void {
  if (second === null) {
    accumulateSingle(first, multiplicity, into);
    return;
  }
  let sum = 0;
  for (let k = 0; k < first.length; k++) {
    sum += (multiplicity[first[k] ?? 0] ?? 0) * (multiplicity[second[k] ?? 0] ?? 0);
    into[k + 1] = sum;
  }
}
