import type { EChartsOption, SeriesOption } from 'echarts';
import * as echarts from 'echarts';
import type { Machine } from '../support/machine.js';
import type { Row } from './contestant.js';
import type { SearchResult } from './measure.js';
import { hnswPrefix, rabitqPrefix } from './peers.js';
import type { ScalingResult } from './scaling.js';

/** Drawings of results, on a light ground: SVG that needs no page around it. */

const WIDTH = 900;
const HEIGHT = 560;
const INK = '#1f2933';
const GRID = '#d9dee4';
const LABEL = 12;
const MARGINS = { left: 80, right: 50, top: 60, bottom: 92 };
const FONT = 'Helvetica, Arial, sans-serif';
const sources = [
  { title: 'Face Engine', color: '#c2410c', symbol: 'circle', of: ({ system }: Row) => system === 'face-engine' },
  { title: 'FAISS', color: '#1d4ed8', symbol: 'diamond', of: ({ system }: Row) => system === 'faiss' },
  { title: 'usearch', color: '#047857', symbol: 'triangle', of: ({ system }: Row) => system === 'usearch' },
  { title: 'SimSIMD', color: '#7c3aed', symbol: 'rect', of: ({ system }: Row) => system === 'simsimd' },
] as const;

/** Where it was measured. */
interface Drawn {
  readonly machine: Pick<Machine, 'cpu' | 'cores'>;
}

/** Milliseconds of a single query against the share of the right references it finds, each method at its fastest. */
export function recallPlot({
  rows,
  count,
  dimension,
  machine,
}: Pick<SearchResult, 'rows' | 'count' | 'dimension'> & Drawn): string {
  const shown = fastestOfEach(rows.filter(({ batch }) => batch === 1)).map((row) => ({
    row,
    recall: row.recallAt10 ?? 1,
  }));
  const y = decades(
    'milliseconds a query',
    shown.map(({ row }) => row.msPerQuery),
  );
  const single = shown.filter(({ row }) => families.every(({ prefix }) => !row.method.startsWith(prefix)));
  const height = HEIGHT - MARGINS.top - MARGINS.bottom;
  const placeOf = ({ row }: Shown) => (height * Math.log10(y.max / row.msPerQuery)) / Math.log10(y.max / y.min);
  const sides = [single.filter(({ recall }) => recall >= RIGHT_OF), single.filter(({ recall }) => recall < RIGHT_OF)];
  const shifts = new Map(sides.flatMap((side) => shiftsOf(side, placeOf)));
  const isShown = ({ prefix }: (typeof families)[number]) => shown.some(({ row }) => row.method.startsWith(prefix));
  const series = [
    ...families.filter(isShown).map((family) => familyOf(family, shown)),
    ...sources.map((source) => pointsOf(source, single, shifts)),
  ];
  const lowest = Math.min(...shown.map(({ recall }) => recall));
  return drawn({
    title: `One query among ${grouped(count)} × ${dimension} (${machine.cpu}, ${machine.cores} cores)`,
    x: {
      type: 'value',
      name: 'recall@10; of searches by threshold, share of all at the threshold',
      // Room at the left.
      min: Math.max(0, Math.floor(lowest * 10 - 1) / 10),
      max: 1,
    },
    y,
    series,
    right: 260,
  });
}

interface Shown {
  readonly row: Row;
  readonly recall: number;
}

/** One index at rising effort: a line, whose points bear the effort alone. */
const families = [
  { prefix: rabitqPrefix, title: 'FAISS RaBitQ FastScan, refine …', color: '#1d4ed8', symbol: 'emptyDiamond' },
  { prefix: hnswPrefix, title: 'usearch HNSW, expansion …', color: '#047857', symbol: 'emptyTriangle' },
] as const;

function familyOf({ prefix, title, color, symbol }: (typeof families)[number], shown: readonly Shown[]): SeriesOption {
  const points = shown.filter(({ row }) => row.method.startsWith(prefix)).sort((a, b) => a.recall - b.recall);
  return {
    type: 'line',
    name: title,
    symbol,
    symbolSize: 11,
    lineStyle: { color, width: 1.5 },
    itemStyle: { color },
    data: points.map(({ row, recall }) => ({
      name: nameOf(row).slice(prefix.length).trim(),
      value: [recall, row.msPerQuery],
    })),
    label: { show: true, formatter: '{b}', position: 'bottom', color: INK, fontSize: LABEL, fontFamily: FONT },
  };
}

