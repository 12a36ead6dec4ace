import { integrityFault, type IntegritySoFar } from './capture-integrity.js';
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
  readonly integrity: IntegritySoFar;
}

export interface PadDecision {
  readonly outcome: PadOutcome;
  readonly reason: DecisionReason;
  /** 0–1, null where not measured: at least 0.5 once the variance reaches the policy's minimum, 1 with a blink. */
  readonly motion: number | null;
}

/**
 * Presentation attack detection (ISO/IEC 30107-3) of the `passive` policy: an attack when the networks say so for most
 * frames, bona fide when a blink or micro-motion was seen in an unbroken stream, and otherwise inconclusive.
 */
export function detectPresentationAttack(evidence: LivenessEvidence, policy: Policy): PadDecision {
  const motion = motionScore(evidence, policy.microMotionMinVariance);
  // Integrity first: what frames that are no camera's show of life is nobody's.
  const fault = integrityFault(evidence.integrity);
  if (fault) return { outcome: 'INCONCLUSIVE', reason: fault, motion };
  if (2 * evidence.framesJudgedAttack > evidence.framesJudged) {
    return { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion };
  }
  if (evidence.spliced) return { outcome: 'INCONCLUSIVE', reason: 'STREAM_SPLICED', motion };
  if (motion !== null && motion >= 0.5) return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion };
  return { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion };
}

/** 1 − 2^(−variance ÷ minimum): 0.5 at the policy's minimum, near 1 well past it. */
function motionScore(evidence: LivenessEvidence, varianceMin: number): number | null {
  if (evidence.blinks > 0) return 1;
  if (evidence.microMotionVariance === null) return null;
  return 1 - 2 ** (-evidence.microMotionVariance / varianceMin);
}
