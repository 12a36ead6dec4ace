// Original file: proto/faceengine/v1/subjects.proto


/**
 * What to move from.
 */
export interface TemplatesMigrateRequest {
  /**
   * Model id of the templates to be replaced, `name@sha256-12`; empty: the former model the server runs.
   */
  'fromModelId'?: (string);
}

/**
 * What to move from.
 */
export interface TemplatesMigrateRequest__Output {
  /**
   * Model id of the templates to be replaced, `name@sha256-12`; empty: the former model the server runs.
   */
  'fromModelId': (string);
}
