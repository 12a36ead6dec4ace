import { calibration, type CalibrationTable } from '../../biometrics/calibration.js';
import {
  type AllPairsCounts,
  compareAllPairs,
  comparePairs,
  type ComparisonOptions,
  type ScoredPairs,
} from '../comparison/all-pairs.js';
import { type Compared, type PicturePair, type Subjects, worstOf } from './compared.js';
import {
  type Cell,
  cellsOf,
  type Comparisons,
  kept,
  type NonMatedComparisons,
  sortedMated,
  weightOfPairs,
} from './comparisons.js';
import { type Embedded, NO_ROW } from '../measuring/embed.js';
import { type Attribute, NO_GROUP } from '../data/groups.js';
import { isDisputed, UNKNOWN_IDENTITY } from '../data/label-errors.js';
import { randomFrom } from './random.js';
import { BIN_NONE, binOf, binsOf } from '../comparison/score-bins.js';

/** Share of the non-mated comparisons that is listed, so that bounds reach past FMR 1 % and most equal error rates. */
const LISTED_SHARE = 0.03;
const LISTED_MIN = 1_000_000;
/** 48 MB, and some four seconds for a thousand replicates. */
const LISTED_MAX = 4_000_000;
const SAMPLED_PAIRS = 200_000;
/** Lower than any comparison score. */
const SCORE_LOWEST = -2;
/** Up to here measured false match rates have bounds, whatever they are. */
const SIMILARITY_LISTED_MIN = 0.6;

/** Rows as the comparison knows them. */
interface Rows {
  readonly identities: Int32Array;
  readonly corrected: Int32Array;
}

/** Every picture against every other; people are mated when their pictures lie in one folder. */
export async function compareAllPictures(
  subjects: Subjects,
  embedded: Embedded,
  table: CalibrationTable,
  options: ComparisonOptions,
): Promise<Compared> {
  const startedMs = performance.now();
  const { dataset, attributes } = subjects;
  const rows: Rows = {
    identities: Int32Array.from(embedded.pictureOf, (picture) => dataset.identities[picture] ?? 0),
    corrected: Int32Array.from(embedded.pictureOf, (picture) => subjects.corrected[picture] ?? UNKNOWN_IDENTITY),
  };
  const pairs = (embedded.set.count * (embedded.set.count - 1)) / 2;
  const query = {
    set: embedded.set,
    ...rows,
    groups: attributes.map(({ groupOf }) => Int32Array.from(rows.identities, (i) => groupOf[i] ?? NO_GROUP)),
    listedMin: pairs <= LISTED_MIN ? SCORE_LOWEST : listedMinOf(embedded, rows.identities, table),
    listedMax: Math.min(LISTED_MAX, Math.max(LISTED_MIN, Math.ceil(pairs * LISTED_SHARE))),
  };
  const counts = await compareAllPairs(query, options);
  const compared = comparedOf(subjects, embedded, rows, counts);
  return { ...compared, seconds: (performance.now() - startedMs) / 1000 };
}

function comparedOf(
  subjects: Subjects,
  embedded: Embedded,
  rows: Rows,
  counts: AllPairsCounts,
): Omit<Compared, 'seconds'> {
  const cells = cellsOf(rows.identities, rows.corrected);
  const undisputed = Int32Array.from(counts.mated.scores.keys()).filter(
    (k) => !isDisputed(true, correctedAt(rows, counts.mated.a, k), correctedAt(rows, counts.mated.b, k)),
  );
  const lost = lostComparisons(subjects, embedded);
  const whole: Comparisons = {
    identities: Int32Array.from(subjects.dataset.names.keys()),
    mated: sortedMated(
      [...Array.from(undisputed, (k) => binOf(counts.mated.scores[k] ?? 0)), ...lost.map(() => BIN_NONE)],
      [...Array.from(undisputed, (k) => rows.identities[counts.mated.a[k] ?? 0] ?? 0), ...lost],
    ),
    nonMated: nonMatedOf(counts, rows, cells),
  };
  const pairsAt = function* ({ scores, a, b }: ScoredPairs, order: Iterable<number>): Generator<PicturePair> {
    for (const k of order) {
      const [first, second] = [embedded.pictureOf[a[k] ?? 0] ?? 0, embedded.pictureOf[b[k] ?? 0] ?? 0];
      yield { score: scores[k] ?? 0, a: first, b: second };
    }
  };
  const { mated, listed } = counts;
  return {
    comparisons: whole,
    groups: subjects.attributes.flatMap((attribute, index) =>
      attribute.values.map((value, number) => ({
        group: `${attribute.name}=${value}`,
        comparisons: within(whole, attribute, number, { cells, counts: counts.nonMatedWithin[index]?.[number] }),
      })),
    ),
    disputed: mated.scores.length - undisputed.length + counts.disputed.reduce((sum, count) => sum + count, 0),
    worstMated: worstOf(
      pairsAt(
        mated,
        undisputed.toSorted((x, y) => (mated.scores[x] ?? 0) - (mated.scores[y] ?? 0)),
      ),
    ),
    worstNonMated: worstOf(pairsAt(listed, listed.scores.keys())),
  };
}

