import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts';
import type { Axis } from './axes.js';
import { escaped, type Html, verbatim } from './markup.js';

/** Draws what the other files describe: SVG whose colours are the page's, so that it follows light and dark. */

export type Tone = 'first' | 'second' | 'third' | 'fourth' | 'quiet';
export type Dash = 'solid' | 'dashed' | 'dotted';
export type Shape = 'circle' | 'diamond' | 'triangle' | 'rect';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Layer =
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly tone: Tone;
      readonly dash: Dash;
      /** Shades what lies under the line. */
      readonly filled?: boolean;
      /** Every corner counts, as of a histogram; other lines leave out points that lie on others. */
      readonly angular?: boolean;
    }
  | {
      readonly kind: 'dots';
      readonly points: readonly (Point & { readonly text?: string })[];
      readonly tone: Tone;
      readonly shape: Shape;
    }
  /** Bounds: a broad, pale stroke from one point to another. */
  | { readonly kind: 'spans'; readonly spans: readonly (readonly [Point, Point])[]; readonly tone: Tone }
  /** Upright lines with a text at the right of their tops, from left to right; each is shorter than the one before. */
  | { readonly kind: 'uprights'; readonly lines: readonly { readonly x: number; readonly text: string }[] };

export interface Plot {
  /** What is to be seen, for who does not see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly layers: readonly Layer[];
  /** Units of the drawing, which is 440 wide. */
  readonly height?: number;
}

/** Whether there is more to be seen than lines to compare with, which are quiet. */
export function hasData({ layers }: Plot): boolean {
  return layers.some((layer) => {
    if (layer.kind === 'uprights' || layer.tone === 'quiet') return false;
    return (layer.kind === 'spans' ? layer.spans : layer.points).length > 0;
  });
}

const WIDTH = 440;
const HEIGHT = 320;
const TEXT = 12;
/** Texts within the plot keep clear of the lines they stand over. */
const LABEL = { color: 'var(--ink)', fontSize: TEXT, textBorderColor: 'var(--paper)', textBorderWidth: 3 };
/** Points closer than this share of the plot are drawn as one. */
const FINENESS = 1 / 900;

type Echarts = typeof import('echarts');
let loaded: Echarts | undefined;

/** Read at the first plot: a tenth of a second that no other command should pay. */
function echarts(): Echarts {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  loaded ??= require('echarts') as Echarts;
  return loaded;
}

export function draw(plot: Plot): Html {
  const height = plot.height ?? HEIGHT;
  const chart = echarts().init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(optionOf(plot));
    return verbatim(tidied(chart.renderToSVGString(), plot.label));
  } finally {
    chart.dispose();
  }
}

/**
 * Leaves out what serves a pointer alone and clip paths, which nothing needs as every place is within its axis: their
 * numbers change from one drawing to the next. Adds the label.
 */
function tidied(svg: string, label: string): string {
  const inner = svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<(style|defs)\b[\s\S]*?<\/\1>/g, '')
    .replace(/ (class|clip-path|ecmeta_\w+|pointer-events|xml:space)="[^"]*"/g, '');
  const size = /viewBox="[^"]*"/.exec(svg)?.[0] ?? '';
  return `<svg role="img" ${size} aria-label="${escaped(label)}"><title>${escaped(label)}</title>${inner}`;
}

function optionOf(plot: Plot): EChartsOption {
  const named = plot.y.name !== '';
  const longest = Math.max(...plot.y.ticks.map(({ text }) => Array.from(text).length));
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', fontSize: TEXT, color: 'var(--ink)' },
    grid: { left: 14 + longest * TEXT * 0.58, right: 18, top: named ? 34 : 10, bottom: 46 },
    xAxis: { ...axisOption(plot.x), nameLocation: 'middle', nameGap: 30 },
    yAxis: {
      ...axisOption(plot.y),
      nameLocation: 'end',
      nameGap: 14,
      nameTextStyle: { color: 'var(--ink-soft)', fontSize: TEXT, align: 'left', padding: [0, 0, 0, -6 - longest * 6] },
    },
    series: plot.layers.flatMap((layer, index) => seriesOf(layer, plot, index + 1)),
  };
}

/**
 * Place on an axis as a share of it, 0–1. Every axis of a drawing runs from 0 to 1, since the library takes no ends that
 * are not round to the last bit.
 */
