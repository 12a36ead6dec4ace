// Original file: proto/faceengine/v1/subjects.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SubjectsCreateRequest as _faceengine_v1_SubjectsCreateRequest, SubjectsCreateRequest__Output as _faceengine_v1_SubjectsCreateRequest__Output } from '../../faceengine/v1/SubjectsCreateRequest.js';
import type { SubjectsCreateResponse as _faceengine_v1_SubjectsCreateResponse, SubjectsCreateResponse__Output as _faceengine_v1_SubjectsCreateResponse__Output } from '../../faceengine/v1/SubjectsCreateResponse.js';
import type { SubjectsDeleteDeviceKeyRequest as _faceengine_v1_SubjectsDeleteDeviceKeyRequest, SubjectsDeleteDeviceKeyRequest__Output as _faceengine_v1_SubjectsDeleteDeviceKeyRequest__Output } from '../../faceengine/v1/SubjectsDeleteDeviceKeyRequest.js';
import type { SubjectsDeleteDeviceKeyResponse as _faceengine_v1_SubjectsDeleteDeviceKeyResponse, SubjectsDeleteDeviceKeyResponse__Output as _faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output } from '../../faceengine/v1/SubjectsDeleteDeviceKeyResponse.js';
import type { SubjectsDeleteRequest as _faceengine_v1_SubjectsDeleteRequest, SubjectsDeleteRequest__Output as _faceengine_v1_SubjectsDeleteRequest__Output } from '../../faceengine/v1/SubjectsDeleteRequest.js';
import type { SubjectsDeleteResponse as _faceengine_v1_SubjectsDeleteResponse, SubjectsDeleteResponse__Output as _faceengine_v1_SubjectsDeleteResponse__Output } from '../../faceengine/v1/SubjectsDeleteResponse.js';
import type { SubjectsGetRequest as _faceengine_v1_SubjectsGetRequest, SubjectsGetRequest__Output as _faceengine_v1_SubjectsGetRequest__Output } from '../../faceengine/v1/SubjectsGetRequest.js';
import type { SubjectsGetResponse as _faceengine_v1_SubjectsGetResponse, SubjectsGetResponse__Output as _faceengine_v1_SubjectsGetResponse__Output } from '../../faceengine/v1/SubjectsGetResponse.js';
import type { SubjectsListDeviceKeysRequest as _faceengine_v1_SubjectsListDeviceKeysRequest, SubjectsListDeviceKeysRequest__Output as _faceengine_v1_SubjectsListDeviceKeysRequest__Output } from '../../faceengine/v1/SubjectsListDeviceKeysRequest.js';
import type { SubjectsListDeviceKeysResponse as _faceengine_v1_SubjectsListDeviceKeysResponse, SubjectsListDeviceKeysResponse__Output as _faceengine_v1_SubjectsListDeviceKeysResponse__Output } from '../../faceengine/v1/SubjectsListDeviceKeysResponse.js';
import type { SubjectsListRequest as _faceengine_v1_SubjectsListRequest, SubjectsListRequest__Output as _faceengine_v1_SubjectsListRequest__Output } from '../../faceengine/v1/SubjectsListRequest.js';
import type { SubjectsListResponse as _faceengine_v1_SubjectsListResponse, SubjectsListResponse__Output as _faceengine_v1_SubjectsListResponse__Output } from '../../faceengine/v1/SubjectsListResponse.js';
import type { SubjectsUpdateRequest as _faceengine_v1_SubjectsUpdateRequest, SubjectsUpdateRequest__Output as _faceengine_v1_SubjectsUpdateRequest__Output } from '../../faceengine/v1/SubjectsUpdateRequest.js';
import type { SubjectsUpdateResponse as _faceengine_v1_SubjectsUpdateResponse, SubjectsUpdateResponse__Output as _faceengine_v1_SubjectsUpdateResponse__Output } from '../../faceengine/v1/SubjectsUpdateResponse.js';

/**
 * The people known to the engine.
 */
