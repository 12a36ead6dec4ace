import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine, type Machine } from '../support/machine.js';
import { generateQueries, streamVectors } from './native-tools.js';
import { type CreateGallery, emptyGallery, fill, ourContestants } from './ours.js';
import { median } from './rounds.js';
import { type Line, lineThrough } from './straight-line.js';

/** Ours alone against the size of the gallery: one gallery that grows, fed by a pipe, so that nothing is stored. */
export interface ScalingOptions {
  /** Rising. */
  readonly counts: readonly number[];
  readonly dimension: number;
  readonly seed: number;
  readonly queries: number;
  readonly threshold: number;
  readonly rounds: number;
  readonly threads: number;
  readonly note: (line: string) => void;
}

export interface ScalingPoint {
  readonly count: number;
  readonly thresholdMs: number;
  readonly certifiedMs: number;
  readonly bytes: number;
  /** While it grew to this size. */
  readonly insertsPerSecond: number;
}

export interface ScalingResult {
  readonly dimension: number;
  readonly threads: number;
  readonly threshold: number;
  readonly precision: 'int8';
  readonly points: readonly ScalingPoint[];
  readonly lines: { readonly threshold: Line; readonly certified: Line };
  /** Time at 10 M over ten times the time at 1 M; null where one was not measured. */
  readonly tenMillionRatio: { readonly threshold: number | null; readonly certified: number | null };
  readonly machine: Machine;
  readonly commit: string | null;
}

const PIECE_ROWS = 10_000;
/** Time of one method in one round, at least one query. */
const TURN_MS = 500;
const QUERIES_MAX = 50;

export async function measureScaling(create: CreateGallery, options: ScalingOptions): Promise<ScalingResult> {
  const { counts, dimension, threads, threshold } = options;
  const folder = mkdtempSync(join(tmpdir(), 'face-engine-search-'));
  const gallery = emptyGallery(create, { count: counts.at(-1)!, dimension, threads, precision: 'int8' });
  try {
    // Mates are among the first, so that the same queries serve all sizes.
    const queries = generateQueries(options, counts[0]!, options.queries, join(folder, 'queries'));
    const points: ScalingPoint[] = [];
    for await (const { count, insertsPerSecond } of grown(gallery, options)) {
      options.note(`${count} references`);
      const { bytes } = gallery.status();
      const loaded = { gallery, threads, dimension, bytes, buildSeconds: 0 };
      const single = ourContestants(loaded, queries, threshold).filter(({ batch }) => batch === 1);
      const ms = new Map<string, number[]>(single.map(({ method }) => [method, []]));
      for (let round = -1; round < options.rounds; round++) {
        for (const { method, run } of single) {
          const estimate = (await run({ from: Math.max(0, round), count: 1 }, false)).ms[0]!;
          const turn = Math.max(1, Math.min(QUERIES_MAX, Math.floor(TURN_MS / estimate)));
          const measured = await run({ from: Math.max(0, round) * turn, count: turn }, false);
          // The first turn warms up.
          if (round >= 0) ms.get(method)!.push(median(measured.ms));
        }
      }
      const of = (method: string) => median(ms.get(method) ?? []);
      const [thresholdMs, certifiedMs] = [of('threshold'), of('top-10, certified')];
      points.push({ count, thresholdMs, certifiedMs, bytes, insertsPerSecond });
    }
    return resultOf(points, options);
  } finally {
    gallery.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Grows the gallery, and stops at every size that is to be measured. */
async function* grown(gallery: ReturnType<CreateGallery>, { counts, dimension, seed }: ScalingOptions) {
  let [first, seconds, from] = [0, 0, 0];
  for await (const piece of streamVectors({ dimension, seed }, counts.at(-1)!, PIECE_ROWS)) {
    for (let row = 0; row < piece.length / dimension;) {
      const stop = counts.find((count) => count > first)!;
      const rows = Math.min(piece.length / dimension - row, stop - first);
      seconds += await fill(gallery, piece.subarray(row * dimension, (row + rows) * dimension), dimension, first);
      row += rows;
      first += rows;
      if (first < stop) continue;
      yield { count: first, insertsPerSecond: (first - from) / seconds };
      [seconds, from] = [0, first];
    }
  }
}

function resultOf(points: readonly ScalingPoint[], options: ScalingOptions): ScalingResult {
  const line = (of: (point: ScalingPoint) => number) =>
    lineThrough(points.map((point) => ({ x: point.count, y: of(point) })));
  const ratio = (of: (point: ScalingPoint) => number) => {
    const [one, ten] = [1e6, 1e7].map((wanted) => points.find(({ count }) => count === wanted));
    return one && ten ? of(ten) / (10 * of(one)) : null;
  };
  const machine = describeMachine();
  const { dimension, threads, threshold } = options;
  const [byThreshold, certified] = [(p: ScalingPoint) => p.thresholdMs, (p: ScalingPoint) => p.certifiedMs];
  return {
    dimension,
    threads,
    threshold,
    precision: 'int8',
    points,
    lines: { threshold: line(byThreshold), certified: line(certified) },
    tenMillionRatio: { threshold: ratio(byThreshold), certified: ratio(certified) },
    machine,
    commit: machine.commit,
  };
}
