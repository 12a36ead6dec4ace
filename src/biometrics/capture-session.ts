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
  /** Embedding of the first face seen: what every later one is held to; null before it. */
  readonly first: Float32Array | null;
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

/** Two faces further apart in time say nothing about motion, milliseconds of the capture clock. */
const ADJACENT_MS_MAX = 700;
/**
 * Neighbouring frames at least this alike (comparison score, shape step in inter-eye distances) belong to one stretch, in
 * which motion is followed; nearly all frames of a person before a camera are. Photographs of one person hardly ever are.
 */
const STRETCH_SCORE_MIN = 0.9;
const STRETCH_STEP_MAX = 0.03;
/** Neighbouring frames less alike than this are not of one face before one camera: docs/decisions/0007-continuity.md. */
const ADJACENT_SCORE_MIN = 0.65;
const ADJACENT_STEP_MAX = 0.085;
/**
 * What two frames of one person in one capture never fall below, however much time is between them (comparison score).
 * Without it one person could blink, pause, and hold up the picture of another. Every face is held to the first one too:
 * step by step, each like the one before, one face can be turned into any other.
 */
const SAME_CAPTURE_SCORE_MIN = 0.4;

export const emptyCapture: CaptureState = {
  end: null,
  framesSeen: 0,
  samples: [],
  skipped: new Map(),
  first: null,
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
 * Follows motion and blinking from the face before. Anything but a smooth continuation starts a new stretch; a jump or
 * another face marks the capture as spliced, since then nothing seen of life is of the one face before the camera.
 */
function followed(state: CaptureState, face: FaceObservation, atMs: number): CaptureState {
  if (!face.embedding) return state;
  const { last, track } = state;
  const first = state.first ?? face.embedding;
  const seen: Seen = { atMs, embedding: face.embedding, landmarks: face.landmarks };
  const unit = face.quality.interEyeDistance;
  const link = last && linkOf(last, seen, unit);
  const smooth = link === 'smooth' && track !== null;
  const blink = smooth ? state.blink : { ...noBlink, blinks: state.blink.blinks };
  return {
    ...state,
    first,
    last: seen,
    track: smooth ? follow(track, face.landmarks) : startTrack(face.landmarks, unit),
    varianceBefore: smooth ? state.varianceBefore : larger(state.varianceBefore, track && microMotionVariance(track)),
    blink: face.eyeOpening ? advanceBlink(blink, face.eyeOpening, atMs) : blink,
    spliced: state.spliced || link === 'jump' || comparisonScore(first, face.embedding) < SAME_CAPTURE_SCORE_MIN,
  };
}

type Link = 'smooth' | 'loose' | 'jump';

function linkOf(before: Seen, after: Seen, interEyeDistance: number): Link {
  const score = comparisonScore(before.embedding, after.embedding);
  if (after.atMs - before.atMs > ADJACENT_MS_MAX) return score < SAME_CAPTURE_SCORE_MIN ? 'jump' : 'loose';
  const step = shapeStep(before.landmarks, after.landmarks, interEyeDistance);
  if (score < ADJACENT_SCORE_MIN || step > ADJACENT_STEP_MAX) return 'jump';
  return score >= STRETCH_SCORE_MIN && step <= STRETCH_STEP_MAX ? 'smooth' : 'loose';
}

/** Null stands for not measured. */
function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
