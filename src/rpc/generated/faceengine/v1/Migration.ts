// Original file: proto/faceengine/v1/subjects.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * Templates on their way from one model to another.
 */
export interface Migration {
  /**
   * The former model, `name@sha256-12`.
   */
  'fromModelId'?: (string);
  /**
   * The model in use, `name@sha256-12`.
   */
  'toModelId'?: (string);
  /**
   * Server time.
   */
  'startedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Server time; absent while it lasts.
   */
  'finishedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Subjects with a template of either model, ≥ 0.
   */
  'subjects'?: (number);
  /**
   * Of them, those with a template of the model in use.
   */
  'subjectsMigrated'?: (number);
  /**
   * subjects_migrated ÷ subjects, 0–1; 1 when there are none.
   */
  'coverage'?: (number | string);
}

/**
 * Templates on their way from one model to another.
 */
export interface Migration__Output {
  /**
   * The former model, `name@sha256-12`.
   */
  'fromModelId': (string);
  /**
   * The model in use, `name@sha256-12`.
   */
  'toModelId': (string);
  /**
   * Server time.
   */
  'startedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Server time; absent while it lasts.
   */
  'finishedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Subjects with a template of either model, ≥ 0.
   */
  'subjects': (number);
  /**
   * Of them, those with a template of the model in use.
   */
  'subjectsMigrated': (number);
  /**
   * subjects_migrated ÷ subjects, 0–1; 1 when there are none.
   */
  'coverage': (number);
}
