import type { AllPairsCounts, ScoredPairs } from './all-pairs.js';
import type { ThreadCounts } from './comparison-task.js';

/**
 * The counts of all threads together, which do not depend on who counted what.
 *
 * @param groupCounts for each attribute how many groups it has
 */
export function mergedCounts(
  counted: readonly ThreadCounts[],
  groupCounts: readonly number[],
  listedMax: number,
): Omit<AllPairsCounts, 'mated'> {
  const nonMated = sumOf(counted.map((counts) => counts.nonMated));
  const within = sumOf(counted.map((counts) => counts.nonMatedWithin));
  const found = counted.reduce((sum, { listed }) => sum + listed.scores.length, 0);
  const lists = counted.map(({ listed }) => listed);
  return {
    nonMated,
    disputed: sumOf(counted.map((counts) => counts.disputed)),
    nonMatedWithin: groupsOf(within, groupCounts, nonMated.length),
    listed: highestOf(lists, Math.min(found, listedMax)),
    listCut: found > listedMax || counted.some(({ listCut }) => listCut),
  };
}

/** Counts are whole numbers below 2⁵³, so that sums are exact in any order. */
function sumOf(arrays: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = arrays;
  for (const array of others) for (let i = 0; i < first.length; i++) first[i] = (first[i] ?? 0) + (array[i] ?? 0);
  return first;
}

function groupsOf(within: Float64Array, groupCounts: readonly number[], bins: number): Float64Array[][] {
  let before = 0;
  return groupCounts.map((count) =>
    Array.from({ length: count }, () => within.subarray(before * bins, ++before * bins)),
  );
}

/** Merges lists that are in order. */
function highestOf(lists: readonly ScoredPairs[], length: number): ScoredPairs {
  const highest = { scores: new Float32Array(length), a: new Int32Array(length), b: new Int32Array(length) };
  const places = lists.map(() => 0);
  const heads = lists.map((list) => pairAt(list, 0));
  for (let i = 0; i < length; i++) {
    let best = 0;
    for (let list = 1; list < heads.length; list++) if (isHigher(heads[list], heads[best])) best = list;
    const { score, a, b } = heads[best] ?? NO_PAIR;
    [highest.scores[i], highest.a[i], highest.b[i]] = [score, a, b];
    places[best] = (places[best] ?? 0) + 1;
    heads[best] = pairAt(lists[best], places[best] ?? 0);
  }
  return highest;
}

interface ScoredPair {
  readonly score: number;
  readonly a: number;
  readonly b: number;
}

/** What comes after the end of a list. */
const NO_PAIR: ScoredPair = { score: -Infinity, a: Infinity, b: Infinity };

function pairAt(list: ScoredPairs | undefined, place: number): ScoredPair {
  const score = list?.scores[place];
  if (list === undefined || score === undefined) return NO_PAIR;
  return { score, a: list.a[place] ?? 0, b: list.b[place] ?? 0 };
}

/** The order of the native side: by score, then by first and second row. */
function isHigher(left = NO_PAIR, right = NO_PAIR): boolean {
  if (left.score !== right.score) return left.score > right.score;
  return left.a !== right.a ? left.a < right.a : left.b < right.b;
}
