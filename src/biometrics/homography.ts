/**
 * The plane-to-plane map that best carries one set of points onto another, and what it leaves over.
 *
 * Two views of a flat picture are related by one homography, however the picture or the camera moves (Hartley and
 * Zisserman, Multiple View Geometry, 2nd ed., section 13.1). What is left over is parallax, expression or noise.
 */

/** Points as the mesh gives them: n × (x, y, z); z is not used. */
const STRIDE = 3;
const UNKNOWNS = 8;

/**
 * What no homography explains of the motion from `from` to `to`.
 *
 * @param from n × (x, y, z), pixels, n ≥ 4
 * @param to as many points, pixels
 * @param unit length in pixels of `to` that counts as 1
 * @returns n × (x, y) in units, or null where the points are degenerate (all on one line)
 */
export function homographyResidual(from: Float32Array, to: Float32Array, unit: number): Float32Array | null {
  const source = centred(from);
  const target = centred(to);
  const h = solve(normalEquations(source.points, target.points));
  if (!h) return null;
  const count = from.length / STRIDE;
  const residual = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    const [x, y] = [at(source.points, 2 * i), at(source.points, 2 * i + 1)];
    const w = at(h, 6) * x + at(h, 7) * y + 1;
    const px = (at(h, 0) * x + at(h, 1) * y + at(h, 2)) / w;
    const py = (at(h, 3) * x + at(h, 4) * y + at(h, 5)) / w;
    residual[2 * i] = ((at(target.points, 2 * i) - px) * target.scale) / unit;
    residual[2 * i + 1] = ((at(target.points, 2 * i + 1) - py) * target.scale) / unit;
  }
  return residual.every((value) => Number.isFinite(value)) ? residual : null;
}

interface Centred {
  readonly points: Float64Array;
  /** Pixels per unit of `points`. */
  readonly scale: number;
}

/** Shifted to their centroid and scaled to a mean radius of √2, which keeps the equations well conditioned. */
function centred(points: Float32Array): Centred {
  const count = points.length / STRIDE;
  let [mx, my, radius] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    mx += at(points, i * STRIDE) / count;
    my += at(points, i * STRIDE + 1) / count;
  }
  for (let i = 0; i < count; i++) {
    radius += Math.hypot(at(points, i * STRIDE) - mx, at(points, i * STRIDE + 1) - my) / count;
  }
  const scale = radius / Math.SQRT2 || 1;
  const out = new Float64Array(count * 2);
  for (let i = 0; i < count; i++) {
    out[2 * i] = (at(points, i * STRIDE) - mx) / scale;
    out[2 * i + 1] = (at(points, i * STRIDE + 1) - my) / scale;
  }
  return { points: out, scale };
}

/** Normal equations of the direct linear transform with h₃₃ = 1: eight rows of eight coefficients and a right side. */
function normalEquations(source: Float64Array, target: Float64Array): Float64Array[] {
  const rows = Array.from({ length: UNKNOWNS }, () => new Float64Array(UNKNOWNS + 1));
  const add = (equation: readonly number[]): void => {
    for (let i = 0; i < UNKNOWNS; i++) {
      const weight = equation[i] ?? 0;
      const row = rows[i];
      if (weight === 0 || !row) continue;
      for (let j = 0; j <= UNKNOWNS; j++) row[j] = at(row, j) + weight * (equation[j] ?? 0);
    }
  };
  for (let i = 0; i < source.length; i += 2) {
    const [x, y, u, v] = [at(source, i), at(source, i + 1), at(target, i), at(target, i + 1)];
    add([x, y, 1, 0, 0, 0, -u * x, -u * y, u]);
    add([0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  return rows;
}

/** Gaussian elimination with partial pivoting; null when the system is singular. */
function solve(rows: Float64Array[]): Float64Array | null {
  for (let column = 0; column < UNKNOWNS; column++) {
    let pivot = column;
    for (let i = column + 1; i < UNKNOWNS; i++) {
      if (Math.abs(cell(rows, i, column)) > Math.abs(cell(rows, pivot, column))) pivot = i;
    }
    if (Math.abs(cell(rows, pivot, column)) < 1e-9) return null;
    const [top, other] = [rows[column], rows[pivot]];
    if (!top || !other) return null;
    [rows[column], rows[pivot]] = [other, top];
    for (let i = column + 1; i < UNKNOWNS; i++) {
      const factor = cell(rows, i, column) / cell(rows, column, column);
      for (let j = column; j <= UNKNOWNS; j++) setCell(rows, i, j, cell(rows, i, j) - factor * cell(rows, column, j));
    }
  }
  const solution = new Float64Array(UNKNOWNS);
  for (let i = UNKNOWNS - 1; i >= 0; i--) {
    let sum = cell(rows, i, UNKNOWNS);
    for (let j = i + 1; j < UNKNOWNS; j++) sum -= cell(rows, i, j) * at(solution, j);
    solution[i] = sum / cell(rows, i, i);
  }
  return solution;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

function cell(rows: readonly Float64Array[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}

function setCell(rows: readonly Float64Array[], row: number, column: number, value: number): void {
  const target = rows[row];
  if (target) target[column] = value;
}
