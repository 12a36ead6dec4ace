// Original file: proto/google/rpc/error_details.proto


/**
 * One wrong field.
 */
export interface _google_rpc_BadRequest_FieldViolation {
  /**
   * Path of the field in proto notation, such as `config.subject_id`.
   */
  'field'?: (string);
  /**
   * What was expected and what came.
   */
  'description'?: (string);
}

/**
 * One wrong field.
 */
export interface _google_rpc_BadRequest_FieldViolation__Output {
  /**
   * Path of the field in proto notation, such as `config.subject_id`.
   */
  'field': (string);
  /**
   * What was expected and what came.
   */
  'description': (string);
}

/**
 * Which field of the request is wrong.
 */
export interface BadRequest {
  /**
   * At present exactly one.
   */
  'fieldViolations'?: (_google_rpc_BadRequest_FieldViolation)[];
}

/**
 * Which field of the request is wrong.
 */
export interface BadRequest__Output {
  /**
   * At present exactly one.
   */
  'fieldViolations': (_google_rpc_BadRequest_FieldViolation__Output)[];
}
