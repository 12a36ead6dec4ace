import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/packs.js';

/** Something held before a depth camera. Millimetres: x to the right of the picture, y down, z away from the camera. */
export interface Surface {
  /** n × (x, y, z). */
  readonly vertices: Float64Array;
  /** m × 3 places in `vertices`. */
  readonly triangles: Int32Array;
  /** 468 × (x, y, z): where on the surface the points of the face mesh lie. */
  readonly landmarks: Float64Array;
  /** 468 × (x, y, z): the shape that a network sees in it, which for a print is that of the face printed on it. */
  readonly perceived: Float64Array;
}

export const meshPoints = 468;

interface CanonicalFile {
  readonly vertices: readonly number[];
  readonly triangles: readonly number[];
}

/** MediaPipe's canonical face: 468 vertices in millimetres, and its 898 triangles. */
export const canonicalFace: { readonly vertices: Float64Array; readonly triangles: Int32Array } = (() => {
  const path = join(repository, 'bench/data/canonical-face.json');
  const { vertices, triangles } = JSON.parse(readFileSync(path, 'utf8')) as CanonicalFile;
  // Centimetres with y up and z towards the camera there.
  const millimetres = Float64Array.from(vertices, (value, i) => value * (i % 3 === 0 ? 10 : -10));
  return { vertices: millimetres, triangles: Int32Array.from(triangles) };
})();

/** A rotation, row-major 3 × 3. */
export type Rotation = readonly number[];

/** Turned by roll, then pitch, then yaw; radians. */
export function rotationOf(yaw: number, pitch: number, roll: number): Rotation {
  const [cy, sy] = [Math.cos(yaw), Math.sin(yaw)];
  const [cp, sp] = [Math.cos(pitch), Math.sin(pitch)];
  const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
  // prettier-ignore
  return [
    cy * cr + sy * sp * sr, -cy * sr + sy * sp * cr, sy * cp,
    cp * sr, cp * cr, -sp,
    -sy * cr + cy * sp * sr, sy * sr + cy * sp * cr, cy * cp,
  ];
}

/** Each point turned, then moved. */
export function moved(points: Float64Array, turn: Rotation, by: readonly [number, number, number]): Float64Array {
  const out = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [points[i]!, points[i + 1]!, points[i + 2]!];
    for (let row = 0; row < 3; row++) {
      out[i + row] = turn[3 * row]! * x + turn[3 * row + 1]! * y + turn[3 * row + 2]! * z + by[row]!;
    }
  }
  return out;
}
