import { advanceBlink, noBlink, type BlinkState } from './blink.js';
import { compared, newIntegrity, type IntegritySoFar, type IntegrityTracker } from './capture-integrity.js';
import { isSensorDepth, type SensorDepth } from './depth.js';
import { comparisonScore } from './embedding.js';
import {
  follow,
  isFollowed,
  leave,
  microMotionVariance,
  noMotion,
  shapeStep,
  sharedMotion,
  type MotionTrack,
} from './motion.js';
import type { FaceObservation, MeasuredFace, Observation } from './observation.js';

/**
 * What a frame showed within its capture, as numbers: all that any policy judges, and nothing a face could be found by.
 *
 * Vectors and landmarks stay with the tracker, which follows the capture from face to face and knows no policy.
 */
export interface FrameEvidence {
  /** On the capture clock, milliseconds. */
  readonly atMs: number;
  /** As in `Observation`. */
  readonly secondFaceRatio: number;
  /** Null without one, and for a duplicate, which feeds nothing. */
  readonly face: FaceEvidence | null;
  /** True for an earlier picture of this capture sent again as it was. */
  readonly duplicate: boolean;
  /** With this frame. */
  readonly integrity: IntegritySoFar;
}

export interface FaceEvidence extends MeasuredFace {
  /** As in `FaceObservation`. */
  readonly liveness: number | null;
  /** Comparison scores with the embeddings of all faces before, oldest first; null for a face without an embedding. */
  readonly scores: Float32Array | null;
  /** What a depth sensor measured; null where none did. What is estimated is no evidence and ends here. */
  readonly depth: SensorDepth | null;
  readonly life: LifeSoFar;
}

/** What the capture showed of life up to a frame and with it. */
export interface LifeSoFar {
  /** What no plane and no noise explains of the motion, inter-eye distances squared; null with too few frames. */
  readonly microMotionVariance: number | null;
  /** What neighbouring frames share of it, in the same unit; null with too few frames. */
  readonly sharedMotion: number | null;
  /** Faces whose motion was followed from a face before. */
  readonly framesFollowed: number;
  readonly blinks: number;
  /** True when the picture jumped as no face before a camera can. */
  readonly spliced: boolean;
}

export interface Tracker {
  /** Of every face that had one, in order: place i is row i of the capture's Gram. They belong to the capture. */
  readonly embeddings: readonly Float32Array[];
  /** The same faces by the model that is being left; null where it was not asked for. */
  readonly formerEmbeddings: readonly (Float32Array | null)[];
  /** Reliefs of the same faces; null where no sensor saw enough. */
  readonly reliefs: readonly (Float32Array | null)[];
  /** The last of these faces; null before the first. */
  readonly last: Seen | null;
  /** Neighbouring faces so far that were not alike enough. */
  readonly tears: number;
  /** The chip that motion is followed from; null before the first. */
  readonly reference: Uint8Array | null;
  readonly motion: MotionTrack;
  readonly blink: BlinkState;
  readonly life: LifeSoFar;
  readonly integrity: IntegrityTracker;
}

interface Seen {
  readonly atMs: number;
  readonly landmarks: Float32Array;
}

export const noLife: LifeSoFar = {
  microMotionVariance: null,
  sharedMotion: null,
  framesFollowed: 0,
  blinks: 0,
  spliced: false,
};

export const newTracker: Tracker = {
  embeddings: [],
  formerEmbeddings: [],
  reliefs: [],
  last: null,
  tears: 0,
  reference: null,
  motion: noMotion,
  blink: noBlink,
  life: noLife,
  integrity: newIntegrity,
};

/** Two faces further apart in time say nothing about motion, milliseconds of the capture clock. */
const ADJACENT_MS_MAX = 700;
/**
 * Neighbouring frames at least this alike (comparison score, shape step in inter-eye distances) belong to one stretch, in
 * which motion is followed; nearly all frames of a person before a camera are. Photographs of one person hardly ever are.
 */
const STRETCH_SCORE_MIN = 0.9;
const STRETCH_STEP_MAX = 0.03;
/** Neighbouring frames less alike than this are not of one face before one camera: docs/decisions/0007-continuity.md. */
const ADJACENT_SCORE_MIN = 0.5;
const ADJACENT_STEP_MAX = 0.085;
/**
 * A frame that is blurred, or whose mesh has slipped, tears the stream before and after it: once that is a person, more
 * often pictures in turn. Across a tear nothing is followed.
 */
