import { bounded } from '../../src/evaluation/rates/bootstrap.js';
import type { Random } from '../../src/evaluation/rates/random.js';
import type { Bounded } from '../../src/evaluation/results.js';
import { similarities, type Reference, type Rules, type Stream } from './stream-transactions.js';

/** False match rates of transactions, with bounds over the people on both sides. */

export interface Rate extends Bounded {
  readonly transactions: number;
}

const REPLICATES = 200;

/**
 * FMR of these streams against these references at each similarity of `at`.
 *
 * Bounds (95 %) resample people: one of m pictures brings all his streams, one of k his references, and a transaction
 * weighs the product; who is on both sides is drawn once for both (the pigeonhole bootstrap, as bootstrap.ts).
 */
export function falseMatchRates(
  streams: readonly Stream[],
  references: readonly Reference[],
  { rules, at, random }: { readonly rules: Rules; readonly at: readonly number[]; readonly random: Random },
): Rate[] {
  const people = numbered([...streams, ...references]);
  const [probes, mates] = [countedOf(streams, people), countedOf(references, people)];
  const hits = at.map(() => [] as number[]);
  let row = 0;
  for (const found of similarities(streams, references, rules)) {
    const probe = people.get(streams[row++]!.identity)!;
    for (const [column, similarity] of found.entries()) {
      const pair = probe * people.size + people.get(references[column]!.identity)!;
      for (const [i, asked] of at.entries()) if (similarity >= asked) hits[i]!.push(pair);
    }
  }
  const once = new Float64Array(people.size).fill(1);
  const transactions = weighedTotal(probes, mates, once);
  const draws = Array.from({ length: REPLICATES }, () => drawn(people.size, streams, people, random));
  return hits.map((pairs) => {
    const rateOf = (weights: Float64Array): number => {
      let sum = 0;
      for (const pair of pairs) sum += weights[Math.floor(pair / people.size)]! * weights[pair % people.size]!;
      return sum / weighedTotal(probes, mates, weights);
    };
    return { ...bounded(rateOf(once), draws.map(rateOf).filter(Number.isFinite), transactions), transactions };
  });
}

type Numbers = ReadonlyMap<number, number>;

function numbered(of: readonly { readonly identity: number }[]): Numbers {
  return new Map([...new Set(of.map(({ identity }) => identity))].map((identity, number) => [identity, number]));
}

function countedOf(of: readonly { readonly identity: number }[], people: Numbers): Float64Array {
  const counts = new Float64Array(people.size);
  for (const { identity } of of) counts[people.get(identity)!]! += 1;
  return counts;
}

/** Transactions of different people as the weights count them. */
function weighedTotal(probes: Float64Array, references: Float64Array, weights: Float64Array): number {
  let [a, b, same] = [0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    a += weight * probes[i]!;
    b += weight * references[i]!;
    same += weight * weight * probes[i]! * references[i]!;
  }
  return a * b - same;
}

/** How often each person is drawn: those who made streams among themselves, and the others among themselves. */
function drawn(count: number, streams: readonly Stream[], people: Numbers, random: Random): Float64Array {
  const making = new Set(streams.map(({ identity }) => people.get(identity)!));
  const weights = new Float64Array(count);
  const all = Array.from({ length: count }, (_, i) => i);
  for (const group of [all.filter((i) => making.has(i)), all.filter((i) => !making.has(i))]) {
    for (let draws = 0; draws < group.length; draws++) weights[group[random.below(group.length)]!]! += 1;
  }
  return weights;
}
