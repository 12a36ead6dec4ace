import type { Random } from './random.js';
import { canonicalFace, meshPoints, type Surface } from './surface.js';

/**
 * People that do not exist: the canonical face stretched as a whole and moved about the places in which faces differ.
 *
 * The spreads are those of adults as anthropometry has them (inter-eye distance 63 ± 3.5 mm), with a fifth of children;
 * how the places move together in real people is not modelled, so that these people differ more evenly than real ones.
 */
export interface Person {
  /** 468 × (x, y, z), millimetres. */
  readonly vertices: Float64Array;
}

/** Indices of the mesh (one, or a pair left and right), how far its surroundings move with it, and how much: mm. */
const places: readonly { readonly at: readonly number[]; readonly width: number; readonly spread: number }[] = [
  { at: [4], width: 11, spread: 3 },
  { at: [6], width: 10, spread: 2 },
  { at: [197], width: 9, spread: 1.6 },
  { at: [129, 358], width: 9, spread: 1.6 },
  { at: [2], width: 9, spread: 1.4 },
  { at: [105, 334], width: 15, spread: 1.8 },
  { at: [151], width: 24, spread: 2 },
  { at: [159, 386], width: 12, spread: 1.6 },
  { at: [117, 346], width: 15, spread: 2 },
  { at: [50, 280], width: 18, spread: 2 },
  { at: [205, 425], width: 18, spread: 2.2 },
  { at: [0], width: 11, spread: 1.6 },
  { at: [17], width: 11, spread: 1.6 },
  { at: [61, 291], width: 11, spread: 1.2 },
  { at: [152], width: 18, spread: 3 },
  { at: [172, 397], width: 22, spread: 2.5 },
  { at: [54, 284], width: 22, spread: 2 },
];

const CHILD_SHARE = 0.2;
const ASYMMETRY = 0.25;

export function personFrom(random: Random): Person {
  const child = random.uniform() < CHILD_SHARE;
  const size = child ? random.between(0.8, 0.95) : clamp(1 + 0.045 * random.gaussian(), 0.88, 1.14);
  const stretch = [0, 1, 2].map(() => size * (1 + 0.035 * random.gaussian()));
  const vertices = canonicalFace.vertices.map((value, i) => value * stretch[i % 3]!);
  for (const { at, width, spread } of places) {
    const shift = [0.5, 0.6, 1].map((share) => share * spread * random.gaussian());
    for (const [side, index] of at.entries()) {
      const own = shift.map((value, axis) => {
        // A pair moves as in a mirror.
        const mirrored = axis === 0 && side === 1 ? -value : value;
        return mirrored + ASYMMETRY * spread * random.gaussian();
      });
      bulge(vertices, index, own, width);
    }
  }
  return { vertices };
}

/** Moves a place of the face, and what is near it with it. */
function bulge(vertices: Float64Array, index: number, shift: readonly number[], width: number): void {
  const centre = canonicalFace.vertices.slice(3 * index, 3 * index + 3);
  for (let i = 0; i < vertices.length; i += 3) {
    let squares = 0;
    for (let axis = 0; axis < 3; axis++) squares += (canonicalFace.vertices[i + axis]! - centre[axis]!) ** 2;
    const share = Math.exp(-squares / (2 * width * width));
    for (let axis = 0; axis < 3; axis++) vertices[i + axis] = vertices[i + axis]! + share * shift[axis]!;
  }
}

/** The person with a mouth and cheeks as they are in one capture. */
export function withExpression({ vertices }: Person, random: Random): Person {
  const moving = vertices.slice();
  const jaw = random.between(0, 5);
  bulge(moving, 17, [0, jaw, 0.3 * jaw], 18);
  bulge(moving, 152, [0, jaw, 0.3 * jaw], 24);
  const smile = random.between(0, 3);
  for (const [index, side] of [
    [61, -1],
    [291, 1],
  ] as const) {
    bulge(moving, index, [side * smile, -0.6 * smile, 0.5 * smile], 13);
  }
  for (const index of [205, 425]) bulge(moving, index, [0, 0, -0.6 * smile], 16);
  return { vertices: moving };
}

/** What the network sees lies between the person and the face it has learnt. */
export function perceivedShape({ vertices }: Person): Float64Array {
  return vertices.map((value, i) => (value + canonicalFace.vertices[i]!) / 2);
}

export function surfaceOfHead(person: Person): Surface {
  return {
    vertices: person.vertices,
    triangles: canonicalFace.triangles,
    landmarks: person.vertices.slice(0, 3 * meshPoints),
    perceived: perceivedShape(person),
  };
}

/** The same head in another size: a doll, a bust, a mask of the wrong scale. */
export function scaled(surface: Surface, by: number): Surface {
  const times = (values: Float64Array): Float64Array => values.map((value) => value * by);
  return {
    ...surface,
    vertices: times(surface.vertices),
    landmarks: times(surface.landmarks),
    perceived: times(surface.perceived),
  };
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