const correctedAt = ({ corrected }: Rows, rowOf: Int32Array, k: number): number =>
  corrected[rowOf[k] ?? 0] ?? UNKNOWN_IDENTITY;

function nonMatedOf(counts: AllPairsCounts, { identities }: Rows, cells: readonly Cell[]): NonMatedComparisons {
  const { listed, nonMated } = counts;
  return {
    total: nonMated.reduce((sum, count) => sum + count, 0),
    counts: nonMated,
    listed: {
      bins: binsOf(listed.scores),
      first: Int32Array.from(listed.a, (row) => identities[row] ?? 0),
      second: Int32Array.from(listed.b, (row) => identities[row] ?? 0),
    },
    weigh: (multiplicity) => weightOfPairs(cells, multiplicity),
  };
}

/** The comparisons of two people of one group. */
function within(
  { identities, mated, nonMated }: Comparisons,
  { groupOf }: Attribute,
  group: number,
  all: { readonly cells: readonly Cell[]; readonly counts: Float64Array | undefined },
): Comparisons {
  const belongs = (identity: number | undefined): boolean => groupOf[identity ?? -1] === group;
  const counts = all.counts ?? new Float64Array(nonMated.counts.length);
  const cells = all.cells.filter(({ identity }) => belongs(identity));
  return {
    identities: identities.filter(belongs),
    mated: {
      bins: mated.bins.filter((_, k) => belongs(mated.identity[k])),
      identity: mated.identity.filter(belongs),
    },
    nonMated: {
      total: counts.reduce((sum, count) => sum + count, 0),
      counts,
      listed: kept(nonMated.listed, (k) => belongs(nonMated.listed.first[k]) && belongs(nonMated.listed.second?.[k])),
      weigh: (multiplicity) => weightOfPairs(cells, multiplicity),
    },
  };
}

/** The identity of each mated comparison that a picture without a face takes away; doubtful pictures have none to lose. */
function lostComparisons({ dataset, corrected }: Subjects, { rowOf }: Embedded): number[] {
  const [pictures, shown] = [new Int32Array(dataset.names.length), new Int32Array(dataset.names.length)];
  for (const [picture, identity] of dataset.identities.entries()) {
    if (corrected[picture] === UNKNOWN_IDENTITY) continue;
    pictures[identity] = (pictures[identity] ?? 0) + 1;
    if (rowOf[picture] !== NO_ROW) shown[identity] = (shown[identity] ?? 0) + 1;
  }
  const pairsOf = (count: number): number => (count * (count - 1)) / 2;
  return Array.from(pictures).flatMap((count, identity) =>
    new Array<number>(pairsOf(count) - pairsOf(shown[identity] ?? 0)).fill(identity),
  );
}

/** The score from which on comparisons are listed, found on a sample of them; always low enough for similarity 0.60. */
function listedMinOf({ set }: Embedded, identities: Int32Array, table: CalibrationTable): number {
  const random = randomFrom(set.count);
  const [a, b] = [new Int32Array(SAMPLED_PAIRS), new Int32Array(SAMPLED_PAIRS)];
  for (let k = 0; k < SAMPLED_PAIRS; k++) {
    a[k] = random.below(set.count);
    b[k] = random.below(set.count);
  }
  const scores = comparePairs(set, a, b)
    .filter((_, k) => identities[a[k] ?? 0] !== identities[b[k] ?? 0])
    .sort();
  const sampled = scores[Math.floor(scores.length * (1 - LISTED_SHARE))] ?? SCORE_LOWEST;
  return Math.min(sampled, calibration(table).scoreAt(SIMILARITY_LISTED_MIN));
}
