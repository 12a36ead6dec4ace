// Original file: proto/faceengine/v1/administration.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { PoliciesActivateRequest as _faceengine_v1_PoliciesActivateRequest, PoliciesActivateRequest__Output as _faceengine_v1_PoliciesActivateRequest__Output } from '../../faceengine/v1/PoliciesActivateRequest.js';
import type { PoliciesActivateResponse as _faceengine_v1_PoliciesActivateResponse, PoliciesActivateResponse__Output as _faceengine_v1_PoliciesActivateResponse__Output } from '../../faceengine/v1/PoliciesActivateResponse.js';
import type { PoliciesCreateVersionRequest as _faceengine_v1_PoliciesCreateVersionRequest, PoliciesCreateVersionRequest__Output as _faceengine_v1_PoliciesCreateVersionRequest__Output } from '../../faceengine/v1/PoliciesCreateVersionRequest.js';
import type { PoliciesCreateVersionResponse as _faceengine_v1_PoliciesCreateVersionResponse, PoliciesCreateVersionResponse__Output as _faceengine_v1_PoliciesCreateVersionResponse__Output } from '../../faceengine/v1/PoliciesCreateVersionResponse.js';
import type { PoliciesGetRequest as _faceengine_v1_PoliciesGetRequest, PoliciesGetRequest__Output as _faceengine_v1_PoliciesGetRequest__Output } from '../../faceengine/v1/PoliciesGetRequest.js';
import type { PoliciesGetResponse as _faceengine_v1_PoliciesGetResponse, PoliciesGetResponse__Output as _faceengine_v1_PoliciesGetResponse__Output } from '../../faceengine/v1/PoliciesGetResponse.js';
import type { PoliciesListRequest as _faceengine_v1_PoliciesListRequest, PoliciesListRequest__Output as _faceengine_v1_PoliciesListRequest__Output } from '../../faceengine/v1/PoliciesListRequest.js';
import type { PoliciesListResponse as _faceengine_v1_PoliciesListResponse, PoliciesListResponse__Output as _faceengine_v1_PoliciesListResponse__Output } from '../../faceengine/v1/PoliciesListResponse.js';
import type { PoliciesSimulateRequest as _faceengine_v1_PoliciesSimulateRequest, PoliciesSimulateRequest__Output as _faceengine_v1_PoliciesSimulateRequest__Output } from '../../faceengine/v1/PoliciesSimulateRequest.js';
import type { PoliciesSimulateResponse as _faceengine_v1_PoliciesSimulateResponse, PoliciesSimulateResponse__Output as _faceengine_v1_PoliciesSimulateResponse__Output } from '../../faceengine/v1/PoliciesSimulateResponse.js';

/**
 * What a capture must show before a claim is accepted, as versioned data. A version never changes; which version of a name
 * is active can be changed, and changed back. Every decision names the version that made it.
 */
