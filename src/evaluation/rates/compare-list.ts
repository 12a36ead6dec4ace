import { comparePairs } from '../comparison/all-pairs.js';
import { type Compared, type PicturePair, type Subjects, worstOf } from './compared.js';
import { type Comparisons, type NonMatedComparisons, sortedBy, sortedMated } from './comparisons.js';
import type { ListedPair } from '../data/dataset.js';
import { type Embedded, NO_ROW } from '../measuring/embed.js';
import { isDisputed, UNKNOWN_IDENTITY } from '../data/label-errors.js';
import { binOf, countsOf } from '../comparison/score-bins.js';

interface ScoredPair extends PicturePair {
  readonly mated: boolean;
  readonly bin: number;
  readonly first: number;
  readonly second: number;
}

/** The comparisons of a list; it says which are mated. */
export function compareListed(subjects: Subjects, embedded: Embedded, list: readonly ListedPair[]): Compared {
  const startedMs = performance.now();
  const { corrected, attributes } = subjects;
  const undisputed = list.filter(
    ({ mated, a, b }) =>
      // A list may pair two folders as mated without any correction; only a correction disputes.
      !changed(subjects, a, b) ||
      !isDisputed(mated, corrected[a] ?? UNKNOWN_IDENTITY, corrected[b] ?? UNKNOWN_IDENTITY),
  );
  const scored = scoresOf(subjects, embedded, undisputed);
  const shown = scored.filter(({ score }) => score > -Infinity);
  return {
    comparisons: comparisonsOf(scored),
    groups: attributes.flatMap(({ name, values, groupOf }) =>
      values.map((value, group) => ({
        group: `${name}=${value}`,
        comparisons: comparisonsOf(
          scored.filter(({ first, second }) => groupOf[first] === group && groupOf[second] === group),
        ),
      })),
    ),
    disputed: list.length - undisputed.length,
    worstMated: worstOf(shown.filter(({ mated }) => mated).sort((x, y) => x.score - y.score)),
    worstNonMated: worstOf(shown.filter(({ mated }) => !mated).sort((x, y) => y.score - x.score)),
    seconds: (performance.now() - startedMs) / 1000,
  };
}

const changed = ({ dataset, corrected }: Subjects, a: number, b: number): boolean =>
  corrected[a] !== dataset.identities[a] || corrected[b] !== dataset.identities[b];

function scoresOf({ dataset }: Subjects, { set, rowOf }: Embedded, list: readonly ListedPair[]): ScoredPair[] {
  const row = (picture: number): number => rowOf[picture] ?? NO_ROW;
  const shown = list.filter(({ a, b }) => row(a) !== NO_ROW && row(b) !== NO_ROW);
  const scores = comparePairs(
    set,
    Int32Array.from(shown, ({ a }) => row(a)),
    Int32Array.from(shown, ({ b }) => row(b)),
  );
  const scoreOf = new Map(shown.map((pair, k) => [pair, scores[k] ?? 0]));
  return list.map((pair) => {
    const score = scoreOf.get(pair) ?? -Infinity;
    const [first, second] = [dataset.identities[pair.a] ?? 0, dataset.identities[pair.b] ?? 0];
    return { ...pair, score, bin: binOf(score), first, second };
  });
}

/** Non-mated pairs without a face take part in nothing. */
function comparisonsOf(scored: readonly ScoredPair[]): Comparisons {
  const mated = scored.filter((pair) => pair.mated);
  const nonMated = scored.filter((pair) => !pair.mated && pair.score > -Infinity);
  const taking = new Set([...mated, ...nonMated].flatMap(({ first, second }) => [first, second]));
  return {
    identities: Int32Array.from(taking),
    mated: sortedMated(
      mated.map(({ bin }) => bin),
      mated.map(({ first }) => first),
    ),
    nonMated: nonMatedOf(nonMated),
  };
}

function nonMatedOf(pairs: readonly ScoredPair[]): NonMatedComparisons {
  const falling = Array.from(sortedBy(pairs.length, (k) => pairs[k]?.bin ?? 0)).reverse();
  const pick = (of: (pair: ScoredPair) => number): Int32Array =>
    Int32Array.from(
      falling.flatMap((k) => pairs[k] ?? []),
      of,
    );
  const [bins, first, second] = [pick(({ bin }) => bin), pick((pair) => pair.first), pick((pair) => pair.second)];
  return {
    total: pairs.length,
    counts: countsOf(bins),
    listed: { bins, first, second },
    weigh: (multiplicity) => {
      let sum = 0;
      for (let k = 0; k < first.length; k++) {
        sum += (multiplicity[first[k] ?? 0] ?? 0) * (multiplicity[second[k] ?? 0] ?? 0);
      }
      return sum;
    },
  };
}
