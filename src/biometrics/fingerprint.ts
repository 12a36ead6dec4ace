import type { Fingerprint, NoiseSigns, NoiseWindow } from './observation.js';

/** Whether two fingerprints are of one picture: docs/decisions/0018-capture-integrity.md. */

/**
 * `same`: equal in every place, as when the same bytes are sent again. `alike`: one picture, altered or encoded anew.
 * Null: two pictures.
 */
export type Likeness = 'same' | 'alike' | null;

/** Of 64 bits; pictures further apart than this are looked at no closer. */
export const HASH_DISTANCE_MAX = 16;
/** Shares of places at which the noise of one picture agrees with itself, encoded anew, and that of two does not. */
export const PICTURE_AGREEMENT_MIN = 0.865;
export const FACE_AGREEMENT_MIN = 0.885;
/** With fewer places an agreement is chance. */
const PLACES_MIN = 64;

export function likeness(a: Fingerprint, b: Fingerprint): Likeness {
  if (hashDistance(a.hash, b.hash) > HASH_DISTANCE_MAX) return null;
  if (equal(a.picture, b.picture) && equal(a.face, b.face)) return 'same';
  if (!((agreement(a.picture, b.picture) ?? 0) >= PICTURE_AGREEMENT_MIN)) return null;
  return (agreement(a.face, b.face) ?? 0) >= FACE_AGREEMENT_MIN ? 'alike' : null;
}

/**
 * Share of the places common to both at which noise has the same sign, 0–1; about a half for noise that is not the same.
 *
 * Places where the scene alone decides the sign in both, and those with nothing to see, do not count.
 *
 * @returns null when too few places are left, or those of the two lie on different grids
 */
export function agreement(a: NoiseSigns, b: NoiseSigns): number | null {
  if (a.window.step !== b.window.step) return null;
  const { step } = a.window;
  const across = overlap(columnsOf(a.window), columnsOf(b.window), step);
  const down = overlap(rowsOf(a.window), rowsOf(b.window), step);
  if (!across || !down) return null;
  let [counted, agreeing] = [0, 0];
  for (let y = 0; y < down.count; y++) {
    let i = (down.inA + y) * a.window.columns + across.inA;
    let j = (down.inB + y) * b.window.columns + across.inB;
    for (const end = i + across.count; i < end; i++, j++) {
      // ±1 or ±2 where one of them is of noise; 0 and ±4 do not count.
      const product = (a.signs[i] ?? 0) * (b.signs[j] ?? 0);
      if (product === 0 || product === 4 || product === -4) continue;
      counted += 1;
      if (product > 0) agreeing += 1;
    }
  }
  return counted >= PLACES_MIN ? agreeing / counted : null;
}

export function hashDistance(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (let i = 0; i < a.length; i++) {
    for (let bits = (a[i] ?? 0) ^ (b[i] ?? 0); bits !== 0; bits &= bits - 1) distance += 1;
  }
  return distance;
}

/** The memory of a fingerprint, for its owner to transfer or zero. */
export function arraysOf({ hash, picture, face }: Fingerprint): [Uint8Array, Int8Array, Int8Array] {
  return [hash, picture.signs, face.signs];
}

/** The places of one axis. */
interface Places {
  readonly first: number;
  readonly count: number;
}

const columnsOf = ({ column, columns }: NoiseWindow): Places => ({ first: column, count: columns });
const rowsOf = ({ row, rows }: NoiseWindow): Places => ({ first: row, count: rows });

interface Overlap {
  /** Where the common places begin in each window, and how many there are. */
  readonly inA: number;
  readonly inB: number;
  readonly count: number;
}

/** Of one axis; null when there is none, or the places of one lie between those of the other. */
function overlap(a: Places, b: Places, step: number): Overlap | null {
  const shift = b.first - a.first;
  if (shift % step !== 0) return null;
  const inA = Math.max(0, shift / step);
  const inB = Math.max(0, -shift / step);
  const count = Math.min(a.count - inA, b.count - inB);
  return count > 0 ? { inA, inB, count } : null;
}

function equal(a: NoiseSigns, b: NoiseSigns): boolean {
  const { column, row, columns, step } = a.window;
  const { window, signs } = b;
  if (column !== window.column || row !== window.row || columns !== window.columns || step !== window.step)
    return false;
  return a.signs.length === signs.length && a.signs.every((code, i) => code === signs[i]);
}
