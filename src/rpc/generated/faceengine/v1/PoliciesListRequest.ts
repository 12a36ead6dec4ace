// Original file: proto/faceengine/v1/administration.proto


/**
 * Nothing to choose.
 */
export interface PoliciesListRequest {
}

/**
 * Nothing to choose.
 */
export interface PoliciesListRequest__Output {
}
