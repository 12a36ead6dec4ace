import type { Bounded } from '../results.js';

/** Numbers as a reader wants them: as many digits as say something, a space that does not break before the unit. */

const SPACE = '\u00a0';
/** A rate under this one is told as a power of ten. */
const POWER_BELOW = 1e-5;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** What a table shows where the data are too few to say. */
export const TOO_FEW = 'too few';

const grouped = new Intl.NumberFormat('en-GB');

export function count(value: number): string {
  return grouped.format(value);
}

/** `1 picture`, `3 pictures`. */
export function counted(value: number, noun: string): string {
  return `${count(value)}${SPACE}${noun}${value === 1 ? '' : 's'}`;
}

export function people(value: number): string {
  return value === 1 ? `1${SPACE}person` : `${count(value)}${SPACE}people`;
}

/** A rate of 0–1 in percent; one under 0.001 % as a power of ten. */
export function percent(rate: number): string {
  return rate > 0 && rate < POWER_BELOW ? power(rate) : `${digitsOf(rate)}${SPACE}%`;
}

function digitsOf(rate: number): string {
  return rate === 0 || rate === 1 ? String(rate * 100) : (rate * 100).toFixed(decimalsOf(rate));
}

/** A rate somebody chose rather than measured: `1 %`, `0.01 %`. */
export function level(rate: number): string {
  return percent(rate)
    .replace(/(\.\d*?)0+(?=\D)/, '$1')
    .replace(/\.(?=\D)/, '')
    .replace(new RegExp(`^1${SPACE}×${SPACE}`), '');
}

/** Of a rate in percent, by its distance from 0 or 1: what is near to either is told more exactly. */
function decimalsOf(rate: number): number {
  const distance = Math.min(rate, 1 - rate) * 100;
  if (distance >= 10) return 1;
  if (distance >= 0.1) return 2;
  return distance > 0 ? Math.min(5, 1 - Math.floor(Math.log10(distance))) : 1;
}

/** 1.2 × 10⁻⁵ */
export function power(rate: number): string {
  if (rate === 0) return '0';
  const [digits = '', exponent = '0'] = rate.toExponential(1).split('e');
  return `${digits}${SPACE}×${SPACE}${powerOfTen(Number(exponent))}`;
}

export function powerOfTen(exponent: number): string {
  if (exponent === 0) return '1';
  const raised = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)] ?? '').join('');
  return `10${exponent < 0 ? '⁻' : ''}${raised}`;
}

/** A rate as `1 in 9,830`, at most three digits that count; a rate of a tenth and more in percent. */
export function oneIn(rate: number): string {
  if (rate === 0) return 'none';
  if (rate >= 0.1) return percent(rate);
  return `1 in ${count(Math.round(Number((1 / rate).toPrecision(3))))}`;
}

/** `1.8–2.5 %`, or powers of ten. */
export function bounds({ low, high }: Pick<Bounded, 'low' | 'high'>): string {
  if (high > 0 && high < POWER_BELOW) return `${power(low)} – ${power(high)}`;
  return `${digitsOf(low)}–${digitsOf(high)}${SPACE}%`;
}

export function withBounds(bounded: Bounded): string {
  return `${percent(bounded.rate)} (${bounds(bounded)})`;
}

export function decimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}

/** `2.3 s`, `140 ms`. */
export function duration(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)}${SPACE}ms` : `${seconds.toFixed(1)}${SPACE}s`;
}
