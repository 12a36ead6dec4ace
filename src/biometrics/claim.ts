import type { Calibration } from './calibration.js';
import { advance, emptyCapture, type CaptureEnd, type CapturePlan, type CaptureState } from './capture-session.js';
import { depthDecision, depthEvidence } from './depth.js';
import { depthSimilarity, type DepthScores } from './depth-similarity.js';
import { decide, type Evidence, type Verdict } from './decision.js';
import { evidenceOf, poolOf } from './evidence.js';
import type { FrameEvidence } from './frame-evidence.js';
import type { Policy } from './policy.js';
import { pooledScore } from './pool.js';

/** A capture's faces held against one reference. */
export interface ReferenceScores {
  /** Comparison score of each row of the capture's Gram with the reference. */
  readonly scores: ArrayLike<number>;
  /** True when the reference is nobody's, so that its scores are put where those of other people lie. */
  readonly decoy: boolean;
  readonly depth: DepthScores;
}

/** What claims are judged by. */
export interface Rules {
  readonly policy: Policy;
  readonly calibration: Calibration;
}

export interface JudgedClaim {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** Of the pool; null without samples. */
  readonly comparisonScore: number | null;
  /** Calibrated; null with comparisonScore. */
  readonly similarity: number | null;
}

/** Decides a claim by what its capture has shown so far. */
export function judgeClaim(state: CaptureState, reference: ReferenceScores, rules: Rules): JudgedClaim {
  const { policy, calibration } = rules;
  const pool = poolOf(state, policy.similarityFloor, calibration);
  const pooled = pooledScore(pool.samples, state.gram, (face) => reference.scores[face] ?? NaN);
  const score = reference.decoy ? decoyScore(pooled, policy.similarityFloor, calibration) : pooled;
  const comparisonScore = pool.samples.length > 0 ? score : null;
  const similarity = comparisonScore === null ? null : calibration.similarity(comparisonScore);
  // Only of a claim that colour does not reject: depth in an answer would else tell that the subject is enrolled.
  const similar = similarity !== null && similarity >= policy.similarityFloor && !reference.decoy;
  // What was never found to be a face has no relief to be compared, whether the policy asks for liveness or not.
  const seen = depthDecision(depthEvidence(state.depths)) === 'bona-fide';
  const depth = similar && seen ? depthSimilarity(pool.samples, reference.depth) : null;
  const evidence = { ...evidenceOf(state, pool, policy), similarity: similarity ?? 0, depthSimilarity: depth };
  return { verdict: decide(evidence, policy), evidence, comparisonScore, similarity };
}

/**
 * What similarity must have to spare for a capture to end early, so that being asked after every frame adds no false
 * matches: measured, docs/decisions/0014-pooled-scores-keep-their-fmr.md.
 */
export const EARLY_SIMILARITY_MARGIN = 0.03;

/** Whether a running capture may end before its client ends it. */
export function acceptsEarly(state: CaptureState, reference: ReferenceScores, rules: Rules): boolean {
  const { policy } = rules;
  if (state.samples.length < policy.earlyAcceptFramesMin) return false;
  const { verdict, evidence } = judgeClaim(state, reference, rules);
  if (verdict.outcome !== 'ACCEPT') return false;
  const spared = evidence.similarity - EARLY_SIMILARITY_MARGIN;
  // At the end of the scale there is nothing to spare.
  return evidence.similarity === 1 || decide({ ...evidence, similarity: spared }, policy).outcome === 'ACCEPT';
}

export interface FinishedCapture {
  readonly frames: readonly FrameEvidence[];
  readonly end: CaptureEnd;
}

/**
 * The state a capture would have ended in under these rules: at the frame with which they accept, or at its own end.
 *
 * Times a policy limits are the server's, and frames that did not come are nobody's to know: a capture never replays
 * to more frames than it had.
 */
export function replayed(
  capture: FinishedCapture,
  reference: ReferenceScores,
  rules: Rules & Pick<CapturePlan, 'purpose'>,
): CaptureState {
  let state = emptyCapture;
  for (const frame of capture.frames) {
    state = advance(state, { kind: 'replayed', frame }, rules);
    if (state.end) return state;
    if (acceptsEarly(state, reference, rules)) return advance(state, { kind: 'ended', end: 'ENOUGH' }, rules);
  }
  const end = capture.end === 'FRAMES_MAX' ? 'CLIENT_ENDED' : capture.end;
  return advance(state, { kind: 'ended', end }, rules);
}

/** Calibrated similarity that half of all non-mated comparisons stay under: FMR 0.5. */
const MEDIAN_SIMILARITY = 0.4 - 0.1 * Math.log10(0.5);
const JUST_BELOW = 1e-6;

/** The score of a decoy, about the median of non-mated scores and always below what a claim is rejected for. */
export function decoyScore(score: number, similarityFloor: number, calibration: Calibration): number {
  const ceiling = calibration.scoreAt(similarityFloor) - JUST_BELOW;
  return Math.max(-1, Math.min(calibration.scoreAt(MEDIAN_SIMILARITY) + score, ceiling));
}
