// Original file: proto/faceengine/v1/subjects.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { TemplatesDeleteRequest as _faceengine_v1_TemplatesDeleteRequest, TemplatesDeleteRequest__Output as _faceengine_v1_TemplatesDeleteRequest__Output } from '../../faceengine/v1/TemplatesDeleteRequest.js';
import type { TemplatesDeleteResponse as _faceengine_v1_TemplatesDeleteResponse, TemplatesDeleteResponse__Output as _faceengine_v1_TemplatesDeleteResponse__Output } from '../../faceengine/v1/TemplatesDeleteResponse.js';
import type { TemplatesGetRequest as _faceengine_v1_TemplatesGetRequest, TemplatesGetRequest__Output as _faceengine_v1_TemplatesGetRequest__Output } from '../../faceengine/v1/TemplatesGetRequest.js';
import type { TemplatesGetResponse as _faceengine_v1_TemplatesGetResponse, TemplatesGetResponse__Output as _faceengine_v1_TemplatesGetResponse__Output } from '../../faceengine/v1/TemplatesGetResponse.js';
import type { TemplatesListRequest as _faceengine_v1_TemplatesListRequest, TemplatesListRequest__Output as _faceengine_v1_TemplatesListRequest__Output } from '../../faceengine/v1/TemplatesListRequest.js';
import type { TemplatesListResponse as _faceengine_v1_TemplatesListResponse, TemplatesListResponse__Output as _faceengine_v1_TemplatesListResponse__Output } from '../../faceengine/v1/TemplatesListResponse.js';

/**
 * Their stored templates: what is known about them, never the vectors.
 */
export interface TemplatesClient extends grpc.Client {
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  Delete(argument: _faceengine_v1_TemplatesDeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _faceengine_v1_TemplatesDeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _faceengine_v1_TemplatesDeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _faceengine_v1_TemplatesDeleteRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  delete(argument: _faceengine_v1_TemplatesDeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _faceengine_v1_TemplatesDeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _faceengine_v1_TemplatesDeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _faceengine_v1_TemplatesDeleteRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesDeleteResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  Get(argument: _faceengine_v1_TemplatesGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_TemplatesGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_TemplatesGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_TemplatesGetRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  get(argument: _faceengine_v1_TemplatesGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_TemplatesGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_TemplatesGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_TemplatesGetRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All templates of one subject: one for each model, so there are no pages.
   */
  List(argument: _faceengine_v1_TemplatesListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_TemplatesListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_TemplatesListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_TemplatesListRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All templates of one subject: one for each model, so there are no pages.
   */
  list(argument: _faceengine_v1_TemplatesListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_TemplatesListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_TemplatesListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_TemplatesListRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesListResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Their stored templates: what is known about them, never the vectors.
 */
export interface TemplatesHandlers extends grpc.UntypedServiceImplementation {
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  Delete: grpc.handleUnaryCall<_faceengine_v1_TemplatesDeleteRequest__Output, _faceengine_v1_TemplatesDeleteResponse>;
  
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  Get: grpc.handleUnaryCall<_faceengine_v1_TemplatesGetRequest__Output, _faceengine_v1_TemplatesGetResponse>;
  
  /**
   * All templates of one subject: one for each model, so there are no pages.
   */
  List: grpc.handleUnaryCall<_faceengine_v1_TemplatesListRequest__Output, _faceengine_v1_TemplatesListResponse>;
  
}

export interface TemplatesDefinition extends grpc.ServiceDefinition {
  Delete: MethodDefinition<_faceengine_v1_TemplatesDeleteRequest, _faceengine_v1_TemplatesDeleteResponse, _faceengine_v1_TemplatesDeleteRequest__Output, _faceengine_v1_TemplatesDeleteResponse__Output>
  Get: MethodDefinition<_faceengine_v1_TemplatesGetRequest, _faceengine_v1_TemplatesGetResponse, _faceengine_v1_TemplatesGetRequest__Output, _faceengine_v1_TemplatesGetResponse__Output>
  List: MethodDefinition<_faceengine_v1_TemplatesListRequest, _faceengine_v1_TemplatesListResponse, _faceengine_v1_TemplatesListRequest__Output, _faceengine_v1_TemplatesListResponse__Output>
}
