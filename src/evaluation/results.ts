import type { CalibrationTable } from '../biometrics/calibration.js';

/** What evaluations come to: plain data, as JSON has it and as the report draws it. Rates are 0–1. */

/**
 * 95 % bounds of a rate: identities are resampled for comparisons, subjects for presentations, or these where nobody says
 * whom they show (bootstrap.ts). Where nothing was counted among n, `high` is at least 3 ÷ n, and where everything was,
 * `low` at most 1 − 3 ÷ n.
 */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Bounded extends Bounds {
  readonly rate: number;
}

export interface Provenance {
  /** Name of the folder, not its path. */
  readonly data: string;
  readonly pack: string;
  readonly modelId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
}

/** A calibration table and what it was made from. */
export interface DatedCalibration extends CalibrationTable {
  readonly nonMatedPairs: number;
  readonly data: string;
  /** ISO 8601. */
  readonly date: string;
}

/** One point of a detection error trade-off. */
export interface DetPoint {
  /** Comparison score. */
  readonly threshold: number;
  readonly fmr: number;
  readonly fnmr: number;
}

/** Shares of comparisons in equal bins of comparison score from `from` to `to`. */
export interface Distribution {
  readonly from: number;
  readonly to: number;
  readonly shares: readonly number[];
}

export interface ThresholdRow {
  readonly fmr: number;
  /** Lowest comparison score whose measured FMR is at most `fmr`; null where the data are too few to say. */
  readonly score: number | null;
  readonly similarity: number | null;
  readonly fnmr: Bounded | null;
}

/** Measured false match rate at one calibrated similarity. */
export interface FmrAtSimilarity {
  readonly promised: number;
  readonly fmr: number;
  readonly low: number;
  readonly high: number;
}

export interface WorstPair {
  readonly score: number;
  readonly similarity: number;
  /** Paths below the data folder. */
  readonly a: string;
  readonly b: string;
}

/** How the bounds were found; the same seed over the same data gives the same bounds. */
export interface Resampling {
  readonly replicates: number;
  readonly seed: number;
}

export interface GroupRates {
  /** Such as `sex=female`. */
  readonly group: string;
  readonly identities: number;
  readonly nonMated: number;
  readonly mated: number;
  /** Keys 0.60, 0.70, 0.80; among comparisons within the group; null where they are too few to say. */
  readonly similarityFmr: Readonly<Record<string, FmrAtSimilarity | null>>;
  /** At similarity 0.80; null without mated comparisons. */
  readonly fnmr: Bounded | null;
}

export interface PairsResult extends Provenance {
  readonly kind: 'pairs';
  readonly mode: 'list' | 'all-pairs';
  /** Comparisons in all, and of each kind. A picture without a face fails its mated ones and takes part in no other. */
  readonly pairs: number;
  readonly mated: number;
  readonly nonMated: number;
  /** Comparisons that known label errors (--label-errors) leave out of everything else. */
  readonly disputed: number;
  readonly identities: number;
  readonly pictures: number;
  readonly failureToAcquire: Bounded;
  /**
   * Share of right answers at the best threshold: over pairs.csv where there is one, else over all comparisons. Null
   * without comparisons of both kinds, as is the equal error rate.
   */
  readonly accuracy: number | null;
  readonly eer: number | null;
  /** Keys 1e-2 … 1e-6; null where the data are too few to say. */
  readonly fnmrAtFmr: Readonly<Record<string, number | null>>;
  /** 1 − FNMR. */
  readonly tarAtFmr: Readonly<Record<string, number | null>>;
  /** Of the rates of the same names; null where those are. */
  readonly bounds: {
    readonly eer: Bounds | null;
    readonly fnmrAtFmr: Readonly<Record<string, Bounds | null>>;
    readonly tarAtFmr: Readonly<Record<string, Bounds | null>>;
  };
  /** What the table in force was made from; on the people it was made from, it keeps its promise by construction. */
  readonly similarityTable: Pick<DatedCalibration, 'nonMatedPairs' | 'data' | 'date'>;
  /** Keys 0.60, 0.70, 0.80, 0.90. */
  readonly similarityFmr: Readonly<Record<string, FmrAtSimilarity>>;
  readonly thresholds: readonly ThresholdRow[];
  readonly groups: readonly GroupRates[];
  readonly det: readonly DetPoint[];
  readonly distributions: { readonly mated: Distribution; readonly nonMated: Distribution };
  readonly worstMated: readonly WorstPair[];
  readonly worstNonMated: readonly WorstPair[];
  /** Present with --calibrate. */
  readonly calibration?: DatedCalibration;
  readonly resampling: Resampling;
  /** Seconds from the first comparison to the last, embedding not included. */
  readonly comparisonSeconds: number;
}

