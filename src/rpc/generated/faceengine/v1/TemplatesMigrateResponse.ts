// Original file: proto/faceengine/v1/subjects.proto

import type { Migration as _faceengine_v1_Migration, Migration__Output as _faceengine_v1_Migration__Output } from '../../faceengine/v1/Migration.js';

/**
 * The migration.
 */
export interface TemplatesMigrateResponse {
  /**
   * Always set.
   */
  'migration'?: (_faceengine_v1_Migration | null);
}

/**
 * The migration.
 */
export interface TemplatesMigrateResponse__Output {
  /**
   * Always set.
   */
  'migration': (_faceengine_v1_Migration__Output | null);
}
