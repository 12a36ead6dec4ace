import type { ChallengeEvidence } from './challenge-state.js';
import type { LifeSoFar } from './frame-evidence.js';
import type { DecisionReason, PadOutcome } from './outcome.js';
import type { Policy } from './policy.js';

/** What a whole capture showed of life. */
export interface LivenessEvidence extends LifeSoFar {
  /** Frames with a face that the PAD networks judged, and how many of them they held for an attack. */
  readonly framesJudged: number;
  readonly framesJudgedAttack: number;
  /** Mean probability of a bona fide presentation over the judged frames, 0–1; null where no network ran. */
  readonly liveness: number | null;
  /** Null where none was begun. */
  readonly challenge: ChallengeEvidence | null;
}

export interface PadDecision {
  readonly outcome: PadOutcome;
  readonly reason: DecisionReason;
  /** 0–1, null where not measured: at least 0.5 once the variance reaches the policy's minimum, 1 with a blink or an answered challenge. */
  readonly motion: number | null;
}

/**
 * Presentation attack detection (ISO/IEC 30107-3): an attack when the networks say so for most frames, bona fide when a blink
 * or micro-motion was seen in an unbroken stream, and otherwise inconclusive. Under `active` the challenge takes the place of
 * blink and motion.
 */
export function detectPresentationAttack(evidence: LivenessEvidence, policy: Policy): PadDecision {
  const motion = motionScore(evidence, policy.microMotionMinVariance);
  if (2 * evidence.framesJudgedAttack > evidence.framesJudged) {
    return { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion };
  }
  if (evidence.spliced) return { outcome: 'INCONCLUSIVE', reason: 'STREAM_SPLICED', motion };
  // A challenge asks for more than motion does, and motion cannot stand in for it.
  if (policy.liveness === 'active') return answerOf(evidence.challenge, motion);
  if (motion !== null && motion >= 0.5) return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion };
  return { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion };
}

/** Who has done what was asked has moved as much as anybody can. */
function answerOf(challenge: ChallengeEvidence | null, motion: number | null): PadDecision {
  if (challenge?.passed) return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 };
  return { outcome: 'INCONCLUSIVE', reason: challenge?.failure ?? 'CHALLENGE_NOT_FINISHED', motion };
}

/** 1 − 2^(−variance ÷ minimum): 0.5 at the policy's minimum, near 1 well past it. */
function motionScore(evidence: LivenessEvidence, varianceMin: number): number | null {
  if (evidence.blinks > 0) return 1;
  if (evidence.microMotionVariance === null) return null;
  return 1 - 2 ** (-evidence.microMotionVariance / varianceMin);
}
