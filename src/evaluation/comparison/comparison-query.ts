import type { PairLabels } from '../../engine/native.js';
import { badField } from '../../errors.js';
import type { AllPairsQuery, EmbeddingSet, ScoredPairs, SearchQuery } from './all-pairs.js';

/** From a query to what the native side takes; it checks numbers and lengths again. */

/** Groups in all: the bins of each take 1.6 MB in every thread. */
const GROUPS_MAX = 512;
/** 24 bytes each in every thread. */
const LISTED_MAX = 10_000_000;
/** Room for mated pairs, 12 bytes each. */
const MATED_MAX = 100_000_000;
/** The block of rows that the native side compares at a time. */
const SHARE_ROWS_MAX = 192;
/** A multiple of the rows of every kernel's tile, so that no tile is half empty. */
const SHARE_ROWS_STEP = 24;
/** So many that the last threads at work have little left to do, and that progress is seen. */
const SHARES_PER_THREAD = 16;
const UNIT_TOLERANCE = 1e-3;

/** @throws RangeError unless each row is a unit vector, which excludes NaN and infinities */
export function checkSet({ values, dimension, count }: EmbeddingSet): void {
  if (values.length !== dimension * count) {
    throw new RangeError(`values must be ${count} rows of ${dimension}; they are ${values.length} numbers`);
  }
  for (let row = 0; row < count; row++) {
    let squares = 0;
    for (let k = row * dimension; k < (row + 1) * dimension; k++) squares += (values[k] ?? 0) ** 2;
    if (!(Math.abs(squares - 1) <= 2 * UNIT_TOLERANCE)) {
      throw new RangeError(`every row must be a unit vector; row ${row} is not`);
    }
  }
}

/** @throws RangeError */
export function checkLength(name: string, array: Int32Array, length: number): void {
  if (array.length !== length) throw new RangeError(`${name} must be ${length} long; it is ${array.length} long`);
}

/** The pairs to list: no more than there are. @throws RangeError */
export function listedMaxOf({ set, listedMax }: AllPairsQuery): number {
  if (!Number.isInteger(listedMax) || listedMax < 0 || listedMax > LISTED_MAX) {
    throw new RangeError(`listedMax must be a whole number from 0 to ${LISTED_MAX}; it is ${listedMax}`);
  }
  return Math.min(listedMax, (set.count * (set.count - 1)) / 2);
}

export interface NumberedLabels {
  readonly labels: PairLabels;
  /** For each attribute how many groups it has. */
  readonly groupCounts: readonly number[];
}

/**
 * Groups numbered over all attributes.
 *
 * @throws FaceError BAD_FIELD for too many groups; RangeError for arrays that are not as long as the set
 */
export function numberedLabels({ set, identities, corrected, groups }: AllPairsQuery): NumberedLabels {
  checkLength('identities', identities, set.count);
  checkLength('corrected', corrected, set.count);
  for (const attribute of groups) checkLength('groups', attribute, set.count);
  const groupCounts = groups.map((attribute) => attribute.reduce((most, group) => Math.max(most, group + 1), 0));
  const groupCount = groupCounts.reduce((sum, count) => sum + count, 0);
  if (groupCount > GROUPS_MAX) throw badField('groups', `at most ${GROUPS_MAX} values in all`, `${groupCount}`);
  const numbers = new Int32Array(groups.length * set.count);
  let before = 0;
  for (const [index, attribute] of groups.entries()) {
    for (const [row, group] of attribute.entries()) {
      numbers[index * set.count + row] = group < 0 ? group : group + before;
    }
    before += groupCounts[index] ?? 0;
  }
  return { labels: { identities, corrected, groups: numbers, groupCount }, groupCounts };
}

/** For each row the mated pairs of rows before it, and in the end that of all. @throws RangeError for too many */
export function matedStartsOf(identities: Int32Array): Int32Array {
  const later = new Map<number, number>();
  for (const identity of identities) later.set(identity, (later.get(identity) ?? 0) + 1);
  const starts = new Int32Array(identities.length + 1);
  let mated = 0;
  for (const [row, identity] of identities.entries()) {
    const others = (later.get(identity) ?? 1) - 1;
    later.set(identity, others);
    mated += others;
    if (mated > MATED_MAX) throw new RangeError(`there may be at most ${MATED_MAX} mated pairs; there are more`);
    starts[row + 1] = mated;
  }
  return starts;
}

/** For each probe the place of its identity in the gallery, −1 where it is not. */
export function matesOf({ set, gallery, probes, identities }: SearchQuery): Int32Array {
  checkLength('identities', identities, set.count);
  const identityOf = (row: number): number => {
    const identity = identities[row];
    if (identity === undefined) throw new RangeError(`rows must be from 0 to ${set.count - 1}; one is ${row}`);
    return identity;
  };
  const places = new Map(Array.from(gallery, (row, place) => [identityOf(row), place]));
  if (places.size < gallery.length) throw new RangeError('an identity may be in the gallery once; one is there twice');
  return Int32Array.from(probes, (row) => places.get(identityOf(row)) ?? -1);
}

/** Where shares begin, and in the end the number of all: at least one share, and those of the most work first. */
export function shareStarts(count: number, threads: number): Int32Array {
  const even = Math.ceil(count / (threads * SHARES_PER_THREAD) / SHARE_ROWS_STEP) * SHARE_ROWS_STEP;
  const rows = Math.max(SHARE_ROWS_STEP, Math.min(SHARE_ROWS_MAX, even));
  const shares = Math.max(1, Math.ceil(count / rows));
  return Int32Array.from({ length: shares + 1 }, (_, share) => Math.min(share * rows, count));
}

const shared = (elements: number): SharedArrayBuffer => new SharedArrayBuffer(elements * 4);

export const sharedFloats = (length: number): Float32Array => new Float32Array(shared(length));

export const sharedIntegers = (length: number): Int32Array => new Int32Array(shared(length));

export const sharedPairs = (length: number): ScoredPairs => ({
  scores: sharedFloats(length),
  a: sharedIntegers(length),
  b: sharedIntegers(length),
});
