import type { Calibration } from '../biometrics/calibration.js';
import { livenessEvidence, mainSkip, type CaptureState, type Sample } from '../biometrics/capture-session.js';
import type { CaptureEvidence } from '../biometrics/decision.js';
import { comparisonScore, consistentSubset, pooled } from '../biometrics/embedding.js';
import type { Policy } from '../biometrics/policy.js';
import { detectPresentationAttack } from '../biometrics/presentation-attack.js';

/** The samples of one person, and their quality-weighted mean. */
export interface Pool {
  readonly samples: readonly Sample[];
  /** L2-normalised; null without samples. */
  readonly embedding: Float32Array | null;
  /** False when more than a third of the frames show someone else. */
  readonly consistent: boolean;
}

/** Keeps the samples that match the pool of the others with at least this calibrated similarity. */
export function poolOf(state: CaptureState, similarityMin: number, calibration: Calibration): Pool {
  const kept = consistentSubset(state.samples, calibration.scoreAt(similarityMin));
  const samples = kept.flatMap((index) => state.samples[index] ?? []);
  return {
    samples,
    embedding: samples.length > 0 ? pooled(samples) : null,
    consistent: 3 * (state.samples.length - samples.length) <= state.samples.length,
  };
}

/** Everything a decision needs but the comparison itself. */
export function evidenceOf(state: CaptureState, pool: Pool, policy: Policy): CaptureEvidence {
  const life = livenessEvidence(state);
  const checked = policy.liveness !== 'not-checked';
  return {
    framesAccepted: pool.samples.length,
    mainSkip: mainSkip(state),
    consistent: pool.consistent,
    pad: checked ? detectPresentationAttack(life, policy) : null,
    liveness: checked ? life.liveness : null,
    timedOut: state.end === 'IDLE' || state.end === 'TIME_OVER',
  };
}

/** Raw comparison score of the pooled probe and a reference; null when either is missing. */
export function scoreOf(pool: Pool, reference: Float32Array | null): number | null {
  return pool.embedding && reference ? comparisonScore(pool.embedding, reference) : null;
}
