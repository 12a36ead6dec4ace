import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AnalyzeFrameRequest as _faceengine_v1_AnalyzeFrameRequest, AnalyzeFrameRequest__Output as _faceengine_v1_AnalyzeFrameRequest__Output } from './faceengine/v1/AnalyzeFrameRequest.js';
import type { AnalyzeFrameResponse as _faceengine_v1_AnalyzeFrameResponse, AnalyzeFrameResponse__Output as _faceengine_v1_AnalyzeFrameResponse__Output } from './faceengine/v1/AnalyzeFrameResponse.js';
import type { Box as _faceengine_v1_Box, Box__Output as _faceengine_v1_Box__Output } from './faceengine/v1/Box.js';
import type { CameraIntrinsics as _faceengine_v1_CameraIntrinsics, CameraIntrinsics__Output as _faceengine_v1_CameraIntrinsics__Output } from './faceengine/v1/CameraIntrinsics.js';
import type { Candidate as _faceengine_v1_Candidate, Candidate__Output as _faceengine_v1_Candidate__Output } from './faceengine/v1/Candidate.js';
import type { CaptureStarted as _faceengine_v1_CaptureStarted, CaptureStarted__Output as _faceengine_v1_CaptureStarted__Output } from './faceengine/v1/CaptureStarted.js';
import type { Challenge as _faceengine_v1_Challenge, Challenge__Output as _faceengine_v1_Challenge__Output } from './faceengine/v1/Challenge.js';
import type { ChallengeReport as _faceengine_v1_ChallengeReport, ChallengeReport__Output as _faceengine_v1_ChallengeReport__Output } from './faceengine/v1/ChallengeReport.js';
import type { ChallengeResult as _faceengine_v1_ChallengeResult, ChallengeResult__Output as _faceengine_v1_ChallengeResult__Output } from './faceengine/v1/ChallengeResult.js';
import type { CheckLivenessConfig as _faceengine_v1_CheckLivenessConfig, CheckLivenessConfig__Output as _faceengine_v1_CheckLivenessConfig__Output } from './faceengine/v1/CheckLivenessConfig.js';
import type { CheckLivenessRequest as _faceengine_v1_CheckLivenessRequest, CheckLivenessRequest__Output as _faceengine_v1_CheckLivenessRequest__Output } from './faceengine/v1/CheckLivenessRequest.js';
import type { CheckLivenessResponse as _faceengine_v1_CheckLivenessResponse, CheckLivenessResponse__Output as _faceengine_v1_CheckLivenessResponse__Output } from './faceengine/v1/CheckLivenessResponse.js';
import type { CompareRequest as _faceengine_v1_CompareRequest, CompareRequest__Output as _faceengine_v1_CompareRequest__Output } from './faceengine/v1/CompareRequest.js';
import type { CompareResponse as _faceengine_v1_CompareResponse, CompareResponse__Output as _faceengine_v1_CompareResponse__Output } from './faceengine/v1/CompareResponse.js';
import type { Decision as _faceengine_v1_Decision, Decision__Output as _faceengine_v1_Decision__Output } from './faceengine/v1/Decision.js';
import type { DeletionReceipt as _faceengine_v1_DeletionReceipt, DeletionReceipt__Output as _faceengine_v1_DeletionReceipt__Output } from './faceengine/v1/DeletionReceipt.js';
import type { DepthFrame as _faceengine_v1_DepthFrame, DepthFrame__Output as _faceengine_v1_DepthFrame__Output } from './faceengine/v1/DepthFrame.js';
import type { DepthMeasures as _faceengine_v1_DepthMeasures, DepthMeasures__Output as _faceengine_v1_DepthMeasures__Output } from './faceengine/v1/DepthMeasures.js';
import type { DeviceKey as _faceengine_v1_DeviceKey, DeviceKey__Output as _faceengine_v1_DeviceKey__Output } from './faceengine/v1/DeviceKey.js';
import type { EndOfCapture as _faceengine_v1_EndOfCapture, EndOfCapture__Output as _faceengine_v1_EndOfCapture__Output } from './faceengine/v1/EndOfCapture.js';
import type { EnrollConfig as _faceengine_v1_EnrollConfig, EnrollConfig__Output as _faceengine_v1_EnrollConfig__Output } from './faceengine/v1/EnrollConfig.js';
import type { EnrollOnceRequest as _faceengine_v1_EnrollOnceRequest, EnrollOnceRequest__Output as _faceengine_v1_EnrollOnceRequest__Output } from './faceengine/v1/EnrollOnceRequest.js';
import type { EnrollOnceResponse as _faceengine_v1_EnrollOnceResponse, EnrollOnceResponse__Output as _faceengine_v1_EnrollOnceResponse__Output } from './faceengine/v1/EnrollOnceResponse.js';
import type { EnrollRequest as _faceengine_v1_EnrollRequest, EnrollRequest__Output as _faceengine_v1_EnrollRequest__Output } from './faceengine/v1/EnrollRequest.js';
import type { EnrollResponse as _faceengine_v1_EnrollResponse, EnrollResponse__Output as _faceengine_v1_EnrollResponse__Output } from './faceengine/v1/EnrollResponse.js';
import type { EnrollResult as _faceengine_v1_EnrollResult, EnrollResult__Output as _faceengine_v1_EnrollResult__Output } from './faceengine/v1/EnrollResult.js';
import type { EyeOpening as _faceengine_v1_EyeOpening, EyeOpening__Output as _faceengine_v1_EyeOpening__Output } from './faceengine/v1/EyeOpening.js';
import type { FaceBiometricsClient as _faceengine_v1_FaceBiometricsClient, FaceBiometricsDefinition as _faceengine_v1_FaceBiometricsDefinition } from './faceengine/v1/FaceBiometrics.js';
import type { Frame as _faceengine_v1_Frame, Frame__Output as _faceengine_v1_Frame__Output } from './faceengine/v1/Frame.js';
import type { FrameFeedback as _faceengine_v1_FrameFeedback, FrameFeedback__Output as _faceengine_v1_FrameFeedback__Output } from './faceengine/v1/FrameFeedback.js';
import type { GalleryFilter as _faceengine_v1_GalleryFilter, GalleryFilter__Output as _faceengine_v1_GalleryFilter__Output } from './faceengine/v1/GalleryFilter.js';
import type { HeadPose as _faceengine_v1_HeadPose, HeadPose__Output as _faceengine_v1_HeadPose__Output } from './faceengine/v1/HeadPose.js';
import type { Identification as _faceengine_v1_Identification, Identification__Output as _faceengine_v1_Identification__Output } from './faceengine/v1/Identification.js';
import type { IdentificationThreshold as _faceengine_v1_IdentificationThreshold, IdentificationThreshold__Output as _faceengine_v1_IdentificationThreshold__Output } from './faceengine/v1/IdentificationThreshold.js';
import type { IdentifyConfig as _faceengine_v1_IdentifyConfig, IdentifyConfig__Output as _faceengine_v1_IdentifyConfig__Output } from './faceengine/v1/IdentifyConfig.js';
import type { IdentifyRequest as _faceengine_v1_IdentifyRequest, IdentifyRequest__Output as _faceengine_v1_IdentifyRequest__Output } from './faceengine/v1/IdentifyRequest.js';
import type { IdentifyResponse as _faceengine_v1_IdentifyResponse, IdentifyResponse__Output as _faceengine_v1_IdentifyResponse__Output } from './faceengine/v1/IdentifyResponse.js';
import type { PadResult as _faceengine_v1_PadResult, PadResult__Output as _faceengine_v1_PadResult__Output } from './faceengine/v1/PadResult.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from './faceengine/v1/Picture.js';
import type { Point as _faceengine_v1_Point, Point__Output as _faceengine_v1_Point__Output } from './faceengine/v1/Point.js';
import type { QualityComponent as _faceengine_v1_QualityComponent, QualityComponent__Output as _faceengine_v1_QualityComponent__Output } from './faceengine/v1/QualityComponent.js';
import type { Scores as _faceengine_v1_Scores, Scores__Output as _faceengine_v1_Scores__Output } from './faceengine/v1/Scores.js';
import type { SearchOnceRequest as _faceengine_v1_SearchOnceRequest, SearchOnceRequest__Output as _faceengine_v1_SearchOnceRequest__Output } from './faceengine/v1/SearchOnceRequest.js';
import type { SearchOnceResponse as _faceengine_v1_SearchOnceResponse, SearchOnceResponse__Output as _faceengine_v1_SearchOnceResponse__Output } from './faceengine/v1/SearchOnceResponse.js';
import type { Subject as _faceengine_v1_Subject, Subject__Output as _faceengine_v1_Subject__Output } from './faceengine/v1/Subject.js';
import type { Template as _faceengine_v1_Template, Template__Output as _faceengine_v1_Template__Output } from './faceengine/v1/Template.js';
import type { VerifyConfig as _faceengine_v1_VerifyConfig, VerifyConfig__Output as _faceengine_v1_VerifyConfig__Output } from './faceengine/v1/VerifyConfig.js';
import type { VerifyOnceRequest as _faceengine_v1_VerifyOnceRequest, VerifyOnceRequest__Output as _faceengine_v1_VerifyOnceRequest__Output } from './faceengine/v1/VerifyOnceRequest.js';
import type { VerifyOnceResponse as _faceengine_v1_VerifyOnceResponse, VerifyOnceResponse__Output as _faceengine_v1_VerifyOnceResponse__Output } from './faceengine/v1/VerifyOnceResponse.js';
import type { VerifyRequest as _faceengine_v1_VerifyRequest, VerifyRequest__Output as _faceengine_v1_VerifyRequest__Output } from './faceengine/v1/VerifyRequest.js';
import type { VerifyResponse as _faceengine_v1_VerifyResponse, VerifyResponse__Output as _faceengine_v1_VerifyResponse__Output } from './faceengine/v1/VerifyResponse.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  faceengine: {
    v1: {
      AnalyzeFrameRequest: MessageTypeDefinition<_faceengine_v1_AnalyzeFrameRequest, _faceengine_v1_AnalyzeFrameRequest__Output>
      AnalyzeFrameResponse: MessageTypeDefinition<_faceengine_v1_AnalyzeFrameResponse, _faceengine_v1_AnalyzeFrameResponse__Output>
      Box: MessageTypeDefinition<_faceengine_v1_Box, _faceengine_v1_Box__Output>
      CameraIntrinsics: MessageTypeDefinition<_faceengine_v1_CameraIntrinsics, _faceengine_v1_CameraIntrinsics__Output>
      Candidate: MessageTypeDefinition<_faceengine_v1_Candidate, _faceengine_v1_Candidate__Output>
      CaptureStarted: MessageTypeDefinition<_faceengine_v1_CaptureStarted, _faceengine_v1_CaptureStarted__Output>
      Challenge: MessageTypeDefinition<_faceengine_v1_Challenge, _faceengine_v1_Challenge__Output>
      ChallengeAction: EnumTypeDefinition
      ChallengeReport: MessageTypeDefinition<_faceengine_v1_ChallengeReport, _faceengine_v1_ChallengeReport__Output>
      ChallengeResult: MessageTypeDefinition<_faceengine_v1_ChallengeResult, _faceengine_v1_ChallengeResult__Output>
      CheckLivenessConfig: MessageTypeDefinition<_faceengine_v1_CheckLivenessConfig, _faceengine_v1_CheckLivenessConfig__Output>
      CheckLivenessRequest: MessageTypeDefinition<_faceengine_v1_CheckLivenessRequest, _faceengine_v1_CheckLivenessRequest__Output>
      CheckLivenessResponse: MessageTypeDefinition<_faceengine_v1_CheckLivenessResponse, _faceengine_v1_CheckLivenessResponse__Output>
      CompareRequest: MessageTypeDefinition<_faceengine_v1_CompareRequest, _faceengine_v1_CompareRequest__Output>
      CompareResponse: MessageTypeDefinition<_faceengine_v1_CompareResponse, _faceengine_v1_CompareResponse__Output>
      Decision: MessageTypeDefinition<_faceengine_v1_Decision, _faceengine_v1_Decision__Output>
      DeletionReceipt: MessageTypeDefinition<_faceengine_v1_DeletionReceipt, _faceengine_v1_DeletionReceipt__Output>
      DepthFrame: MessageTypeDefinition<_faceengine_v1_DepthFrame, _faceengine_v1_DepthFrame__Output>
      DepthMeasures: MessageTypeDefinition<_faceengine_v1_DepthMeasures, _faceengine_v1_DepthMeasures__Output>
      DepthOrigin: EnumTypeDefinition
      DeviceKey: MessageTypeDefinition<_faceengine_v1_DeviceKey, _faceengine_v1_DeviceKey__Output>
      EndOfCapture: MessageTypeDefinition<_faceengine_v1_EndOfCapture, _faceengine_v1_EndOfCapture__Output>
      EnrollConfig: MessageTypeDefinition<_faceengine_v1_EnrollConfig, _faceengine_v1_EnrollConfig__Output>
      EnrollOnceRequest: MessageTypeDefinition<_faceengine_v1_EnrollOnceRequest, _faceengine_v1_EnrollOnceRequest__Output>
      EnrollOnceResponse: MessageTypeDefinition<_faceengine_v1_EnrollOnceResponse, _faceengine_v1_EnrollOnceResponse__Output>
      EnrollRequest: MessageTypeDefinition<_faceengine_v1_EnrollRequest, _faceengine_v1_EnrollRequest__Output>
      EnrollResponse: MessageTypeDefinition<_faceengine_v1_EnrollResponse, _faceengine_v1_EnrollResponse__Output>
      EnrollResult: MessageTypeDefinition<_faceengine_v1_EnrollResult, _faceengine_v1_EnrollResult__Output>
      EyeOpening: MessageTypeDefinition<_faceengine_v1_EyeOpening, _faceengine_v1_EyeOpening__Output>
      /**
       * Enrolment, verification, identification and liveness from a stream of frames or from pictures.
       * 
       * Streams: `config` comes first and once, then frames, then `end`. The server answers `started`, feedback, challenges where
       * the policy asks for them, and exactly one final message, after which it ends the stream. It reads a frame when it has taken the one before: HTTP/2 flow control
       * slows the client. A stream that is cancelled or breaks commits nothing.
       * 
       * A biometric "no" is an answer. Errors carry google.rpc.Status with ErrorInfo in `grpc-status-details-bin`.
       */
      FaceBiometrics: SubtypeConstructor<typeof grpc.Client, _faceengine_v1_FaceBiometricsClient> & { service: _faceengine_v1_FaceBiometricsDefinition }
      Frame: MessageTypeDefinition<_faceengine_v1_Frame, _faceengine_v1_Frame__Output>
      FrameFeedback: MessageTypeDefinition<_faceengine_v1_FrameFeedback, _faceengine_v1_FrameFeedback__Output>
      FrameReason: EnumTypeDefinition
      GalleryFilter: MessageTypeDefinition<_faceengine_v1_GalleryFilter, _faceengine_v1_GalleryFilter__Output>
      HeadPose: MessageTypeDefinition<_faceengine_v1_HeadPose, _faceengine_v1_HeadPose__Output>
      Identification: MessageTypeDefinition<_faceengine_v1_Identification, _faceengine_v1_Identification__Output>
      IdentificationOutcome: EnumTypeDefinition
      IdentificationThreshold: MessageTypeDefinition<_faceengine_v1_IdentificationThreshold, _faceengine_v1_IdentificationThreshold__Output>
      IdentifyConfig: MessageTypeDefinition<_faceengine_v1_IdentifyConfig, _faceengine_v1_IdentifyConfig__Output>
      IdentifyRequest: MessageTypeDefinition<_faceengine_v1_IdentifyRequest, _faceengine_v1_IdentifyRequest__Output>
      IdentifyResponse: MessageTypeDefinition<_faceengine_v1_IdentifyResponse, _faceengine_v1_IdentifyResponse__Output>
      ImageFormat: EnumTypeDefinition
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
      SearchOnceRequest: MessageTypeDefinition<_faceengine_v1_SearchOnceRequest, _faceengine_v1_SearchOnceRequest__Output>
      SearchOnceResponse: MessageTypeDefinition<_faceengine_v1_SearchOnceResponse, _faceengine_v1_SearchOnceResponse__Output>
      Subject: MessageTypeDefinition<_faceengine_v1_Subject, _faceengine_v1_Subject__Output>
      Template: MessageTypeDefinition<_faceengine_v1_Template, _faceengine_v1_Template__Output>
      VerifyConfig: MessageTypeDefinition<_faceengine_v1_VerifyConfig, _faceengine_v1_VerifyConfig__Output>
      VerifyOnceRequest: MessageTypeDefinition<_faceengine_v1_VerifyOnceRequest, _faceengine_v1_VerifyOnceRequest__Output>
      VerifyOnceResponse: MessageTypeDefinition<_faceengine_v1_VerifyOnceResponse, _faceengine_v1_VerifyOnceResponse__Output>
      VerifyRequest: MessageTypeDefinition<_faceengine_v1_VerifyRequest, _faceengine_v1_VerifyRequest__Output>
      VerifyResponse: MessageTypeDefinition<_faceengine_v1_VerifyResponse, _faceengine_v1_VerifyResponse__Output>
    }
  }
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}

