import type { DecisionReason, FrameReason } from '../biometrics/outcome.js';
import type { TemplateRow } from './ports.js';

/** What the edges ask of the use cases, and what a capture tells on its way. */

export const policyNames = ['comparison-only', 'passive'] as const;
export type PolicyName = (typeof policyNames)[number];

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
}

export interface Claim {
  readonly subjectId: string;
  readonly policy: PolicyName | null;
}

export interface LivenessRequest {
  readonly policy: PolicyName | null;
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
  /** Evidence so far and how much is needed at least. */
  readonly framesAccepted: number;
  readonly framesNeeded: number;
  /** What is still open before the capture can end well. */
  readonly missing: DecisionReason | null;
}

export type CaptureStep = CaptureStarted | FrameFeedback;

/** A template as its owner may see it: everything but the record. */
export type TemplateInfo = Omit<TemplateRow, 'record' | 'keyGeneration'>;

export interface DeletionReceipt {
  readonly subjectId: string;
  readonly deletedAt: Date;
  readonly templatesDeleted: number;
}
