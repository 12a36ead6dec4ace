import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

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
import type { FrameGates as _faceengine_v1_FrameGates, FrameGates__Output as _faceengine_v1_FrameGates__Output } from './faceengine/v1/FrameGates.js';
import type { Fusion as _faceengine_v1_Fusion, Fusion__Output as _faceengine_v1_Fusion__Output } from './faceengine/v1/Fusion.js';
import type { FusionSlopes as _faceengine_v1_FusionSlopes, FusionSlopes__Output as _faceengine_v1_FusionSlopes__Output } from './faceengine/v1/FusionSlopes.js';
import type { FusionWeights as _faceengine_v1_FusionWeights, FusionWeights__Output as _faceengine_v1_FusionWeights__Output } from './faceengine/v1/FusionWeights.js';
import type { HeadPose as _faceengine_v1_HeadPose, HeadPose__Output as _faceengine_v1_HeadPose__Output } from './faceengine/v1/HeadPose.js';
import type { OutcomeChange as _faceengine_v1_OutcomeChange, OutcomeChange__Output as _faceengine_v1_OutcomeChange__Output } from './faceengine/v1/OutcomeChange.js';
import type { PadResult as _faceengine_v1_PadResult, PadResult__Output as _faceengine_v1_PadResult__Output } from './faceengine/v1/PadResult.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from './faceengine/v1/Picture.js';
import type { Point as _faceengine_v1_Point, Point__Output as _faceengine_v1_Point__Output } from './faceengine/v1/Point.js';
import type { PoliciesClient as _faceengine_v1_PoliciesClient, PoliciesDefinition as _faceengine_v1_PoliciesDefinition } from './faceengine/v1/Policies.js';
import type { PoliciesActivateRequest as _faceengine_v1_PoliciesActivateRequest, PoliciesActivateRequest__Output as _faceengine_v1_PoliciesActivateRequest__Output } from './faceengine/v1/PoliciesActivateRequest.js';
import type { PoliciesActivateResponse as _faceengine_v1_PoliciesActivateResponse, PoliciesActivateResponse__Output as _faceengine_v1_PoliciesActivateResponse__Output } from './faceengine/v1/PoliciesActivateResponse.js';
import type { PoliciesCreateVersionRequest as _faceengine_v1_PoliciesCreateVersionRequest, PoliciesCreateVersionRequest__Output as _faceengine_v1_PoliciesCreateVersionRequest__Output } from './faceengine/v1/PoliciesCreateVersionRequest.js';
import type { PoliciesCreateVersionResponse as _faceengine_v1_PoliciesCreateVersionResponse, PoliciesCreateVersionResponse__Output as _faceengine_v1_PoliciesCreateVersionResponse__Output } from './faceengine/v1/PoliciesCreateVersionResponse.js';
import type { PoliciesGetRequest as _faceengine_v1_PoliciesGetRequest, PoliciesGetRequest__Output as _faceengine_v1_PoliciesGetRequest__Output } from './faceengine/v1/PoliciesGetRequest.js';
import type { PoliciesGetResponse as _faceengine_v1_PoliciesGetResponse, PoliciesGetResponse__Output as _faceengine_v1_PoliciesGetResponse__Output } from './faceengine/v1/PoliciesGetResponse.js';
import type { PoliciesListRequest as _faceengine_v1_PoliciesListRequest, PoliciesListRequest__Output as _faceengine_v1_PoliciesListRequest__Output } from './faceengine/v1/PoliciesListRequest.js';
import type { PoliciesListResponse as _faceengine_v1_PoliciesListResponse, PoliciesListResponse__Output as _faceengine_v1_PoliciesListResponse__Output } from './faceengine/v1/PoliciesListResponse.js';
import type { PoliciesSimulateRequest as _faceengine_v1_PoliciesSimulateRequest, PoliciesSimulateRequest__Output as _faceengine_v1_PoliciesSimulateRequest__Output } from './faceengine/v1/PoliciesSimulateRequest.js';
import type { PoliciesSimulateResponse as _faceengine_v1_PoliciesSimulateResponse, PoliciesSimulateResponse__Output as _faceengine_v1_PoliciesSimulateResponse__Output } from './faceengine/v1/PoliciesSimulateResponse.js';
import type { PolicyDocument as _faceengine_v1_PolicyDocument, PolicyDocument__Output as _faceengine_v1_PolicyDocument__Output } from './faceengine/v1/PolicyDocument.js';
import type { PolicyVersion as _faceengine_v1_PolicyVersion, PolicyVersion__Output as _faceengine_v1_PolicyVersion__Output } from './faceengine/v1/PolicyVersion.js';
import type { QualityComponent as _faceengine_v1_QualityComponent, QualityComponent__Output as _faceengine_v1_QualityComponent__Output } from './faceengine/v1/QualityComponent.js';
import type { ReasonCount as _faceengine_v1_ReasonCount, ReasonCount__Output as _faceengine_v1_ReasonCount__Output } from './faceengine/v1/ReasonCount.js';
import type { Scores as _faceengine_v1_Scores, Scores__Output as _faceengine_v1_Scores__Output } from './faceengine/v1/Scores.js';
import type { Subject as _faceengine_v1_Subject, Subject__Output as _faceengine_v1_Subject__Output } from './faceengine/v1/Subject.js';
import type { Template as _faceengine_v1_Template, Template__Output as _faceengine_v1_Template__Output } from './faceengine/v1/Template.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  faceengine: {
    v1: {
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
      DeviceSignatureRule: EnumTypeDefinition
      DuplicateCheck: EnumTypeDefinition
      EndOfCapture: MessageTypeDefinition<_faceengine_v1_EndOfCapture, _faceengine_v1_EndOfCapture__Output>
      EnrollResult: MessageTypeDefinition<_faceengine_v1_EnrollResult, _faceengine_v1_EnrollResult__Output>
      EyeOpening: MessageTypeDefinition<_faceengine_v1_EyeOpening, _faceengine_v1_EyeOpening__Output>
      Frame: MessageTypeDefinition<_faceengine_v1_Frame, _faceengine_v1_Frame__Output>
      FrameFeedback: MessageTypeDefinition<_faceengine_v1_FrameFeedback, _faceengine_v1_FrameFeedback__Output>
      FrameGates: MessageTypeDefinition<_faceengine_v1_FrameGates, _faceengine_v1_FrameGates__Output>
      FrameReason: EnumTypeDefinition
      Fusion: MessageTypeDefinition<_faceengine_v1_Fusion, _faceengine_v1_Fusion__Output>
      FusionSlopes: MessageTypeDefinition<_faceengine_v1_FusionSlopes, _faceengine_v1_FusionSlopes__Output>
      FusionWeights: MessageTypeDefinition<_faceengine_v1_FusionWeights, _faceengine_v1_FusionWeights__Output>
      HeadPose: MessageTypeDefinition<_faceengine_v1_HeadPose, _faceengine_v1_HeadPose__Output>
      ImageFormat: EnumTypeDefinition
      LivenessCheck: EnumTypeDefinition
      Modality: EnumTypeDefinition
      Outcome: EnumTypeDefinition
      OutcomeChange: MessageTypeDefinition<_faceengine_v1_OutcomeChange, _faceengine_v1_OutcomeChange__Output>
      PadOutcome: EnumTypeDefinition
      PadResult: MessageTypeDefinition<_faceengine_v1_PadResult, _faceengine_v1_PadResult__Output>
      Picture: MessageTypeDefinition<_faceengine_v1_Picture, _faceengine_v1_Picture__Output>
      Point: MessageTypeDefinition<_faceengine_v1_Point, _faceengine_v1_Point__Output>
      /**
       * What a capture must show before a claim is accepted, as versioned data. A version never changes; which version of a name
       * is active can be changed, and changed back. Every decision names the version that made it.
       */
      Policies: SubtypeConstructor<typeof grpc.Client, _faceengine_v1_PoliciesClient> & { service: _faceengine_v1_PoliciesDefinition }
      PoliciesActivateRequest: MessageTypeDefinition<_faceengine_v1_PoliciesActivateRequest, _faceengine_v1_PoliciesActivateRequest__Output>
      PoliciesActivateResponse: MessageTypeDefinition<_faceengine_v1_PoliciesActivateResponse, _faceengine_v1_PoliciesActivateResponse__Output>
      PoliciesCreateVersionRequest: MessageTypeDefinition<_faceengine_v1_PoliciesCreateVersionRequest, _faceengine_v1_PoliciesCreateVersionRequest__Output>
      PoliciesCreateVersionResponse: MessageTypeDefinition<_faceengine_v1_PoliciesCreateVersionResponse, _faceengine_v1_PoliciesCreateVersionResponse__Output>
      PoliciesGetRequest: MessageTypeDefinition<_faceengine_v1_PoliciesGetRequest, _faceengine_v1_PoliciesGetRequest__Output>
      PoliciesGetResponse: MessageTypeDefinition<_faceengine_v1_PoliciesGetResponse, _faceengine_v1_PoliciesGetResponse__Output>
      PoliciesListRequest: MessageTypeDefinition<_faceengine_v1_PoliciesListRequest, _faceengine_v1_PoliciesListRequest__Output>
      PoliciesListResponse: MessageTypeDefinition<_faceengine_v1_PoliciesListResponse, _faceengine_v1_PoliciesListResponse__Output>
      PoliciesSimulateRequest: MessageTypeDefinition<_faceengine_v1_PoliciesSimulateRequest, _faceengine_v1_PoliciesSimulateRequest__Output>
      PoliciesSimulateResponse: MessageTypeDefinition<_faceengine_v1_PoliciesSimulateResponse, _faceengine_v1_PoliciesSimulateResponse__Output>
      PolicyDocument: MessageTypeDefinition<_faceengine_v1_PolicyDocument, _faceengine_v1_PolicyDocument__Output>
      PolicyVersion: MessageTypeDefinition<_faceengine_v1_PolicyVersion, _faceengine_v1_PolicyVersion__Output>
      QualityComponent: MessageTypeDefinition<_faceengine_v1_QualityComponent, _faceengine_v1_QualityComponent__Output>
      QualityStatus: EnumTypeDefinition
      ReVerifyHint: EnumTypeDefinition
      Reason: EnumTypeDefinition
      ReasonCount: MessageTypeDefinition<_faceengine_v1_ReasonCount, _faceengine_v1_ReasonCount__Output>
      Scores: MessageTypeDefinition<_faceengine_v1_Scores, _faceengine_v1_Scores__Output>
      Subject: MessageTypeDefinition<_faceengine_v1_Subject, _faceengine_v1_Subject__Output>
      Template: MessageTypeDefinition<_faceengine_v1_Template, _faceengine_v1_Template__Output>
    }
  }
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}

