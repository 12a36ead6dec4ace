// Original file: proto/faceengine/v1/biometrics.proto

import type { Box as _faceengine_v1_Box, Box__Output as _faceengine_v1_Box__Output } from '../../faceengine/v1/Box.js';
import type { Point as _faceengine_v1_Point, Point__Output as _faceengine_v1_Point__Output } from '../../faceengine/v1/Point.js';
import type { HeadPose as _faceengine_v1_HeadPose, HeadPose__Output as _faceengine_v1_HeadPose__Output } from '../../faceengine/v1/HeadPose.js';
import type { QualityComponent as _faceengine_v1_QualityComponent, QualityComponent__Output as _faceengine_v1_QualityComponent__Output } from '../../faceengine/v1/QualityComponent.js';
import type { EyeOpening as _faceengine_v1_EyeOpening, EyeOpening__Output as _faceengine_v1_EyeOpening__Output } from '../../faceengine/v1/EyeOpening.js';
import type { FrameReason as _faceengine_v1_FrameReason, FrameReason__Output as _faceengine_v1_FrameReason__Output } from '../../faceengine/v1/FrameReason.js';
import type { DepthMeasures as _faceengine_v1_DepthMeasures, DepthMeasures__Output as _faceengine_v1_DepthMeasures__Output } from '../../faceengine/v1/DepthMeasures.js';

/**
 * What it shows; everything but the counts is about the dominant face.
 */
export interface AnalyzeFrameResponse {
  /**
   * Faces found, ≥ 0.
   */
  'faceCount'?: (number);
  /**
   * Absent without a face.
   */
  'box'?: (_faceengine_v1_Box | null);
  /**
   * Confidence of the detector, 0–1; absent without a face.
   */
  'detectionScore'?: (number | string);
  /**
   * Eye on the left of the picture, right eye, nose tip, left and right corner of the mouth; empty without a face.
   */
  'points'?: (_faceengine_v1_Point)[];
  /**
   * Absent without a face.
   */
  'pose'?: (_faceengine_v1_HeadPose | null);
  /**
   * Empty without a face.
   */
  'components'?: (_faceengine_v1_QualityComponent)[];
  /**
   * Unified quality, 0–100; absent without a face.
   */
  'quality'?: (number | string);
  /**
   * Probability of a bona fide presentation from this frame alone, 0–1; absent where not measured.
   */
  'liveness'?: (number | string);
  /**
   * Absent where not measured.
   */
  'eyeOpening'?: (_faceengine_v1_EyeOpening | null);
  /**
   * Why this frame would be passed over at verification; empty when it would not.
   */
  'reasons'?: (_faceengine_v1_FrameReason)[];
  /**
   * The shape of the face mesh, under DEPTH_ESTIMATION_FALLBACK: no evidence of life. Else absent.
   */
  'depth'?: (_faceengine_v1_DepthMeasures | null);
  '_detectionScore'?: "detectionScore";
  '_quality'?: "quality";
  '_liveness'?: "liveness";
}

/**
 * What it shows; everything but the counts is about the dominant face.
 */
export interface AnalyzeFrameResponse__Output {
  /**
   * Faces found, ≥ 0.
   */
  'faceCount': (number);
  /**
   * Absent without a face.
   */
  'box': (_faceengine_v1_Box__Output | null);
  /**
   * Confidence of the detector, 0–1; absent without a face.
   */
  'detectionScore'?: (number);
  /**
   * Eye on the left of the picture, right eye, nose tip, left and right corner of the mouth; empty without a face.
   */
  'points': (_faceengine_v1_Point__Output)[];
  /**
   * Absent without a face.
   */
  'pose': (_faceengine_v1_HeadPose__Output | null);
  /**
   * Empty without a face.
   */
  'components': (_faceengine_v1_QualityComponent__Output)[];
  /**
   * Unified quality, 0–100; absent without a face.
   */
  'quality'?: (number);
  /**
   * Probability of a bona fide presentation from this frame alone, 0–1; absent where not measured.
   */
  'liveness'?: (number);
  /**
   * Absent where not measured.
   */
  'eyeOpening': (_faceengine_v1_EyeOpening__Output | null);
  /**
   * Why this frame would be passed over at verification; empty when it would not.
   */
  'reasons': (_faceengine_v1_FrameReason__Output)[];
  /**
   * The shape of the face mesh, under DEPTH_ESTIMATION_FALLBACK: no evidence of life. Else absent.
   */
  'depth': (_faceengine_v1_DepthMeasures__Output | null);
  '_detectionScore'?: "detectionScore";
  '_quality'?: "quality";
  '_liveness'?: "liveness";
}
