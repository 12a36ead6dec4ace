import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { BoundDeviceKey as _faceengine_v1_BoundDeviceKey, BoundDeviceKey__Output as _faceengine_v1_BoundDeviceKey__Output } from './faceengine/v1/BoundDeviceKey.js';
import type { Box as _faceengine_v1_Box, Box__Output as _faceengine_v1_Box__Output } from './faceengine/v1/Box.js';
import type { CameraIntrinsics as _faceengine_v1_CameraIntrinsics, CameraIntrinsics__Output as _faceengine_v1_CameraIntrinsics__Output } from './faceengine/v1/CameraIntrinsics.js';
import type { CaptureStarted as _faceengine_v1_CaptureStarted, CaptureStarted__Output as _faceengine_v1_CaptureStarted__Output } from './faceengine/v1/CaptureStarted.js';
import type { Challenge as _faceengine_v1_Challenge, Challenge__Output as _faceengine_v1_Challenge__Output } from './faceengine/v1/Challenge.js';
import type { ChallengeReport as _faceengine_v1_ChallengeReport, ChallengeReport__Output as _faceengine_v1_ChallengeReport__Output } from './faceengine/v1/ChallengeReport.js';
import type { ChallengeResult as _faceengine_v1_ChallengeResult, ChallengeResult__Output as _faceengine_v1_ChallengeResult__Output } from './faceengine/v1/ChallengeResult.js';
import type { Decision as _faceengine_v1_Decision, Decision__Output as _faceengine_v1_Decision__Output } from './faceengine/v1/Decision.js';
import type { DeletionReceipt as _faceengine_v1_DeletionReceipt, DeletionReceipt__Output as _faceengine_v1_DeletionReceipt__Output } from './faceengine/v1/DeletionReceipt.js';
import type { DepthFrame as _faceengine_v1_DepthFrame, DepthFrame__Output as _faceengine_v1_DepthFrame__Output } from './faceengine/v1/DepthFrame.js';
import type { DepthMeasures as _faceengine_v1_DepthMeasures, DepthMeasures__Output as _faceengine_v1_DepthMeasures__Output } from './faceengine/v1/DepthMeasures.js';
import type { EndOfCapture as _faceengine_v1_EndOfCapture, EndOfCapture__Output as _faceengine_v1_EndOfCapture__Output } from './faceengine/v1/EndOfCapture.js';
import type { EnrollResult as _faceengine_v1_EnrollResult, EnrollResult__Output as _faceengine_v1_EnrollResult__Output } from './faceengine/v1/EnrollResult.js';
import type { EyeOpening as _faceengine_v1_EyeOpening, EyeOpening__Output as _faceengine_v1_EyeOpening__Output } from './faceengine/v1/EyeOpening.js';
import type { Frame as _faceengine_v1_Frame, Frame__Output as _faceengine_v1_Frame__Output } from './faceengine/v1/Frame.js';
import type { FrameFeedback as _faceengine_v1_FrameFeedback, FrameFeedback__Output as _faceengine_v1_FrameFeedback__Output } from './faceengine/v1/FrameFeedback.js';
import type { HeadPose as _faceengine_v1_HeadPose, HeadPose__Output as _faceengine_v1_HeadPose__Output } from './faceengine/v1/HeadPose.js';
import type { Migration as _faceengine_v1_Migration, Migration__Output as _faceengine_v1_Migration__Output } from './faceengine/v1/Migration.js';
import type { PadResult as _faceengine_v1_PadResult, PadResult__Output as _faceengine_v1_PadResult__Output } from './faceengine/v1/PadResult.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from './faceengine/v1/Picture.js';
import type { Point as _faceengine_v1_Point, Point__Output as _faceengine_v1_Point__Output } from './faceengine/v1/Point.js';
import type { QualityComponent as _faceengine_v1_QualityComponent, QualityComponent__Output as _faceengine_v1_QualityComponent__Output } from './faceengine/v1/QualityComponent.js';
import type { Scores as _faceengine_v1_Scores, Scores__Output as _faceengine_v1_Scores__Output } from './faceengine/v1/Scores.js';
import type { Subject as _faceengine_v1_Subject, Subject__Output as _faceengine_v1_Subject__Output } from './faceengine/v1/Subject.js';
import type { SubjectsClient as _faceengine_v1_SubjectsClient, SubjectsDefinition as _faceengine_v1_SubjectsDefinition } from './faceengine/v1/Subjects.js';
import type { SubjectsCreateRequest as _faceengine_v1_SubjectsCreateRequest, SubjectsCreateRequest__Output as _faceengine_v1_SubjectsCreateRequest__Output } from './faceengine/v1/SubjectsCreateRequest.js';
import type { SubjectsCreateResponse as _faceengine_v1_SubjectsCreateResponse, SubjectsCreateResponse__Output as _faceengine_v1_SubjectsCreateResponse__Output } from './faceengine/v1/SubjectsCreateResponse.js';
import type { SubjectsDeleteDeviceKeyRequest as _faceengine_v1_SubjectsDeleteDeviceKeyRequest, SubjectsDeleteDeviceKeyRequest__Output as _faceengine_v1_SubjectsDeleteDeviceKeyRequest__Output } from './faceengine/v1/SubjectsDeleteDeviceKeyRequest.js';
import type { SubjectsDeleteDeviceKeyResponse as _faceengine_v1_SubjectsDeleteDeviceKeyResponse, SubjectsDeleteDeviceKeyResponse__Output as _faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output } from './faceengine/v1/SubjectsDeleteDeviceKeyResponse.js';
import type { SubjectsDeleteRequest as _faceengine_v1_SubjectsDeleteRequest, SubjectsDeleteRequest__Output as _faceengine_v1_SubjectsDeleteRequest__Output } from './faceengine/v1/SubjectsDeleteRequest.js';
import type { SubjectsDeleteResponse as _faceengine_v1_SubjectsDeleteResponse, SubjectsDeleteResponse__Output as _faceengine_v1_SubjectsDeleteResponse__Output } from './faceengine/v1/SubjectsDeleteResponse.js';
import type { SubjectsGetRequest as _faceengine_v1_SubjectsGetRequest, SubjectsGetRequest__Output as _faceengine_v1_SubjectsGetRequest__Output } from './faceengine/v1/SubjectsGetRequest.js';
import type { SubjectsGetResponse as _faceengine_v1_SubjectsGetResponse, SubjectsGetResponse__Output as _faceengine_v1_SubjectsGetResponse__Output } from './faceengine/v1/SubjectsGetResponse.js';
import type { SubjectsListDeviceKeysRequest as _faceengine_v1_SubjectsListDeviceKeysRequest, SubjectsListDeviceKeysRequest__Output as _faceengine_v1_SubjectsListDeviceKeysRequest__Output } from './faceengine/v1/SubjectsListDeviceKeysRequest.js';
import type { SubjectsListDeviceKeysResponse as _faceengine_v1_SubjectsListDeviceKeysResponse, SubjectsListDeviceKeysResponse__Output as _faceengine_v1_SubjectsListDeviceKeysResponse__Output } from './faceengine/v1/SubjectsListDeviceKeysResponse.js';
import type { SubjectsListRequest as _faceengine_v1_SubjectsListRequest, SubjectsListRequest__Output as _faceengine_v1_SubjectsListRequest__Output } from './faceengine/v1/SubjectsListRequest.js';
import type { SubjectsListResponse as _faceengine_v1_SubjectsListResponse, SubjectsListResponse__Output as _faceengine_v1_SubjectsListResponse__Output } from './faceengine/v1/SubjectsListResponse.js';
import type { SubjectsUpdateRequest as _faceengine_v1_SubjectsUpdateRequest, SubjectsUpdateRequest__Output as _faceengine_v1_SubjectsUpdateRequest__Output } from './faceengine/v1/SubjectsUpdateRequest.js';
import type { SubjectsUpdateResponse as _faceengine_v1_SubjectsUpdateResponse, SubjectsUpdateResponse__Output as _faceengine_v1_SubjectsUpdateResponse__Output } from './faceengine/v1/SubjectsUpdateResponse.js';
import type { Template as _faceengine_v1_Template, Template__Output as _faceengine_v1_Template__Output } from './faceengine/v1/Template.js';
import type { TemplatesClient as _faceengine_v1_TemplatesClient, TemplatesDefinition as _faceengine_v1_TemplatesDefinition } from './faceengine/v1/Templates.js';
import type { TemplatesDeleteRequest as _faceengine_v1_TemplatesDeleteRequest, TemplatesDeleteRequest__Output as _faceengine_v1_TemplatesDeleteRequest__Output } from './faceengine/v1/TemplatesDeleteRequest.js';
import type { TemplatesDeleteResponse as _faceengine_v1_TemplatesDeleteResponse, TemplatesDeleteResponse__Output as _faceengine_v1_TemplatesDeleteResponse__Output } from './faceengine/v1/TemplatesDeleteResponse.js';
import type { TemplatesFinishMigrationRequest as _faceengine_v1_TemplatesFinishMigrationRequest, TemplatesFinishMigrationRequest__Output as _faceengine_v1_TemplatesFinishMigrationRequest__Output } from './faceengine/v1/TemplatesFinishMigrationRequest.js';
import type { TemplatesFinishMigrationResponse as _faceengine_v1_TemplatesFinishMigrationResponse, TemplatesFinishMigrationResponse__Output as _faceengine_v1_TemplatesFinishMigrationResponse__Output } from './faceengine/v1/TemplatesFinishMigrationResponse.js';
import type { TemplatesGetMigrationRequest as _faceengine_v1_TemplatesGetMigrationRequest, TemplatesGetMigrationRequest__Output as _faceengine_v1_TemplatesGetMigrationRequest__Output } from './faceengine/v1/TemplatesGetMigrationRequest.js';
import type { TemplatesGetMigrationResponse as _faceengine_v1_TemplatesGetMigrationResponse, TemplatesGetMigrationResponse__Output as _faceengine_v1_TemplatesGetMigrationResponse__Output } from './faceengine/v1/TemplatesGetMigrationResponse.js';
import type { TemplatesGetRequest as _faceengine_v1_TemplatesGetRequest, TemplatesGetRequest__Output as _faceengine_v1_TemplatesGetRequest__Output } from './faceengine/v1/TemplatesGetRequest.js';
import type { TemplatesGetResponse as _faceengine_v1_TemplatesGetResponse, TemplatesGetResponse__Output as _faceengine_v1_TemplatesGetResponse__Output } from './faceengine/v1/TemplatesGetResponse.js';
import type { TemplatesListRequest as _faceengine_v1_TemplatesListRequest, TemplatesListRequest__Output as _faceengine_v1_TemplatesListRequest__Output } from './faceengine/v1/TemplatesListRequest.js';
import type { TemplatesListResponse as _faceengine_v1_TemplatesListResponse, TemplatesListResponse__Output as _faceengine_v1_TemplatesListResponse__Output } from './faceengine/v1/TemplatesListResponse.js';
import type { TemplatesMigrateRequest as _faceengine_v1_TemplatesMigrateRequest, TemplatesMigrateRequest__Output as _faceengine_v1_TemplatesMigrateRequest__Output } from './faceengine/v1/TemplatesMigrateRequest.js';
import type { TemplatesMigrateResponse as _faceengine_v1_TemplatesMigrateResponse, TemplatesMigrateResponse__Output as _faceengine_v1_TemplatesMigrateResponse__Output } from './faceengine/v1/TemplatesMigrateResponse.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  faceengine: {
    v1: {
      BoundDeviceKey: MessageTypeDefinition<_faceengine_v1_BoundDeviceKey, _faceengine_v1_BoundDeviceKey__Output>
      Box: MessageTypeDefinition<_faceengine_v1_Box, _faceengine_v1_Box__Output>
      CameraIntrinsics: MessageTypeDefinition<_faceengine_v1_CameraIntrinsics, _faceengine_v1_CameraIntrinsics__Output>
      CaptureStarted: MessageTypeDefinition<_faceengine_v1_CaptureStarted, _faceengine_v1_CaptureStarted__Output>
      Challenge: MessageTypeDefinition<_faceengine_v1_Challenge, _faceengine_v1_Challenge__Output>
      ChallengeAction: EnumTypeDefinition
      ChallengeReport: MessageTypeDefinition<_faceengine_v1_ChallengeReport, _faceengine_v1_ChallengeReport__Output>
      ChallengeResult: MessageTypeDefinition<_faceengine_v1_ChallengeResult, _faceengine_v1_ChallengeResult__Output>
      Decision: MessageTypeDefinition<_faceengine_v1_Decision, _faceengine_v1_Decision__Output>
      DeletionReceipt: MessageTypeDefinition<_faceengine_v1_DeletionReceipt, _faceengine_v1_DeletionReceipt__Output>
      DepthFrame: MessageTypeDefinition<_faceengine_v1_DepthFrame, _faceengine_v1_DepthFrame__Output>
      DepthMeasures: MessageTypeDefinition<_faceengine_v1_DepthMeasures, _faceengine_v1_DepthMeasures__Output>
      DepthOrigin: EnumTypeDefinition
      EndOfCapture: MessageTypeDefinition<_faceengine_v1_EndOfCapture, _faceengine_v1_EndOfCapture__Output>
      EnrollResult: MessageTypeDefinition<_faceengine_v1_EnrollResult, _faceengine_v1_EnrollResult__Output>
      EyeOpening: MessageTypeDefinition<_faceengine_v1_EyeOpening, _faceengine_v1_EyeOpening__Output>
      Frame: MessageTypeDefinition<_faceengine_v1_Frame, _faceengine_v1_Frame__Output>
      FrameFeedback: MessageTypeDefinition<_faceengine_v1_FrameFeedback, _faceengine_v1_FrameFeedback__Output>
      FrameReason: EnumTypeDefinition
      HeadPose: MessageTypeDefinition<_faceengine_v1_HeadPose, _faceengine_v1_HeadPose__Output>
      ImageFormat: EnumTypeDefinition
      Migration: MessageTypeDefinition<_faceengine_v1_Migration, _faceengine_v1_Migration__Output>
      Modality: EnumTypeDefinition
      Outcome: EnumTypeDefinition
      PadOutcome: EnumTypeDefinition
      PadResult: MessageTypeDefinition<_faceengine_v1_PadResult, _faceengine_v1_PadResult__Output>
      Picture: MessageTypeDefinition<_faceengine_v1_Picture, _faceengine_v1_Picture__Output>
      Point: MessageTypeDefinition<_faceengine_v1_Point, _faceengine_v1_Point__Output>
      QualityComponent: MessageTypeDefinition<_faceengine_v1_QualityComponent, _faceengine_v1_QualityComponent__Output>
      QualityStatus: EnumTypeDefinition
      ReVerifyHint: EnumTypeDefinition
      Reason: EnumTypeDefinition
      Scores: MessageTypeDefinition<_faceengine_v1_Scores, _faceengine_v1_Scores__Output>
      Subject: MessageTypeDefinition<_faceengine_v1_Subject, _faceengine_v1_Subject__Output>
      /**
       * The people known to the engine.
       */
      Subjects: SubtypeConstructor<typeof grpc.Client, _faceengine_v1_SubjectsClient> & { service: _faceengine_v1_SubjectsDefinition }
      SubjectsCreateRequest: MessageTypeDefinition<_faceengine_v1_SubjectsCreateRequest, _faceengine_v1_SubjectsCreateRequest__Output>
      SubjectsCreateResponse: MessageTypeDefinition<_faceengine_v1_SubjectsCreateResponse, _faceengine_v1_SubjectsCreateResponse__Output>
      SubjectsDeleteDeviceKeyRequest: MessageTypeDefinition<_faceengine_v1_SubjectsDeleteDeviceKeyRequest, _faceengine_v1_SubjectsDeleteDeviceKeyRequest__Output>
      SubjectsDeleteDeviceKeyResponse: MessageTypeDefinition<_faceengine_v1_SubjectsDeleteDeviceKeyResponse, _faceengine_v1_SubjectsDeleteDeviceKeyResponse__Output>
      SubjectsDeleteRequest: MessageTypeDefinition<_faceengine_v1_SubjectsDeleteRequest, _faceengine_v1_SubjectsDeleteRequest__Output>
      SubjectsDeleteResponse: MessageTypeDefinition<_faceengine_v1_SubjectsDeleteResponse, _faceengine_v1_SubjectsDeleteResponse__Output>
      SubjectsGetRequest: MessageTypeDefinition<_faceengine_v1_SubjectsGetRequest, _faceengine_v1_SubjectsGetRequest__Output>
      SubjectsGetResponse: MessageTypeDefinition<_faceengine_v1_SubjectsGetResponse, _faceengine_v1_SubjectsGetResponse__Output>
      SubjectsListDeviceKeysRequest: MessageTypeDefinition<_faceengine_v1_SubjectsListDeviceKeysRequest, _faceengine_v1_SubjectsListDeviceKeysRequest__Output>
      SubjectsListDeviceKeysResponse: MessageTypeDefinition<_faceengine_v1_SubjectsListDeviceKeysResponse, _faceengine_v1_SubjectsListDeviceKeysResponse__Output>
      SubjectsListRequest: MessageTypeDefinition<_faceengine_v1_SubjectsListRequest, _faceengine_v1_SubjectsListRequest__Output>
      SubjectsListResponse: MessageTypeDefinition<_faceengine_v1_SubjectsListResponse, _faceengine_v1_SubjectsListResponse__Output>
      SubjectsUpdateRequest: MessageTypeDefinition<_faceengine_v1_SubjectsUpdateRequest, _faceengine_v1_SubjectsUpdateRequest__Output>
      SubjectsUpdateResponse: MessageTypeDefinition<_faceengine_v1_SubjectsUpdateResponse, _faceengine_v1_SubjectsUpdateResponse__Output>
      Template: MessageTypeDefinition<_faceengine_v1_Template, _faceengine_v1_Template__Output>
      /**
       * Their stored templates: what is known about them, never the vectors.
       */
      Templates: SubtypeConstructor<typeof grpc.Client, _faceengine_v1_TemplatesClient> & { service: _faceengine_v1_TemplatesDefinition }
      TemplatesDeleteRequest: MessageTypeDefinition<_faceengine_v1_TemplatesDeleteRequest, _faceengine_v1_TemplatesDeleteRequest__Output>
      TemplatesDeleteResponse: MessageTypeDefinition<_faceengine_v1_TemplatesDeleteResponse, _faceengine_v1_TemplatesDeleteResponse__Output>
      TemplatesFinishMigrationRequest: MessageTypeDefinition<_faceengine_v1_TemplatesFinishMigrationRequest, _faceengine_v1_TemplatesFinishMigrationRequest__Output>
      TemplatesFinishMigrationResponse: MessageTypeDefinition<_faceengine_v1_TemplatesFinishMigrationResponse, _faceengine_v1_TemplatesFinishMigrationResponse__Output>
      TemplatesGetMigrationRequest: MessageTypeDefinition<_faceengine_v1_TemplatesGetMigrationRequest, _faceengine_v1_TemplatesGetMigrationRequest__Output>
      TemplatesGetMigrationResponse: MessageTypeDefinition<_faceengine_v1_TemplatesGetMigrationResponse, _faceengine_v1_TemplatesGetMigrationResponse__Output>
      TemplatesGetRequest: MessageTypeDefinition<_faceengine_v1_TemplatesGetRequest, _faceengine_v1_TemplatesGetRequest__Output>
      TemplatesGetResponse: MessageTypeDefinition<_faceengine_v1_TemplatesGetResponse, _faceengine_v1_TemplatesGetResponse__Output>
      TemplatesListRequest: MessageTypeDefinition<_faceengine_v1_TemplatesListRequest, _faceengine_v1_TemplatesListRequest__Output>
      TemplatesListResponse: MessageTypeDefinition<_faceengine_v1_TemplatesListResponse, _faceengine_v1_TemplatesListResponse__Output>
      TemplatesMigrateRequest: MessageTypeDefinition<_faceengine_v1_TemplatesMigrateRequest, _faceengine_v1_TemplatesMigrateRequest__Output>
      TemplatesMigrateResponse: MessageTypeDefinition<_faceengine_v1_TemplatesMigrateResponse, _faceengine_v1_TemplatesMigrateResponse__Output>
    }
  }
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}

