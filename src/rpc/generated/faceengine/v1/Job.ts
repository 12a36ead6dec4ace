// Original file: proto/faceengine/v1/galleries.proto

import type { JobKind as _faceengine_v1_JobKind, JobKind__Output as _faceengine_v1_JobKind__Output } from '../../faceengine/v1/JobKind.js';
import type { JobState as _faceengine_v1_JobState, JobState__Output as _faceengine_v1_JobState__Output } from '../../faceengine/v1/JobState.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * One job.
 */
export interface Job {
  /**
   * Given by the server.
   */
  'jobId'?: (string);
  /**
   * What it does.
   */
  'kind'?: (_faceengine_v1_JobKind);
  /**
   * How far it is.
   */
  'state'?: (_faceengine_v1_JobState);
  /**
   * Share of the work that is done, 0–1.
   */
  'progress'?: (number | string);
  /**
   * Pairs found so far; at most 1,000,000, more is a fault.
   */
  'pairsFound'?: (number);
  /**
   * Server time.
   */
  'createdAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Server time; absent while it waits or works.
   */
  'finishedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * A code of docs/api.md, "Errors"; empty unless it failed. BAD_FIELD: its threshold lets too many pairs through, in
   * all or of one subject.
   */
  'fault'?: (string);
}

/**
 * One job.
 */
export interface Job__Output {
  /**
   * Given by the server.
   */
  'jobId': (string);
  /**
   * What it does.
   */
  'kind': (_faceengine_v1_JobKind__Output);
  /**
   * How far it is.
   */
  'state': (_faceengine_v1_JobState__Output);
  /**
   * Share of the work that is done, 0–1.
   */
  'progress': (number);
  /**
   * Pairs found so far; at most 1,000,000, more is a fault.
   */
  'pairsFound': (number);
  /**
   * Server time.
   */
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Server time; absent while it waits or works.
   */
  'finishedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * A code of docs/api.md, "Errors"; empty unless it failed. BAD_FIELD: its threshold lets too many pairs through, in
   * all or of one subject.
   */
  'fault': (string);
}
