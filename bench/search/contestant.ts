/** One way to search, at one number of threads and one size of batch. */
export interface Contestant {
  readonly system: System;
  readonly method: string;
  readonly threads: number;
  /** Queries that are sent at once. */
  readonly batch: number;
  /** What it is asked for, by which its answers are judged. */
  readonly asks: 'best' | 'threshold';
  readonly bytes: number;
  readonly buildSeconds: number;
  /** Runs queries [from, from + count), taken round; `answers` false leaves ids out. */
  readonly run: (queries: QueryRange, answers: boolean) => Promise<Run>;
}

export type System = 'face-engine' | 'faiss' | 'usearch' | 'simsimd';

export interface QueryRange {
  readonly from: number;
  readonly count: number;
}

export interface Run {
  /** Milliseconds of each batch. */
  readonly ms: readonly number[];
  /** Places of the references found, for each query. */
  readonly ids: readonly (readonly number[])[];
}

/** A line of the result. */
export interface Row {
  readonly system: System;
  readonly method: string;
  readonly threads: number;
  readonly batch: number;
  /** Median over rounds. */
  readonly msPerQuery: number;
  /** Null for a search by threshold where no query has a reference that reaches it. */
  readonly recallAt1: number | null;
  readonly recallAt10: number | null;
  readonly bytes: number;
  readonly buildSeconds: number;
}
