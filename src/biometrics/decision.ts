import { integrityFaults } from './capture-integrity.js';
import { hintFor } from './frame-hints.js';
import { fuse, type Fused, type ModalityQualities } from './fusion.js';
import { qualityReasons, type DecisionReason, type FrameReason, type Outcome, type ReVerifyHint } from './outcome.js';
import type { Policy } from './policy.js';
import type { PadDecision } from './presentation-attack.js';

/** Pooled over the whole capture; the frames behind it are gone. */
export interface Evidence {
  readonly framesAccepted: number;
  /** Why most frames were passed over; null when none was. */
  readonly mainSkip: FrameReason | null;
  /** False when the frames taken show more than one person. */
  readonly consistent: boolean;
  /** Null under a policy that does not check liveness. */
  readonly pad: PadDecision | null;
  /** Mean probability of a bona fide presentation, 0–1; null where no cue of a frame was measured. */
  readonly liveness: number | null;
  /** How well each modality could be measured, for a policy with attention. */
  readonly qualities: ModalityQualities;
  /** Calibrated: 0.40 + 0.10·(−log10 FMR). */
  readonly similarity: number;
  /** Of the reliefs, on the same scale; null where depth was not there or was not asked. */
  readonly depthSimilarity: number | null;
  readonly timedOut: boolean;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly reasons: readonly DecisionReason[];
  readonly hint: ReVerifyHint | null;
  readonly fused: Fused;
}

export type Refusal = Omit<Verdict, 'fused'>;
/** Evidence of the capture itself, before anything is compared. */
export type CaptureEvidence = Omit<Evidence, 'similarity' | 'depthSimilarity'>;
type Gate = (evidence: CaptureEvidence, policy: Policy) => Refusal | null;

/**
 * In this order: an earlier gate explains a refusal better than a later one. Gates ask whether a value is good
 * enough, not whether it is too bad, so that what is not a number passes none.
 */
const captureGates: readonly Gate[] = [captureIntegrity, oneFace, sampleQuality, oneSubject, presentationAttack];

/** Why a capture will not do, whoever it shows; null when it passed every gate. */
export function captureRefusal(evidence: CaptureEvidence, policy: Policy): Refusal | null {
  const refusal = captureGates.reduce<Refusal | null>((found, gate) => found ?? gate(evidence, policy), null);
  return refusal && { ...refusal, reasons: withCircumstances(refusal, evidence) };
}

/**
 * Decides one biometric claim.
 *
 * No score buys off a failed gate (docs/decisions/0003-gate-then-fuse.md): the weighted sum only ranks claims that
 * have passed every gate, and even then similarity must reach the policy's own minimum.
 *
 * @returns never throws: a refusal is an outcome, not an error
 */
export function decide(evidence: Evidence, policy: Policy): Verdict {
  const fused = fuse(
    {
      rgb: evidence.similarity,
      depth: evidence.depthSimilarity,
      liveness: evidence.liveness,
      motion: evidence.pad?.motion ?? null,
    },
    evidence.qualities,
    policy.fusion,
  );
  const refusal = captureRefusal(evidence, policy);
  if (refusal) return { ...refusal, fused };
  const ranked = similarityFloor(evidence, policy) ?? rank(evidence, fused.score ?? 0, policy);
  return { ...ranked, reasons: withCircumstances(ranked, evidence), fused };
}

function rank(evidence: Evidence, fused: number, policy: Policy): Refusal {
  if (!(evidence.similarity >= policy.similarityAcceptMin))
    return reVerify('SIMILARITY_INCONCLUSIVE', 'FACE_THE_CAMERA');
  if (fused >= policy.acceptMin) return { outcome: 'ACCEPT', reasons: ['SIMILARITY_SUFFICIENT'], hint: null };
  if (fused <= policy.rejectMax) return reject('FUSED_SCORE_LOW');
  return reVerify('FUSED_SCORE_INCONCLUSIVE', evidence.pad ? 'SHOW_LIVENESS' : 'FACE_THE_CAMERA');
}

const noCameras: ReadonlySet<DecisionReason> = new Set(integrityFaults);

/** Few frames, or none that shows life, are what such a capture comes to: the cause explains it better. */
function captureIntegrity({ pad }: CaptureEvidence): Refusal | null {
  return pad && noCameras.has(pad.reason) ? reVerify(pad.reason, 'RESTART_CAMERA') : null;
}

function oneFace({ mainSkip, framesAccepted }: CaptureEvidence): Refusal | null {
  if (framesAccepted > 0) return null;
  if (mainSkip === 'MULTIPLE_FACES') return reVerify('MULTIPLE_FACES', 'ONE_PERSON');
  return mainSkip === null || mainSkip === 'NO_FACE' ? reVerify('NO_FACE', 'FACE_THE_CAMERA') : null;
}

function sampleQuality({ mainSkip, framesAccepted, pad }: CaptureEvidence, policy: Policy): Refusal | null {
  if (framesAccepted >= policy.framesAcceptedMin) return null;
  // Frames passed over as attacks leave too few: the gate for attacks then says so better than this one.
  if (mainSkip === 'LIVENESS_LOW' && pad?.outcome === 'ATTACK') return null;
  if (mainSkip !== null && qualityReasons.has(mainSkip)) return reVerify('QUALITY_LOW', hintFor(mainSkip));
  return reVerify('TOO_FEW_FRAMES', mainSkip === null ? 'HOLD_STILL' : hintFor(mainSkip));
}

function oneSubject({ consistent }: CaptureEvidence): Refusal | null {
  return consistent ? null : reject('FRAMES_INCONSISTENT');
}

function presentationAttack({ pad }: CaptureEvidence): Refusal | null {
  if (!pad || pad.outcome === 'BONA_FIDE') return null;
  return pad.outcome === 'ATTACK' ? reject(pad.reason) : reVerify(pad.reason, hintForPad(pad.reason));
}

function hintForPad(reason: DecisionReason): ReVerifyHint {
  if (reason === 'DEPTH_MISSING') return 'USE_DEPTH_SENSOR';
  return reason.startsWith('CHALLENGE_') ? 'FOLLOW_INSTRUCTIONS' : 'SHOW_LIVENESS';
}

function similarityFloor({ similarity }: Evidence, policy: Policy): Refusal | null {
  return similarity >= policy.similarityFloor ? null : reject('SIMILARITY_LOW');
}

/** What the reader of any answer must know beside its main reason. */
function withCircumstances({ outcome, reasons }: Refusal, evidence: CaptureEvidence): DecisionReason[] {
  const all = [...reasons];
  if (!evidence.pad) all.push('LIVENESS_NOT_CHECKED');
  else if (outcome === 'ACCEPT') all.push(evidence.pad.reason);
  if (evidence.timedOut && outcome !== 'ACCEPT') all.push('CAPTURE_TIMEOUT');
  return all;
}

function reject(reason: DecisionReason): Refusal {
  return { outcome: 'REJECT', reasons: [reason], hint: null };
}

function reVerify(reason: DecisionReason, hint: ReVerifyHint): Refusal {
  return { outcome: 'RE_VERIFY', reasons: [reason], hint };
}
