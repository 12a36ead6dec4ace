import type { Box } from '../biometrics/observation.js';

/**
 * Plane geometry of pictures.
 *
 * Everywhere in the engine integer coordinates are pixel centres, x to the right, y down, and a positive angle turns
 * clockwise as seen. A network that answers in units of its input's edges (0 – side) is half a pixel off that.
 */

/** Maps tensor pixels to picture pixels: x' = m0·x + m1·y + m2, y' = m3·x + m4·y + m5. */
export type Affine = Float64Array;

/** A rectangle of the picture, turned about its centre by `angle` radians. */
export interface Region {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

export function square(centreX: number, centreY: number, side: number, angle = 0): Region {
  return { centreX, centreY, width: side, height: side, angle };
}

/** Writes the map that spreads `region` over a tensor of width × height pixels. */
export function regionToTensor(region: Region, width: number, height: number, out: Affine): Affine {
  const across = region.width / width;
  const down = region.height / height;
  const cos = Math.cos(region.angle);
  const sin = Math.sin(region.angle);
  out[0] = cos * across;
  out[1] = -sin * down;
  out[3] = sin * across;
  out[4] = cos * down;
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  out[2] = region.centreX - out[0] * middleX - out[1] * middleY;
  out[5] = region.centreY - out[3] * middleX - out[4] * middleY;
  return out;
}

/** Mirrors, in place, what a map spreads over a tensor of this width: its left edge becomes the right one. */
export function mirrored(map: Affine, width: number): Affine {
  const [across, down] = [at(map, 0), at(map, 3)];
  map[0] = -across;
  map[2] = at(map, 2) + across * (width - 1);
  map[3] = -down;
  map[5] = at(map, 5) + down * (width - 1);
  return map;
}

export const mapX = (map: Affine, x: number, y: number): number => at(map, 0) * x + at(map, 1) * y + at(map, 2);
export const mapY = (map: Affine, x: number, y: number): number => at(map, 3) * x + at(map, 4) * y + at(map, 5);

/** Picture pixels for each tensor pixel, as the root of the area's ratio. */
export const scaleOf = (map: Affine): number => Math.sqrt(Math.abs(at(map, 0) * at(map, 4) - at(map, 1) * at(map, 3)));

/** Reads an element that the caller's loop bounds guarantee to exist; a read past the end gives NaN, which is caught later. */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? NaN;

export const area = (box: Box): number => box.width * box.height;

export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (area(a) + area(b) - shared);
}

/** The upright box around points of a stride (2 or 3 numbers a point). */
export function boundingBox(points: ArrayLike<number>, stride: number): Box {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i + 1 < points.length; i += stride) {
    const x = at(points, i);
    const y = at(points, i + 1);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left, height: bottom - top };
}

/** Angle of the line from the image-left eye to the image-right eye, radians; 0 for an upright face. */
export function eyeLineAngle(points: ArrayLike<number>): number {
  return Math.atan2(at(points, 3) - at(points, 1), at(points, 2) - at(points, 0));
}

/** The nearest of 0, ±90° and 180°, radians. */
export const nearestQuarterTurn = (angle: number): number => (Math.round(angle / (Math.PI / 2)) * Math.PI) / 2;

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Probability of one class; the largest logit is taken off first, so that nothing overflows. */
export function softmaxAt(logits: ArrayLike<number>, index: number): number {
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, at(logits, i));
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(at(logits, i) - largest);
  return Math.exp(at(logits, index) - largest) / sum;
}

export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
