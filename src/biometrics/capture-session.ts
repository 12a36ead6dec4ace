import { unreachable } from '../errors.js';
import { advanceBlink, noBlink, type BlinkState } from './blink.js';
import { comparisonScore, type WeightedEmbedding } from './embedding.js';
import { follow, microMotionVariance, shapeStep, startTrack, type MotionTrack } from './motion.js';
import type { FaceObservation, Observation } from './observation.js';
import type { FrameReason } from './outcome.js';
import type { Policy, Purpose } from './policy.js';
import type { LivenessEvidence } from './presentation-attack.js';
import { frameFaults, qualityComponents, unifiedQuality } from './quality.js';

/**
 * One capture.
 *
 *   capturing ─frames at their limit, time over, idle, ended, enough─► finished
 *
 * While capturing, every frame with a face feeds liveness, and every frame that passes the gates becomes a sample.
 * Finished is final. The caller passes the time in, so a capture replays exactly from its events.
 */
export interface CaptureState {
  readonly end: CaptureEnd | null;
  readonly framesSeen: number;
  readonly samples: readonly Sample[];
  readonly skipped: ReadonlyMap<FrameReason, number>;
  /** The last face seen, for continuity; null before the first. */
  readonly last: Seen | null;
  readonly track: MotionTrack | null;
  /** The largest variance of the stretches before the present one. */
  readonly varianceBefore: number | null;
  readonly blink: BlinkState;
  readonly framesJudged: number;
  readonly framesJudgedAttack: number;
  readonly livenessSum: number;
  readonly spliced: boolean;
}

export type CaptureEnd = 'ENOUGH' | 'FRAMES_MAX' | 'TIME_OVER' | 'IDLE' | 'CLIENT_ENDED';

export type CaptureEvent =
  | { readonly kind: 'observed'; readonly atMs: number; readonly observation: Observation }
  | { readonly kind: 'ended'; readonly end: Exclude<CaptureEnd, 'FRAMES_MAX'> };

/** A frame that passed every gate. */
export interface Sample extends WeightedEmbedding {
  /** Unified quality, 0–100; also the weight in the pool. */
  readonly quality: number;
}

interface Seen {
  readonly atMs: number;
  readonly embedding: Float32Array;
  readonly landmarks: Float32Array;
}

export interface CapturePlan {
  readonly policy: Policy;
  readonly purpose: Purpose;
}

/** Two faces further apart in time say nothing about continuity, milliseconds of the capture clock. */
const ADJACENT_MS_MAX = 700;
/**
 * What neighbouring frames of one unbroken stream never fall below (comparison score) and never exceed (shape step,
 * inter-eye distances). Two different photographs of one person do: docs/decisions/0007-continuity.md.
 */
const ADJACENT_SCORE_MIN = 0.65;
const ADJACENT_STEP_MAX = 0.085;
/**
 * What two frames of one person in one capture never fall below, however much time is between them (comparison score).
 * Without it one person could blink, pause, and hold up the picture of another.
 */
const SAME_CAPTURE_SCORE_MIN = 0.4;

export const emptyCapture: CaptureState = {
  end: null,
  framesSeen: 0,
  samples: [],
  skipped: new Map(),
  last: null,
  track: null,
  varianceBefore: null,
  blink: noBlink,
  framesJudged: 0,
  framesJudgedAttack: 0,
  livenessSum: 0,
  spliced: false,
};

export function advance(state: CaptureState, event: CaptureEvent, plan: CapturePlan): CaptureState {
  if (state.end) return state;
  switch (event.kind) {
    case 'observed': {
      const next = observed(state, event.observation, event.atMs, plan);
      return next.framesSeen >= plan.policy.limits.framesMax ? { ...next, end: 'FRAMES_MAX' } : next;
    }
    case 'ended':
      return { ...state, end: event.end };
    default:
      return unreachable(event);
  }
}

/** Every reason why the frame would not become a sample, the main one first; empty when it would. */
export function allFrameFaults(observation: Observation, { policy, purpose }: CapturePlan): FrameReason[] {
  const gates = policy.gates[purpose];
  const faults = frameFaults(observation, gates);
  const liveness = observation.face?.liveness ?? null;
  if (policy.liveness === 'not-checked' || liveness === null) return faults;
  return liveness >= gates.livenessMin ? faults : [...faults, 'LIVENESS_LOW'];
}

