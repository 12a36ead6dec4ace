import type { DetPoint, PairsResult } from '../results.js';
import { type Axis, deviate, linear, logarithmic, ratios } from './axes.js';
import type { Figure } from './blocks.js';
import { keysOf, type Kind, sharesPlot } from './distributions.js';
import { level, percent } from './numbers.js';
import type { Point } from './plot.js';
import { reached } from './trade-off.js';

/** Operating points that policies use (docs/decisions/0004-calibrated-similarity.md). */
const MARKED = ['0.60', '0.70', '0.80'];
const FMR_DECADE_MIN = -6;

export function detFigure({ det, similarityFmr, eer }: PairsResult): Figure {
  const points = reached(det.map(({ fmr, fnmr }) => ({ x: fmr, y: fnmr }))).filter(
    ({ x }) => x >= 10 ** FMR_DECADE_MIN,
  );
  const marks = MARKED.flatMap((similarity) => {
    const fmr = similarityFmr[similarity]?.fmr ?? 0;
    const fnmr = fnmrAt(det, fmr);
    return fnmr === null ? [] : [{ x: fmr, y: fnmr, text: similarity }];
  });
  const equal = logSteps(FMR_DECADE_MIN, 0).map((rate) => ({ x: rate, y: rate }));
  const y = deviate(
    'FNMR',
    points.map((point) => point.y),
  );
  return {
    title: 'Detection error trade-off',
    caption: `The stricter the threshold, the fewer false matches and the more false non-matches. Further down and left is better${eer === null ? '' : `; both are equal at ${percent(eer)}`}.`,
    plot: {
      label: `Detection error trade-off: FNMR over FMR from 10⁻⁶ to 1${eer === null ? '' : `; equal error rate ${percent(eer)}`}`,
      x: logarithmic('FMR', FMR_DECADE_MIN, 0),
      y,
      layers: [
        { kind: 'line', points: visible(equal, y), tone: 'quiet', dash: 'dotted' },
        { kind: 'line', points: visible(points, y), tone: 'first', dash: 'solid' },
        { kind: 'dots', points: marks, tone: 'second', shape: 'diamond' },
      ],
    },
    keys: [
      { text: 'measured', tone: 'first', mark: 'solid' },
      { text: 'at similarity 0.60, 0.70, 0.80', tone: 'second', mark: 'dot', shape: 'diamond' },
      { text: 'FNMR equals FMR', tone: 'quiet', mark: 'dotted' },
    ],
  };
}

/** Without the parts that would run along an end of the axis. */
function visible(points: readonly Point[], axis: Axis): Point[] {
  return points.filter(({ y }) => axis.place(y) > axis.from && axis.place(y) < axis.to);
}

function logSteps(fromDecade: number, toDecade: number): number[] {
  const steps = (toDecade - fromDecade) * 20;
  return Array.from({ length: steps + 1 }, (_, index) => 10 ** (fromDecade + index / 20));
}

/** FNMR where the trade-off passes this FMR, between its nearest points; null outside of it. */
export function fnmrAt(det: readonly DetPoint[], fmr: number): number | null {
  if (fmr <= 0) return null;
  const stricter = det
    .filter((point) => point.fmr > 0 && point.fmr <= fmr)
    .sort((a, b) => b.fmr - a.fmr || a.fnmr - b.fnmr)[0];
  const laxer = det.filter((point) => point.fmr > fmr).sort((a, b) => a.fmr - b.fmr || b.fnmr - a.fnmr)[0];
  if (stricter === undefined) return null;
  if (laxer === undefined || stricter.fmr === fmr) return stricter.fnmr;
  const share = Math.log(fmr / stricter.fmr) / Math.log(laxer.fmr / stricter.fmr);
  return stricter.fnmr + share * (laxer.fnmr - stricter.fnmr);
}

/** Thresholds drawn as lines: closer ones would hide each other's names. */
const LINED_FMR = [1e-2, 1e-3, 1e-4, 1e-5];

export function distributionFigure({ distributions, thresholds }: PairsResult): Figure {
  const kinds: Kind[] = [
    { text: 'mated', tone: 'first', dash: 'solid', distribution: distributions.mated },
    { text: 'non-mated', tone: 'second', dash: 'dashed', distribution: distributions.nonMated },
  ];
  const lines = LINED_FMR.flatMap((fmr) => {
    const score = thresholds.find((row) => Math.abs(row.fmr / fmr - 1) < 1e-6)?.score ?? null;
    return score === null ? [] : [{ x: score, text: level(fmr) }];
  });
  return {
    title: 'Comparison scores',
    caption:
      'What is mated and left of a threshold is falsely rejected, what is non-mated and right of it falsely matches.',
    plot: sharesPlot({
      label: 'Shares of mated and of non-mated comparisons over the comparison score, logarithmic',
      name: 'Comparison score',
      kinds,
      scale: 'logarithmic',
      lines,
    }),
    keys: [
      ...keysOf(kinds),
      ...(lines.length > 0 ? [{ text: 'threshold for that FMR', tone: 'quiet', mark: 'dotted' } as const] : []),
    ],
  };
}

export function promiseFigure({ similarityFmr }: PairsResult): Figure {
  const rows = Object.entries(similarityFmr)
    .map(([similarity, rates]) => ({ x: Number(similarity), ...rates }))
    .filter(({ promised }) => promised > 0)
    .sort((a, b) => a.x - b.x);
  const ends = rows.flatMap(({ low, high, promised }) => [low / promised, high / promised]);
  const xs = rows.map(({ x }) => x);
  const x = linear('Similarity', { from: Math.min(0.6, ...xs) - 0.05, to: Math.max(0.8, ...xs) + 0.05 });
  return {
    title: 'Is the promise kept?',
    caption:
      'Measured FMR divided by the promised one, at each similarity. On the line it is kept exactly; above, more people match than promised.',
    plot: {
      label: 'Measured divided by promised FMR over the similarity, with bounds',
      x,
      y: ratios('Measured ÷ promised FMR', ends),
      layers: [
        {
          kind: 'line',
          points: [
            { x: x.from, y: 1 },
            { x: x.to, y: 1 },
          ],
          tone: 'quiet',
          dash: 'dashed',
        },
        {
          kind: 'spans',
          spans: rows.map((row) => [
            { x: row.x, y: row.low / row.promised },
            { x: row.x, y: row.high / row.promised },
          ]),
          tone: 'first',
        },
        {
          kind: 'dots',
          points: rows.filter(({ fmr }) => fmr > 0).map((row) => ({ x: row.x, y: row.fmr / row.promised })),
          tone: 'first',
          shape: 'circle',
        },
      ],
    },
    keys: [
      { text: 'measured', tone: 'first', mark: 'dot', shape: 'circle' },
      { text: '95 % bounds', tone: 'first', mark: 'span' },
      { text: 'promised', tone: 'quiet', mark: 'dashed' },
    ],
  };
}