export interface PoliciesClient extends grpc.Client {
  /**
   * Makes this version the one that claims are decided by. Every server on the same database follows within two seconds.
   */
  Activate(argument: _faceengine_v1_PoliciesActivateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  Activate(argument: _faceengine_v1_PoliciesActivateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  Activate(argument: _faceengine_v1_PoliciesActivateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  Activate(argument: _faceengine_v1_PoliciesActivateRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes this version the one that claims are decided by. Every server on the same database follows within two seconds.
   */
  activate(argument: _faceengine_v1_PoliciesActivateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  activate(argument: _faceengine_v1_PoliciesActivateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  activate(argument: _faceengine_v1_PoliciesActivateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  activate(argument: _faceengine_v1_PoliciesActivateRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesActivateResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Stores the next version of a policy, new or known, without activating it. BAD_FIELD names what is out of range or
   * contradicts itself.
   */
  CreateVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  CreateVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  CreateVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  CreateVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stores the next version of a policy, new or known, without activating it. BAD_FIELD names what is out of range or
   * contradicts itself.
   */
  createVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  createVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  createVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  createVersion(argument: _faceengine_v1_PoliciesCreateVersionRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesCreateVersionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One version; POLICY_UNKNOWN when it is not there.
   */
  Get(argument: _faceengine_v1_PoliciesGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_PoliciesGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_PoliciesGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_PoliciesGetRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One version; POLICY_UNKNOWN when it is not there.
   */
  get(argument: _faceengine_v1_PoliciesGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_PoliciesGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_PoliciesGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_PoliciesGetRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesGetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All versions of all policies, built-in ones first; there are few, so there are no pages.
   */
  List(argument: _faceengine_v1_PoliciesListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_PoliciesListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_PoliciesListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_PoliciesListRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All versions of all policies, built-in ones first; there are few, so there are no pages.
   */
  list(argument: _faceengine_v1_PoliciesListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_PoliciesListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_PoliciesListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_PoliciesListRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesListResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What a policy would have decided about captures recorded before (CAPTURE_RECORDS_MAX); changes nothing.
   */
  Simulate(argument: _faceengine_v1_PoliciesSimulateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  Simulate(argument: _faceengine_v1_PoliciesSimulateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  Simulate(argument: _faceengine_v1_PoliciesSimulateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  Simulate(argument: _faceengine_v1_PoliciesSimulateRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What a policy would have decided about captures recorded before (CAPTURE_RECORDS_MAX); changes nothing.
   */
  simulate(argument: _faceengine_v1_PoliciesSimulateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  simulate(argument: _faceengine_v1_PoliciesSimulateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  simulate(argument: _faceengine_v1_PoliciesSimulateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  simulate(argument: _faceengine_v1_PoliciesSimulateRequest, callback: grpc.requestCallback<_faceengine_v1_PoliciesSimulateResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What a capture must show before a claim is accepted, as versioned data. A version never changes; which version of a name
 * is active can be changed, and changed back. Every decision names the version that made it.
 */
export interface PoliciesHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Makes this version the one that claims are decided by. Every server on the same database follows within two seconds.
   */
  Activate: grpc.handleUnaryCall<_faceengine_v1_PoliciesActivateRequest__Output, _faceengine_v1_PoliciesActivateResponse>;
  
  /**
   * Stores the next version of a policy, new or known, without activating it. BAD_FIELD names what is out of range or
   * contradicts itself.
   */
  CreateVersion: grpc.handleUnaryCall<_faceengine_v1_PoliciesCreateVersionRequest__Output, _faceengine_v1_PoliciesCreateVersionResponse>;
  
  /**
   * One version; POLICY_UNKNOWN when it is not there.
   */
  Get: grpc.handleUnaryCall<_faceengine_v1_PoliciesGetRequest__Output, _faceengine_v1_PoliciesGetResponse>;
  
  /**
   * All versions of all policies, built-in ones first; there are few, so there are no pages.
   */
  List: grpc.handleUnaryCall<_faceengine_v1_PoliciesListRequest__Output, _faceengine_v1_PoliciesListResponse>;
  
  /**
   * What a policy would have decided about captures recorded before (CAPTURE_RECORDS_MAX); changes nothing.
   */
  Simulate: grpc.handleUnaryCall<_faceengine_v1_PoliciesSimulateRequest__Output, _faceengine_v1_PoliciesSimulateResponse>;
  
}

export interface PoliciesDefinition extends grpc.ServiceDefinition {
  Activate: MethodDefinition<_faceengine_v1_PoliciesActivateRequest, _faceengine_v1_PoliciesActivateResponse, _faceengine_v1_PoliciesActivateRequest__Output, _faceengine_v1_PoliciesActivateResponse__Output>
  CreateVersion: MethodDefinition<_faceengine_v1_PoliciesCreateVersionRequest, _faceengine_v1_PoliciesCreateVersionResponse, _faceengine_v1_PoliciesCreateVersionRequest__Output, _faceengine_v1_PoliciesCreateVersionResponse__Output>
  Get: MethodDefinition<_faceengine_v1_PoliciesGetRequest, _faceengine_v1_PoliciesGetResponse, _faceengine_v1_PoliciesGetRequest__Output, _faceengine_v1_PoliciesGetResponse__Output>
  List: MethodDefinition<_faceengine_v1_PoliciesListRequest, _faceengine_v1_PoliciesListResponse, _faceengine_v1_PoliciesListRequest__Output, _faceengine_v1_PoliciesListResponse__Output>
  Simulate: MethodDefinition<_faceengine_v1_PoliciesSimulateRequest, _faceengine_v1_PoliciesSimulateResponse, _faceengine_v1_PoliciesSimulateRequest__Output, _faceengine_v1_PoliciesSimulateResponse__Output>
}
