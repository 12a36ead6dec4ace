import type {
  Analysis,
  Comparison,
  Decision,
  EnrolmentResult,
  PadResult,
  QualityComponent,
  Scores,
} from '../biometrics/outcome.js';
import type { Subject } from '../recognition/ports.js';
import type { DeletionReceipt, DeviceKeyInfo, TemplateInfo } from '../recognition/recognition.js';
import type { CaptureStarted, FinishedMigration, FrameFeedback, Migration } from '../recognition/requests.js';
import type { AnalyzeFrameResponse } from './generated/faceengine/v1/AnalyzeFrameResponse.js';
import type { BoundDeviceKey } from './generated/faceengine/v1/BoundDeviceKey.js';
import type { CaptureStarted as WireCaptureStarted } from './generated/faceengine/v1/CaptureStarted.js';
import type { CompareResponse } from './generated/faceengine/v1/CompareResponse.js';
import type { Decision as WireDecision } from './generated/faceengine/v1/Decision.js';
import type { DeletionReceipt as WireDeletionReceipt } from './generated/faceengine/v1/DeletionReceipt.js';
import type { EnrollResult as WireEnrollResult } from './generated/faceengine/v1/EnrollResult.js';
import type { FrameFeedback as WireFrameFeedback } from './generated/faceengine/v1/FrameFeedback.js';
import type { Migration as WireMigration } from './generated/faceengine/v1/Migration.js';
import type { PadResult as WirePadResult } from './generated/faceengine/v1/PadResult.js';
import type { Point } from './generated/faceengine/v1/Point.js';
import type { QualityComponent as WireQualityComponent } from './generated/faceengine/v1/QualityComponent.js';
import type { Scores as WireScores } from './generated/faceengine/v1/Scores.js';
import type { Subject as WireSubject } from './generated/faceengine/v1/Subject.js';
import type { Template as WireTemplate } from './generated/faceengine/v1/Template.js';
import type { TemplatesFinishMigrationResponse } from './generated/faceengine/v1/TemplatesFinishMigrationResponse.js';
import {
  count,
  depthOriginToWire,
  finite,
  frameReasonToWire,
  hintToWire,
  modalityToWire,
  outcomeToWire,
  padOutcomeToWire,
  qualityStatusToWire,
  reasonToWire,
  toSecondsAndNanos,
} from './wire.js';
import { toWireDepth } from './wire-depth.js';

/** From inside to the wire. What was not measured is left out; it is never 0. */

export function toWireStarted(started: CaptureStarted): WireCaptureStarted {
  return {
    nonce: started.nonce,
    framesMax: count(started.framesMax),
    frameBytesMax: count(started.frameBytesMax),
    durationMax: toSecondsAndNanos(started.durationMsMax),
    idleTimeout: toSecondsAndNanos(started.idleTimeoutMs),
    recommendedWidth: count(started.recommendedWidth),
    recommendedHeight: count(started.recommendedHeight),
    policyVersion: started.policyVersion,
    modelId: started.modelId,
  };
}

export function toWireFeedback(feedback: FrameFeedback): WireFrameFeedback {
  return {
    sequence: count(feedback.sequence),
    accepted: feedback.skipped === null,
    skipped: feedback.skipped === null ? 'FRAME_REASON_UNSPECIFIED' : frameReasonToWire[feedback.skipped],
    hint: feedback.hint === null ? 'RE_VERIFY_HINT_UNSPECIFIED' : hintToWire[feedback.hint],
    framesAccepted: count(feedback.framesAccepted),
    framesNeeded: count(feedback.framesNeeded),
    missing: feedback.missing === null ? 'REASON_UNSPECIFIED' : reasonToWire[feedback.missing],
  };
}

function toWireScores(scores: Scores): WireScores {
  const wire: WireScores = {};
  if (scores.comparisonScore !== null) wire.comparisonScore = finite(scores.comparisonScore);
  if (scores.similarity !== null) wire.similarity = finite(scores.similarity);
  if (scores.depth !== null) wire.depth = finite(scores.depth);
  if (scores.liveness !== null) wire.liveness = finite(scores.liveness);
  if (scores.motion !== null) wire.motion = finite(scores.motion);
  if (scores.fused !== null) wire.fused = finite(scores.fused);
  return wire;
}

/** @param reveal whether the caller may read scores: with about 80 of them an accepted embedding can be built */
export function toWireDecision(decision: Decision, reveal: boolean): WireDecision {
  return {
    outcome: outcomeToWire[decision.outcome],
    reasons: decision.reasons.map((reason) => reasonToWire[reason]),
    hint: decision.hint === null ? 'RE_VERIFY_HINT_UNSPECIFIED' : hintToWire[decision.hint],
    scores: reveal ? toWireScores(decision.scores) : null,
    modalities: decision.modalities.map((modality) => modalityToWire[modality]),
    policyVersion: decision.policyVersion,
    modelId: decision.modelId,
    framesSeen: count(decision.framesSeen),
    framesAccepted: count(decision.framesAccepted),
  };
}

export function toWireEnrollResult(result: EnrolmentResult): WireEnrollResult {
  const wire: WireEnrollResult = {
    enrolled: result.enrolled,
    templateId: result.templateId ?? '',
    reasons: result.reasons.map((reason) => reasonToWire[reason]),
    policyVersion: result.policyVersion,
    modelId: result.modelId,
    framesSeen: count(result.framesSeen),
    framesAccepted: count(result.framesAccepted),
  };
  if (result.quality !== null) wire.quality = finite(result.quality);
  return wire;
}

