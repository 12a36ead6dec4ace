// Original file: proto/faceengine/v1/galleries.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { JobsCancelRequest as _faceengine_v1_JobsCancelRequest, JobsCancelRequest__Output as _faceengine_v1_JobsCancelRequest__Output } from '../../faceengine/v1/JobsCancelRequest.js';
import type { JobsCancelResponse as _faceengine_v1_JobsCancelResponse, JobsCancelResponse__Output as _faceengine_v1_JobsCancelResponse__Output } from '../../faceengine/v1/JobsCancelResponse.js';
import type { JobsGetRequest as _faceengine_v1_JobsGetRequest, JobsGetRequest__Output as _faceengine_v1_JobsGetRequest__Output } from '../../faceengine/v1/JobsGetRequest.js';
import type { JobsGetResponse as _faceengine_v1_JobsGetResponse, JobsGetResponse__Output as _faceengine_v1_JobsGetResponse__Output } from '../../faceengine/v1/JobsGetResponse.js';
import type { JobsListRequest as _faceengine_v1_JobsListRequest, JobsListRequest__Output as _faceengine_v1_JobsListRequest__Output } from '../../faceengine/v1/JobsListRequest.js';
import type { JobsListResponse as _faceengine_v1_JobsListResponse, JobsListResponse__Output as _faceengine_v1_JobsListResponse__Output } from '../../faceengine/v1/JobsListResponse.js';

/**
 * Work that outlasts its call. It runs in the server that took it, one job at a time, and is kept for seven days. All jobs
 * search for duplicates: SEARCH_NOT_ALLOWED without the permission `find-duplicates`.
 */
export interface JobsClient extends grpc.Client {
  /**
   * Stops a job, whichever server runs it; one that has ended stays as it is. JOB_UNKNOWN when it is not there.
   */
  Cancel(argument: _faceengine_v1_JobsCancelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _faceengine_v1_JobsCancelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _faceengine_v1_JobsCancelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _faceengine_v1_JobsCancelRequest, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stops a job, whichever server runs it; one that has ended stays as it is. JOB_UNKNOWN when it is not there.
   */
  cancel(argument: _faceengine_v1_JobsCancelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _faceengine_v1_JobsCancelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _faceengine_v1_JobsCancelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _faceengine_v1_JobsCancelRequest, callback: grpc.requestCallback<_faceengine_v1_JobsCancelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * JOB_UNKNOWN when it is not there.
   */
  Get(argument: _faceengine_v1_JobsGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_JobsGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_JobsGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_JobsGetRequest, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * JOB_UNKNOWN when it is not there.
   */
  get(argument: _faceengine_v1_JobsGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_JobsGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_JobsGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_JobsGetRequest, callback: grpc.requestCallback<_faceengine_v1_JobsGetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All jobs of all servers, the newest first, page by page.
   */
  List(argument: _faceengine_v1_JobsListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_JobsListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_JobsListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_JobsListRequest, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All jobs of all servers, the newest first, page by page.
   */
  list(argument: _faceengine_v1_JobsListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_JobsListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_JobsListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_JobsListRequest, callback: grpc.requestCallback<_faceengine_v1_JobsListResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Work that outlasts its call. It runs in the server that took it, one job at a time, and is kept for seven days. All jobs
 * search for duplicates: SEARCH_NOT_ALLOWED without the permission `find-duplicates`.
 */
export interface JobsHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Stops a job, whichever server runs it; one that has ended stays as it is. JOB_UNKNOWN when it is not there.
   */
  Cancel: grpc.handleUnaryCall<_faceengine_v1_JobsCancelRequest__Output, _faceengine_v1_JobsCancelResponse>;
  
  /**
   * JOB_UNKNOWN when it is not there.
   */
  Get: grpc.handleUnaryCall<_faceengine_v1_JobsGetRequest__Output, _faceengine_v1_JobsGetResponse>;
  
  /**
   * All jobs of all servers, the newest first, page by page.
   */
  List: grpc.handleUnaryCall<_faceengine_v1_JobsListRequest__Output, _faceengine_v1_JobsListResponse>;
  
}

export interface JobsDefinition extends grpc.ServiceDefinition {
  Cancel: MethodDefinition<_faceengine_v1_JobsCancelRequest, _faceengine_v1_JobsCancelResponse, _faceengine_v1_JobsCancelRequest__Output, _faceengine_v1_JobsCancelResponse__Output>
  Get: MethodDefinition<_faceengine_v1_JobsGetRequest, _faceengine_v1_JobsGetResponse, _faceengine_v1_JobsGetRequest__Output, _faceengine_v1_JobsGetResponse__Output>
  List: MethodDefinition<_faceengine_v1_JobsListRequest, _faceengine_v1_JobsListResponse, _faceengine_v1_JobsListRequest__Output, _faceengine_v1_JobsListResponse__Output>
}