function shareOf({ from, to }: Axis, place: number): number {
  return Math.round(((place - from) / (to - from)) * 1e9) / 1e9;
}

function axisOption(axis: Axis) {
  const ticks = axis.ticks.map(({ at, text }) => ({ share: shareOf(axis, at), text }));
  const shares = ticks.map(({ share }) => share);
  return {
    type: 'value' as const,
    min: 0,
    max: 1,
    name: axis.name,
    nameTextStyle: { color: 'var(--ink-soft)', fontSize: TEXT },
    axisLine: { show: axis.grid, onZero: false, lineStyle: { color: 'var(--axis)' } },
    axisTick: { show: false, customValues: shares },
    splitLine: { show: axis.grid, lineStyle: { color: 'var(--grid)' } },
    axisLabel: {
      customValues: shares,
      color: 'var(--ink-soft)',
      fontSize: TEXT,
      formatter: (value: number) => ticks.find(({ share }) => Math.abs(share - value) < 1e-6)?.text ?? '',
    },
  };
}

type Series = LineSeriesOption | ScatterSeriesOption;
type Place = [number, number];

function seriesOf(layer: Layer, plot: Plot, z: number): Series[] {
  const placed = ({ x, y }: Point): Place => [shareOf(plot.x, plot.x.place(x)), shareOf(plot.y, plot.y.place(y))];
  switch (layer.kind) {
    case 'line': {
      const data = layer.angular ? layer.points.map(placed) : thinned(layer.points.map(placed));
      return [{ ...line(data, colour(layer.tone), layer.dash, z), ...shading(layer) }];
    }
    case 'dots':
      return [dots(layer, placed, z + 20)];
    case 'spans': {
      const stroke = { color: colour(layer.tone), width: 7, opacity: 0.35, cap: 'round' as const };
      return layer.spans.map((ends) => ({ ...line(ends.map(placed), '', 'solid', z), lineStyle: stroke }));
    }
    case 'uprights':
      return layer.lines.map(({ x, text }, index) => upright(shareOf(plot.x, plot.x.place(x)), text, index));
  }
}

const colour = (tone: Tone) => `var(--${tone})`;

function line(data: Place[], color: string, dash: Dash, z: number): LineSeriesOption {
  const type = dash === 'solid' ? 'solid' : dash === 'dashed' ? [7, 4] : [2, 3];
  return { type: 'line', silent: true, clip: false, symbol: 'none', z, data, lineStyle: { color, width: 2, type } };
}

function shading({ tone, filled }: { readonly tone: Tone; readonly filled?: boolean }) {
  return filled ? { areaStyle: { color: colour(tone), opacity: 0.14, origin: 'start' as const } } : {};
}

function dots(
  layer: Extract<Layer, { kind: 'dots' }>,
  placed: (point: Point) => Place,
  z: number,
): ScatterSeriesOption {
  const ring = { color: colour(layer.tone), borderColor: 'var(--paper)', borderWidth: 1.5, opacity: 1 };
  return {
    type: 'scatter',
    silent: true,
    clip: false,
    z,
    symbol: layer.shape,
    symbolSize: 10,
    itemStyle: ring,
    data: layer.points.map((point) => ({
      value: placed(point),
      label: { show: point.text !== undefined, formatter: () => point.text ?? '', position: [14, -8] },
    })),
    label: LABEL,
  };
}

function upright(x: number, text: string, index: number): LineSeriesOption {
  const top = 1 - 0.065 * index;
  const label = { ...LABEL, show: true, formatter: () => text, position: [5, -4] };
  return {
    ...line([], 'var(--ink-soft)', 'dotted', 15),
    symbol: 'circle',
    symbolSize: 0.01,
    showSymbol: true,
    lineStyle: { color: 'var(--ink-soft)', width: 1.2, type: [2, 3] },
    data: [{ value: [x, 0] }, { value: [x, top], label }],
  };
}

/** Leaves out points that nobody could tell from the one before; the ends stay. */
function thinned(places: readonly Place[]): Place[] {
  const kept: Place[] = [];
  for (const [index, place] of places.entries()) {
    const before = kept.at(-1);
    const moved = before === undefined || Math.hypot(place[0] - before[0], place[1] - before[1]) >= FINENESS;
    if (moved || index === places.length - 1) kept.push(place);
  }
  return kept;
}
