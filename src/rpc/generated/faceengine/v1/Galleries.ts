// Original file: proto/faceengine/v1/galleries.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GalleriesFindDuplicatesRequest as _faceengine_v1_GalleriesFindDuplicatesRequest, GalleriesFindDuplicatesRequest__Output as _faceengine_v1_GalleriesFindDuplicatesRequest__Output } from '../../faceengine/v1/GalleriesFindDuplicatesRequest.js';
import type { GalleriesFindDuplicatesResponse as _faceengine_v1_GalleriesFindDuplicatesResponse, GalleriesFindDuplicatesResponse__Output as _faceengine_v1_GalleriesFindDuplicatesResponse__Output } from '../../faceengine/v1/GalleriesFindDuplicatesResponse.js';
import type { GalleriesGetStatusRequest as _faceengine_v1_GalleriesGetStatusRequest, GalleriesGetStatusRequest__Output as _faceengine_v1_GalleriesGetStatusRequest__Output } from '../../faceengine/v1/GalleriesGetStatusRequest.js';
import type { GalleriesGetStatusResponse as _faceengine_v1_GalleriesGetStatusResponse, GalleriesGetStatusResponse__Output as _faceengine_v1_GalleriesGetStatusResponse__Output } from '../../faceengine/v1/GalleriesGetStatusResponse.js';
import type { GalleriesListDuplicatesRequest as _faceengine_v1_GalleriesListDuplicatesRequest, GalleriesListDuplicatesRequest__Output as _faceengine_v1_GalleriesListDuplicatesRequest__Output } from '../../faceengine/v1/GalleriesListDuplicatesRequest.js';
import type { GalleriesListDuplicatesResponse as _faceengine_v1_GalleriesListDuplicatesResponse, GalleriesListDuplicatesResponse__Output as _faceengine_v1_GalleriesListDuplicatesResponse__Output } from '../../faceengine/v1/GalleriesListDuplicatesResponse.js';

/**
 * The references that searches run over: those of the model in use, one a subject.
 */
export interface GalleriesClient extends grpc.Client {
  /**
   * Starts a job that compares every reference with every other one. SEARCH_NOT_ALLOWED without the permission
   * `find-duplicates`; OVERLOADED when 16 jobs wait.
   */
  FindDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  FindDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  FindDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  FindDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Starts a job that compares every reference with every other one. SEARCH_NOT_ALLOWED without the permission
   * `find-duplicates`; OVERLOADED when 16 jobs wait.
   */
  findDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  findDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  findDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  findDuplicates(argument: _faceengine_v1_GalleriesFindDuplicatesRequest, callback: grpc.requestCallback<_faceengine_v1_GalleriesFindDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What the server that answers holds.
   */
  GetStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What the server that answers holds.
   */
  getStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _faceengine_v1_GalleriesGetStatusRequest, callback: grpc.requestCallback<_faceengine_v1_GalleriesGetStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The pairs a job has found so far, page by page, in the order in which it found them. JOB_UNKNOWN when it is not there.
   */
  ListDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  ListDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  ListDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  ListDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The pairs a job has found so far, page by page, in the order in which it found them. JOB_UNKNOWN when it is not there.
   */
  listDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  listDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  listDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  listDuplicates(argument: _faceengine_v1_GalleriesListDuplicatesRequest, callback: grpc.requestCallback<_faceengine_v1_GalleriesListDuplicatesResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The references that searches run over: those of the model in use, one a subject.
 */
export interface GalleriesHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Starts a job that compares every reference with every other one. SEARCH_NOT_ALLOWED without the permission
   * `find-duplicates`; OVERLOADED when 16 jobs wait.
   */
  FindDuplicates: grpc.handleUnaryCall<_faceengine_v1_GalleriesFindDuplicatesRequest__Output, _faceengine_v1_GalleriesFindDuplicatesResponse>;
  
  /**
   * What the server that answers holds.
   */
  GetStatus: grpc.handleUnaryCall<_faceengine_v1_GalleriesGetStatusRequest__Output, _faceengine_v1_GalleriesGetStatusResponse>;
  
  /**
   * The pairs a job has found so far, page by page, in the order in which it found them. JOB_UNKNOWN when it is not there.
   */
  ListDuplicates: grpc.handleUnaryCall<_faceengine_v1_GalleriesListDuplicatesRequest__Output, _faceengine_v1_GalleriesListDuplicatesResponse>;
  
}

export interface GalleriesDefinition extends grpc.ServiceDefinition {
  FindDuplicates: MethodDefinition<_faceengine_v1_GalleriesFindDuplicatesRequest, _faceengine_v1_GalleriesFindDuplicatesResponse, _faceengine_v1_GalleriesFindDuplicatesRequest__Output, _faceengine_v1_GalleriesFindDuplicatesResponse__Output>
  GetStatus: MethodDefinition<_faceengine_v1_GalleriesGetStatusRequest, _faceengine_v1_GalleriesGetStatusResponse, _faceengine_v1_GalleriesGetStatusRequest__Output, _faceengine_v1_GalleriesGetStatusResponse__Output>
  ListDuplicates: MethodDefinition<_faceengine_v1_GalleriesListDuplicatesRequest, _faceengine_v1_GalleriesListDuplicatesResponse, _faceengine_v1_GalleriesListDuplicatesRequest__Output, _faceengine_v1_GalleriesListDuplicatesResponse__Output>
}
