import fc from 'fast-check';
import { linear, normalDeviate, ratios } from '../../../src/evaluation/report/axes.js';
import { bounds, level, oneIn, percent } from '../../../src/evaluation/report/numbers.js';
import { fnmrAt } from '../../../src/evaluation/report/pairs-plots.js';
import { reached } from '../../../src/evaluation/report/trade-off.js';
import { testSeed } from '../../support/seeded.js';

/** How the report writes numbers and where it puts them. */

describe(`numbers, seed ${testSeed}`, () => {
  test.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.123456, '12.3 %'],
    [0.0343, '3.43 %'],
    [0.00217, '0.22 %'],
    [0.000156, '0.016 %'],
    [0.99417, '99.42 %'],
    [0.0000123, '0.0012 %'],
    [0.0000012, '1.2 × 10⁻⁶'],
  ])('a rate of %d is told as %s', (rate, text) => {
    expect(percent(rate).replaceAll('\u00a0', ' ')).toBe(text);
  });

  test.each([
    [0.01, '1 %'],
    [0.0001, '0.01 %'],
    [0.1, '10 %'],
    [0.00001, '0.001 %'],
    [0.000001, '10⁻⁶'],
    [0.003, '0.3 %'],
  ])('a chosen rate of %d is told as %s', (rate, text) => {
    expect(level(rate).replaceAll('\u00a0', ' ')).toBe(text);
  });

  test('small chances are told as one in so many, none as none', () => {
    expect([1 / 9834, 1 / 83_333, 0.0103, 0].map(oneIn)).toEqual(['1 in 9,830', '1 in 83,300', '1 in 97', 'none']);
  });

  test('bounds share their unit', () => {
    expect(bounds({ low: 0.0307, high: 0.0381 })).toBe('3.07–3.81\u00a0%');
    expect(bounds({ low: 0, high: 0.05 })).toBe('0–5.00\u00a0%');
  });

  test('what is told is the rate, to five percent of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1, noNaN: true }), (rate) => {
        expect(Math.abs(Number.parseFloat(percent(rate)) / 100 - rate)).toBeLessThanOrEqual(0.051 * rate);
      }),
      { seed: testSeed },
    );
  });
});

describe(`axes, seed ${testSeed}`, () => {
  test.each([
    [0.5, 0],
    [0.158655, -1],
    [0.97725, 2],
    [0.00135, -3],
  ])('the normal deviate of %d is %d', (rate, deviate) => {
    expect(Math.abs(normalDeviate(rate) - deviate)).toBeLessThan(4.6e-4);
  });

  test('a linear axis holds both ends and has ticks at steps of 1, 2 or 5', () => {
    const ends = fc.tuple(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, ([from, span]) => {
        const axis = linear('x', { from, to: from + span });
        expect(axis.from).toBeLessThanOrEqual(from + 1e-6 * span);
        expect(axis.to).toBeGreaterThanOrEqual(from + span - 1e-6 * span);
        const [first, second] = axis.ticks;
        expect((second!.at - first!.at).toExponential(0)[0]).toMatch(/[125]/);
        expect(axis.ticks.length).toBeLessThanOrEqual(8);
        expect(new Set(axis.ticks.map(({ text }) => text)).size).toBe(axis.ticks.length);
      }),
      { seed: testSeed },
    );
  });

  test('ratios reach as far down as up', () => {
    const axis = ratios('x', [0.4, 1.1]);
    expect(axis.ticks.map(({ text }) => text)).toEqual(['0.2', '0.5', '1', '2', '5']);
    expect(axis.place(1)).toBeCloseTo((axis.from + axis.to) / 2);
  });
});

describe('trade-offs', () => {
  test('of points with one rate of false matches the best is drawn', () => {
    const points = [
      { x: 0.1, y: 0.2 },
      { x: 0.1, y: 0.1 },
      { x: 0.01, y: 0.3 },
      { x: 0, y: 0.5 },
      { x: 1, y: 0 },
    ];
    expect(reached(points)).toEqual([
      { x: 0.1, y: 0.1 },
      { x: 0.01, y: 0.3 },
    ]);
  });

  test('between two points a mark lies on the line that joins them', () => {
    const det = [
      { threshold: 0.2, fmr: 1e-2, fnmr: 0.1 },
      { threshold: 0.4, fmr: 1e-4, fnmr: 0.3 },
    ];
    expect(fnmrAt(det, 1e-3)).toBeCloseTo(0.2);
    expect(fnmrAt(det, 1e-4)).toBe(0.3);
    expect(fnmrAt(det, 1e-5)).toBeNull();
    expect(fnmrAt(det, 0)).toBeNull();
  });
});
