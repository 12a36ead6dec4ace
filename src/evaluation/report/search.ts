import type { SearchResult } from '../results.js';
import { deviate, linear, logarithmic, lowestDecade } from './axes.js';
import { type Figure, plots, type Report, table, whole } from './blocks.js';
import { type Html, markup } from './markup.js';
import {
  bounds,
  count,
  counted,
  decimal,
  duration,
  level,
  oneIn,
  people,
  percent,
  TOO_FEW,
  withBounds,
} from './numbers.js';
import { reached } from './trade-off.js';

/** The page of an identification experiment: one to many, where not everybody is enrolled. */
export function searchReport(result: SearchResult): Report {
  const { rank1, gallerySize, matedSearches, nonMatedSearches } = result;
  return {
    title: 'Identification: finding one among many',
    verdict: verdict(result),
    tiles: [
      ...headline(result).map(({ fpir, fnir }) => ({
        name: `FNIR at FPIR ${level(fpir)}`,
        value: percent(fnir.rate),
        note: `bounds ${bounds(fnir)}`,
      })),
      { name: 'Rank 1', value: percent(rank1.rate), note: `bounds ${bounds(rank1)}` },
      { name: 'Gallery', value: count(gallerySize), note: 'enrolled, one reference each' },
      {
        name: 'Searches',
        value: count(matedSearches + nonMatedSearches),
        note: `${count(nonMatedSearches)} of people not enrolled`,
      },
    ],
    counts: counts(result),
    sections: [
      { heading: 'Errors', body: [plots(tradeFigure(result), ...cmcFigures(result))] },
      { heading: 'Which threshold', body: [thresholdTable(result)] },
    ],
    limits: [
      markup`Both rates grow with the gallery: among ten times as many people, about ten times as many searches of a stranger find somebody at the same threshold.`,
    ],
  };
}

/** FPIR 1 %, or the lowest above it that the data speak of; none where there is no such. */
function headline({ fnirAtFpir }: SearchResult) {
  return fnirAtFpir
    .flatMap(({ fpir, fnir }) => (fnir ? [{ fpir, fnir }] : []))
    .sort((a, b) => a.fpir - b.fpir)
    .filter(({ fpir }) => fpir >= 0.0099)
    .slice(0, 1);
}

function verdict(result: SearchResult): Html {
  const { gallerySize, rank1 } = result;
  const [best] = headline(result);
  const first = markup`Among ${count(gallerySize)} enrolled people the right one comes first in ${percent(rank1.rate)} (${whole(bounds(rank1))}) of searches`;
  if (best === undefined) return markup`${first}; there are too few searches of people not enrolled for a threshold.`;
  return markup`${first}; at the threshold where ${oneIn(best.fpir)} searches of a stranger finds somebody, ${percent(best.fnir.rate)} of enrolled people are not found (95 % bounds ${whole(bounds(best.fnir))}).`;
}

function counts(result: SearchResult) {
  return [
    {
      name: 'Pictures',
      value: `${count(result.pictures)} of ${people(result.identities)}`,
    },
    { name: 'Gallery', value: `${count(result.gallerySize)} references` },
    {
      name: 'Searches',
      value: `${count(result.matedSearches)} of enrolled people, ${count(result.nonMatedSearches)} of people not enrolled`,
    },
    { name: 'Failure to acquire', value: withBounds(result.failureToAcquire) },
    { name: 'Time', value: `${duration(result.comparisonSeconds)} for the comparisons` },
    {
      name: 'Bounds',
      value: `95 %, people drawn anew ${counted(result.resampling.replicates, 'time')} (seed ${result.resampling.seed})`,
    },
  ];
}

function tradeFigure({ trade, fnirAtFpir }: SearchResult): Figure {
  const points = reached(trade.map(({ fpir, fnir }) => ({ x: fpir, y: fnir })));
  const rows = fnirAtFpir.flatMap(({ fpir, fnir }) => (fnir ? [{ x: fpir, ...fnir }] : []));
  const fnirs = [...points.map(({ y }) => y), ...rows.flatMap(({ low, high }) => [low, high])];
  return {
    title: 'Missed against falsely found',
    caption:
      'FNIR: enrolled people who are not found. FPIR: searches of people not enrolled that find somebody. Further down and left is better.',
    plot: {
      label: 'FNIR over FPIR, with bounds',
      x: logarithmic(
        'FPIR',
        lowestDecade(
          [...points, ...rows].map(({ x }) => x),
          0,
        ),
        0,
      ),
      y: deviate(
        'FNIR',
        fnirs.filter((rate) => rate > 0),
      ),
      layers: [
        {
          kind: 'spans',
          spans: rows.map(
            ({ x, low, high }) =>
              [
                { x, y: low },
                { x, y: high },
              ] as const,
          ),
          tone: 'first',
        },
        { kind: 'line', points, tone: 'first', dash: 'solid' },
      ],
    },
    keys: [
      { text: 'measured', tone: 'first', mark: 'solid' },
      { text: '95 % bounds', tone: 'first', mark: 'span' },
    ],
  };
}

function cmcFigures({ cmc }: SearchResult): Figure[] {
  if (cmc.length === 0) return [];
  const points = cmc.map((share, index) => ({ x: index + 1, y: share }));
  return [
    {
      title: 'Cumulative match characteristic',
      caption: 'Share of searches whose right person is among the first k candidates, no threshold applied.',
      plot: {
        label: `Share of searches found within the first ranks: ${percent(cmc[0] ?? 0)} at rank 1, ${percent(cmc.at(-1) ?? 0)} at rank ${cmc.length}`,
        x: linear('Rank', { from: 0, to: cmc.length }),
        y: linear('Found', { from: Math.min(...cmc), to: 1, unit: 'percent' }),
        layers: [
          { kind: 'line', points, tone: 'first', dash: 'solid' },
          { kind: 'dots', points: points.slice(0, 1), tone: 'first', shape: 'circle' },
        ],
      },
      keys: [],
    },
  ];
}

function thresholdTable({ fnirAtFpir }: SearchResult): Html {
  return table({
    caption: 'The lowest threshold with at most this rate of strangers that find somebody.',
    columns: [
      { name: 'FPIR', figures: true },
      { name: 'Score', figures: true },
      { name: 'Similarity', figures: true },
      { name: 'FNIR', figures: true },
      { name: '95 % bounds', figures: true },
    ],
    rows: fnirAtFpir.map(({ fpir, threshold, similarity, fnir }) => [
      level(fpir),
      threshold === null ? TOO_FEW : decimal(threshold, 3),
      similarity === null ? '–' : decimal(similarity, 3),
      fnir === null ? '–' : percent(fnir.rate),
      fnir === null ? '–' : bounds(fnir),
    ]),
  });
}
