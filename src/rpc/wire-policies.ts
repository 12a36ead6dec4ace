import { parsePolicyVersion, POLICY_VERSION_MAX } from '../biometrics/policy-version.js';
import {
  CHALLENGE_ACTIONS_DEFAULT,
  type DeviceSignatureRule,
  type DuplicateCheck,
  type FrameGates,
  type FusionWeights,
  type LivenessCheck,
  type PolicyDocument,
} from '../biometrics/policy.js';
import { FPIR_DEFAULT } from '../biometrics/identification.js';
import { badField } from '../errors.js';
import type { PolicyInfo, Simulation, SimulationRequest } from '../recognition/requests.js';
import type { Duration__Output } from './generated/google/protobuf/Duration.js';
import type { Timestamp__Output } from './generated/google/protobuf/Timestamp.js';
import type { DeviceSignatureRule__Output } from './generated/faceengine/v1/DeviceSignatureRule.js';
import type { DuplicateCheck__Output } from './generated/faceengine/v1/DuplicateCheck.js';
import type { FrameGates as WireFrameGates, FrameGates__Output } from './generated/faceengine/v1/FrameGates.js';
import type { Fusion__Output } from './generated/faceengine/v1/Fusion.js';
import type { FusionSlopes__Output } from './generated/faceengine/v1/FusionSlopes.js';
import type { FusionWeights as WireFusionWeights } from './generated/faceengine/v1/FusionWeights.js';
import type { LivenessCheck__Output } from './generated/faceengine/v1/LivenessCheck.js';
import type { PoliciesSimulateRequest__Output } from './generated/faceengine/v1/PoliciesSimulateRequest.js';
import type { PoliciesSimulateResponse } from './generated/faceengine/v1/PoliciesSimulateResponse.js';
import type {
  PolicyDocument as WirePolicyDocument,
  PolicyDocument__Output,
} from './generated/faceengine/v1/PolicyDocument.js';
import type { PolicyVersion } from './generated/faceengine/v1/PolicyVersion.js';
import { required } from './wire-requests.js';
import { count, finite, outcomeToWire, reasonToWire, toSecondsAndNanos } from './wire.js';

/** Policies both ways. Whether their numbers make sense is asked further in (biometrics/policy-rules.ts). */

const livenessToWire = {
  'not-checked': 'LIVENESS_CHECK_NOT_CHECKED',
  passive: 'LIVENESS_CHECK_PASSIVE',
  active: 'LIVENESS_CHECK_ACTIVE',
  sensor: 'LIVENESS_CHECK_SENSOR',
} as const satisfies Record<LivenessCheck, LivenessCheck__Output>;

const livenessFromWire = {
  LIVENESS_CHECK_UNSPECIFIED: null,
  LIVENESS_CHECK_NOT_CHECKED: 'not-checked',
  LIVENESS_CHECK_PASSIVE: 'passive',
  LIVENESS_CHECK_ACTIVE: 'active',
  LIVENESS_CHECK_SENSOR: 'sensor',
} as const satisfies Record<LivenessCheck__Output, LivenessCheck | null>;

const signatureToWire = {
  optional: 'DEVICE_SIGNATURE_RULE_OPTIONAL',
  required: 'DEVICE_SIGNATURE_RULE_REQUIRED',
} as const satisfies Record<DeviceSignatureRule, DeviceSignatureRule__Output>;

/** Callers that know of no signatures leave the field out. */
const signatureFromWire = {
  DEVICE_SIGNATURE_RULE_UNSPECIFIED: 'optional',
  DEVICE_SIGNATURE_RULE_OPTIONAL: 'optional',
  DEVICE_SIGNATURE_RULE_REQUIRED: 'required',
} as const satisfies Record<DeviceSignatureRule__Output, DeviceSignatureRule>;

const duplicateCheckToWire = {
  off: 'DUPLICATE_CHECK_OFF',
  refuse: 'DUPLICATE_CHECK_REFUSE',
} as const satisfies Record<DuplicateCheck, DuplicateCheck__Output>;

/** Callers that know of no searches leave the field out. */
const duplicateCheckFromWire = {
  DUPLICATE_CHECK_UNSPECIFIED: 'off',
  DUPLICATE_CHECK_OFF: 'off',
  DUPLICATE_CHECK_REFUSE: 'refuse',
} as const satisfies Record<DuplicateCheck__Output, DuplicateCheck>;

const YEAR_10000_MS = Date.UTC(10_000, 0);

