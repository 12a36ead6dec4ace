import { randomFrom, type Random } from './seeded.js';

/** Pictures of a face-like pattern as a camera sees them that is moved about: flat, or with relief. Side in pixels. */

export const side = 160;

/** Taken out once: within a test every look at a global is slow, and these look at a quarter of a million pixels a path. */
const { cos, exp, floor, max, min, round, sin, sqrt, ceil } = Math;

export interface View {
  /** Rows of a homography about the middle of the chip, in pixels; the last element is 1. */
  readonly homography: readonly number[];
  /** How far a point of relief 1 moves to the side and down against the plane, pixels. */
  readonly parallax: readonly [x: number, y: number];
}

/** 8-bit luma of a pattern with detail at all the sizes a face has, larger than the chip so that a view can leave it. */
export function pattern(random: Random): Float32Array {
  const blobs = Array.from({ length: 160 }, () => ({
    x: random.between(-20, side + 20),
    y: random.between(-20, side + 20),
    sharp: 1 / random.between(1.5, 14) ** 2,
    level: random.between(-60, 60),
  }));
  const width = 2 * side;
  const levels = new Float32Array(width * width).fill(120);
  for (const { x, y, sharp, level } of blobs) {
    const reach = ceil(3 / sqrt(sharp));
    for (let row = floor(y) - reach; row <= y + reach; row++) {
      for (let column = floor(x) - reach; column <= x + reach; column++) {
        const [i, j] = [row + side / 2, column + side / 2];
        if (i < 0 || j < 0 || i >= width || j >= width) continue;
        const weight = exp(-sharp * ((column - x) ** 2 + (row - y) ** 2));
        levels[i * width + j] = (levels[i * width + j] ?? 0) + level * weight;
      }
    }
  }
  return levels;
}

/** Height of a face before its plane: a broad dome with a nose on it, 0–1. */
function reliefAt(x: number, y: number): number {
  const u = x / (side / 2);
  const v = y / (side / 2);
  return 0.5 * exp(-2 * (u * u + v * v)) + 0.5 * exp(-30 * (u * u + 0.5 * (v - 0.05) ** 2));
}

/** Gaussian noise, drawn once: from a random place on it is as good as new. */
const source = randomFrom(1);
const noises = Float32Array.from({ length: 65_537 }, () => source.gaussian());

/** What the camera sees, with noise of this deviation in grey levels. */
export function seen(
  levels: Float32Array,
  { homography: h, parallax }: View,
  noise: number,
  random: Random,
): Uint8Array {
  const out = new Uint8Array(side * side);
  let place = floor(random.between(0, noises.length));
  const relieved = parallax[0] !== 0 || parallax[1] !== 0;
  const [h0 = 1, h1 = 0, h2 = 0, h3 = 0, h4 = 1, h5 = 0, h6 = 0, h7 = 0] = h;
  for (let row = 0, i = 0; row < side; row++) {
    for (let column = 0; column < side; column++, i++) {
      const x = column - side / 2;
      const y = row - side / 2;
      const w = h6 * x + h7 * y + 1;
      const relief = relieved ? reliefAt(x, y) : 0;
      const u = (h0 * x + h1 * y + h2) / w + relief * parallax[0] + side;
      const v = (h3 * x + h4 * y + h5) / w + relief * parallax[1] + side;
      place = place + 1 < noises.length ? place + 1 : 0;
      out[i] = max(0, min(255, round(sampled(levels, u, v) + noise * (noises[place] ?? 0))));
    }
  }
  return out;
}

function sampled(levels: Float32Array, x: number, y: number): number {
  const width = 2 * side;
  const left = max(0, min(width - 2, floor(x)));
  const top = max(0, min(width - 2, floor(y)));
  const fx = x - left;
  const at = top * width + left;
  const [a, b, c, d] = [levels[at] ?? 0, levels[at + 1] ?? 0, levels[at + width] ?? 0, levels[at + width + 1] ?? 0];
  const upper = a + fx * (b - a);
  return upper + (y - top) * (c + fx * (d - c) - upper);
}

/** A path of views that swings smoothly in shift, turn, zoom and tilt, or stays within a shake of a pixel or two. */
export function cameraPath(random: Random): (time: number) => readonly number[] {
  const swing = (most: number) => {
    const [size, pace, phase] = [random.between(0, most), random.between(0.1, 0.9), random.between(0, 6)];
    const shake = random.between(0, most / 8);
    return (time: number) => size * sin(pace * time + phase) + shake * random.gaussian();
  };
  const [x, y, turn, zoom] = [swing(8), swing(8), swing(0.08), swing(0.08)];
  const [shear, stretch, tiltX, tiltY] = [swing(0.06), swing(0.06), swing(0.0012), swing(0.0012)];
  return (time) => {
    const [angle, scale] = [turn(time), 1 + zoom(time)];
    const [c, s] = [scale * cos(angle), scale * sin(angle)];
    return [c * (1 + stretch(time)), -s + shear(time), x(time), s, c, y(time), tiltX(time), tiltY(time)];
  };
}