export interface SubjectsClient extends grpc.Client {
  /**
   * Makes a subject; SUBJECT_EXISTS when it is there.
   */
  Create(argument: _faceengine_v1_SubjectsCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  Create(argument: _faceengine_v1_SubjectsCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  Create(argument: _faceengine_v1_SubjectsCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  Create(argument: _faceengine_v1_SubjectsCreateRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a subject; SUBJECT_EXISTS when it is there.
   */
  create(argument: _faceengine_v1_SubjectsCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  create(argument: _faceengine_v1_SubjectsCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  create(argument: _faceengine_v1_SubjectsCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  create(argument: _faceengine_v1_SubjectsCreateRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsCreateResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a subject with its templates and keys; SUBJECT_UNKNOWN when it is not there.
   */
  Delete(argument: _faceengine_v1_SubjectsDeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _faceengine_v1_SubjectsDeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _faceengine_v1_SubjectsDeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _faceengine_v1_SubjectsDeleteRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Deletes a subject with its templates and keys; SUBJECT_UNKNOWN when it is not there.
   */
  delete(argument: _faceengine_v1_SubjectsDeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _faceengine_v1_SubjectsDeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _faceengine_v1_SubjectsDeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _faceengine_v1_SubjectsDeleteRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a device key: frames signed with it are refused from then on. DEVICE_KEY_UNKNOWN when it is not there.
   */
  DeleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  DeleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  DeleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  DeleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Deletes a device key: frames signed with it are refused from then on. DEVICE_KEY_UNKNOWN when it is not there.
   */
  deleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteDeviceKey(argument: _faceengine_v1_SubjectsDeleteDeviceKeyRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * SUBJECT_UNKNOWN when it is not there.
   */
  Get(argument: _faceengine_v1_SubjectsGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_SubjectsGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_SubjectsGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _faceengine_v1_SubjectsGetRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * SUBJECT_UNKNOWN when it is not there.
   */
  get(argument: _faceengine_v1_SubjectsGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_SubjectsGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_SubjectsGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _faceengine_v1_SubjectsGetRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsGetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All subjects in the order of their ids, page by page.
   */
  List(argument: _faceengine_v1_SubjectsListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_SubjectsListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_SubjectsListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _faceengine_v1_SubjectsListRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All subjects in the order of their ids, page by page.
   */
  list(argument: _faceengine_v1_SubjectsListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_SubjectsListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_SubjectsListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _faceengine_v1_SubjectsListRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsListResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All device keys bound to one subject: eight at most, so there are no pages. SUBJECT_UNKNOWN when it is not there.
   */
  ListDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  ListDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  ListDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  ListDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All device keys bound to one subject: eight at most, so there are no pages. SUBJECT_UNKNOWN when it is not there.
   */
  listDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  listDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  listDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  listDeviceKeys(argument: _faceengine_v1_SubjectsListDeviceKeysRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsListDeviceKeysResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Puts other tags in the place of those a subject has; SUBJECT_UNKNOWN when it is not there.
   */
  Update(argument: _faceengine_v1_SubjectsUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  Update(argument: _faceengine_v1_SubjectsUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  Update(argument: _faceengine_v1_SubjectsUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  Update(argument: _faceengine_v1_SubjectsUpdateRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Puts other tags in the place of those a subject has; SUBJECT_UNKNOWN when it is not there.
   */
  update(argument: _faceengine_v1_SubjectsUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  update(argument: _faceengine_v1_SubjectsUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  update(argument: _faceengine_v1_SubjectsUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  update(argument: _faceengine_v1_SubjectsUpdateRequest, callback: grpc.requestCallback<_faceengine_v1_SubjectsUpdateResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The people known to the engine.
 */
export interface SubjectsHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Makes a subject; SUBJECT_EXISTS when it is there.
   */
  Create: grpc.handleUnaryCall<_faceengine_v1_SubjectsCreateRequest__Output, _faceengine_v1_SubjectsCreateResponse>;
  
  /**
   * Deletes a subject with its templates and keys; SUBJECT_UNKNOWN when it is not there.
   */
  Delete: grpc.handleUnaryCall<_faceengine_v1_SubjectsDeleteRequest__Output, _faceengine_v1_SubjectsDeleteResponse>;
  
  /**
   * Deletes a device key: frames signed with it are refused from then on. DEVICE_KEY_UNKNOWN when it is not there.
   */
  DeleteDeviceKey: grpc.handleUnaryCall<_faceengine_v1_SubjectsDeleteDeviceKeyRequest__Output, _faceengine_v1_SubjectsDeleteDeviceKeyResponse>;
  
  /**
   * SUBJECT_UNKNOWN when it is not there.
   */
  Get: grpc.handleUnaryCall<_faceengine_v1_SubjectsGetRequest__Output, _faceengine_v1_SubjectsGetResponse>;
  
  /**
   * All subjects in the order of their ids, page by page.
   */
  List: grpc.handleUnaryCall<_faceengine_v1_SubjectsListRequest__Output, _faceengine_v1_SubjectsListResponse>;
  
  /**
   * All device keys bound to one subject: eight at most, so there are no pages. SUBJECT_UNKNOWN when it is not there.
   */
  ListDeviceKeys: grpc.handleUnaryCall<_faceengine_v1_SubjectsListDeviceKeysRequest__Output, _faceengine_v1_SubjectsListDeviceKeysResponse>;
  
  /**
   * Puts other tags in the place of those a subject has; SUBJECT_UNKNOWN when it is not there.
   */
  Update: grpc.handleUnaryCall<_faceengine_v1_SubjectsUpdateRequest__Output, _faceengine_v1_SubjectsUpdateResponse>;
  
}

export interface SubjectsDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_faceengine_v1_SubjectsCreateRequest, _faceengine_v1_SubjectsCreateResponse, _faceengine_v1_SubjectsCreateRequest__Output, _faceengine_v1_SubjectsCreateResponse__Output>
  Delete: MethodDefinition<_faceengine_v1_SubjectsDeleteRequest, _faceengine_v1_SubjectsDeleteResponse, _faceengine_v1_SubjectsDeleteRequest__Output, _faceengine_v1_SubjectsDeleteResponse__Output>
  DeleteDeviceKey: MethodDefinition<_faceengine_v1_SubjectsDeleteDeviceKeyRequest, _faceengine_v1_SubjectsDeleteDeviceKeyResponse, _faceengine_v1_SubjectsDeleteDeviceKeyRequest__Output, _faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>
  Get: MethodDefinition<_faceengine_v1_SubjectsGetRequest, _faceengine_v1_SubjectsGetResponse, _faceengine_v1_SubjectsGetRequest__Output, _faceengine_v1_SubjectsGetResponse__Output>
  List: MethodDefinition<_faceengine_v1_SubjectsListRequest, _faceengine_v1_SubjectsListResponse, _faceengine_v1_SubjectsListRequest__Output, _faceengine_v1_SubjectsListResponse__Output>
  ListDeviceKeys: MethodDefinition<_faceengine_v1_SubjectsListDeviceKeysRequest, _faceengine_v1_SubjectsListDeviceKeysResponse, _faceengine_v1_SubjectsListDeviceKeysRequest__Output, _faceengine_v1_SubjectsListDeviceKeysResponse__Output>
  Update: MethodDefinition<_faceengine_v1_SubjectsUpdateRequest, _faceengine_v1_SubjectsUpdateResponse, _faceengine_v1_SubjectsUpdateRequest__Output, _faceengine_v1_SubjectsUpdateResponse__Output>
}
