/** Every picture against every other: what is asked and what comes back. `compareAllPairs` below runs it in threads. */

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
   * Identity with known label errors put right, −1 where nobody knows; pairs that are non-mated by `identities` but not
   * by these are disputed and go into no histogram but their own. The same array where there are none.
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
  /** Every mated pair, in no particular order. */
  readonly mated: ScoredPairs;
  /** Non-mated counts by score bin; disputed pairs are in neither. */
  readonly nonMated: Float64Array;
  readonly disputed: Float64Array;
  /** For each attribute, for each of its group numbers, non-mated counts by score bin within that group. */
  readonly nonMatedWithin: readonly (readonly Float64Array[])[];
  /** The highest undisputed non-mated pairs from `listedMin` on. */
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
  /** For each probe: the highest score of a reference that is not its mate. */
  readonly highestOther: Float32Array;
}

export interface ComparisonOptions {
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Comparisons done so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}
