import type { Point } from './plot.js';

/** What a trade-off can reach: of points with the same x only the lowest, from right to left, zero and one left out. */
export function reached(points: readonly Point[]): Point[] {
  const lowest = new Map<number, number>();
  for (const { x, y } of points) {
    if (x > 0 && x < 1 && y > 0 && y < 1) lowest.set(x, Math.min(y, lowest.get(x) ?? 1));
  }
  return Array.from(lowest, ([x, y]) => ({ x, y })).sort((a, b) => b.x - a.x);
}