/** @param field path of the message that holds the policy @throws FaceError BAD_FIELD */
export function policyDocumentOf(document: PolicyDocument__Output, field: string): PolicyDocument {
  return {
    name: document.name,
    liveness: livenessOf(document.liveness, `${field}.liveness`),
    gates: {
      enrolment: gatesOf(required(document.enrolmentGates, `${field}.enrolment_gates`)),
      verification: gatesOf(required(document.verificationGates, `${field}.verification_gates`)),
    },
    microMotionMinVariance: document.microMotionMinVariance,
    bonaFideLlrMin: document.bonaFideLlrMin,
    attackLlrMax: document.attackLlrMax,
    similarityFloor: document.similarityFloor,
    similarityAcceptMin: document.similarityAcceptMin,
    acceptMin: document.acceptMin,
    rejectMax: document.rejectMax,
    fusion: fusionOf(required(document.fusion, `${field}.fusion`), `${field}.fusion`),
    earlyAcceptFramesMin: document.earlyAcceptFramesMin,
    framesAcceptedMin: document.framesAcceptedMin,
    enrolmentSamplesMin: document.enrolmentSamplesMin,
    // A caller of before there were challenges does not say.
    challengeActions: document.challengeActions || CHALLENGE_ACTIONS_DEFAULT,
    limits: {
      framesMax: document.framesMax,
      durationMsMax: milliseconds(required(document.durationMax, `${field}.duration_max`)),
      idleTimeoutMs: milliseconds(required(document.idleTimeout, `${field}.idle_timeout`)),
    },
    deviceSignature: signatureOf(document.deviceSignature, `${field}.device_signature`),
    duplicateCheck: duplicateCheckOf(document.duplicateCheck, `${field}.duplicate_check`),
    identificationFpirMax: document.identificationFpirMax || FPIR_DEFAULT,
  };
}

function livenessOf(value: LivenessCheck__Output, field: string): LivenessCheck {
  // A number that this version has no name for comes through as it is.
  const liveness = Object.hasOwn(livenessFromWire, value) ? livenessFromWire[value] : null;
  if (liveness === null) throw badField(field, 'NOT_CHECKED, PASSIVE, ACTIVE or SENSOR', 'none of them');
  return liveness;
}

function signatureOf(value: DeviceSignatureRule__Output, field: string): DeviceSignatureRule {
  const rule = Object.hasOwn(signatureFromWire, value) ? signatureFromWire[value] : null;
  if (rule === null) throw badField(field, 'OPTIONAL or REQUIRED', 'none of them');
  return rule;
}

function duplicateCheckOf(value: DuplicateCheck__Output, field: string): DuplicateCheck {
  const rule = Object.hasOwn(duplicateCheckFromWire, value) ? duplicateCheckFromWire[value] : null;
  if (rule === null) throw badField(field, 'OFF or REFUSE', 'none of them');
  return rule;
}

/** Written out, so that a gate the wire gains or loses is a compiler's error here. */
function gatesOf(gates: FrameGates__Output): FrameGates {
  return {
    presenceScoreMin: gates.presenceScoreMin,
    interEyeDistanceMinPx: gates.interEyeDistanceMinPx,
    marginRatioMin: gates.marginRatioMin,
    yawAbsMaxDeg: gates.yawAbsMaxDeg,
    pitchAbsMaxDeg: gates.pitchAbsMaxDeg,
    luminanceMeanMin: gates.luminanceMeanMin,
    luminanceMeanMax: gates.luminanceMeanMax,
    overExposureMax: gates.overExposureMax,
    dynamicRangeMinBits: gates.dynamicRangeMinBits,
    illuminationUniformityMin: gates.illuminationUniformityMin,
    sharpnessMin: gates.sharpnessMin,
    secondFaceRatioMax: gates.secondFaceRatioMax,
    livenessMin: gates.livenessMin,
    faceWidthRatioMax: gates.faceWidthRatioMax,
    eyeOpeningMin: gates.eyeOpeningMin,
    mouthOpeningMax: gates.mouthOpeningMax,
    qualityMin: gates.qualityMin,
  };
}

function fusionOf({ weights, attention }: Fusion__Output, field: string): PolicyDocument['fusion'] {
  return {
    weights: weightsOf(required(weights, `${field}.weights`)),
    attention: attention && weightsOf(attention),
  };
}

function weightsOf({ rgb, depth, liveness, motion }: FusionSlopes__Output): FusionWeights {
  return { rgb, depth, liveness, motion };
}

function milliseconds({ seconds, nanos }: Duration__Output | Timestamp__Output): number {
  return seconds * 1000 + nanos / 1e6;
}

