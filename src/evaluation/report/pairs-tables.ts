import type { PairsResult } from '../results.js';
import { table } from './blocks.js';
import type { Html } from './markup.js';
import { bounds, decimal, level, oneIn, percent, TOO_FEW } from './numbers.js';

export function thresholdTable({ thresholds }: PairsResult): Html {
  return table({
    caption: 'The lowest threshold with at most this rate of false matches, and what it costs in false non-matches.',
    columns: [
      { name: 'FMR', figures: true },
      { name: 'Score', figures: true },
      { name: 'Similarity', figures: true },
      { name: 'FNMR', figures: true },
      { name: '95 % bounds', figures: true },
    ],
    rows: thresholds.map(({ fmr, score, similarity, fnmr }) => [
      level(fmr),
      score === null ? TOO_FEW : decimal(score, 3),
      similarity === null ? '–' : decimal(similarity, 3),
      fnmr === null ? '–' : percent(fnmr.rate),
      fnmr === null ? '–' : bounds(fnmr),
    ]),
  });
}

export function promiseTable({ similarityFmr }: PairsResult): Html {
  const rows = Object.entries(similarityFmr).sort(([a], [b]) => Number(a) - Number(b));
  return table({
    caption: 'False matches at calibrated similarities.',
    stacks: true,
    columns: [
      { name: 'Similarity', figures: true },
      { name: 'Promised', figures: true },
      { name: 'Measured', figures: true },
      { name: '95 % bounds', figures: true },
      { name: 'Ratio', figures: true },
    ],
    rows: rows.map(([similarity, { promised, fmr, low, high }]) => [
      similarity,
      oneIn(promised),
      oneIn(fmr),
      bounds({ low, high }),
      promised > 0 ? decimal(fmr / promised, 2) : '–',
    ]),
  });
}
