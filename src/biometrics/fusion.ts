import type { Modality } from './outcome.js';
import type { FusionWeights } from './policy.js';

/** Scores of one claim on their 0–1 scales; null where the modality was not there. */
export interface ModalityScores {
  readonly rgb: number | null;
  readonly depth: number | null;
  readonly liveness: number | null;
  readonly motion: number | null;
}

export interface Fused {
  /** 0–1; null when no modality with a weight was there. */
  readonly score: number | null;
  readonly modalities: readonly Modality[];
}

const names = { rgb: 'RGB', depth: 'DEPTH', liveness: 'LIVENESS', motion: 'MOTION' } as const satisfies Record<
  keyof ModalityScores,
  Modality
>;
const keys = ['rgb', 'depth', 'liveness', 'motion'] as const;

/** Weighted sum over the modalities present, their weights scaled to sum to one. */
export function fuse(scores: ModalityScores, weights: FusionWeights): Fused {
  let [sum, weight] = [0, 0];
  const modalities: Modality[] = [];
  for (const key of keys) {
    const score = scores[key];
    if (score === null || weights[key] <= 0) continue;
    sum += weights[key] * score;
    weight += weights[key];
    modalities.push(names[key]);
  }
  return { score: weight > 0 ? sum / weight : null, modalities };
}
