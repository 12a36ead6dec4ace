import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Box as _faceengine_v1_Box, Box__Output as _faceengine_v1_Box__Output } from './faceengine/v1/Box.js';
import type { CaptureStarted as _faceengine_v1_CaptureStarted, CaptureStarted__Output as _faceengine_v1_CaptureStarted__Output } from './faceengine/v1/CaptureStarted.js';
import type { Decision as _faceengine_v1_Decision, Decision__Output as _faceengine_v1_Decision__Output } from './faceengine/v1/Decision.js';
import type { DeletionReceipt as _faceengine_v1_DeletionReceipt, DeletionReceipt__Output as _faceengine_v1_DeletionReceipt__Output } from './faceengine/v1/DeletionReceipt.js';
import type { EndOfCapture as _faceengine_v1_EndOfCapture, EndOfCapture__Output as _faceengine_v1_EndOfCapture__Output } from './faceengine/v1/EndOfCapture.js';
import type { EnrollResult as _faceengine_v1_EnrollResult, EnrollResult__Output as _faceengine_v1_EnrollResult__Output } from './faceengine/v1/EnrollResult.js';
import type { EyeOpening as _faceengine_v1_EyeOpening, EyeOpening__Output as _faceengine_v1_EyeOpening__Output } from './faceengine/v1/EyeOpening.js';
import type { Frame as _faceengine_v1_Frame, Frame__Output as _faceengine_v1_Frame__Output } from './faceengine/v1/Frame.js';
import type { FrameFeedback as _faceengine_v1_FrameFeedback, FrameFeedback__Output as _faceengine_v1_FrameFeedback__Output } from './faceengine/v1/FrameFeedback.js';
import type { HeadPose as _faceengine_v1_HeadPose, HeadPose__Output as _faceengine_v1_HeadPose__Output } from './faceengine/v1/HeadPose.js';
import type { PadResult as _faceengine_v1_PadResult, PadResult__Output as _faceengine_v1_PadResult__Output } from './faceengine/v1/PadResult.js';
import type { Picture as _faceengine_v1_Picture, Picture__Output as _faceengine_v1_Picture__Output } from './faceengine/v1/Picture.js';
import type { Point as _faceengine_v1_Point, Point__Output as _faceengine_v1_Point__Output } from './faceengine/v1/Point.js';
import type { QualityComponent as _faceengine_v1_QualityComponent, QualityComponent__Output as _faceengine_v1_QualityComponent__Output } from './faceengine/v1/QualityComponent.js';
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
      CaptureStarted: MessageTypeDefinition<_faceengine_v1_CaptureStarted, _faceengine_v1_CaptureStarted__Output>
      Decision: MessageTypeDefinition<_faceengine_v1_Decision, _faceengine_v1_Decision__Output>
      DeletionReceipt: MessageTypeDefinition<_faceengine_v1_DeletionReceipt, _faceengine_v1_DeletionReceipt__Output>
      EndOfCapture: MessageTypeDefinition<_faceengine_v1_EndOfCapture, _faceengine_v1_EndOfCapture__Output>
      EnrollResult: MessageTypeDefinition<_faceengine_v1_EnrollResult, _faceengine_v1_EnrollResult__Output>
      EyeOpening: MessageTypeDefinition<_faceengine_v1_EyeOpening, _faceengine_v1_EyeOpening__Output>
      Frame: MessageTypeDefinition<_faceengine_v1_Frame, _faceengine_v1_Frame__Output>
      FrameFeedback: MessageTypeDefinition<_faceengine_v1_FrameFeedback, _faceengine_v1_FrameFeedback__Output>
      FrameReason: EnumTypeDefinition
      HeadPose: MessageTypeDefinition<_faceengine_v1_HeadPose, _faceengine_v1_HeadPose__Output>
      ImageFormat: EnumTypeDefinition
      Modality: EnumTypeDefinition
      Outcome: EnumTypeDefinition
      PadOutcome: EnumTypeDefinition
      PadResult: MessageTypeDefinition<_faceengine_v1_PadResult, _faceengine_v1_PadResult__Output>
      Picture: MessageTypeDefinition<_faceengine_v1_Picture, _faceengine_v1_Picture__Output>
      Point: MessageTypeDefinition<_faceengine_v1_Point, _faceengine_v1_Point__Output>
      QualityComponent: MessageTypeDefinition<_faceengine_v1_QualityComponent, _faceengine_v1_QualityComponent__Output>
      ReVerifyHint: EnumTypeDefinition
      Reason: EnumTypeDefinition
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

