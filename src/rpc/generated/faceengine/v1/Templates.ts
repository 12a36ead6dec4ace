// Original file: proto/faceengine/v1/subjects.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { TemplatesDeleteRequest as _faceengine_v1_TemplatesDeleteRequest, TemplatesDeleteRequest__Output as _faceengine_v1_TemplatesDeleteRequest__Output } from '../../faceengine/v1/TemplatesDeleteRequest.js';
import type { TemplatesDeleteResponse as _faceengine_v1_TemplatesDeleteResponse, TemplatesDeleteResponse__Output as _faceengine_v1_TemplatesDeleteResponse__Output } from '../../faceengine/v1/TemplatesDeleteResponse.js';
import type { TemplatesFinishMigrationRequest as _faceengine_v1_TemplatesFinishMigrationRequest, TemplatesFinishMigrationRequest__Output as _faceengine_v1_TemplatesFinishMigrationRequest__Output } from '../../faceengine/v1/TemplatesFinishMigrationRequest.js';
import type { TemplatesFinishMigrationResponse as _faceengine_v1_TemplatesFinishMigrationResponse, TemplatesFinishMigrationResponse__Output as _faceengine_v1_TemplatesFinishMigrationResponse__Output } from '../../faceengine/v1/TemplatesFinishMigrationResponse.js';
import type { TemplatesGetMigrationRequest as _faceengine_v1_TemplatesGetMigrationRequest, TemplatesGetMigrationRequest__Output as _faceengine_v1_TemplatesGetMigrationRequest__Output } from '../../faceengine/v1/TemplatesGetMigrationRequest.js';
import type { TemplatesGetMigrationResponse as _faceengine_v1_TemplatesGetMigrationResponse, TemplatesGetMigrationResponse__Output as _faceengine_v1_TemplatesGetMigrationResponse__Output } from '../../faceengine/v1/TemplatesGetMigrationResponse.js';
import type { TemplatesGetRequest as _faceengine_v1_TemplatesGetRequest, TemplatesGetRequest__Output as _faceengine_v1_TemplatesGetRequest__Output } from '../../faceengine/v1/TemplatesGetRequest.js';
import type { TemplatesGetResponse as _faceengine_v1_TemplatesGetResponse, TemplatesGetResponse__Output as _faceengine_v1_TemplatesGetResponse__Output } from '../../faceengine/v1/TemplatesGetResponse.js';
import type { TemplatesListRequest as _faceengine_v1_TemplatesListRequest, TemplatesListRequest__Output as _faceengine_v1_TemplatesListRequest__Output } from '../../faceengine/v1/TemplatesListRequest.js';
import type { TemplatesListResponse as _faceengine_v1_TemplatesListResponse, TemplatesListResponse__Output as _faceengine_v1_TemplatesListResponse__Output } from '../../faceengine/v1/TemplatesListResponse.js';
import type { TemplatesMigrateRequest as _faceengine_v1_TemplatesMigrateRequest, TemplatesMigrateRequest__Output as _faceengine_v1_TemplatesMigrateRequest__Output } from '../../faceengine/v1/TemplatesMigrateRequest.js';
import type { TemplatesMigrateResponse as _faceengine_v1_TemplatesMigrateResponse, TemplatesMigrateResponse__Output as _faceengine_v1_TemplatesMigrateResponse__Output } from '../../faceengine/v1/TemplatesMigrateResponse.js';

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
   * Ends it: deletes the former model's templates of the subjects that have one of the new model, and of nobody else.
   * MIGRATION_UNKNOWN when none was started; MODEL_MISMATCH when the server does not run the new model.
   */
  FinishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  FinishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  FinishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  FinishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends it: deletes the former model's templates of the subjects that have one of the new model, and of nobody else.
   * MIGRATION_UNKNOWN when none was started; MODEL_MISMATCH when the server does not run the new model.
   */
  finishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  finishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  finishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  finishMigration(argument: _faceengine_v1_TemplatesFinishMigrationRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesFinishMigrationResponse__Output>): grpc.ClientUnaryCall;
  
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
   * How far it has come. MIGRATION_UNKNOWN when none was started.
   */
  GetMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  GetMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  GetMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  GetMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  /**
   * How far it has come. MIGRATION_UNKNOWN when none was started.
   */
  getMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  getMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  getMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  getMigration(argument: _faceengine_v1_TemplatesGetMigrationRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesGetMigrationResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Starts moving templates from the former model to the model in use: each subject's next accepted verification with
   * liveness stores a template of the new model beside the old one. Asking again changes nothing and reports.
   * MODEL_MISMATCH when the server does not run the former model (FORMER_EMBEDDING).
   */
  Migrate(argument: _faceengine_v1_TemplatesMigrateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  Migrate(argument: _faceengine_v1_TemplatesMigrateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  Migrate(argument: _faceengine_v1_TemplatesMigrateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  Migrate(argument: _faceengine_v1_TemplatesMigrateRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Starts moving templates from the former model to the model in use: each subject's next accepted verification with
   * liveness stores a template of the new model beside the old one. Asking again changes nothing and reports.
   * MODEL_MISMATCH when the server does not run the former model (FORMER_EMBEDDING).
   */
  migrate(argument: _faceengine_v1_TemplatesMigrateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  migrate(argument: _faceengine_v1_TemplatesMigrateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  migrate(argument: _faceengine_v1_TemplatesMigrateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  migrate(argument: _faceengine_v1_TemplatesMigrateRequest, callback: grpc.requestCallback<_faceengine_v1_TemplatesMigrateResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Ends it: deletes the former model's templates of the subjects that have one of the new model, and of nobody else.
   * MIGRATION_UNKNOWN when none was started; MODEL_MISMATCH when the server does not run the new model.
   */
  FinishMigration: grpc.handleUnaryCall<_faceengine_v1_TemplatesFinishMigrationRequest__Output, _faceengine_v1_TemplatesFinishMigrationResponse>;
  
  /**
   * TEMPLATE_UNKNOWN when it is not there.
   */
  Get: grpc.handleUnaryCall<_faceengine_v1_TemplatesGetRequest__Output, _faceengine_v1_TemplatesGetResponse>;
  
  /**
   * How far it has come. MIGRATION_UNKNOWN when none was started.
   */
  GetMigration: grpc.handleUnaryCall<_faceengine_v1_TemplatesGetMigrationRequest__Output, _faceengine_v1_TemplatesGetMigrationResponse>;
  
  /**
   * All templates of one subject: one for each model, so there are no pages.
   */
  List: grpc.handleUnaryCall<_faceengine_v1_TemplatesListRequest__Output, _faceengine_v1_TemplatesListResponse>;
  
  /**
   * Starts moving templates from the former model to the model in use: each subject's next accepted verification with
   * liveness stores a template of the new model beside the old one. Asking again changes nothing and reports.
   * MODEL_MISMATCH when the server does not run the former model (FORMER_EMBEDDING).
   */
  Migrate: grpc.handleUnaryCall<_faceengine_v1_TemplatesMigrateRequest__Output, _faceengine_v1_TemplatesMigrateResponse>;
  
}

export interface TemplatesDefinition extends grpc.ServiceDefinition {
  Delete: MethodDefinition<_faceengine_v1_TemplatesDeleteRequest, _faceengine_v1_TemplatesDeleteResponse, _faceengine_v1_TemplatesDeleteRequest__Output, _faceengine_v1_TemplatesDeleteResponse__Output>
  FinishMigration: MethodDefinition<_faceengine_v1_TemplatesFinishMigrationRequest, _faceengine_v1_TemplatesFinishMigrationResponse, _faceengine_v1_TemplatesFinishMigrationRequest__Output, _faceengine_v1_TemplatesFinishMigrationResponse__Output>
  Get: MethodDefinition<_faceengine_v1_TemplatesGetRequest, _faceengine_v1_TemplatesGetResponse, _faceengine_v1_TemplatesGetRequest__Output, _faceengine_v1_TemplatesGetResponse__Output>
  GetMigration: MethodDefinition<_faceengine_v1_TemplatesGetMigrationRequest, _faceengine_v1_TemplatesGetMigrationResponse, _faceengine_v1_TemplatesGetMigrationRequest__Output, _faceengine_v1_TemplatesGetMigrationResponse__Output>
  List: MethodDefinition<_faceengine_v1_TemplatesListRequest, _faceengine_v1_TemplatesListResponse, _faceengine_v1_TemplatesListRequest__Output, _faceengine_v1_TemplatesListResponse__Output>
  Migrate: MethodDefinition<_faceengine_v1_TemplatesMigrateRequest, _faceengine_v1_TemplatesMigrateResponse, _faceengine_v1_TemplatesMigrateRequest__Output, _faceengine_v1_TemplatesMigrateResponse__Output>
}
