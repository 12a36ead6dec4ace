import { calibration, type Calibration, type CalibrationTable } from '../../biometrics/calibration.js';
import { bounded, type Replicates, resample } from './bootstrap.js';
import type { Comparisons } from './comparisons.js';
import { detPoints, distributionOf, equalErrorRate, type ErrorRates, errorRates } from './error-rates.js';
import type {
  Bounded,
  Bounds,
  FmrAtSimilarity,
  GroupRates,
  PairsResult,
  Resampling,
  ThresholdRow,
} from '../results.js';
import { BIN_NONE, countsOf, scoreOf, thresholdBin } from '../comparison/score-bins.js';

/** Figures of comparisons: rates with bounds at thresholds that have a meaning. */

/** False match rates by the names they have in results. */
const fmrNames = ['1e-2', '1e-3', '1e-4', '1e-5', '1e-6'] as const;
const thresholdFmrs = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6] as const;
const similarityNames = ['0.60', '0.70', '0.80', '0.90'] as const;
const groupSimilarityNames = ['0.60', '0.70', '0.80'] as const;
/** Similarity at which a group's false non-matches are counted: FMR 1:10,000. */
const GROUP_FNMR_SIMILARITY = 0.8;

/** Non-mated comparisons that must be expected past a threshold before its FMR is believed. */
export const ERRORS_MIN = 10;

export const enough = (nonMated: number, fmr: number): boolean =>
  // A rate such as 1e-6 is no exact binary number.
  nonMated * fmr >= ERRORS_MIN * (1 - 1e-9);

export type PairFigures = Pick<
  PairsResult,
  'eer' | 'fnmrAtFmr' | 'tarAtFmr' | 'bounds' | 'similarityFmr' | 'thresholds' | 'det' | 'distributions'
>;

export function figuresOf(comparisons: Comparisons, table: CalibrationTable, resampling: Resampling): PairFigures {
  const scale = calibration(table);
  const { mated, nonMated } = comparisons;
  const rates = errorRates(mated.bins, nonMated.counts);
  const bins = similarityNames.map((name) => thresholdBin(scale.scoreAt(Number(name))));
  const replicates = resample(comparisons, { bins, fmrs: thresholdFmrs }, resampling);
  const rows = thresholdFmrs.map((fmr, i) => rowAt(fmr, rates, replicates.fnmrFor[i] ?? [], scale));
  const fnmrAt = (name: string): Bounded | null => rows.find(({ fmr }) => fmr === Number(name))?.fnmr ?? null;
  return {
    ...ratesAndBounds(equalErrorRateOf(rates, replicates), fnmrAt),
    similarityFmr: Object.fromEntries(
      similarityNames.map((name, i) => [name, fmrAt(Number(name), bins[i] ?? 0, rates, replicates.fmrAt[i] ?? [])]),
    ),
    thresholds: rows,
    det: detPoints(rates),
    distributions: {
      mated: distributionOf(countsOf(mated.bins.filter((bin) => bin !== BIN_NONE))),
      nonMated: distributionOf(nonMated.counts),
    },
  };
}

function equalErrorRateOf(rates: ErrorRates, replicates: Replicates): Bounded | null {
  const trials = Math.min(rates.mated, rates.nonMated);
  return trials > 0 ? bounded(equalErrorRate(rates), replicates.eer, trials) : null;
}

/** Plain rates under the names that readers know, bounds beside them. */
function ratesAndBounds(
  eer: Bounded | null,
  fnmrAt: (name: string) => Bounded | null,
): Pick<PairsResult, 'eer' | 'fnmrAtFmr' | 'tarAtFmr' | 'bounds'> {
  const named = <T>(of: (fnmr: Bounded) => T): Record<string, T | null> =>
    Object.fromEntries(
      fmrNames.map((name) => {
        const fnmr = fnmrAt(name);
        return [name, fnmr && of(fnmr)];
      }),
    );
  return {
    eer: eer?.rate ?? null,
    fnmrAtFmr: named(({ rate }) => rate),
    tarAtFmr: named(({ rate }) => 1 - rate),
    bounds: {
      eer: eer && boundsOf(eer),
      fnmrAtFmr: named(boundsOf),
      tarAtFmr: named(({ low, high }) => ({ low: 1 - high, high: 1 - low })),
    },
  };
}

const boundsOf = ({ low, high }: Bounded): Bounds => ({ low, high });

function rowAt(fmr: number, rates: ErrorRates, replicates: readonly number[], scale: Calibration): ThresholdRow {
  if (!enough(rates.nonMated, fmr)) return { fmr, score: null, similarity: null, fnmr: null };
  const bin = rates.thresholdFor(fmr);
  const score = scoreOf(bin);
  return {
    fmr,
    score,
    similarity: scale.similarity(score),
    fnmr: rates.mated > 0 ? bounded(rates.fnmr(bin), replicates, rates.mated) : null,
  };
}

/** The false match rate that a calibrated similarity promises. */
export const promisedFmr = (similarity: number): number => Number((10 ** ((0.4 - similarity) / 0.1)).toPrecision(12));

function fmrAt(similarity: number, bin: number, rates: ErrorRates, replicates: readonly number[]): FmrAtSimilarity {
  const { rate, low, high } = bounded(rates.fmr(bin), replicates, rates.nonMated);
  return { promised: promisedFmr(similarity), fmr: rate, low, high };
}

/** Rates of the comparisons of two people of one group; null where they are too few to say. */
export function groupRates(
  group: string,
  comparisons: Comparisons,
  table: CalibrationTable,
  resampling: Resampling,
): GroupRates {
  const scale = calibration(table);
  const bins = groupSimilarityNames.map((name) => thresholdBin(scale.scoreAt(Number(name))));
  const rates = errorRates(comparisons.mated.bins, comparisons.nonMated.counts);
  const fnmrBin = thresholdBin(scale.scoreAt(GROUP_FNMR_SIMILARITY));
  const replicates: Replicates = resample(comparisons, { bins: [...bins, fnmrBin], fmrs: [] }, resampling);
  return {
    group,
    identities: comparisons.identities.length,
    nonMated: rates.nonMated,
    mated: rates.mated,
    similarityFmr: Object.fromEntries(
      groupSimilarityNames.map((name, i) => [
        name,
        enough(rates.nonMated, promisedFmr(Number(name)))
          ? fmrAt(Number(name), bins[i] ?? 0, rates, replicates.fmrAt[i] ?? [])
          : null,
      ]),
    ),
    fnmr: rates.mated > 0 ? bounded(rates.fnmr(fnmrBin), replicates.fnmrAt[bins.length] ?? [], rates.mated) : null,
  };
}
