// Original file: proto/faceengine/v1/administration.proto

import type { LivenessCheck as _faceengine_v1_LivenessCheck, LivenessCheck__Output as _faceengine_v1_LivenessCheck__Output } from '../../faceengine/v1/LivenessCheck.js';
import type { FrameGates as _faceengine_v1_FrameGates, FrameGates__Output as _faceengine_v1_FrameGates__Output } from '../../faceengine/v1/FrameGates.js';
import type { Fusion as _faceengine_v1_Fusion, Fusion__Output as _faceengine_v1_Fusion__Output } from '../../faceengine/v1/Fusion.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { DeviceSignatureRule as _faceengine_v1_DeviceSignatureRule, DeviceSignatureRule__Output as _faceengine_v1_DeviceSignatureRule__Output } from '../../faceengine/v1/DeviceSignatureRule.js';
import type { DuplicateCheck as _faceengine_v1_DuplicateCheck, DuplicateCheck__Output as _faceengine_v1_DuplicateCheck__Output } from '../../faceengine/v1/DuplicateCheck.js';

/**
 * A policy, whole.
 */
export interface PolicyDocument {
  /**
   * 1–64 characters of [a-z0-9-].
   */
  'name'?: (string);
  /**
   * Required.
   */
  'liveness'?: (_faceengine_v1_LivenessCheck);
  /**
   * What an enrolled frame must have; nowhere less than at verification.
   */
  'enrolmentGates'?: (_faceengine_v1_FrameGates | null);
  /**
   * What a probe's frame must have.
   */
  'verificationGates'?: (_faceengine_v1_FrameGates | null);
  /**
   * Motion of the face that no plane and no noise explains, under which a capture is a still picture; inter-eye distances
   * squared, > 0.
   */
  'microMotionMinVariance'?: (number | string);
  /**
   * Calibrated similarity below which a claim is rejected, 0–1: 0.60 is FMR 1 %.
   */
  'similarityFloor'?: (number | string);
  /**
   * Calibrated similarity an accepted claim reaches whatever its fused score, 0–1, at least the floor.
   */
  'similarityAcceptMin'?: (number | string);
  /**
   * Fused score from which a claim is accepted, 0–1.
   */
  'acceptMin'?: (number | string);
  /**
   * Fused score up to which a claim is rejected, 0–1, below accept_min.
   */
  'rejectMax'?: (number | string);
  /**
   * Required.
   */
  'fusion'?: (_faceengine_v1_Fusion | null);
  /**
   * Frames taken before a capture may end early, ≥ 1.
   */
  'earlyAcceptFramesMin'?: (number);
  /**
   * Frames taken without which nothing is decided, ≥ 1.
   */
  'framesAcceptedMin'?: (number);
  /**
   * Frames an enrolment needs, ≥ 1.
   */
  'enrolmentSamplesMin'?: (number);
  /**
   * Frames of one capture, 1–1000.
   */
  'framesMax'?: (number);
  /**
   * Length of a capture, 1–180 seconds.
   */
  'durationMax'?: (_google_protobuf_Duration | null);
  /**
   * Silence that ends a capture, 0.5–60 seconds.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * Whether every frame must be signed with a device key bound to the subject; unspecified: optional.
   */
  'deviceSignature'?: (_faceengine_v1_DeviceSignatureRule);
  /**
   * Log-likelihood ratio (natural logarithm) from which a presentation is bona fide, 0–10.
   */
  'bonaFideLlrMin'?: (number | string);
  /**
   * Log-likelihood ratio down to which it is an attack, −10–0; between the two it is inconclusive.
   */
  'attackLlrMax'?: (number | string);
  /**
   * Actions of a challenge, 2–4; 0 stands for 3. Counts where liveness is active.
   */
  'challengeActions'?: (number);
  /**
   * What an enrolment does about a person who is enrolled under another id; unspecified: off.
   */
  'duplicateCheck'?: (_faceengine_v1_DuplicateCheck);
  /**
   * False positive identification rate of searches that do not say one, and of the duplicate check: 1e-9–0.5; 0 stands
   * for 0.01.
   */
  'identificationFpirMax'?: (number | string);
}

/**
 * A policy, whole.
 */
export interface PolicyDocument__Output {
  /**
   * 1–64 characters of [a-z0-9-].
   */
  'name': (string);
  /**
   * Required.
   */
  'liveness': (_faceengine_v1_LivenessCheck__Output);
  /**
   * What an enrolled frame must have; nowhere less than at verification.
   */
  'enrolmentGates': (_faceengine_v1_FrameGates__Output | null);
  /**
   * What a probe's frame must have.
   */
  'verificationGates': (_faceengine_v1_FrameGates__Output | null);
  /**
   * Motion of the face that no plane and no noise explains, under which a capture is a still picture; inter-eye distances
   * squared, > 0.
   */
  'microMotionMinVariance': (number);
  /**
   * Calibrated similarity below which a claim is rejected, 0–1: 0.60 is FMR 1 %.
   */
  'similarityFloor': (number);
  /**
   * Calibrated similarity an accepted claim reaches whatever its fused score, 0–1, at least the floor.
   */
  'similarityAcceptMin': (number);
  /**
   * Fused score from which a claim is accepted, 0–1.
   */
  'acceptMin': (number);
  /**
   * Fused score up to which a claim is rejected, 0–1, below accept_min.
   */
  'rejectMax': (number);
  /**
   * Required.
   */
  'fusion': (_faceengine_v1_Fusion__Output | null);
  /**
   * Frames taken before a capture may end early, ≥ 1.
   */
  'earlyAcceptFramesMin': (number);
  /**
   * Frames taken without which nothing is decided, ≥ 1.
   */
  'framesAcceptedMin': (number);
  /**
   * Frames an enrolment needs, ≥ 1.
   */
  'enrolmentSamplesMin': (number);
  /**
   * Frames of one capture, 1–1000.
   */
  'framesMax': (number);
  /**
   * Length of a capture, 1–180 seconds.
   */
  'durationMax': (_google_protobuf_Duration__Output | null);
  /**
   * Silence that ends a capture, 0.5–60 seconds.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * Whether every frame must be signed with a device key bound to the subject; unspecified: optional.
   */
  'deviceSignature': (_faceengine_v1_DeviceSignatureRule__Output);
  /**
   * Log-likelihood ratio (natural logarithm) from which a presentation is bona fide, 0–10.
   */
  'bonaFideLlrMin': (number);
  /**
   * Log-likelihood ratio down to which it is an attack, −10–0; between the two it is inconclusive.
   */
  'attackLlrMax': (number);
  /**
   * Actions of a challenge, 2–4; 0 stands for 3. Counts where liveness is active.
   */
  'challengeActions': (number);
  /**
   * What an enrolment does about a person who is enrolled under another id; unspecified: off.
   */
  'duplicateCheck': (_faceengine_v1_DuplicateCheck__Output);
  /**
   * False positive identification rate of searches that do not say one, and of the duplicate check: 1e-9–0.5; 0 stands
   * for 0.01.
   */
  'identificationFpirMax': (number);
}
