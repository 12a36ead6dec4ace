import type { Contestant } from './contestant.js';
import type { Truth } from './native-tools.js';

/** Scores of float32 differ by less than this from those of double precision, whoever sums them. */
export const scoreSlack = 1e-6;

export interface Judgement {
  /** Null for a search by threshold where no query has a reference that reaches it. */
  readonly recallAt1: number | null;
  readonly recallAt10: number | null;
  /** References at the threshold that were not told; 0 for a search of the best. */
  readonly missed: number;
}

/**
 * @param answers ids for each query, one element of `truth` each; a search of the best tells the highest first
 * @returns for a search of the best: the share of queries whose best is told first, and of the ten best that are told;
 * by threshold: the share of queries with references at the threshold whose best is told, and of those references
 */
export function judge(
  truth: readonly Truth[],
  answers: readonly (readonly number[])[],
  asks: Contestant['asks'],
): Judgement {
  if (answers.length !== truth.length) throw new Error(`${answers.length} answers to ${truth.length} queries`);
  const asked = truth.map((of, query) => ({ of, told: answers[query]! }));
  return asks === 'best' ? judgeBest(asked) : judgeThreshold(asked);
}

interface Asked {
  readonly of: Truth;
  readonly told: readonly number[];
}

function judgeBest(asked: readonly Asked[]): Judgement {
  // Where two are within the slack, either may be first.
  const first = asked.filter(({ of, told }) => {
    const place = told[0] === undefined ? -1 : of.ids.indexOf(told[0]);
    return place >= 0 && of.scores[place]! >= of.scores[0]! - scoreSlack;
  });
  const found = asked.map(({ of, told }) => of.ids.filter((id) => told.includes(id)).length);
  const wanted = asked.map(({ of }) => of.ids.length);
  return { recallAt1: first.length / asked.length, recallAt10: sum(found) / sum(wanted), missed: 0 };
}

function judgeThreshold(asked: readonly Asked[]): Judgement {
  const withMates = asked.filter(({ of }) => of.above.length > 0);
  if (withMates.length === 0) return { recallAt1: null, recallAt10: null, missed: 0 };
  const first = withMates.filter(({ of, told }) => told.includes(of.above[0]!));
  const found = sum(withMates.map(({ of, told }) => of.above.filter((id) => told.includes(id)).length));
  const wanted = sum(withMates.map(({ of }) => of.above.length));
  return { recallAt1: first.length / withMates.length, recallAt10: found / wanted, missed: wanted - found };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
