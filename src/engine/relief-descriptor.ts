import { at } from './geometry.js';
import { meanRelief } from './mean-relief.js';

/** Side of the grid on which a face's relief is told. */
const SIDE = 16;
/** Row of the eyes and column of the middle, places of the grid: what a face turns about. */
const [MIDDLE, EYES] = [7.5, 5.5];
/** Shares of the places of the mean that must have been seen. */
const SEEN_MIN = 0.7;

/**
 * A relief as a unit vector that is compared by its cosine: what makes this face differ from the mean one.
 *
 * Of the difference, what a small error of the face's axes would make is taken out (height, two slopes, two shifts, a
 * turn), since the landmarks that span them err by a millimetre; the rest is smoothed, since a sensor's noise is not.
 *
 * @param relief 16 × 16 heights as `Native.measureDepth` leaves them, NaN where nothing was seen
 * @returns null where too much was not seen
 */
export function reliefDescriptor(relief: Float32Array): Float32Array | null {
  const seen = new Uint8Array(SIDE * SIDE);
  const difference = new Float64Array(SIDE * SIDE);
  let count = 0;
  for (let place = 0; place < seen.length; place++) {
    const value = at(relief, place) - at(meanRelief, place);
    if (!Number.isFinite(value)) continue;
    seen[place] = 1;
    difference[place] = value;
    count += 1;
  }
  if (count < SEEN_MIN * placesWanted) return null;
  const smooth = smoothed(difference, seen);
  for (const axis of count === placesWanted ? wholeAxes : orthonormal(axisErrors, seen)) takeOut(smooth, axis);
  const length = lengthOf(smooth);
  return length > 0 ? Float32Array.from(smooth, (value) => value / length) : null;
}

/** Means over the 3 × 3 places about each, with the weights 1, 2 and 4 of a small bell, of those that were seen. */
function smoothed(values: Float64Array, seen: Uint8Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let place = 0; place < out.length; place++) {
    if (at(seen, place) === 0) continue;
    const [row, column] = [Math.floor(place / SIDE), place % SIDE];
    let sum = 0;
    let weights = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(SIDE - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(SIDE - 1, column + 1); x++) {
        const other = y * SIDE + x;
        const weight = (y === row ? 2 : 1) * (x === column ? 2 : 1) * at(seen, other);
        sum += weight * at(values, other);
        weights += weight;
      }
    }
    out[place] = sum / weights;
  }
  return out;
}

/** How the mean relief changes when its axes are off by a little. */
const axisErrors: readonly Float64Array[] = (() => {
  const over = (value: (x: number, y: number) => number): Float64Array =>
    Float64Array.from({ length: SIDE * SIDE }, (_, place) => value(place % SIDE, Math.floor(place / SIDE)));
  const height = (x: number, y: number): number => {
    const value = at(meanRelief, Math.max(0, Math.min(SIDE - 1, y)) * SIDE + Math.max(0, Math.min(SIDE - 1, x)));
    return Number.isNaN(value) ? 0 : value;
  };
  const alongX = (x: number, y: number): number => (height(x + 1, y) - height(x - 1, y)) / 2;
  const alongY = (x: number, y: number): number => (height(x, y + 1) - height(x, y - 1)) / 2;
  return [
    over(() => 1),
    over((x) => x - MIDDLE),
    over((_, y) => y - MIDDLE),
    over(alongX),
    over(alongY),
    over((x, y) => alongX(x, y) * (y - EYES) - alongY(x, y) * (x - MIDDLE)),
  ];
})();

/** Gram and Schmidt over the places that were seen. */
function orthonormal(vectors: readonly Float64Array[], seen: Uint8Array): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.map((value, i) => value * at(seen, i));
    for (const axis of basis) takeOut(rest, axis);
    const length = lengthOf(rest);
    if (length > 1e-6) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** Changes `values`. @param axis of unit length */
function takeOut(values: Float64Array, axis: Float64Array): void {
  let share = 0;
  for (let i = 0; i < values.length; i++) share += at(values, i) * at(axis, i);
  for (let i = 0; i < values.length; i++) values[i] = at(values, i) - share * at(axis, i);
}

function lengthOf(values: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += at(values, i) ** 2;
  return Math.sqrt(squares);
}

const wanted = Uint8Array.from(meanRelief, (value) => (Number.isNaN(value) ? 0 : 1));
const placesWanted = wanted.reduce((sum, value) => sum + value, 0);
/** Of a face that was seen wherever the mean was, as nearly all are. */
const wholeAxes = orthonormal(axisErrors, wanted);
