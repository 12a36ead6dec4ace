import { unreachable } from '../errors.js';
import { advanceChallenge } from './challenge.js';
import { challengeEvidence, newChallenge, type ChallengeEvent, type ChallengeState } from './challenge-state.js';
import { noIntegrity, type IntegritySoFar } from './capture-integrity.js';
import { arraysOf } from './fingerprint.js';
import { depthEvidence, type SensorDepth } from './depth.js';
import { newTracker, noLife, tracked, type FrameEvidence, type LifeSoFar, type Tracker } from './frame-evidence.js';
import { frameFaults } from './frame-gates.js';
import { logOdds } from './log-odds.js';
import type { Fingerprint, MeasuredFrame, Observation } from './observation.js';
import type { FrameReason } from './outcome.js';
import type { Policy, Purpose } from './policy.js';
import type { Gram, PoolMember } from './pool.js';
import type { LivenessEvidence } from './presentation-attack.js';
import { qualityComponents } from './quality-components.js';
import { unifiedQuality } from './unified-quality.js';

/**
 * One capture.
 *
 *   capturing ─frames at their limit, time over, idle, ended, enough─► finished
 *
 * Beside it runs the challenge of a policy that asks for one (challenge.ts), which is fed frame by frame too.
 *
 * While capturing, every frame with a face feeds liveness, and every frame that passes the gates becomes a sample; but a
 * picture that was there before feeds nothing.
 * Finished is final. The caller passes the time in, so a capture replays exactly from its events.
 *
 * A frame is first tracked, which asks no policy and leaves its evidence; the evidence is then judged, which needs no
 * vector. So one that was recorded can be judged again, under other rules.
 */
export interface CaptureState {
  readonly end: CaptureEnd | null;
  readonly framesSeen: number;
  /** Every frame, in order. */
  readonly frames: readonly FrameEvidence[];
  /** Scores between all faces that had an embedding. */
  readonly gram: Gram;
  readonly samples: readonly Sample[];
  readonly skipped: ReadonlyMap<FrameReason, number>;
  readonly framesJudged: number;
  /** Sum of the log-likelihood ratios of the judged frames. */
  readonly llrSum: number;
  /** Of the frames in which a sensor saw the face, in order. */
  readonly depths: readonly SensorDepth[];
  readonly life: LifeSoFar;
  /** Null until the first event of a challenge; always null in a capture that is replayed. */
  readonly challenge: ChallengeState | null;
  readonly integrity: IntegritySoFar;
  /** Holds the embeddings; as it was at the start in a capture that is replayed. */
  readonly tracker: Tracker;
}

export type CaptureEnd = 'ENOUGH' | 'FRAMES_MAX' | 'TIME_OVER' | 'IDLE' | 'CLIENT_ENDED';

export type CaptureEvent =
  | { readonly kind: 'observed'; readonly atMs: number; readonly observation: Observation }
  /** A frame that another capture has observed. */
  | { readonly kind: 'replayed'; readonly frame: FrameEvidence }
  /** After `observed`, for the frame of a capture that is challenged. */
  | { readonly kind: 'challenged'; readonly event: ChallengeEvent }
  | { readonly kind: 'ended'; readonly end: Exclude<CaptureEnd, 'FRAMES_MAX'> };

/** A frame that passed every gate. */
export interface Sample extends PoolMember {
  /** Unified quality, 0–100; also the weight in the pool. */
  readonly quality: number;
}

export interface CapturePlan {
  readonly policy: Policy;
  readonly purpose: Purpose;
}

export const emptyCapture: CaptureState = {
  end: null,
  framesSeen: 0,
  frames: [],
  gram: [],
  samples: [],
  skipped: new Map(),
  framesJudged: 0,
  llrSum: 0,
  depths: [],
  life: noLife,
  challenge: null,
  integrity: noIntegrity,
  tracker: newTracker,
};

export function advance(state: CaptureState, event: CaptureEvent, plan: CapturePlan): CaptureState {
  if (state.end) return state;
  switch (event.kind) {
    case 'observed': {
      const { tracker, frame } = tracked(state.tracker, event.observation, event.atMs);
      return judged({ ...state, tracker }, frame, plan);
    }
    case 'replayed':
      return judged(state, event.frame, plan);
    case 'challenged':
      return challengedBy(state, event.event, plan);
    case 'ended':
      return { ...state, end: event.end };
    default:
      return unreachable(event);
  }
}

/**
 * Zeroes the embeddings, reliefs and fingerprints and the picture that motion is followed from, of a capture that is over.
 * Its frames, scores and samples can still be judged.
 *
 * The one thing here that changes what it was given: every state of this capture shares these arrays.
 */
