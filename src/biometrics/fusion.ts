import type { Modality } from './outcome.js';
import type { FusionRule, FusionWeights } from './policy.js';

/** Scores of one claim on their 0–1 scales; null where the modality was not there. */
export interface ModalityScores {
  readonly rgb: number | null;
  readonly depth: number | null;
  readonly liveness: number | null;
  readonly motion: number | null;
}

/** How well each modality could be measured, 0–1, whatever its score: no quality may depend on a score. */
export interface ModalityQualities {
  /** Unified quality of the pool, as a share of 100. */
  readonly rgb: number;
  /** Share of the depth frame that is valid. */
  readonly depth: number;
  /** Frames the networks judged, of ten. */
  readonly liveness: number;
  /** Frames in which motion was followed, of twenty. */
  readonly motion: number;
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
export const modalityKeys = ['rgb', 'depth', 'liveness', 'motion'] as const;

/**
 * Fusion of the built-in policies under USE_ATTENTION_FUSION. Fitted on 2026-11-28 over nuaa-dev with pack `default`, by
 * `face-engine evaluate fusion --data DIR --fit-fusion`: 12 genuine claims, 120 of other people and 58 prints, of seven
 * subjects. Fixed weights part these without an error, so that nothing was left for slopes to gain
 * (docs/evaluation.md#fusion). Depth was not there and kept its fixed weight.
 */
export const fittedAttention: FusionRule = {
  weights: { rgb: 0.4, depth: 0.25, liveness: 0.2, motion: 0.15 },
  attention: { rgb: 0.01, depth: 0, liveness: -0.01, motion: 0 },
};

/** Weighted mean over the modalities present, their weights scaled to sum to one. */
export function fuse(scores: ModalityScores, qualities: ModalityQualities, rule: FusionRule): Fused {
  const weights = weightsAt(qualities, rule);
  let [sum, weight] = [0, 0];
  const modalities: Modality[] = [];
  for (const key of modalityKeys) {
    const score = scores[key];
    if (score === null || !(weights[key] > 0)) continue;
    sum += weights[key] * score;
    weight += weights[key];
    modalities.push(names[key]);
  }
  return { score: weight > 0 ? sum / weight : null, modalities };
}

/** Taken out once: fitting asks millions of times. */
const { exp } = Math;

/**
 * Each modality's weight at its quality: weight · exp(slope · quality). Scaled to sum to one this is a softmax over
 * log weight + slope · quality. Weights do not depend on scores, so the fused score rises with each of them.
 */
export function weightsAt(qualities: ModalityQualities, { weights, attention }: FusionRule): FusionWeights {
  if (!attention) return weights;
  const at = (key: keyof FusionWeights): number => weights[key] * exp(attention[key] * qualities[key]);
  return { rgb: at('rgb'), depth: at('depth'), liveness: at('liveness'), motion: at('motion') };
}
