// Original file: proto/faceengine/v1/subjects.proto

import type { Migration as _faceengine_v1_Migration, Migration__Output as _faceengine_v1_Migration__Output } from '../../faceengine/v1/Migration.js';

/**
 * What was done.
 */
export interface TemplatesFinishMigrationResponse {
  /**
   * The migration as it ended.
   */
  'migration'?: (_faceengine_v1_Migration | null);
  /**
   * Templates of the former model that were deleted, ≥ 0.
   */
  'templatesDeleted'?: (number);
}

/**
 * What was done.
 */
export interface TemplatesFinishMigrationResponse__Output {
  /**
   * The migration as it ended.
   */
  'migration': (_faceengine_v1_Migration__Output | null);
  /**
   * Templates of the former model that were deleted, ≥ 0.
   */
  'templatesDeleted': (number);
}
