import { loadNative } from '../../engine/native.js';
import {
  checkSet,
  listedMaxOf,
  matedStartsOf,
  matesOf,
  numberedLabels,
  sharedFloats,
  sharedIntegers,
  sharedPairs,
  shareStarts,
} from './comparison-query.js';
import { runInThreads } from './comparison-threads.js';
import { mergedCounts } from './thread-counts.js';

/** Every picture against every other, and probes against a gallery, in threads. */

/** Unit vectors row by row in shared memory, so that threads compare without a copy. */
export interface EmbeddingSet {
  readonly values: Float32Array<SharedArrayBuffer>;
  readonly dimension: number;
  readonly count: number;
}

/** Bins over −1 … 1, 1e-5 each; a score counts in the nearest (score-bins.ts). */
export const SCORE_BINS = 200_001;

export interface AllPairsQuery {
  readonly set: EmbeddingSet;
  /** Identity of each row, ≥ 0. */
  readonly identities: Int32Array;
  /**
   * Identity with known label errors put right, −1 where nobody knows. A pair that is non-mated by `identities` is
   * disputed where these say the same person or do not know, and goes into no histogram but that of disputed pairs.
   * The same array where there are none.
   */
  readonly corrected: Int32Array;
  /** One array of group numbers (−1: none) for each attribute the data name; pairs within a group are counted again. */
  readonly groups: readonly Int32Array[];
  /** Non-mated pairs of at least this score are listed one by one, the highest first, at most `listedMax`. */
  readonly listedMin: number;
  readonly listedMax: number;
}

export interface ScoredPairs {
  readonly scores: Float32Array;
  /** Rows of the first and second picture, a < b. */
  readonly a: Int32Array;
  readonly b: Int32Array;
}

export interface AllPairsCounts {
  /** Every pair that is mated by `identities`, by first row and then by second. */
  readonly mated: ScoredPairs;
  /** Non-mated counts by score bin; disputed pairs are in neither. */
  readonly nonMated: Float64Array;
  readonly disputed: Float64Array;
  /** For each attribute, for each of its group numbers, non-mated counts by score bin within that group. */
  readonly nonMatedWithin: readonly (readonly Float64Array[])[];
  /** The highest undisputed non-mated pairs from `listedMin` on, the highest first. */
  readonly listed: ScoredPairs;
  /** True when there were more than `listedMax`. */
  readonly listCut: boolean;
}

/** Open-set search: each probe against the gallery. */
export interface SearchQuery {
  readonly set: EmbeddingSet;
  readonly gallery: Int32Array;
  readonly probes: Int32Array;
  /** Identity of each row of the set; an identity is in the gallery at most once. */
  readonly identities: Int32Array;
}

export interface SearchScores {
  /** For each probe: score of its mate, NaN when it is not in the gallery. */
  readonly mate: Float32Array;
  /** For each probe: 1 plus the number of others that score higher than its mate; 0 without a mate. */
  readonly rank: Int32Array;
  /** For each probe: the highest score of a reference that is not its mate; −∞ where there is none. */
  readonly highestOther: Float32Array;
}

export interface ComparisonOptions {
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Comparisons done so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Compares every row with every other, in threads. The result is the same for any number of threads.
 *
 * @throws FaceError BAD_FIELD for more than 512 groups; RangeError, or an error with code BAD_ARGUMENT, for arrays
 * that do not fit together; the signal's reason; FaceError WORKER_LOST
 */
export async function compareAllPairs(query: AllPairsQuery, options: ComparisonOptions): Promise<AllPairsCounts> {
  const { set, identities, listedMin } = query;
  checkSet(set);
  const listedMax = listedMaxOf(query);
  const { labels, groupCounts } = numberedLabels(query);
  const matedStarts = matedStartsOf(identities);
  const mated = sharedPairs(matedStarts.at(-1) ?? 0);
  const starts = shareStarts(set.count, options.threads);
  const pairsBefore = (row: number): number => row * set.count - (row * (row + 1)) / 2;
  const counted = await runInThreads(
    { kind: 'pairs', rows: set, labels, matedStarts, mated, listedMin, listedMax },
    starts,
    { ...options, onShare: progressOf(starts, pairsBefore, options) },
  );
  return { mated, ...mergedCounts(counted, groupCounts, listedMax) };
}

/**
 * Searches the gallery for each probe, in threads. The result is the same for any number of threads.
 *
 * @throws as `compareAllPairs`; RangeError where an identity is in the gallery twice
 */
export async function searchAll(query: SearchQuery, options: ComparisonOptions): Promise<SearchScores> {
  const { set, gallery, probes } = query;
  checkSet(set);
  const starts = shareStarts(probes.length, options.threads);
  const results = {
    mate: sharedFloats(probes.length),
    rank: sharedIntegers(probes.length),
    highestOther: sharedFloats(probes.length),
  };
  const search = { gallery, probes, mates: matesOf(query) };
  const comparisonsBefore = (probe: number): number => probe * gallery.length;
  await runInThreads({ kind: 'probes', rows: set, search, results }, starts, {
    ...options,
    onShare: progressOf(starts, comparisonsBefore, options),
  });
  return results;
}

/**
 * Comparison scores of single pairs: element i is that of rows a[i] and b[i]. Runs on the calling thread, some ten
 * million pairs a second.
 *
 * @throws an error with code BAD_ARGUMENT for a row that is not there
 */
export function comparePairs(set: EmbeddingSet, a: Int32Array, b: Int32Array): Float32Array {
  const scores = new Float32Array(a.length);
  loadNative().compareListed(set, a, b, scores);
  return scores;
}

function progressOf(
  starts: Int32Array,
  comparisonsBefore: (place: number) => number,
  { onProgress }: ComparisonOptions,
): (share: number) => void {
  const total = comparisonsBefore(starts.at(-1) ?? 0);
  let done = 0;
  return (share) => {
    done += comparisonsBefore(starts[share + 1] ?? 0) - comparisonsBefore(starts[share] ?? 0);
    onProgress?.(done, total);
  };
}
