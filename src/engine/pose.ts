import type { HeadPose } from '../biometrics/observation.js';
import { at } from './geometry.js';

/**
 * Points of MediaPipe's canonical face model (face_geometry, Apache-2.0) that expressions hardly move, as
 * [mesh index, x, y, z]: centimetres, x to the right of the picture, y up, z towards the camera.
 */
const midline = [
  [10, 0, 8.261778, 4.481535],
  [151, 0, 6.54539, 5.027311],
  [9, 0, 4.885979, 5.385258],
  [168, 0, 3.271027, 5.236015],
  [6, 0, 2.473255, 5.788627],
  [195, 0, 1.059413, 6.774605],
  [4, 0, -0.46317, 7.58658],
  [2, 0, -2.089024, 6.058267],
] as const;

/** [image-left index, image-right index, |x|, y, z]: eye corners, temples, brow ends, cheeks, sides, wings of the nose. */
const pairs = [
  [33, 263, 4.445859, 2.663991, 3.173422],
  [133, 362, 1.856432, 2.585245, 3.757904],
  [54, 284, 6.279331, 6.615427, 1.42585],
  [67, 297, 3.523964, 8.005976, 3.729163],
  [127, 356, 7.743095, 2.364999, -2.005167],
  [50, 280, 4.765501, -0.701554, 3.534632],
  [34, 264, 7.21453, 2.263009, 0.07315],
  [129, 358, 1.785794, -0.978284, 4.85047],
] as const;

/** All points of the fit: [mesh index, x, y, z]. */
export const canonicalPoints: readonly (readonly [index: number, x: number, y: number, z: number])[] = [
  ...midline,
  ...pairs.flatMap(([left, right, x, y, z]) => [[left, -x, y, z] as const, [right, x, y, z] as const]),
];

/** Row-major 3 × 3. */
type Matrix = Float64Array;

/**
 * The pose of a mesh against the canonical face, in the turning order roll, yaw, pitch from the picture inwards: roll is
 * the angle of the eye line, whatever the other two are.
 */
export function poseOf(landmarks: Float32Array): HeadPose {
  const rotation = rotationOf(correlation(landmarks));
  const degrees = 180 / Math.PI;
  return {
    yawDeg: Math.asin(Math.max(-1, Math.min(1, -at(rotation, 6)))) * degrees,
    pitchDeg: -Math.atan2(at(rotation, 7), at(rotation, 8)) * degrees,
    rollDeg: -Math.atan2(at(rotation, 3), at(rotation, 0)) * degrees,
  };
}

/** Σ canonical · observedᵀ about both centroids; the observed mesh is turned to the model's axes (y up, z to the camera). */
function correlation(landmarks: Float32Array): Matrix {
  const observed = (index: number, axis: number) => at(landmarks, 3 * index + axis) * (axis === 0 ? 1 : -1);
  const centre = [0, 1, 2].map(
    (axis) => canonicalPoints.reduce((sum, [index]) => sum + observed(index, axis), 0) / canonicalPoints.length,
  );
  const middle = [1, 2, 3].map(
    (axis) => canonicalPoints.reduce((sum, point) => sum + (point[axis] ?? NaN), 0) / canonicalPoints.length,
  );
  const sums = new Float64Array(9);
  for (const [index, ...point] of canonicalPoints) {
    for (let i = 0; i < 9; i++) {
      const row = Math.floor(i / 3);
      const column = i % 3;
      sums[i] = at(sums, i) + (at(point, row) - at(middle, row)) * (observed(index, column) - at(centre, column));
    }
  }
  return sums;
}

/**
 * The rotation that turns the first pattern into the second with least squares: the dominant eigenvector of a symmetric
 * 4 × 4 matrix is its quaternion (Horn 1987, "Closed-form solution of absolute orientation using unit quaternions").
 */
function rotationOf(sums: Matrix): Matrix {
  const s = (row: number, column: number) => at(sums, 3 * row + column);
  const [x, y, z] = [0, 1, 2] as const;
  // prettier-ignore
  const horn = Float64Array.of(
    s(x, x) + s(y, y) + s(z, z), s(y, z) - s(z, y), s(z, x) - s(x, z), s(x, y) - s(y, x),
    s(y, z) - s(z, y), s(x, x) - s(y, y) - s(z, z), s(x, y) + s(y, x), s(z, x) + s(x, z),
    s(z, x) - s(x, z), s(x, y) + s(y, x), s(y, y) - s(x, x) - s(z, z), s(y, z) + s(z, y),
    s(x, y) - s(y, x), s(z, x) + s(x, z), s(y, z) + s(z, y), s(z, z) - s(x, x) - s(y, y),
  );
  return fromQuaternion(dominantEigenvector(horn));
}

function fromQuaternion(q: Float64Array): Matrix {
  const [w, i, j, k] = [at(q, 0), at(q, 1), at(q, 2), at(q, 3)];
  // prettier-ignore
  return Float64Array.of(
    w * w + i * i - j * j - k * k, 2 * (i * j - w * k), 2 * (i * k + w * j),
    2 * (i * j + w * k), w * w - i * i + j * j - k * k, 2 * (j * k - w * i),
    2 * (i * k - w * j), 2 * (j * k + w * i), w * w - i * i - j * j + k * k,
  );
}

/** Sixteen squarings raise the matrix to the power 65,536: any gap between eigenvalues that matters is gone by then. */
const squarings = 16;

/** Unit eigenvector of the largest (not the largest absolute) eigenvalue of a symmetric 4 × 4 matrix. */
function dominantEigenvector(symmetric: Float64Array): Float64Array {
  const norm = Math.hypot(...symmetric) || 1;
  // The shift by the norm makes every eigenvalue positive.
  let power = symmetric.map((value, i) => value / norm + (i % 5 === 0 ? 1 : 0));
  for (let n = 0; n < squarings; n++) {
    const squared = power.map((_, i) => {
      const row = i - (i % 4);
      const column = i % 4;
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += at(power, row + k) * at(power, 4 * k + column);
      return sum;
    });
    const size = Math.hypot(...squared);
    power = squared.map((value) => value / size);
  }
  // Every column is now a multiple of the eigenvector; the longest has the least rounding noise.
  const columns = [0, 1, 2, 3].map((column) => Float64Array.of(0, 4, 8, 12).map((row) => at(power, row + column)));
  const longest = columns.reduce((best, column) => (Math.hypot(...column) > Math.hypot(...best) ? column : best));
  const length = Math.hypot(...longest);
  return longest.map((value) => value / length);
}
