import { depthDecision, type DepthEvidence } from './depth.js';
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
  /** What a depth sensor saw; null where none took part. */
  readonly depth: DepthEvidence | null;
}

export interface PadDecision {
  readonly outcome: PadOutcome;
  readonly reason: DecisionReason;
  /** 0–1, null where not measured: at least 0.5 once the variance reaches the policy's minimum, 1 with a blink. */
  readonly motion: number | null;
}

/**
 * Presentation attack detection (ISO/IEC 30107-3): an attack when the networks say so for most frames or depth shows no
 * face; bona fide when an unbroken stream showed what the policy asks for, `passive` a blink or micro-motion, `sensor` the
 * depth of a face; and otherwise inconclusive.
 */
export function detectPresentationAttack(evidence: LivenessEvidence, policy: Policy): PadDecision {
  const motion = motionScore(evidence, policy.microMotionMinVariance);
  if (2 * evidence.framesJudgedAttack > evidence.framesJudged) {
    return { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion };
  }
  const byDepth = depthDecision(evidence.depth);
  if (byDepth === 'attack') return { outcome: 'ATTACK', reason: 'DEPTH_NOT_A_FACE', motion };
  if (evidence.spliced) return { outcome: 'INCONCLUSIVE', reason: 'STREAM_SPLICED', motion };
  if (policy.liveness === 'sensor') {
    if (byDepth === 'bona-fide') return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion };
    return { outcome: 'INCONCLUSIVE', reason: evidence.depth ? 'LIVENESS_NOT_SHOWN' : 'DEPTH_MISSING', motion };
  }
  if (motion !== null && motion >= 0.5) return { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion };
  return { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion };
}

/** 1 − 2^(−variance ÷ minimum): 0.5 at the policy's minimum, near 1 well past it. */
function motionScore(evidence: LivenessEvidence, varianceMin: number): number | null {
  if (evidence.blinks > 0) return 1;
  if (evidence.microMotionVariance === null) return null;
  return 1 - 2 ** (-evidence.microMotionVariance / varianceMin);
}