export function toWirePolicyDocument(document: PolicyDocument): WirePolicyDocument {
  const { gates, fusion, limits } = document;
  return {
    name: document.name,
    liveness: livenessToWire[document.liveness],
    enrolmentGates: toWireGates(gates.enrolment),
    verificationGates: toWireGates(gates.verification),
    microMotionMinVariance: finite(document.microMotionMinVariance),
    bonaFideLlrMin: finite(document.bonaFideLlrMin),
    attackLlrMax: finite(document.attackLlrMax),
    similarityFloor: finite(document.similarityFloor),
    similarityAcceptMin: finite(document.similarityAcceptMin),
    acceptMin: finite(document.acceptMin),
    rejectMax: finite(document.rejectMax),
    fusion: { weights: toWireWeights(fusion.weights), attention: fusion.attention && toWireWeights(fusion.attention) },
    earlyAcceptFramesMin: count(document.earlyAcceptFramesMin),
    framesAcceptedMin: count(document.framesAcceptedMin),
    enrolmentSamplesMin: count(document.enrolmentSamplesMin),
    challengeActions: count(document.challengeActions),
    framesMax: count(limits.framesMax),
    durationMax: toSecondsAndNanos(limits.durationMsMax),
    idleTimeout: toSecondsAndNanos(limits.idleTimeoutMs),
    deviceSignature: signatureToWire[document.deviceSignature],
    duplicateCheck: duplicateCheckToWire[document.duplicateCheck],
    identificationFpirMax: finite(document.identificationFpirMax),
  };
}

function toWireGates(gates: FrameGates): WireFrameGates {
  Object.values(gates).forEach(finite);
  return { ...gates };
}

function toWireWeights({ rgb, depth, liveness, motion }: FusionWeights): WireFusionWeights {
  return { rgb: finite(rgb), depth: finite(depth), liveness: finite(liveness), motion: finite(motion) };
}

export function toWirePolicy({ policy, version, builtIn, active, unusable, createdAt }: PolicyInfo): PolicyVersion {
  return {
    policyVersion: policy.version,
    version: count(version),
    document: toWirePolicyDocument(policy),
    builtIn,
    active,
    unusable: unusable ?? '',
    createdAt: createdAt && toSecondsAndNanos(createdAt.getTime()),
  };
}

/** 0 means null. @throws FaceError BAD_FIELD */
export function optionalVersionOf(value: number, field: string): number | null {
  if (value > POLICY_VERSION_MAX) throw badField(field, `0–${POLICY_VERSION_MAX}`, 'a larger number');
  return value === 0 ? null : value;
}

/** @throws FaceError BAD_FIELD */
export function versionOf(value: number, field: string): number {
  const version = optionalVersionOf(value, field);
  if (version === null) throw badField(field, `1–${POLICY_VERSION_MAX}`, '0');
  return version;
}

/** @throws FaceError BAD_FIELD */
export function simulationRequestOf(request: PoliciesSimulateRequest__Output): SimulationRequest {
  const { recordedAfter } = request;
  return { policy: simulatedOf(request), recordedAfter: recordedAfter && dateOf(recordedAfter, 'recorded_after') };
}

function simulatedOf({ policyVersion, document }: PoliciesSimulateRequest__Output): SimulationRequest['policy'] {
  if (document) return policyDocumentOf(document, 'document');
  if (policyVersion === undefined) throw badField('policy', 'policy_version or document', 'neither');
  const named = parsePolicyVersion(policyVersion);
  if (!named) throw badField('policy_version', 'name@version, such as passive@1,', 'another text');
  return named;
}

function dateOf(timestamp: Timestamp__Output, field: string): Date {
  const atMs = milliseconds(timestamp);
  // As google.protobuf.Timestamp has it, from 1970 on.
  if (!(atMs >= 0 && atMs < YEAR_10000_MS)) throw badField(field, 'a time of the years 1970 to 9999', 'another one');
  return new Date(atMs);
}

export function toWireSimulation(simulation: Simulation): PoliciesSimulateResponse {
  return {
    captures: count(simulation.captures),
    capturesUnusable: count(simulation.capturesUnusable),
    changes: simulation.changes.map(({ recorded, simulated, captures }) => ({
      recorded: outcomeToWire[recorded],
      simulated: outcomeToWire[simulated],
      captures: count(captures),
    })),
    reasons: simulation.reasons.map(({ reason, captures }) => ({
      reason: reasonToWire[reason],
      captures: count(captures),
    })),
    policyVersion: simulation.policyVersion,
  };
}
