import type { Calibration } from './calibration.js';
import { livenessEvidence, mainSkip, type CaptureState, type Sample } from './capture-session.js';
import type { CaptureEvidence } from './decision.js';
import { pooled, type WeightedEmbedding } from './embedding.js';
import type { ModalityQualities } from './fusion.js';
import { probability } from './log-odds.js';
import type { Policy } from './policy.js';
import { consistentSubset } from './pool.js';
import { detectPresentationAttack, type LivenessEvidence } from './presentation-attack.js';

/** The samples of one person. */
export interface Pool {
  readonly samples: readonly Sample[];
  /** False when more than a third of the frames show someone else. */
  readonly consistent: boolean;
}

/** Keeps the samples that match the pool of the others with at least this calibrated similarity. */
export function poolOf(state: CaptureState, similarityMin: number, calibration: Calibration): Pool {
  const samples = consistentSubset(state.samples, state.gram, calibration.scoreAt(similarityMin));
  return { samples, consistent: 3 * (state.samples.length - samples.length) <= state.samples.length };
}

/** The vector of a pool, which the caller owns; null without samples. @param state still with its embeddings */
export function pooledEmbedding({ samples }: Pool, { tracker }: CaptureState): Float32Array | null {
  const weighted: WeightedEmbedding[] = [];
  for (const { face, weight } of samples) {
    const embedding = tracker.embeddings[face];
    if (!embedding) return null;
    weighted.push({ embedding, weight });
  }
  return weighted.length > 0 ? pooled(weighted) : null;
}

/** The reliefs of a pool's faces, which belong to the capture. */
export function reliefsOf({ samples }: Pool, { tracker }: CaptureState): Float32Array[] {
  return samples.flatMap(({ face }) => tracker.reliefs[face] ?? []);
}

/** Mean unified quality of a pool, 0–100; 0 without samples. */
export function qualityOf({ samples }: Pool): number {
  return samples.reduce((sum, { quality }) => sum + quality, 0) / Math.max(1, samples.length);
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
    liveness: checked && life.frameLlr !== null ? probability(life.frameLlr) : null,
    qualities: qualitiesOf(pool, life),
    timedOut: state.end === 'IDLE' || state.end === 'TIME_OVER',
  };
}

/** Frames with which liveness and motion are known as well as a capture can know them. */
const FRAMES_JUDGED_ENOUGH = 10;
const FRAMES_FOLLOWED_ENOUGH = 20;

function qualitiesOf(pool: Pool, life: LivenessEvidence): ModalityQualities {
  return {
    rgb: qualityOf(pool) / 100,
    depth: life.depth?.seenShare ?? 0,
    liveness: Math.min(1, life.framesJudged / FRAMES_JUDGED_ENOUGH),
    motion: Math.min(1, life.framesFollowed / FRAMES_FOLLOWED_ENOUGH),
  };
}
