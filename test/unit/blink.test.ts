import { advanceBlink, noBlink } from '../../src/biometrics/blink.js';

const open = { left: 0.9, right: 0.85 };
const closed = { left: 0.1, right: 0.15 };
const half = { left: 0.45, right: 0.45 };
const wink = { left: 0.1, right: 0.9 };

type Eyes = typeof open;
const blinksOf = (...seen: readonly (readonly [atMs: number, eyes: Eyes])[]): number =>
  seen.reduce((state, [atMs, eyes]) => advanceBlink(state, eyes, atMs), noBlink).blinks;

test('open, closed, open again is a blink', () => {
  expect(blinksOf([0, open], [100, closed], [200, open])).toBe(1);
});

test('half-open eyes on the way change nothing', () => {
  expect(blinksOf([0, open], [60, half], [120, closed], [180, half], [240, open])).toBe(1);
});

test('two blinks are two', () => {
  expect(blinksOf([0, open], [100, closed], [200, open], [900, open], [1000, closed], [1100, open])).toBe(2);
});

// prettier-ignore
const notBlinks: readonly [string, readonly (readonly [number, Eyes])[]][] = [
  ['too fast: a flicker of the network', [[0, open], [20, closed], [40, open]]],
  ['too slow: a picture swapped for another', [[0, open], [100, closed], [1000, closed], [1100, open]]],
  ['one eye only', [[0, open], [100, wink], [200, open]]],
  ['starts closed', [[0, closed], [100, open], [200, open]]],
  ['never reopens', [[0, open], [100, closed], [200, half], [300, closed]]],
  ['only half closed', [[0, open], [100, half], [200, open]]],
  ['never open', [[0, closed], [100, closed], [200, closed]]],
];

test.each(notBlinks)('no blink when %s', (_, seen) => {
  expect(blinksOf(...seen)).toBe(0);
});

test.each([
  [59, 0],
  [60, 1],
  [900, 1],
  [901, 0],
])('open to open in %d ms counts as %d', (tookMs, blinks) => {
  expect(blinksOf([5_000, open], [5_000 + tookMs / 2, closed], [5_000 + tookMs, open])).toBe(blinks);
});

test('the time counts from when the eyes were last seen open, not first', () => {
  expect(blinksOf([0, open], [3_000, open], [3_100, closed], [3_200, open])).toBe(1);
});

test('after a closing that took too long the next blink counts', () => {
  expect(blinksOf([0, open], [100, closed], [2_000, open], [2_100, closed], [2_200, open])).toBe(1);
});

test('eyes that are never wide open blink too', () => {
  expect(blinksOf([0, half], [100, closed], [200, half])).toBe(1);
});

test('a level that sinks slowly is no closing', () => {
  const sinking = Array.from({ length: 40 }, (_, i): readonly [number, Eyes] => {
    const opening = 0.9 * 0.97 ** i;
    return [i * 100, { left: opening, right: opening }];
  });
  expect(blinksOf(...sinking)).toBe(0);
});
