import { calibration, type CalibrationTable } from '../../biometrics/calibration.js';
import { FaceError } from '../../errors.js';
import { enough } from './pair-figures.js';
import type { PairsResult } from '../results.js';
import { lowestBin } from './error-rates.js';
import { matchesFrom, scoreOf } from '../comparison/score-bins.js';

/** The table behind calibrated similarity, from undisputed non-mated comparisons. */

const calibrationFmrs = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6];

/** Fewer are refused, since FMR 1e-4 would hang on a hundred comparisons of a few dozen people. */
export const NON_MATED_MIN = 1_000_000;
/** What the tables of the packs are made from at least. */
export const NON_MATED_ADVISED = 10_000_000;

export interface CalibrationOptions {
  /** Take fewer than NON_MATED_MIN. */
  readonly fewerPairs: boolean;
}

export type MadeCalibration = NonNullable<PairsResult['calibration']>;

/** @throws FaceError BAD_FIELD */
export function refuseTooFew(nonMatedPairs: number, { fewerPairs }: CalibrationOptions): void {
  if (nonMatedPairs >= NON_MATED_MIN || fewerPairs) return;
  throw new FaceError(
    'BAD_FIELD',
    `a calibration needs ${NON_MATED_MIN} non-mated comparisons, better ${NON_MATED_ADVISED}; there are ${nonMatedPairs}. Take more people, or say --fewer-pairs`,
  );
}

/**
 * @param counts of non-mated comparisons by score bin
 * @throws FaceError BAD_FIELD when they are too few for a table
 */
export function calibrationFrom(
  counts: Float64Array,
  data: string,
  { fewerPairs }: CalibrationOptions,
): MadeCalibration {
  const from = matchesFrom(counts);
  const nonMatedPairs = from[0] ?? 0;
  refuseTooFew(nonMatedPairs, { fewerPairs });
  const at = (fmr: number): number =>
    Math.round(scoreOf(lowestBin((bin) => (from[bin] ?? 0) <= fmr * nonMatedPairs)) * 1e4) / 1e4;
  const table: CalibrationTable = {
    impostorMedian: at(0.5),
    points: risingOnly(
      at(0.5),
      calibrationFmrs.filter((fmr) => enough(nonMatedPairs, fmr)).map((fmr) => ({ fmr, score: at(fmr) })),
    ),
  };
  if (table.points.length < 2) {
    throw new FaceError('BAD_FIELD', `${nonMatedPairs} non-mated comparisons are too few for a calibration table`);
  }
  // Proves that the table can be used before anybody stores it.
  calibration(table);
  return { ...table, nonMatedPairs, data, date: new Date().toISOString().slice(0, 10) };
}

/** In few or coarse data two rates may have one score: the lower rate says more and is not earned, so it goes. */
function risingOnly(
  median: number,
  points: readonly { readonly fmr: number; readonly score: number }[],
): CalibrationTable['points'] {
  return points.filter(({ score }, i) => score > (i === 0 ? median : (points[i - 1]?.score ?? median)));
}
