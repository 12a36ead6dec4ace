// Original file: proto/faceengine/v1/subjects.proto


/**
 * Nothing to choose: at most one migration is on its way.
 */
export interface TemplatesGetMigrationRequest {
}

/**
 * Nothing to choose: at most one migration is on its way.
 */
export interface TemplatesGetMigrationRequest__Output {
}
