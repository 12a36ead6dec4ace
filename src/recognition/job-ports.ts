import type { FaceErrorCode } from '../errors.js';

/** Work that outlasts its call, as it is stored: every server sees the jobs of all. */

export const jobKinds = ['find-duplicates'] as const;
export type JobKind = (typeof jobKinds)[number];

/**
 *   PENDING ─► RUNNING ─► SUCCEEDED, FAILED
 *
 * CANCELLED and INTERRUPTED end a job from either of the first two; no state leads out of an end.
 */
export const jobStates = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'INTERRUPTED'] as const;
export type JobState = (typeof jobStates)[number];

/** A job whose server has said nothing of it for so long is interrupted. */
export const HEARTBEAT_MS_MAX = 30_000;

export interface JobRow {
  readonly jobId: string;
  /** Rises from job to job; the key of pages. */
  readonly place: number;
  readonly kind: JobKind;
  readonly state: JobState;
  /** 0–1. */
  readonly progress: number;
  readonly pairsFound: number;
  /** Null unless FAILED. */
  readonly fault: FaceErrorCode | null;
  readonly createdAt: Date;
  /** Null while it waits or works. */
  readonly finishedAt: Date | null;
}

/** Two subjects whose references a job found to be alike. */
export interface DuplicatePair {
  /** The one of the smaller id. */
  readonly subjectId: string;
  readonly otherSubjectId: string;
  /** Calibrated, 0–1. */
  readonly similarity: number;
}

export interface DuplicatePairRow extends DuplicatePair {
  /** Rises in the order in which they were found; the key of pages. */
  readonly place: number;
}

/** Rows past this place, in the order of the list; null for the first page. */
export interface PlacePage {
  readonly after: number | null;
  readonly limit: number;
}

export interface JobProgress {
  readonly state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'INTERRUPTED';
  readonly progress?: number;
  readonly fault?: FaceErrorCode;
}

export interface JobTable {
  /** PENDING, and heard of now. */
  insert(jobId: string, kind: JobKind): Promise<JobRow>;
  find(jobId: string): Promise<JobRow | null>;
  /** The newest first. */
  list(page: PlacePage): Promise<readonly JobRow[]>;
  /** Writes how far it is, and that it was heard of; false when it has ended, whoever ended it. */
  advance(jobId: string, progress: JobProgress): Promise<boolean>;
  /** Says that these were heard of; those of them that have not ended. */
  beat(jobIds: readonly string[]): Promise<readonly string[]>;
  /**
   * Keeps pairs of a job that has not ended, of subjects who both still have a template of the model, and counts them;
   * how many were kept.
   */
  addPairs(jobId: string, modelId: string, pairs: readonly DuplicatePair[]): Promise<number>;
  pairs(jobId: string, page: PlacePage): Promise<readonly DuplicatePairRow[]>;
}
