/** How well times lie on a straight line through sizes. */
export interface Line {
  readonly msPerMillion: number;
  readonly fixedMs: number;
  /** Coefficient of determination; NaN of fewer than three points. */
  readonly r2: number;
  /** The same of logarithms, where the largest size does not outweigh the others. */
  readonly logarithmicR2: number;
  /** 1 where time grows as size does. */
  readonly logarithmicSlope: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function lineThrough(points: readonly Point[]): Line {
  const plain = leastSquares(points);
  const logarithmic = leastSquares(points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) })));
  return {
    msPerMillion: plain.slope * 1e6,
    fixedMs: plain.intercept,
    r2: plain.r2,
    logarithmicR2: logarithmic.r2,
    logarithmicSlope: logarithmic.slope,
  };
}

function leastSquares(points: readonly Point[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const products = (a: (point: Point) => number, b: (point: Point) => number) =>
    points.reduce((sum, point) => sum + a(point) * b(point), 0);
  const [dx, dy] = [({ x }: Point) => x - meanX, ({ y }: Point) => y - meanY];
  const slope = products(dx, dy) / products(dx, dx);
  const intercept = meanY - slope * meanX;
  const residual = ({ x, y }: Point) => y - intercept - slope * x;
  const r2 = points.length < 3 ? NaN : 1 - products(residual, residual) / products(dy, dy);
  return { slope, intercept, r2 };
}
