import type { EmbeddingRows, PairArrays, PairLabels, SearchResults, SearchTask } from '../../engine/native.js';

/** What the threads of one comparison are given and what they tell. */

export interface PairsTask {
  readonly kind: 'pairs';
  readonly rows: EmbeddingRows;
  readonly labels: PairLabels;
  readonly matedStarts: Int32Array;
  /** In shared memory: each thread fills the places of its rows. */
  readonly mated: PairArrays;
  readonly listedMin: number;
  readonly listedMax: number;
}

export interface ProbesTask {
  readonly kind: 'probes';
  readonly rows: EmbeddingRows;
  readonly search: SearchTask;
  /** In shared memory: each thread fills the places of its probes. */
  readonly results: SearchResults;
}

export type ComparisonTask = PairsTask | ProbesTask;

/** Share n goes from `starts[n]` to before `starts[n + 1]`, rows or probes. */
export interface ThreadSettings {
  readonly task: ComparisonTask;
  readonly starts: Int32Array;
  /** In shared memory: the next share that nobody has taken; past the last one, threads end. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** What one thread counted. */
export interface ThreadCounts {
  readonly nonMated: Float64Array;
  readonly disputed: Float64Array;
  /** The bins of each group, one group after the other. */
  readonly nonMatedWithin: Float64Array;
  /** The highest first. */
  readonly listed: PairArrays;
  readonly listCut: boolean;
}

export type ThreadMessage =
  | { readonly kind: 'compared'; readonly share: number }
  /** The last message of a thread; a search has no counts. */
  | { readonly kind: 'ended'; readonly counts: ThreadCounts | null };
