// Original file: proto/faceengine/v1/administration.proto


/**
 * Which version becomes active.
 */
export interface PoliciesActivateRequest {
  /**
   * Name.
   */
  'name'?: (string);
  /**
   * ≥ 1.
   */
  'version'?: (number);
  /**
   * As in PoliciesCreateVersionRequest.
   */
  'requestId'?: (string);
}

/**
 * Which version becomes active.
 */
export interface PoliciesActivateRequest__Output {
  /**
   * Name.
   */
  'name': (string);
  /**
   * ≥ 1.
   */
  'version': (number);
  /**
   * As in PoliciesCreateVersionRequest.
   */
  'requestId': (string);
}