/** The main one of these reasons; null when there is none. */
export function frameFault(observation: Observation, plan: CapturePlan): FrameReason | null {
  return allFrameFaults(observation, plan)[0] ?? null;
}

export function livenessEvidence(state: CaptureState): LivenessEvidence {
  const variances = [state.varianceBefore, state.track && microMotionVariance(state.track)].filter((v) => v !== null);
  return {
    framesJudged: state.framesJudged,
    framesJudgedAttack: state.framesJudgedAttack,
    liveness: state.framesJudged > 0 ? state.livenessSum / state.framesJudged : null,
    microMotionVariance: variances.length > 0 ? Math.max(...variances) : null,
    blinks: state.blink.blinks,
    spliced: state.spliced,
  };
}

/** The reason most frames were passed over for; null when none was. */
export function mainSkip(state: CaptureState): FrameReason | null {
  const [most] = [...state.skipped].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function observed(before: CaptureState, observation: Observation, atMs: number, plan: CapturePlan): CaptureState {
  const state = { ...before, framesSeen: before.framesSeen + 1 };
  const { face } = observation;
  const seen = face ? judged(followed(state, face, atMs), face, plan) : state;
  const fault = frameFault(observation, plan);
  if (fault ?? !face?.embedding) return passedOver(seen, fault ?? 'NO_FACE');
  const quality = unifiedQuality(qualityComponents(face, observation.secondFaceRatio));
  const sample: Sample = { embedding: face.embedding, weight: Math.max(1, quality), quality };
  return { ...seen, samples: [...seen.samples, sample] };
}

function passedOver(state: CaptureState, reason: FrameReason): CaptureState {
  return { ...state, skipped: new Map(state.skipped).set(reason, (state.skipped.get(reason) ?? 0) + 1) };
}

/** Counts what the PAD networks say of this face. */
function judged(state: CaptureState, face: FaceObservation, { policy, purpose }: CapturePlan): CaptureState {
  if (face.liveness === null) return state;
  const attack = !(face.liveness >= policy.gates[purpose].livenessMin);
  return {
    ...state,
    framesJudged: state.framesJudged + 1,
    framesJudgedAttack: state.framesJudgedAttack + (attack ? 1 : 0),
    livenessSum: state.livenessSum + face.liveness,
  };
}

/**
 * Follows motion and blinking from the face before. A gap in time starts a new stretch; a jump inside one marks the
 * capture as spliced, since then motion and blink are not those of one face before one camera.
 */
function followed(state: CaptureState, face: FaceObservation, atMs: number): CaptureState {
  if (!face.embedding) return state;
  const { last } = state;
  const seen: Seen = { atMs, embedding: face.embedding, landmarks: face.landmarks };
  const adjacent = last !== null && atMs - last.atMs <= ADJACENT_MS_MAX;
  const jumped = last !== null && (adjacent ? isJump(last, seen, face.quality.interEyeDistance) : isOther(last, seen));
  const eyes = (before: BlinkState): BlinkState =>
    face.eyeOpening ? advanceBlink(before, face.eyeOpening, atMs) : before;
  if (adjacent && !jumped && state.track) {
    return { ...state, last: seen, track: follow(state.track, face.landmarks), blink: eyes(state.blink) };
  }
  const variance = state.track && microMotionVariance(state.track);
  return {
    ...state,
    last: seen,
    track: startTrack(face.landmarks, face.quality.interEyeDistance),
    varianceBefore: larger(state.varianceBefore, variance),
    blink: eyes({ ...noBlink, blinks: state.blink.blinks }),
    spliced: state.spliced || jumped,
  };
}

function isOther(before: Seen, after: Seen): boolean {
  return comparisonScore(before.embedding, after.embedding) < SAME_CAPTURE_SCORE_MIN;
}

function isJump(before: Seen, after: Seen, interEyeDistance: number): boolean {
  return (
    comparisonScore(before.embedding, after.embedding) < ADJACENT_SCORE_MIN ||
    shapeStep(before.landmarks, after.landmarks, interEyeDistance) > ADJACENT_STEP_MAX
  );
}

/** Null stands for not measured. */
function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
