// Original file: proto/google/rpc/error_details.proto


/**
 * Which fault it was, for a program to act on.
 */
export interface ErrorInfo {
  /**
   * A code of the list in docs/api.md, UPPER_SNAKE_CASE.
   */
  'reason'?: (string);
  /**
   * "face-engine".
   */
  'domain'?: (string);
  /**
   * `error_id` with INTERNAL: the id under which the log keeps the cause.
   */
  'metadata'?: ({[key: string]: string});
}

/**
 * Which fault it was, for a program to act on.
 */
export interface ErrorInfo__Output {
  /**
   * A code of the list in docs/api.md, UPPER_SNAKE_CASE.
   */
  'reason': (string);
  /**
   * "face-engine".
   */
  'domain': (string);
  /**
   * `error_id` with INTERNAL: the id under which the log keeps the cause.
   */
  'metadata': ({[key: string]: string});
}