export interface SearchRow {
  readonly fpir: number;
  readonly threshold: number | null;
  readonly similarity: number | null;
  readonly fnir: Bounded | null;
}

/** Open-set identification (ISO/IEC 19795-1): one reference an enrolled identity. */
export interface SearchResult extends Provenance {
  readonly kind: 'search';
  readonly identities: number;
  readonly pictures: number;
  readonly failureToAcquire: Bounded;
  readonly gallerySize: number;
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
  readonly rank1: Bounded;
  /** At FPIR 0.1, 0.03, 0.01, 0.003, 0.001. */
  readonly fnirAtFpir: readonly SearchRow[];
  /** Share of mated searches whose mate is among the first k, k = 1 … 20. */
  readonly cmc: readonly number[];
  readonly trade: readonly { readonly threshold: number; readonly fpir: number; readonly fnir: number }[];
  readonly resampling: Resampling;
  readonly comparisonSeconds: number;
}

export interface CueResult {
  /** Area under the ROC curve of bona fide against all attacks; null where the cue was never measured. */
  readonly auc: number | null;
  readonly measured: number;
  /** Of this cue alone, at even odds; null where it was never measured. */
  readonly bpcer: number | null;
  readonly apcer: Readonly<Record<string, number | null>>;
  readonly bonaFide: Distribution;
  readonly attacks: Readonly<Record<string, Distribution>>;
}

/** ISO/IEC 30107-3. Rates are per stream, or per picture for stills. */
export interface PadEvaluation extends Provenance {
  readonly kind: 'pad';
  readonly policyVersion: string;
  /** An attack presentation counts as accepted only when it is classified bona fide. */
  readonly apcer: Readonly<Record<string, Bounded>>;
  /** Bona fide presentations not classified bona fide: called an attack, or inconclusive. */
  readonly bpcer: Bounded;
  /** Of those in `bpcer`, the ones without enough evidence, which would be asked again. */
  readonly bonaFideInconclusive: Bounded;
  readonly auc: number | null;
  readonly cues: Readonly<Record<string, CueResult>>;
  readonly streams: number;
  readonly frames: number;
  readonly stills: boolean;
  /** People shown, whom bounds resample; null where there is no sessions.csv and bounds resample presentations. */
  readonly subjects: number | null;
}

export interface DiscardPoint {
  /** Share of comparisons left out, those of the lowest quality first. */
  readonly discarded: number;
  readonly fnmr: number;
}

export interface QualityResult extends Provenance {
  readonly kind: 'quality';
  readonly pictures: number;
  readonly failureToAcquire: Bounded;
  readonly components: readonly {
    readonly name: string;
    readonly assessed: number;
    /** 5th, 50th and 95th percentile of the 0–100 value. */
    readonly percentiles: readonly [number, number, number];
    /** Area under its own error-versus-discard curve divided by that of discarding at random; under 1 predicts errors. */
    readonly discardRatio: number | null;
  }[];
  readonly unified: Distribution;
  /** At the threshold with FNMR 5 % before anything is discarded; by the lower quality of each mated pair. */
  readonly errorVersusDiscard: readonly DiscardPoint[];
  readonly discardRatio: number | null;
  /** Pictures that would be refused, by reason, at enrolment and at verification. */
  readonly refused: Readonly<Record<'enrolment' | 'verification', Readonly<Record<string, number>>>>;
}

export type EvaluationResult = PairsResult | SearchResult | PadEvaluation | QualityResult;