function pointsOf(
  { title, color, symbol, of }: (typeof sources)[number],
  shown: readonly Shown[],
  shifts: ReadonlyMap<Shown, number>,
): SeriesOption {
  return {
    type: 'scatter',
    name: title,
    symbol,
    symbolSize: 13,
    itemStyle: { color },
    data: shown
      .filter(({ row }) => of(row))
      .map((point) => ({
        name: `${nameOf(point.row)}, ${milliseconds(point.row.msPerQuery)} ms`,
        value: [point.recall, point.row.msPerQuery],
        label: {
          position: point.recall >= RIGHT_OF ? ('right' as const) : ('left' as const),
          offset: [point.recall >= RIGHT_OF ? 6 : -6, shifts.get(point) ?? 0],
        },
      })),
    label: { show: true, formatter: '{b}', color: INK, fontSize: LABEL, fontFamily: FONT },
  };
}

/** Names of points that find everything stand at their right, those of others at their left. */
const RIGHT_OF = 0.995;

/** How far each name is moved down so that none lies on another; `placeOf` is a height in units of the drawing. */
function shiftsOf<T>(points: readonly T[], placeOf: (point: T) => number): [T, number][] {
  let free = -Infinity;
  return [...points]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((point) => {
      const place = Math.max(free, placeOf(point));
      free = place + LABEL + 3;
      return [point, place - placeOf(point)];
    });
}

/** The two halves that a peer is searched in for the sake of its speed are no method of their own. */
const nameOf = ({ method }: Row) => method.replace(/, in halves$/, '');

/** Milliseconds of a single query against the number of references. */
export function scalingPlot({ points, dimension, threads, machine }: ScalingResult): string {
  const line = (
    name: string,
    color: string,
    position: 'top' | 'bottom',
    of: (index: number) => number,
  ): SeriesOption => ({
    type: 'line',
    name,
    symbol: 'circle',
    symbolSize: 9,
    lineStyle: { color, width: 2 },
    itemStyle: { color },
    data: points.map(({ count }, index) => [count, of(index)]),
    label: {
      show: true,
      position,
      color: INK,
      fontSize: LABEL,
      fontFamily: FONT,
      formatter: ({ dataIndex }) => milliseconds(of(dataIndex)),
    },
  });
  return drawn({
    title: `One query, ${dimension} dimensions, 8-bit codes, ${threads} threads (${machine.cpu}, ${machine.cores} cores)`,
    x: decades(
      'references',
      points.map(({ count }) => count),
    ),
    y: decades(
      'milliseconds a query',
      points.flatMap(({ thresholdMs, certifiedMs }) => [thresholdMs, certifiedMs]),
    ),
    series: [
      line('top-10, certified', '#1d4ed8', 'top', (index) => points[index]!.certifiedMs),
      line('threshold', '#c2410c', 'bottom', (index) => points[index]!.thresholdMs),
    ],
  });
}

function fastestOfEach(rows: readonly Row[]): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.system} ${nameOf(row)}`;
    const other = found.get(key);
    if (other === undefined || row.msPerQuery < other.msPerQuery) found.set(key, row);
  }
  return [...found.values()];
}

const grouped = (count: number) => count.toLocaleString('en-GB');

/** Whole decades around the values. */
function decades(name: string, values: readonly number[]) {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const [min, max] = [10 ** Math.floor(Math.log10(lowest)), 10 ** Math.ceil(Math.log10(highest))];
  return { type: 'log' as const, name, min, max };
}

const milliseconds = (value: number) => (value < 10 ? value.toPrecision(2) : value.toFixed(0));

interface DrawnAxis {
  readonly type: 'value' | 'log';
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

interface Drawing {
  readonly title: string;
  readonly x: DrawnAxis;
  readonly y: DrawnAxis;
  readonly series: SeriesOption[];
  /** Margin for names at the right. */
  readonly right?: number;
}

function drawn({ title, x, y, series, right = MARGINS.right }: Drawing): string {
  const axis = {
    nameLocation: 'middle' as const,
    nameTextStyle: { color: INK, fontSize: 14, fontFamily: FONT },
    axisLabel: { color: INK, fontSize: 13, fontFamily: FONT },
    axisLine: { show: true, onZero: false, lineStyle: { color: INK } },
    splitLine: { show: true, lineStyle: { color: GRID } },
  };
  const option: EChartsOption = {
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 16, top: 12, textStyle: { color: INK, fontSize: 16, fontFamily: FONT } },
    legend: { bottom: 8, textStyle: { color: INK, fontSize: 13, fontFamily: FONT } },
    grid: { ...MARGINS, right },
    xAxis: { ...axis, ...x, nameGap: 32 },
    yAxis: { ...axis, ...y, nameGap: 54 },
    series,
  };
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(option);
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}
