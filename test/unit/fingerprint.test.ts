import {
  agreement,
  FACE_AGREEMENT_MIN,
  HASH_DISTANCE_MAX,
  hashDistance,
  likeness,
  PICTURE_AGREEMENT_MIN,
} from '../../src/biometrics/fingerprint.js';
import type { NoiseSigns, NoiseWindow } from '../../src/biometrics/observation.js';
import { faceWindow, pictureWindow } from '../../src/engine/fingerprint.js';
import { copyOf, encodedAnew, printOf } from '../support/fingerprints.js';

const window: NoiseWindow = { column: 1, row: 1, columns: 10, rows: 10, step: 1 };
const noise = (code: (place: number) => number, changes: Partial<NoiseWindow> = {}): NoiseSigns => {
  const all = { ...window, ...changes };
  return { window: all, signs: Int8Array.from({ length: all.columns * all.rows }, (_, place) => code(place)) };
};

describe('agreement', () => {
  const plus = noise(() => 1);

  test('is the share of places with the same sign', () => {
    expect(agreement(plus, plus)).toBe(1);
    expect(
      agreement(
        plus,
        noise(() => -1),
      ),
    ).toBe(0);
    expect(
      agreement(
        plus,
        noise((place) => (place < 75 ? 1 : -1)),
      ),
    ).toBe(0.75);
  });

  test('leaves out what the scene decides in both, and what shows nothing in one', () => {
    const scene = noise((place) => (place < 20 ? 2 : 1));
    const other = noise((place) => (place < 20 ? -2 : place < 30 ? 0 : 1));
    expect(agreement(scene, other)).toBe(1);
    expect(agreement(scene, plus)).toBe(1);
    expect(
      agreement(
        scene,
        noise((place) => (place < 20 ? -1 : 1)),
      ),
    ).toBe(0.8);
  });

  test('is nothing to go by with too few places, or on another grid', () => {
    expect(
      agreement(
        plus,
        noise((place) => (place < 63 ? 1 : 0)),
      ),
    ).toBeNull();
    expect(
      agreement(
        plus,
        noise((place) => (place < 64 ? 1 : 0)),
      ),
    ).toBe(1);
    expect(
      agreement(
        plus,
        noise(() => 1, { step: 2 }),
      ),
    ).toBeNull();
    expect(
      agreement(
        noise(() => 1, { step: 2 }),
        noise(() => 1, { step: 2, column: 2 }),
      ),
    ).toBeNull();
    expect(
      agreement(
        plus,
        noise(() => 1, { column: 11 }),
      ),
    ).toBeNull();
  });

  test('compares the same places of windows that lie apart', () => {
    const codes = (column: number, row: number): number => ((column * 7 + row * 13) % 3 === 0 ? 1 : -1);
    const at = (column: number, row: number, step: number) =>
      noise((place) => codes(column + (place % 10) * step, row + Math.floor(place / 10) * step), { column, row, step });
    expect(agreement(at(1, 1, 1), at(3, 2, 1))).toBe(1);
    expect(agreement(at(3, 2, 1), at(1, 1, 1))).toBe(1);
    expect(agreement(at(5, 1, 2), at(3, 5, 2))).toBe(1);
  });
});

describe('likeness', () => {
  const print = printOf(1);

  test('is the same for a copy, alike for the picture encoded anew, and none for another picture', () => {
    expect(likeness(print, copyOf(print))).toBe('same');
    expect(likeness(print, encodedAnew(print, 0.05, 2))).toBe('alike');
    expect(likeness(print, printOf(2))).toBeNull();
  });

  test.each([
    ['picture', PICTURE_AGREEMENT_MIN],
    ['face', FACE_AGREEMENT_MIN],
  ] as const)('needs the noise of the %s', (part, min) => {
    const changedIn = (share: number) => ({ ...print, [part]: encodedAnew(print, share, 3)[part] });
    expect(likeness(print, changedIn(1 / Math.ceil(1 / (1 - min) + 1)))).toBe('alike');
    expect(likeness(print, changedIn(1 / Math.floor(1 / (1 - min) - 1)))).toBeNull();
  });

  test('needs pictures that look alike', () => {
    const far = { ...copyOf(print), hash: print.hash.map((byte) => byte ^ 0b111) };
    expect(hashDistance(print.hash, far.hash)).toBe(24);
    expect(24).toBeGreaterThan(HASH_DISTANCE_MAX);
    expect(likeness(print, far)).toBeNull();
  });
});

describe('places', () => {
  const inner = ({ column, row, columns, rows, step }: NoiseWindow) => ({
    left: column - 1,
    top: row - 1,
    right: column + (columns - 1) * step + 1,
    bottom: row + (rows - 1) * step + 1,
  });
  const sizes = [
    [32, 32],
    [33, 4096],
    [640, 480],
    [1920, 1080],
    [4096, 3072],
  ] as const;

  test.each(sizes)('of a picture of %i × %i have their neighbours in it, at most 48 along a side', (width, height) => {
    const places = pictureWindow({ width, height });
    const { left, top, right, bottom } = inner(places);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(4 * (right + 1)).toBeLessThanOrEqual(width);
    expect(4 * (bottom + 1)).toBeLessThanOrEqual(height);
    expect(Math.max(places.columns, places.rows)).toBeLessThanOrEqual(48);
    expect(Math.min(places.columns, places.rows)).toBeGreaterThan(0);
  });

  test.each(sizes)('of a face that reaches past a picture of %i × %i lie within it', (width, height) => {
    const places = faceWindow({ width, height }, { left: -50, top: -50, width: width + 100, height: height + 100 });
    const { left, top, right, bottom } = inner(places);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(4 * (right + 1)).toBeLessThanOrEqual(width);
    expect(4 * (bottom + 1)).toBeLessThanOrEqual(height);
  });

  test('of a face outside the picture are none', () => {
    const { columns } = faceWindow({ width: 640, height: 480 }, { left: 700, top: 10, width: 50, height: 50 });
    expect(columns).toBe(0);
  });

  test('of faces of one camera are on one grid, wherever the face is', () => {
    const size = { width: 1920, height: 1080 };
    const [a, b] = [
      faceWindow(size, { left: 401, top: 203, width: 300, height: 400 }),
      faceWindow(size, { left: 419, top: 230, width: 310, height: 390 }),
    ];
    expect(a.step).toBe(3);
    expect([(a.column - b.column) % a.step, (a.row - b.row) % a.step].map(Math.abs)).toEqual([0, 0]);
  });
});
