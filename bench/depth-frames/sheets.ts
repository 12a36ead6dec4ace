import { perceivedShape, type Person } from './heads.js';
import type { Random } from './random.js';
import { meshPoints, type Surface } from './surface.js';

/** Sheets with a face on them: paper and screens. */

/** Where a place of the sheet lies in space, millimetres; (0, 0) is the middle of the printed face. */
export type Bend = (u: number, v: number) => readonly [number, number, number];

export const flat: Bend = (u, v) => [u, v, 0];

/** Wound about an axis behind it, as about a hand or a head. @param radius millimetres */
export const wound =
  (radius: number, axis: 'upright' | 'lying'): Bend =>
  (u, v) => {
    const along = axis === 'upright' ? u : v;
    const turned = radius * Math.sin(along / radius);
    const behind = radius * (1 - Math.cos(along / radius));
    return axis === 'upright' ? [turned, v, behind] : [u, turned, behind];
  };

/** Paper that was crumpled and smoothed: dents of some centimetres. @param depth millimetres */
export function crumpled(random: Random, depth: number): Bend {
  const waves = Array.from({ length: 6 }, () => ({
    u: random.between(-1, 1) / random.between(8, 25),
    v: random.between(-1, 1) / random.between(8, 25),
    phase: random.between(0, 2 * Math.PI),
    height: (depth * random.gaussian()) / Math.sqrt(6),
  }));
  return (u, v) => {
    let z = 0;
    for (const wave of waves) z += wave.height * Math.sin(wave.u * u + wave.v * v + wave.phase);
    return [u, v, z];
  };
}

const SIDE = 40;

/** @param size of the printed face against the person's own */
export function sheetOf(person: Person, bend: Bend, size: number): Surface {
  const shape = perceivedShape(person).map((value) => value * size);
  const [width, height] = [210 * size, 270 * size];
  const vertices = new Float64Array((SIDE + 1) ** 2 * 3);
  const triangles: number[] = [];
  for (let row = 0; row <= SIDE; row++) {
    for (let column = 0; column <= SIDE; column++) {
      const place = row * (SIDE + 1) + column;
      vertices.set(bend((column / SIDE - 0.5) * width, (row / SIDE - 0.5) * height), 3 * place);
      if (row === SIDE || column === SIDE) continue;
      triangles.push(place, place + 1, place + SIDE + 1, place + 1, place + SIDE + 2, place + SIDE + 1);
    }
  }
  const landmarks = new Float64Array(3 * meshPoints);
  for (let i = 0; i < landmarks.length; i += 3) {
    landmarks.set(bend(person.vertices[i]! * size, person.vertices[i + 1]! * size), i);
  }
  return { vertices, triangles: Int32Array.from(triangles), landmarks, perceived: shape };
}