export function forgetEmbeddings({ tracker }: CaptureState): void {
  for (const embedding of tracker.embeddings) embedding.fill(0);
  for (const vector of [...tracker.formerEmbeddings, ...tracker.reliefs]) vector?.fill(0);
  tracker.reference?.fill(0);
  for (const { print } of tracker.integrity.pictures) forgetFingerprint(print);
}

/**
 * Zeroes what the capture did not keep between two of its states: the picture that motion is followed from no more, all
 * of a duplicate, the fingerprint of a repeat, and those that are compared no more.
 */
export function forgetUntaken(before: CaptureState, { face }: Observation, after: CaptureState): void {
  const { tracker } = after;
  for (const chip of [before.tracker.reference, face?.chip]) if (chip && chip !== tracker.reference) chip.fill(0);
  if (!face) return;
  const compared = new Set(tracker.integrity.pictures.map(({ print }) => print));
  for (const { print } of before.tracker.integrity.pictures) if (!compared.has(print)) forgetFingerprint(print);
  const { embedding, formerEmbedding, relief, fingerprint } = face;
  if (embedding && !tracker.embeddings.includes(embedding)) {
    embedding.fill(0);
    formerEmbedding?.fill(0);
    relief?.fill(0);
  }
  if (fingerprint && !compared.has(fingerprint)) forgetFingerprint(fingerprint);
}

function forgetFingerprint(print: Fingerprint): void {
  for (const array of arraysOf(print)) array.fill(0);
}

/** A frame as it comes from a worker, or its evidence. */
type JudgedFrame = MeasuredFrame & {
  readonly face: { readonly liveness: number | null } | null;
  /** As in `FrameEvidence`. */
  readonly duplicate?: boolean;
};

/** Every reason why the frame would not become a sample, the main one first; empty when it would. */
export function allFrameFaults(frame: JudgedFrame, { policy, purpose }: CapturePlan): FrameReason[] {
  if (frame.duplicate) return ['DUPLICATE_FRAME'];
  const gates = policy.gates[purpose];
  const faults = frameFaults(frame, gates);
  const liveness = frame.face?.liveness ?? null;
  if (policy.liveness === 'not-checked' || liveness === null) return faults;
  return liveness >= gates.livenessMin ? faults : [...faults, 'LIVENESS_LOW'];
}

/** The main one of these reasons; null when there is none. */
export function frameFault(frame: JudgedFrame, plan: CapturePlan): FrameReason | null {
  return allFrameFaults(frame, plan)[0] ?? null;
}

export function livenessEvidence(state: CaptureState): LivenessEvidence {
  const { framesJudged, llrSum, depths, life, integrity } = state;
  const challenge = state.challenge && challengeEvidence(state.challenge);
  const frameLlr = framesJudged > 0 ? llrSum / framesJudged : null;
  return { framesJudged, frameLlr, depth: depthEvidence(depths), ...life, integrity, challenge };
}

/** The reason most frames were passed over for; null when none was. */
export function mainSkip(state: CaptureState): FrameReason | null {
  const [most] = [...state.skipped].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function challengedBy(state: CaptureState, event: ChallengeEvent, { policy }: CapturePlan): CaptureState {
  return { ...state, challenge: advanceChallenge(state.challenge ?? newChallenge, event, policy.challengeActions) };
}

function judged(before: CaptureState, frame: FrameEvidence, plan: CapturePlan): CaptureState {
  const state = withFrame(before, frame, plan);
  return state.framesSeen >= plan.policy.limits.framesMax ? { ...state, end: 'FRAMES_MAX' } : state;
}

function withFrame(before: CaptureState, frame: FrameEvidence, plan: CapturePlan): CaptureState {
  const { face } = frame;
  const { integrity } = frame;
  const state = { ...before, framesSeen: before.framesSeen + 1, frames: [...before.frames, frame], integrity };
  const depths = face?.depth ? [...state.depths, face.depth] : state.depths;
  const seen = face ? withLiveness({ ...state, depths, life: face.life }, face.liveness) : state;
  const row = face?.scores ?? null;
  const compared = row ? { ...seen, gram: [...seen.gram, row] } : seen;
  const fault = frameFault(frame, plan);
  if (fault !== null || !face || !row) return passedOver(compared, fault ?? 'NO_FACE');
  const quality = unifiedQuality(qualityComponents(face, frame.secondFaceRatio));
  const sample: Sample = { face: before.gram.length, weight: Math.max(1, quality), quality };
  return { ...compared, samples: [...compared.samples, sample] };
}

function passedOver(state: CaptureState, reason: FrameReason): CaptureState {
  return { ...state, skipped: new Map(state.skipped).set(reason, (state.skipped.get(reason) ?? 0) + 1) };
}

/** Adds what the cues of a frame say of its face. */
function withLiveness(state: CaptureState, liveness: number | null): CaptureState {
  if (liveness === null) return state;
  return { ...state, framesJudged: state.framesJudged + 1, llrSum: state.llrSum + logOdds(liveness) };
}
