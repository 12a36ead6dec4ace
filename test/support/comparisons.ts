import {
  cellsOf,
  type Comparisons,
  sortedBy,
  sortedMated,
  weightOfPairs,
} from '../../src/evaluation/rates/comparisons.js';
import { binOf, countsOf } from '../../src/evaluation/comparison/score-bins.js';
import type { Random } from './seeded.js';

/** Comparisons made up for statistics, and the same counted the slow way. */

export interface MadeComparisons {
  /** Identity of each picture. */
  readonly identities: readonly number[];
  /** Score of pictures a and b, a < b. */
  readonly score: (a: number, b: number) => number;
}

/** Each person has a few pictures; mated scores lie about `shift` above non-mated ones, and people differ. */
export function madeComparisons(random: Random, people: number, shift: number): MadeComparisons {
  const identities = Array.from({ length: people }, (_, i) =>
    new Array<number>(1 + Math.floor(random.uniform() * 4)).fill(i),
  ).flat();
  const easy = Array.from({ length: people }, () => random.gaussian() * 0.05);
  const scores = new Map<string, number>();
  for (let a = 0; a < identities.length; a++) {
    for (let b = a + 1; b < identities.length; b++) {
      const [i, j] = [identities[a]!, identities[b]!];
      const centre = i === j ? shift : easy[i]! + easy[j]!;
      const score = Math.max(-1, Math.min(1, centre + random.gaussian() * 0.1));
      scores.set(`${a}-${b}`, Math.round(score * 1e5) / 1e5);
    }
  }
  return { identities, score: (a, b) => scores.get(`${a}-${b}`)! };
}

interface Pair {
  readonly score: number;
  readonly first: number;
  readonly second: number;
}

export function pairsOf({ identities, score }: MadeComparisons): { mated: Pair[]; nonMated: Pair[] } {
  const mated: Pair[] = [];
  const nonMated: Pair[] = [];
  for (let a = 0; a < identities.length; a++) {
    for (let b = a + 1; b < identities.length; b++) {
      const pair = { score: score(a, b), first: identities[a]!, second: identities[b]! };
      (pair.first === pair.second ? mated : nonMated).push(pair);
    }
  }
  return { mated, nonMated };
}

/** As statistics read them; `listedMax` cuts the list of the highest non-mated ones. */
export function comparisonsOf(made: MadeComparisons, listedMax = Infinity): Comparisons {
  const { mated, nonMated } = pairsOf(made);
  const falling = [...sortedBy(nonMated.length, (k) => binOf(nonMated[k]!.score))].reverse().slice(0, listedMax);
  const cells = cellsOf(Int32Array.from(made.identities), Int32Array.from(made.identities));
  return {
    identities: Int32Array.from(new Set(made.identities)),
    mated: sortedMated(
      mated.map(({ score }) => binOf(score)),
      mated.map(({ first }) => first),
    ),
    nonMated: {
      total: nonMated.length,
      counts: countsOf(nonMated.map(({ score }) => binOf(score))),
      listed: {
        bins: Int32Array.from(falling, (k) => binOf(nonMated[k]!.score)),
        first: Int32Array.from(falling, (k) => nonMated[k]!.first),
        second: Int32Array.from(falling, (k) => nonMated[k]!.second),
      },
      weigh: (multiplicity) => weightOfPairs(cells, multiplicity),
    },
  };
}
