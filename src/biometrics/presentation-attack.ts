import type { ChallengeEvidence } from './challenge-state.js';
import { integrityFault, type IntegritySoFar } from './capture-integrity.js';
import { depthDecision, type DepthEvidence } from './depth.js';
import type { LifeSoFar } from './frame-evidence.js';
import type { DecisionReason, PadOutcome } from './outcome.js';
import type { Policy } from './policy.js';

/** What a whole capture showed of life. */
export interface LivenessEvidence extends LifeSoFar {
  /** Frames with a face whose cues were measured. */
  readonly framesJudged: number;
  /** Mean over them of the log-likelihood ratio fused from the cues of one frame; null without any. */
  readonly frameLlr: number | null;
  /** Null where none was begun. */
  readonly challenge: ChallengeEvidence | null;
  readonly integrity: IntegritySoFar;
  /** What a depth sensor saw; null where none took part. */
  readonly depth: DepthEvidence | null;
}

export interface PadDecision {
  readonly outcome: PadOutcome;
  readonly reason: DecisionReason;
  /** 0–1, null where not measured: 0.5 once motion reaches the policy's minimum, 1 with a blink beside it or an answered challenge. */
  readonly motion: number | null;
}

/**
 * Presentation attack detection (ISO/IEC 30107-3): bona fide, attack or inconclusive.
 *
 * The cues of single frames alone call an attack, by their mean over the capture, since the frames of one capture err
 * alike: a replay moves and blinks as its victim does, so neither may excuse what frames look like. For a bona fide the
 * log-likelihood ratios of frames, motion and blinks are added, and three conditions stand before the sum: frames that are
 * not likelier an attack, an unbroken stream, and motion that no flat picture can make. What no plane explains is no proof
 * of life by itself, but without it a picture moved before a camera would pass on the strength of how well it was printed.
 *
 * Under `active` the answered challenge takes the place of motion: it asks for more, and motion cannot stand in for it.
 * Under `sensor` the depth of a face does. Depth that is no face's is an attack under every policy.
 */
export function detectPresentationAttack(evidence: LivenessEvidence, policy: Policy): PadDecision {
  const motion = motionScore(evidence, policy.microMotionMinVariance);
  const frames = evidence.frameLlr ?? NaN;
  if (frames <= policy.attackLlrMax) return { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion };
  const byDepth = depthDecision(evidence.depth);
  if (byDepth === 'attack') return { outcome: 'ATTACK', reason: 'DEPTH_NOT_A_FACE', motion };
  // What frames that are no camera's show of life is nobody's.
  const fault = integrityFault(evidence.integrity);
  if (fault) return { outcome: 'INCONCLUSIVE', reason: fault, motion };
  if (evidence.spliced) return { outcome: 'INCONCLUSIVE', reason: 'STREAM_SPLICED', motion };
  // Nothing was judged, or what was is not a number.
  if (!(frames > policy.attackLlrMax)) return { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion };
  if (policy.liveness === 'active') return answerOf(evidence.challenge, motion);
  if (policy.liveness === 'sensor') {
    if (byDepth === 'bona-fide') return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion };
    return { outcome: 'INCONCLUSIVE', reason: evidence.depth ? 'LIVENESS_NOT_SHOWN' : 'DEPTH_MISSING', motion };
  }
  const moved = motion !== null && motion >= 0.5;
  if (moved && frames >= FRAMES_LLR_MIN && sumOf(evidence) >= policy.bonaFideLlrMin) {
    return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion };
  }
  return { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion };
}

/** Who has done what was asked has moved as much as anybody can. */
function answerOf(challenge: ChallengeEvidence | null, motion: number | null): PadDecision {
  if (challenge?.passed) return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 };
  return { outcome: 'INCONCLUSIVE', reason: challenge?.failure ?? 'CHALLENGE_NOT_FINISHED', motion };
}

/** Frames that are likelier an attack are no bona fide, however they move. */
const FRAMES_LLR_MIN = 0;

/** Log-likelihood ratio of a single picture, which has nothing but the cues of its frame; for the evaluation of stills. */
export function pictureOutcome({ frameLlr }: LivenessEvidence, policy: Policy): PadOutcome {
  if (frameLlr === null) return 'INCONCLUSIVE';
  if (frameLlr <= policy.attackLlrMax) return 'ATTACK';
  return frameLlr >= policy.bonaFideLlrMin ? 'BONA_FIDE' : 'INCONCLUSIVE';
}

/** What was not measured adds nothing. */
export function sumOf({ frameLlr, sharedMotion, blinks }: LivenessEvidence): number {
  return (frameLlr ?? 0) + motionLlr(sharedMotion) + (blinks > 0 ? BLINK_LLR : 0);
}

/**
 * Of motion shared by neighbouring frames. In 25 frames of nuaa-dev few prints reach the neutral value and few people miss
 * it (`shared-motion` of `evaluate pad`); bounded, since that rests on seven people.
 */
const MOTION_SLOPE = 0.5;
export const MOTION_NEUTRAL = 4e-6;
const MOTION_FLOOR = 1e-6;
const MOTION_LLR_MIN = -0.7;
const MOTION_LLR_MAX = 1;
/** A picture can be held so that it seems to blink; few are. */
const BLINK_LLR = 0.7;

export function motionLlr(shared: number | null): number {
  if (shared === null) return 0;
  const octaves = Math.log2(Math.max(shared, MOTION_FLOOR) / MOTION_NEUTRAL);
  return Math.max(MOTION_LLR_MIN, Math.min(MOTION_LLR_MAX, MOTION_SLOPE * octaves));
}

/** 0 without motion, 0.5 at the minimum, near 1 well past it. */
export function shareOfMotion(motion: number, minimum: number): number {
  return 1 - 2 ** (-Math.max(0, motion) / minimum);
}

/** 1 − 2^(−motion ÷ minimum): 0.5 at the policy's minimum, near 1 well past it or with a blink. */
function motionScore(evidence: LivenessEvidence, varianceMin: number): number | null {
  if (evidence.microMotionVariance === null) return null;
  const score = shareOfMotion(evidence.microMotionVariance, varianceMin);
  // Lids that close move more than the minimum. A blink without it is noise in a network: one still picture in a thousand
  // seemed to blink behind its glasses.
  return score >= 0.5 && evidence.blinks > 0 ? 1 : score;
}
