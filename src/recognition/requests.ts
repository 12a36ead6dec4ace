import type { ChallengeAction } from '../biometrics/challenge-actions.js';
import type { DecisionReason, FrameReason, Outcome, ReVerifyHint } from '../biometrics/outcome.js';
import type { Policy, PolicyDocument } from '../biometrics/policy.js';
import type { PolicyVersionName } from '../biometrics/policy-version.js';
import type { ThresholdRights } from './chosen-threshold.js';
import type { GalleryFilter } from './gallery-ports.js';
import type { DeviceKey, MigrationCoverage, MigrationRow, TemplateRow } from './ports.js';
import type { SearchKind } from './search-permissions.js';

/** What the edges ask of the use cases, and what a capture tells on its way. */

/** A policy's name; which names there are is data (recognition/policies.ts). */
export type PolicyName = string;

export interface EnrolmentRequest {
  readonly subjectId: string;
  /** Null: the server's default policy. */
  readonly policy: PolicyName | null;
  /** Whether a template of the same model that is there already may be replaced. */
  readonly replace: boolean;
  /** Same id and same request within 24 hours: same answer, nothing done twice. Null: every call stands alone. */
  readonly requestId: string | null;
  /** SHA-256 over the pictures of a unary call, so that a reused id with other pictures is found out; null for streams. */
  readonly picturesDigest: Uint8Array | null;
  /** Bound to the subject with its template; signs every frame. Left out: none is. */
  readonly deviceKey?: DeviceKey;
  /** In the place of those the subject has. Left out: it keeps them. */
  readonly tags?: readonly string[];
}

/** A subject to be made, or to be changed to this. */
export interface TaggedSubject {
  readonly subjectId: string;
  readonly tags: readonly string[];
}

export interface Claim {
  readonly subjectId: string;
  readonly policy: PolicyName | null;
  /** Which bound key signs every frame. Left out: none does. */
  readonly deviceKeyId?: string;
}

export interface LivenessRequest {
  readonly policy: PolicyName | null;
}

/** A search for who a capture shows. */
export interface IdentificationRequest extends ThresholdRights {
  readonly kind: Extract<SearchKind, 'identify' | 'search-once'>;
  readonly policy: PolicyName | null;
  readonly filter: GalleryFilter;
  /** 1–100. */
  readonly candidatesMax: number;
  /** Null: the policy's, which a request can make stricter and not laxer. */
  readonly fpirMax: number | null;
}

/** At most one of the two; with neither the rate is FPIR_DEFAULT (biometrics/identification.ts). */
export interface DuplicatesRequest extends ThresholdRights {
  readonly fpirMax: number | null;
  /** Calibrated. */
  readonly similarityMin: number | null;
}

/** Limits and recommendations told at the start of a stream. */
export interface CaptureStarted {
  readonly kind: 'started';
  /** 32 random bytes, for this capture alone. */
  readonly nonce: Uint8Array;
  readonly framesMax: number;
  readonly frameBytesMax: number;
  readonly durationMsMax: number;
  readonly idleTimeoutMs: number;
  /** What the client's camera should be set to, pixels. */
  readonly recommendedWidth: number;
  readonly recommendedHeight: number;
  readonly policyVersion: string;
  readonly modelId: string;
}

export interface FrameFeedback {
  readonly kind: 'feedback';
  readonly sequence: number;
  /** Null: the frame was taken as evidence. */
  readonly skipped: FrameReason | null;
  /** What the person can do about it; null when the frame was taken. */
  readonly hint: ReVerifyHint | null;
  /** Evidence so far and how much is needed at least. */
  readonly framesAccepted: number;
  readonly framesNeeded: number;
  /** What is still open before the capture can end well. */
  readonly missing: DecisionReason | null;
}

/** An action is asked for; the next one comes only after this one was answered. */
export interface ChallengeIssued {
  readonly kind: 'challenge';
  /** 32 random bytes, for this action alone. */
  readonly nonce: Uint8Array;
  readonly action: ChallengeAction;
  /** 1 up to `count`. */
  readonly index: number;
  readonly count: number;
  /** From showing the action to the person being at rest again. */
  readonly respondWithinMs: number;
}

/** What became of it. */
export interface ChallengeResult {
  readonly kind: 'result';
  readonly index: number;
  readonly passed: boolean;
  /** Null when passed. */
  readonly reason: DecisionReason | null;
}

export type CaptureStep = CaptureStarted | FrameFeedback | ChallengeIssued | ChallengeResult;

/** A template as its owner may see it: everything but the record. */
export type TemplateInfo = Omit<TemplateRow, 'record' | 'keyGeneration'>;

/** A key by its subject and its own id. */
export interface DeviceKeyName {
  readonly subjectId: string;
  readonly keyId: string;
}

export interface DeletionReceipt {
  readonly subjectId: string;
  readonly deletedAt: Date;
  readonly templatesDeleted: number;
}

/** A version of a policy as its administrators see it. */
export interface PolicyInfo {
  readonly policy: Policy;
  readonly version: number;
  readonly builtIn: boolean;
  /** Claims that name this policy are decided by this version. */
  readonly active: boolean;
  /** What this server lacks to decide by it, a sentence; null when nothing. */
  readonly unusable: string | null;
  /** Null for built-in versions. */
  readonly createdAt: Date | null;
}

export interface SimulationRequest {
  /** A stored version by name and number, or rules that are not stored. */
  readonly policy: PolicyVersionName | PolicyDocument;
  readonly recordedAfter: Date | null;
}

/** What a policy would have decided about recorded captures. */
export interface Simulation {
  readonly policyVersion: string;
  readonly captures: number;
  /** Of another model, or without liveness measured where the policy asks for it. */
  readonly capturesUnusable: number;
  readonly changes: readonly { readonly recorded: Outcome; readonly simulated: Outcome; readonly captures: number }[];
  readonly reasons: readonly { readonly reason: DecisionReason; readonly captures: number }[];
}

export interface Migration extends MigrationRow, MigrationCoverage {
  /** subjectsMigrated ÷ subjects, 0–1; 1 when there are none. */
  readonly coverage: number;
}

export interface FinishedMigration {
  readonly migration: Migration;
  readonly templatesDeleted: number;
}
