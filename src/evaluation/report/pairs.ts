import type { Bounded, Bounds, PairsResult } from '../results.js';
import { beside, plots, type Report, type Section, type Tile, whole } from './blocks.js';
import { groupsSection } from './groups.js';
import { type Html, markup, nothing } from './markup.js';
import { bounds, count, counted, duration, level, oneIn, people, percent, TOO_FEW, withBounds } from './numbers.js';
import { detFigure, distributionFigure, promiseFigure } from './pairs-plots.js';
import { promiseTable, thresholdTable } from './pairs-tables.js';
import { worstPairs } from './worst-pairs.js';

/** The page of a verification experiment. */
export function pairsReport(result: PairsResult, images: ReadonlyMap<string, string>): Report {
  return {
    title: 'Verification: who matches whom',
    verdict: verdict(result),
    tiles: tiles(result),
    counts: counts(result),
    sections: [
      errors(result),
      {
        heading: 'Which threshold, and what it promises',
        body: [thresholdTable(result), beside(promiseFigure(result), promiseTable(result))],
      },
      ...(result.groups.length > 0 ? [groupsSection(result.groups)] : []),
      { heading: 'The worst pairs', body: worstPairs(result, images) },
    ],
    limits: limitsOf(result),
  };
}

function errors(result: PairsResult): Section {
  return { heading: 'Errors', body: [plots(detFigure(result), distributionFigure(result))] };
}

/** 1 false match in 10,000 is what access by a face is usually held to; where the data say nothing there, the lowest they do. */
function headline({ fnmrAtFmr, bounds: { fnmrAtFmr: between } }: PairsResult) {
  const measured = Object.entries(fnmrAtFmr)
    .flatMap(([fmr, rate]) => {
      const fnmr = withItsBounds(rate, between[fmr] ?? null);
      return fnmr ? [{ fmr: Number(fmr), fnmr }] : [];
    })
    .sort((a, b) => a.fmr - b.fmr);
  return measured.find(({ fmr }) => fmr >= 0.99e-4) ?? null;
}

const withItsBounds = (rate: number | null, between: Bounds | null): Bounded | null =>
  rate === null || between === null ? null : { rate, ...between };

function verdict(result: PairsResult): Html {
  const best = headline(result);
  if (best === null) {
    const eer = withItsBounds(result.eer, result.bounds.eer);
    return eer === null
      ? markup`Without comparisons both of one person and of different people no error rate is known.`
      : markup`There are too few comparisons for a threshold; where both kinds of error are equally frequent, each is ${withBounds(eer)}.`;
  }
  const { fmr, fnmr } = best;
  return markup`At the threshold where ${oneIn(fmr)} comparisons of two different people match, ${percent(fnmr.rate)} of comparisons of one person fail (95 % bounds ${whole(bounds(fnmr))})${promiseKept(result)}.`;
}

/** Bounds further than this factor from a promise do not say that it is kept. */
const TELLING = 2;

/** At the strictest similarity that a promise is made for and that most data can judge. */
function promiseKept({ similarityFmr }: PairsResult): Html {
  const at = similarityFmr['0.80'];
  if (!at) return nothing;
  const promised = whole(oneIn(at.promised));
  const measured =
    at.fmr === 0
      ? markup`; at similarity 0.80 none of the comparisons is a false match`
      : markup`; at similarity 0.80 the measured rate of false matches is ${whole(oneIn(at.fmr))}`;
  if (at.low > at.promised) return markup`${measured}, more than the promised ${promised}`;
  if (at.high < at.promised) return markup`${measured}, less than the promised ${promised}`;
  if (at.high > TELLING * at.promised || at.low * TELLING < at.promised) {
    return markup`${measured}, but the comparisons are too few to judge the promised ${promised}`;
  }
  return markup`${measured}, which agrees with the promised ${promised}`;
}

function tiles(result: PairsResult): Tile[] {
  const best = headline(result);
  const eer = withItsBounds(result.eer, result.bounds.eer);
  return [
    best
      ? { name: `FNMR at FMR ${level(best.fmr)}`, value: percent(best.fnmr.rate), note: `bounds ${bounds(best.fnmr)}` }
      : { name: 'FNMR', value: TOO_FEW, note: 'comparisons for a threshold' },
    eer
      ? { name: 'Equal error rate', value: percent(eer.rate), note: `bounds ${bounds(eer)}` }
      : { name: 'Equal error rate', value: TOO_FEW, note: 'comparisons of one kind' },
    {
      name: 'Accuracy',
      value: result.accuracy === null ? TOO_FEW : percent(result.accuracy),
      note: 'at the best threshold',
    },
    {
      name: 'Failure to acquire',
      value: percent(result.failureToAcquire.rate),
      note: `of ${counted(result.pictures, 'picture')}`,
    },
  ];
}

function counts(result: PairsResult) {
  const disputed =
    result.disputed > 0
      ? [{ name: 'Left out', value: `${counted(result.disputed, 'comparison')} with a known label error` }]
      : [];
  return [
    {
      name: 'Pictures',
      value: `${count(result.pictures)} of ${people(result.identities)}`,
    },
    {
      name: 'Comparisons',
      value: `${count(result.pairs)}: ${count(result.mated)} mated, ${count(result.nonMated)} non-mated, ${
        result.mode === 'all-pairs' ? 'every picture against every other' : 'as listed'
      }`,
    },
    ...disputed,
    { name: 'Time', value: `${duration(result.comparisonSeconds)} for the comparisons` },
    {
      name: 'Bounds',
      value: `95 %, people drawn anew ${counted(result.resampling.replicates, 'time')} (seed ${result.resampling.seed})`,
    },
  ];
}

function limitsOf({ calibration, similarityTable }: PairsResult): Html[] {
  const fitted = calibration
    ? [
        markup`With --calibrate a table was made from these same comparisons. How well it keeps its promise can only be seen on other people.`,
      ]
    : [];
  return [
    ...fitted,
    markup`Similarities follow a table of ${similarityTable.date} (${similarityTable.data}; ${count(similarityTable.nonMatedPairs)} comparisons). On the people it was made from it keeps its promise by construction.`,
    markup`A promise is about one comparison of two people picked at random. Who may try often, or looks for somebody alike, matches more often.`,
  ];
}
