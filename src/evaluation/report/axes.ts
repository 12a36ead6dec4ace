import { decimal, level, powerOfTen } from './numbers.js';

/** Where a value lies on an axis. A place is a plain number along the axis; what is beyond an end is put on the end. */
export interface Axis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly grid: boolean;
  place(value: number): number;
}

const within = (from: number, to: number) => (place: number) => Math.max(from, Math.min(to, place));

/** Decades, such as −6 … 0, and `headroom` of a decade or so above the last for what is written there. */
export function logarithmic(name: string, fromDecade: number, toDecade: number, headroom = 0): Axis {
  const decades = Array.from({ length: toDecade - fromDecade + 1 }, (_, index) => fromDecade + index);
  const clamp = within(fromDecade, toDecade);
  return {
    name,
    from: fromDecade,
    to: toDecade + headroom,
    ticks: decades.map((at) => ({ at, text: powerOfTen(at) })),
    grid: true,
    place: (value) => (value > 0 ? clamp(Math.log10(value)) : fromDecade),
  };
}

/** The lowest decade to be drawn for these rates, −7 at least and under `toDecade`. */
export function lowestDecade(values: readonly number[], toDecade: number): number {
  const lowest = Math.min(...values.filter((value) => value > 0), 10 ** (toDecade - 1));
  return Math.max(-7, Math.floor(Math.log10(lowest) + 1e-9));
}

const DEVIATE_RATES = [0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99];

/** Rates on the scale of the normal deviate, as ISO/IEC 19795-1 draws error trade-offs: wide enough for `rates`. */
export function deviate(name: string, rates: readonly number[]): Axis {
  const [lowest, highest] = [Math.min(...rates, 0.01), Math.max(...rates, 0.2)];
  const first = Math.max(
    0,
    DEVIATE_RATES.findLastIndex((rate) => rate <= lowest),
  );
  const last = DEVIATE_RATES.findIndex((rate) => rate >= highest);
  const shown = DEVIATE_RATES.slice(first, last === -1 ? undefined : last + 1);
  const [from, to] = [normalDeviate(shown[0] ?? 0), normalDeviate(shown.at(-1) ?? 1)];
  const clamp = within(from, to);
  return {
    name,
    from,
    to,
    ticks: shown.map((rate) => ({ at: normalDeviate(rate), text: level(rate) })),
    grid: true,
    place: (value) => clamp(normalDeviate(value)),
  };
}

/** Inverse of the normal distribution, within 4.5e-4 (Abramowitz and Stegun, 26.2.23). */
export function normalDeviate(rate: number): number {
  if (rate > 0.5) return -normalDeviate(1 - rate);
  if (rate <= 0) return -Infinity;
  const t = Math.sqrt(-2 * Math.log(rate));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return above / below - t;
}

export interface Linear {
  readonly from: number;
  readonly to: number;
  /** How a tick's value is written; as a decimal when nothing is said. */
  readonly unit?: 'percent' | 'decimal';
}

/** About five steps of 1, 2 or 5; both ends are moved outwards to a step. */
export function linear(name: string, { from, to, unit = 'decimal' }: Linear): Axis {
  const span = to > from ? to - from : 1;
  const rough = span / 5;
  const base = 10 ** Math.floor(Math.log10(rough));
  const step = base * ([1, 2, 5, 10].find((factor) => factor * base >= rough * 0.999) ?? 10);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((from + span) / step - 1e-9));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const clamp = within(first * step, last * step);
  return {
    name,
    from: first * step,
    to: last * step,
    ticks: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step).map((at) => ({
      at,
      text: unit === 'percent' ? tickPercent(at) : decimal(Math.abs(at) < step / 2 ? 0 : at, digits),
    })),
    grid: true,
    place: clamp,
  };
}

const RATIOS = [0.1, 0.2, 0.5, 1, 2, 5, 10];

/** How many times as much, on a logarithmic scale around 1; wide enough for `values` up to ten times and a tenth. */
export function ratios(name: string, values: readonly number[]): Axis {
  const reach = Math.max(2, ...values.filter((value) => value > 0).map((value) => Math.max(value, 1 / value)));
  const widest = RATIOS.find((ratio) => ratio >= reach * 0.999) ?? 10;
  const clamp = within(Math.log10(1 / widest), Math.log10(widest));
  return {
    name,
    from: Math.log10(1 / widest),
    to: Math.log10(widest),
    ticks: RATIOS.filter((ratio) => Math.max(ratio, 1 / ratio) <= widest * 1.001).map((ratio) => ({
      at: Math.log10(ratio),
      text: String(ratio),
    })),
    grid: true,
    place: (value) => (value > 0 ? clamp(Math.log10(value)) : Math.log10(1 / widest)),
  };
}

/** Longer names would leave no room for the plot beside them; the table has them whole. */
const ROW_NAME_MAX = 24;

/** One row for each name, the first one on top; row i lies at place −i. */
export function rows(names: readonly string[]): Axis {
  return {
    name: '',
    from: -names.length + 0.5,
    to: 1,
    ticks: names.map((name, index) => ({ at: -index, text: shortened(name) })),
    grid: false,
    place: (value) => value,
  };
}

function shortened(name: string): string {
  const letters = Array.from(name);
  return letters.length > ROW_NAME_MAX ? `${letters.slice(0, ROW_NAME_MAX - 1).join('')}…` : name;
}

function tickPercent(rate: number): string {
  return rate === 0 ? '0' : level(rate);
}
