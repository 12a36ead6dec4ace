import type { Distribution } from '../results.js';
import { type Axis, linear, logarithmic, lowestDecade } from './axes.js';
import type { Key } from './blocks.js';
import type { Dash, Layer, Plot, Point, Tone } from './plot.js';

/** Shares of several kinds over one value. */

export interface Kind {
  readonly text: string;
  readonly tone: Tone;
  readonly dash: Dash;
  readonly distribution: Distribution;
}

export interface Shares {
  readonly label: string;
  /** What is on the x-axis. */
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** Logarithmic where there are so many that the tails are smooth. */
  readonly scale: 'logarithmic' | 'linear';
  /** Lines at values, from left to right. */
  readonly lines?: readonly { readonly x: number; readonly text: string }[];
}

/** More steps than this are drawn together by twos, threes, … */
const STEPS_MAX = { logarithmic: 70, linear: 25 };

export function sharesPlot({ label, name, kinds, scale, lines = [] }: Shares): Plot {
  const outlines = kinds.map(({ distribution }) => outlineOf(distribution, STEPS_MAX[scale]));
  const shown = [...outlines.flat().map(({ x }) => x), ...lines.map(({ x }) => x)];
  const [from, to] = shown.length > 0 ? [Math.min(...shown), Math.max(...shown)] : [0, 1];
  const areas = kinds.map(({ tone, dash }, index): Layer => {
    return { kind: 'line', points: outlines[index] ?? [], tone, dash, filled: true, angular: true };
  });
  const all = outlines.flat().map(({ y }) => y);
  return {
    label,
    x: linear(name, { from, to }),
    y: sharesAxis(all, scale, lines.length > 0),
    layers: lines.length > 0 ? [...areas, { kind: 'uprights', lines }] : areas,
  };
}

function sharesAxis(shares: readonly number[], scale: Shares['scale'], hasLines: boolean): Axis {
  const name = 'Share of each kind';
  if (scale === 'linear') return linear(name, { from: 0, to: Math.max(0.01, ...shares), unit: 'percent' });
  return logarithmic(name, lowestDecade(shares, 0), 0, hasLines ? 1.2 : 0);
}

export function keysOf(kinds: readonly Kind[]): Key[] {
  return kinds.map(({ text, tone, dash }) => ({ text, tone, mark: dash }));
}

/** The outline of the bins' shares, from the foot of the first that is not empty to that of the last. */
export function outlineOf({ from, to, shares }: Distribution, stepsMax: number): Point[] {
  const together = Math.max(1, Math.ceil(shares.length / stepsMax));
  const width = ((to - from) / shares.length) * together;
  const sums = Array.from({ length: Math.ceil(shares.length / together) }, (_, index) =>
    shares.slice(index * together, (index + 1) * together).reduce((sum, share) => sum + share, 0),
  );
  const [first, last] = [sums.findIndex((share) => share > 0), sums.findLastIndex((share) => share > 0)];
  if (first === -1) return [];
  const edge = (bin: number): number => from + bin * width;
  const steps = sums.slice(first, last + 1).flatMap((y, index) => [
    { x: edge(first + index), y },
    { x: edge(first + index + 1), y },
  ]);
  return [{ x: edge(first), y: 0 }, ...steps, { x: edge(last + 1), y: 0 }];
}

const STYLES: readonly { readonly tone: Tone; readonly dash: Dash }[] = [
  { tone: 'second', dash: 'dashed' },
  { tone: 'third', dash: 'dotted' },
  { tone: 'fourth', dash: 'dashed' },
  { tone: 'quiet', dash: 'dotted' },
];

/** Of the i-th of kinds whose number is not known; the first tone and the solid line are left to what they are set against. */
export function styleOf(index: number): { readonly tone: Tone; readonly dash: Dash } {
  return STYLES[index % STYLES.length] ?? { tone: 'quiet', dash: 'dotted' };
}