/** @param reveal whether the caller may read scores */
export function toWirePadResult(result: PadResult, reveal: boolean): WirePadResult {
  const wire: WirePadResult = {
    outcome: padOutcomeToWire[result.outcome],
    reasons: result.reasons.map((reason) => reasonToWire[reason]),
    blinks: count(result.blinks),
    depthOrigin: result.depthOrigin === null ? 'DEPTH_ORIGIN_UNSPECIFIED' : depthOriginToWire[result.depthOrigin],
    policyVersion: result.policyVersion,
    framesSeen: count(result.framesSeen),
    framesAccepted: count(result.framesAccepted),
  };
  if (reveal && result.liveness !== null) wire.liveness = finite(result.liveness);
  if (reveal && result.motion !== null) wire.motion = finite(result.motion);
  return wire;
}

/** Always with scores: both pictures are the caller's, and nothing stored is compared. */
export function toWireComparison(comparison: Comparison): CompareResponse {
  const [first, second] = comparison.pictureReasons;
  const wire: CompareResponse = {
    outcome: outcomeToWire[comparison.outcome],
    reasons: comparison.reasons.map((reason) => reasonToWire[reason]),
    firstReasons: first.map((reason) => frameReasonToWire[reason]),
    secondReasons: second.map((reason) => frameReasonToWire[reason]),
    policyVersion: comparison.policyVersion,
    modelId: comparison.modelId,
  };
  if (comparison.comparisonScore !== null) wire.comparisonScore = finite(comparison.comparisonScore);
  if (comparison.similarity !== null) wire.similarity = finite(comparison.similarity);
  return wire;
}

export function toWireAnalysis(analysis: Analysis): AnalyzeFrameResponse {
  const { box, pose, eyeOpening } = analysis;
  const wire: AnalyzeFrameResponse = {
    faceCount: count(analysis.faceCount),
    box: box && {
      left: finite(box.left),
      top: finite(box.top),
      width: finite(box.width),
      height: finite(box.height),
    },
    points: analysis.points ? pointsOf(analysis.points) : [],
    pose: pose && { yawDeg: finite(pose.yawDeg), pitchDeg: finite(pose.pitchDeg), rollDeg: finite(pose.rollDeg) },
    components: analysis.components.map(toWireComponent),
    eyeOpening: eyeOpening && { left: finite(eyeOpening.left), right: finite(eyeOpening.right) },
    depth: analysis.depth && toWireDepth(analysis.depth),
    reasons: analysis.reasons.map((reason) => frameReasonToWire[reason]),
  };
  if (analysis.detectionScore !== null) wire.detectionScore = finite(analysis.detectionScore);
  if (analysis.quality !== null) wire.quality = finite(analysis.quality);
  if (analysis.liveness !== null) wire.liveness = finite(analysis.liveness);
  return wire;
}

function toWireComponent({ name, nativeValue, value, status }: QualityComponent): WireQualityComponent {
  return { name, nativeValue: finite(nativeValue), value: finite(value), status: qualityStatusToWire[status] };
}

/** @param coordinates x, y, x, y … */
function pointsOf(coordinates: Float32Array): Point[] {
  const points: Point[] = [];
  for (let index = 0; index + 1 < coordinates.length; index += 2) {
    points.push({ x: finite(coordinates[index] ?? Number.NaN), y: finite(coordinates[index + 1] ?? Number.NaN) });
  }
  return points;
}

export function toWireSubject(subject: Subject): WireSubject {
  const { subjectId, createdAt, tags } = subject;
  return { subjectId, createdAt: toSecondsAndNanos(createdAt.getTime()), tags: [...tags] };
}

export function toWireDeviceKey({ keyId, createdAt }: DeviceKeyInfo): BoundDeviceKey {
  return { keyId, createdAt: toSecondsAndNanos(createdAt.getTime()) };
}

export function toWireReceipt(receipt: DeletionReceipt): WireDeletionReceipt {
  return {
    subjectId: receipt.subjectId,
    deletedAt: toSecondsAndNanos(receipt.deletedAt.getTime()),
    templatesDeleted: count(receipt.templatesDeleted),
  };
}

export function toWireTemplate(template: TemplateInfo): WireTemplate {
  return {
    templateId: template.templateId,
    subjectId: template.subjectId,
    modelId: template.modelId,
    version: count(template.version),
    framesUsed: count(template.framesUsed),
    quality: finite(template.quality),
    createdAt: toSecondsAndNanos(template.createdAt.getTime()),
  };
}

export function toWireMigration(migration: Migration): WireMigration {
  return {
    fromModelId: migration.fromModelId,
    toModelId: migration.toModelId,
    startedAt: toSecondsAndNanos(migration.startedAt.getTime()),
    finishedAt: migration.finishedAt && toSecondsAndNanos(migration.finishedAt.getTime()),
    subjects: count(migration.subjects),
    subjectsMigrated: count(migration.subjectsMigrated),
    coverage: finite(migration.coverage),
  };
}

export function toWireFinishedMigration(finished: FinishedMigration): TemplatesFinishMigrationResponse {
  return { migration: toWireMigration(finished.migration), templatesDeleted: count(finished.templatesDeleted) };
}
