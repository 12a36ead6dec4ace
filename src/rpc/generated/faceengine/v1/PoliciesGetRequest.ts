// Original file: proto/faceengine/v1/administration.proto


/**
 * Which version.
 */
export interface PoliciesGetRequest {
  /**
   * Name.
   */
  'name'?: (string);
  /**
   * 0: the active one.
   */
  'version'?: (number);
}

/**
 * Which version.
 */
export interface PoliciesGetRequest__Output {
  /**
   * Name.
   */
  'name': (string);
  /**
   * 0: the active one.
   */
  'version': (number);
}