const TEARS_MAX = 2;
/**
 * What two frames of one person in one capture never fall below, however much time is between them (comparison score).
 * Without it one person could blink, pause, and hold up the picture of another. Every face is held to the first one too:
 * step by step, each like the one before, one face can be turned into any other.
 */
const SAME_CAPTURE_SCORE_MIN = 0.4;

/** Follows the capture by one frame. */
export function tracked(
  before: Tracker,
  observation: Observation,
  atMs: number,
): { readonly tracker: Tracker; readonly frame: FrameEvidence } {
  const { face, secondFaceRatio } = observation;
  const print = face?.fingerprint ?? null;
  const { tracker: integrity, isDuplicate: duplicate } = print
    ? compared(before.integrity, print, atMs)
    : { tracker: before.integrity, isDuplicate: false };
  const known: Tracker = { ...before, integrity };
  const seen = { atMs, secondFaceRatio, duplicate, integrity: integrity.facts };
  if (!face || duplicate) return { tracker: known, frame: { ...seen, face: null } };
  const { embedding } = face;
  const scores = embedding && Float32Array.from(known.embeddings, (earlier) => comparisonScore(earlier, embedding));
  const tracker = embedding && scores ? followed(known, { ...face, embedding }, scores, atMs) : known;
  const { presenceScore, pose, quality, eyeOpening, liveness } = face;
  const depth = face.depth && isSensorDepth(face.depth) ? face.depth : null;
  const evidence = { presenceScore, pose, quality, eyeOpening, liveness, scores, depth, life: tracker.life };
  return { tracker, frame: { ...seen, face: evidence } };
}

type FaceWithEmbedding = FaceObservation & { readonly embedding: Float32Array };

/**
 * Follows motion and blinking from the face before. Anything but a smooth continuation starts a new stretch; tears and
 * another face marks the capture as spliced, since then nothing seen of life is of the one face before the camera.
 */
function followed(before: Tracker, face: FaceWithEmbedding, scores: Float32Array, atMs: number): Tracker {
  const { last, life } = before;
  const seen: Seen = { atMs, landmarks: face.landmarks };
  const unit = face.quality.interEyeDistance;
  const link = last && linkOf(last, seen, scores.at(-1) ?? 0, unit);
  // A blink, too, counts only while the face is seen from one side: tilting a picture narrows its eyes.
  const flow = link === 'smooth' && isFollowed(face.flow) ? face.flow : null;
  const motion = flow ? follow(before.motion, flow) : leave(before.motion);
  const resting = flow ? before.blink : { ...noBlink, blinks: life.blinks };
  const blink = face.eyeOpening ? advanceBlink(resting, face.eyeOpening, atMs) : resting;
  const tears = before.tears + (link === 'torn' ? 1 : 0);
  const sameAsFirst = (scores[0] ?? 1) >= SAME_CAPTURE_SCORE_MIN;
  return {
    integrity: before.integrity,
    embeddings: [...before.embeddings, face.embedding],
    formerEmbeddings: [...before.formerEmbeddings, face.formerEmbedding],
    reliefs: [...before.reliefs, face.relief],
    last: seen,
    tears,
    reference: flow ? before.reference : face.chip,
    motion,
    blink,
    life: {
      microMotionVariance: microMotionVariance(motion),
      sharedMotion: sharedMotion(motion),
      framesFollowed: motion.count,
      blinks: blink.blinks,
      spliced: life.spliced || link === 'jump' || tears > TEARS_MAX || !sameAsFirst,
    },
  };
}

type Link = 'smooth' | 'loose' | 'torn' | 'jump';

/** @param score comparison score of the two faces */
function linkOf(before: Seen, after: Seen, score: number, interEyeDistance: number): Link {
  if (after.atMs - before.atMs > ADJACENT_MS_MAX) return score >= SAME_CAPTURE_SCORE_MIN ? 'loose' : 'jump';
  const step = shapeStep(before.landmarks, after.landmarks, interEyeDistance);
  if (!(score >= ADJACENT_SCORE_MIN && step <= ADJACENT_STEP_MAX)) return 'torn';
  return score >= STRETCH_SCORE_MIN && step <= STRETCH_STEP_MAX ? 'smooth' : 'loose';
}
