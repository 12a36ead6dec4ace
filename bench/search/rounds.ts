import { setTimeout as pause } from 'node:timers/promises';
import type { Contestant, Row } from './contestant.js';
import { judge, type Judgement } from './judgement.js';
import type { Truth } from './native-tools.js';

/** Contestants take turns, so that whatever else the machine does falls on all of them. */

/** Time of one contestant in one round; one batch runs however long it takes. */
const TURN_MS = 300;
const QUERIES_MAX = 200;
/** For threads that spin a while before they sleep. */
const REST_MS = 15;

export interface Measured {
  readonly rows: readonly Row[];
  /** References at the threshold that our searches by threshold did not tell, over all queries. */
  readonly missedAtThreshold: number;
}

export async function measureInRounds(
  contestants: readonly Contestant[],
  truth: readonly Truth[],
  { rounds, note }: { readonly rounds: number; readonly note: (line: string) => void },
): Promise<Measured> {
  const judged = new Map<Contestant, Judgement>();
  const turns: { readonly contestant: Contestant; readonly queries: number; readonly ms: number[] }[] = [];
  // From the end: the large batches of a method on all threads answer all queries soonest.
  for (const contestant of [...contestants].reverse()) {
    const { queries, judgement } = await firstTurn(contestant, truth, judged);
    judged.set(contestant, judgement);
    turns.unshift({ contestant, queries, ms: [] });
  }
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1} of ${rounds}`);
    // Another one begins each time.
    const first = Math.floor((round * turns.length) / rounds);
    for (const { contestant, queries, ms } of [...turns.slice(first), ...turns.slice(0, first)]) {
      await pause(REST_MS);
      const run = await contestant.run({ from: round * queries, count: queries }, false);
      ms.push(median(run.ms) / contestant.batch);
    }
  }
  const missed = [...judged].filter(([{ system }]) => system === 'face-engine').map(([, { missed }]) => missed);
  return {
    rows: turns.map(({ contestant, ms }) => rowOf(contestant, median(ms), judged.get(contestant)!)),
    missedAtThreshold: missed.reduce((total, value) => total + value, 0),
  };
}

/**
 * All queries once, for the answers, which also warms up; then how many fill a turn. Of a peer's method the answers do not
 * depend on threads and batch, and are judged once; ours are judged every time.
 */
async function firstTurn(
  contestant: Contestant,
  truth: readonly Truth[],
  judged: ReadonlyMap<Contestant, Judgement>,
): Promise<{ readonly queries: number; readonly judgement: Judgement }> {
  const { batch, asks, system, method } = contestant;
  const known = [...judged].find(
    ([other]) => other.system === system && other.method === method && system !== 'face-engine',
  );
  const count = known === undefined ? truth.length : batch;
  const run = await contestant.run({ from: 0, count }, known === undefined);
  const judgement = known === undefined ? judge(truth, run.ids, asks) : known[1];
  const batches = Math.max(1, Math.min(Math.floor(QUERIES_MAX / batch), Math.floor(TURN_MS / median(run.ms))));
  return { queries: batches * batch, judgement };
}

function rowOf({ system, method, threads, batch, ...contestant }: Contestant, ms: number, judged: Judgement): Row {
  const { recallAt1, recallAt10 } = judged;
  const { bytes, buildSeconds } = contestant;
  return { system, method, threads, batch, msPerQuery: ms, recallAt1, recallAt10, bytes, buildSeconds };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0–1; the value below which that share of the values lies, NaN of none */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
