import type { Picture } from '../../src/engine/native.js';
import type { Random } from '../../src/evaluation/rates/random.js';
import { uniform } from './face-picture.js';

/** Still pictures as a camera sees them that is moved before them, or a program that moves them before a camera. */

/** How the picture is moved; each is smooth in time but `shaken`. */
export const pathKinds = ['held', 'shifted', 'shaken', 'zoomed', 'turned', 'tilted', 'all at once'] as const;
export type PathKind = (typeof pathKinds)[number];

/** Lengths in widths of the picture, angles in radians. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly roll: number;
  readonly yaw: number;
  readonly pitch: number;
}

/** Within a second or two a hand carries a picture about so far. */
const reach = { shift: 0.08, shake: 0.012, zoom: 0.12, rollDeg: 8, tiltDeg: 30 } as const;

export function pathOf(kind: PathKind, random: Random): (time: number) => Place {
  const swing = (most: number, asked: boolean) => {
    const [size, pace, phase] = [
      uniform(random, most / 4, most),
      uniform(random, 0.1, 0.9),
      uniform(random, 0, 2 * Math.PI),
    ];
    return (time: number) => (asked ? size * (Math.sin(pace * time + phase) - Math.sin(phase)) : 0);
  };
  const is = (...kinds: readonly PathKind[]): boolean => kinds.includes(kind) || kind === 'all at once';
  const [x, y] = [swing(reach.shift, is('shifted')), swing(reach.shift, is('shifted'))];
  const zoom = swing(reach.zoom, is('zoomed'));
  const roll = swing(radians(reach.rollDeg), is('turned'));
  const [yaw, pitch] = [swing(radians(reach.tiltDeg), is('tilted')), swing(radians(reach.tiltDeg), is('tilted'))];
  const shake = is('shaken') ? reach.shake : 0;
  return (time) => ({
    x: x(time) + uniform(random, -shake, shake),
    y: y(time) + uniform(random, -shake, shake),
    zoom: Math.exp(zoom(time)),
    roll: roll(time),
    yaw: yaw(time),
    pitch: pitch(time),
  });
}

/** How far the picture is from the camera, in its own widths. */
const DISTANCE = 1.3;

/**
 * The picture at this place, bilinear, its border repeated, with noise of this deviation in grey levels.
 *
 * @returns a picture of the same size
 */
export function seenAt({ data, width, height }: Picture, place: Place, noise: number, random: Random): Picture {
  const out = new Uint8Array(data.length);
  const toPicture = inverted(planeToCamera(place));
  const [h0, h1, h2, h3, h4, h5, h6, h7, h8] = toPicture;
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i += 3) {
      const a = (column - width / 2) / width;
      const b = (row - height / 2) / width;
      const w = h6 * a + h7 * b + h8;
      const u = Math.min(width - 1.001, Math.max(0, ((h0 * a + h1 * b + h2) / w) * width + width / 2));
      const v = Math.min(height - 1.001, Math.max(0, ((h3 * a + h4 * b + h5) / w) * width + height / 2));
      const [left, top] = [u | 0, v | 0];
      const [dx, dy] = [u - left, v - top];
      const from = 3 * (top * width + left);
      const below = from + 3 * width;
      for (let channel = 0; channel < 3; channel++) {
        const upper = (data[from + channel] ?? 0) * (1 - dx) + (data[from + 3 + channel] ?? 0) * dx;
        const lower = (data[below + channel] ?? 0) * (1 - dx) + (data[below + 3 + channel] ?? 0) * dx;
        const level = upper * (1 - dy) + lower * dy + noise * bell(random);
        out[i + channel] = Math.max(0, Math.min(255, Math.round(level)));
      }
    }
  }
  return { data: out, width, height };
}

/** Deviation 1, of the sum of four even draws. */
function bell(random: Random): number {
  let sum = 0;
  for (let i = 0; i < 4; i++) sum += random.below(65_536);
  return (sum / 65_536 - 2) * Math.sqrt(3);
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** A plane that is turned about its middle, moved, and seen through a pinhole: Hartley and Zisserman, section 8.1. */
function planeToCamera({ x, y, zoom, roll, yaw, pitch }: Place): Matrix {
  const [cr, sr, cy, sy, cp, sp] = [
    Math.cos(roll),
    Math.sin(roll),
    Math.cos(yaw),
    Math.sin(yaw),
    Math.cos(pitch),
    Math.sin(pitch),
  ];
  const [distance, focal] = [DISTANCE / zoom, DISTANCE];
  // Columns of R = Rz(roll) · Ry(yaw) · Rx(pitch): where a step to the right and one down on the plane lead.
  const right = [cr * cy, sr * cy, -sy] as const;
  const down = [cr * sy * sp - sr * cp, sr * sy * sp + cr * cp, cy * sp] as const;
  return [
    focal * right[0],
    focal * down[0],
    focal * x,
    focal * right[1],
    focal * down[1],
    focal * y,
    right[2],
    down[2],
    distance,
  ];
}

function inverted([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
