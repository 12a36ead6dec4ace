// Original file: proto/google/rpc/status.proto

import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from '../../google/protobuf/Any.js';

/**
 * What the trailer `grpc-status-details-bin` holds.
 */
export interface Status {
  /**
   * A gRPC status code.
   */
  'code'?: (number);
  /**
   * The same text as the trailer `grpc-message`.
   */
  'message'?: (string);
  /**
   * ErrorInfo, BadRequest and RetryInfo, as far as they apply.
   */
  'details'?: (_google_protobuf_Any)[];
}

/**
 * What the trailer `grpc-status-details-bin` holds.
 */
export interface Status__Output {
  /**
   * A gRPC status code.
   */
  'code': (number);
  /**
   * The same text as the trailer `grpc-message`.
   */
  'message': (string);
  /**
   * ErrorInfo, BadRequest and RetryInfo, as far as they apply.
   */
  'details': (_google_protobuf_Any__Output)[];
}
