import { fmrAtSimilarity, similarityAtFmr, type Calibration } from './calibration.js';
import type { DecisionReason, ReVerifyHint } from './outcome.js';

/**
 * 1:N. An identification is decided by how likely a person who is not enrolled finds anybody: the false positive
 * identification rate (ISO/IEC 19795-1). It grows with the gallery, so the threshold does too.
 */

/** Rates that can be asked for: rarer ones have no meaning on any calibration, larger ones name strangers. */
export const FPIR_MIN = 1e-9;
export const FPIR_MAX = 0.5;
/** In rules that do not say. */
export const FPIR_DEFAULT = 0.01;

export interface IdentificationThreshold {
  readonly fpir: number;
  /** How many comparisons keep `fpir` together. */
  readonly references: number;
  /** False match rate of a single comparison, so that all of them together keep `fpir`; less where the floor is stricter. */
  readonly fmr: number;
  /** Calibrated, not clamped: above 1 in galleries so large that no similarity of the scale would do. */
  readonly similarity: number;
  /** What a candidate's comparison score must reach. */
  readonly comparisonScore: number;
  /** True when `fmr` is rarer than anything the calibration measured. */
  readonly extrapolated: boolean;
}

/**
 * The false match rate with which `gallerySize` independent comparisons together err with the rate `fpir`:
 * 1 − (1 − fpir)^(1 ÷ gallerySize), exact where both are tiny.
 *
 * @param fpir above 0, below 1
 * @param gallerySize ≥ 1
 */
export function fmrOf(fpir: number, gallerySize: number): number {
  return -Math.expm1(Math.log1p(-fpir) / gallerySize);
}

export interface Search {
  readonly fpir: number;
  /** References that are compared, ≥ 1. */
  readonly gallerySize: number;
  /** Calibrated similarity under which nobody is a candidate, however small the gallery. */
  readonly similarityFloor: number;
}

export function identificationThreshold(search: Search, calibration: Calibration): IdentificationThreshold {
  const { fpir, gallerySize, similarityFloor } = search;
  const fmr = Math.min(fmrOf(fpir, gallerySize), fmrAtSimilarity(similarityFloor));
  const similarity = Math.max(similarityAtFmr(fmr), similarityFloor);
  return {
    fpir,
    references: gallerySize,
    fmr,
    similarity,
    comparisonScore: calibration.scoreAt(similarity),
    extrapolated: fmr < calibration.fmrMin,
  };
}

export const identificationOutcomes = ['CANDIDATES', 'NO_CANDIDATE', 'RE_VERIFY', 'REJECT'] as const;
export type IdentificationOutcome = (typeof identificationOutcomes)[number];

export interface Candidate {
  /** 1 for the highest comparison score. */
  readonly rank: number;
  readonly subjectId: string;
  readonly comparisonScore: number;
  /** Calibrated, 0–1. */
  readonly similarity: number;
}

/** The end of an identification; it holds no vector. */
export interface Identification {
  readonly outcome: IdentificationOutcome;
  readonly reasons: readonly DecisionReason[];
  /** Set with RE_VERIFY. */
  readonly hint: ReVerifyHint | null;
  /** Falling score. */
  readonly candidates: readonly Candidate[];
  /** References that reached the threshold, told or not. */
  readonly candidatesFound: number;
  /** References that the filter left. */
  readonly gallerySize: number;
  /** Null when nobody was searched for: the capture would not do, or nobody is enrolled. */
  readonly threshold: IdentificationThreshold | null;
  readonly policyVersion: string;
  readonly modelId: string;
  readonly framesSeen: number;
  readonly framesAccepted: number;
}
