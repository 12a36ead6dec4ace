/**
 * Comparisons as every statistic reads them, whether they come from a list or are all pairs of pictures, of everybody
 * or within one group.
 */
export interface Comparisons {
  /** Identity numbers that take part: what is resampled. */
  readonly identities: Int32Array;
  readonly mated: MatedComparisons;
  readonly nonMated: NonMatedComparisons;
}

export interface MatedComparisons {
  /** Rising; BIN_NONE for those with a picture that shows no face. */
  readonly bins: Int32Array;
  /** The identity each belongs to. */
  readonly identity: Int32Array;
}

export interface NonMatedComparisons {
  readonly total: number;
  /** All of them, by score bin. */
  readonly counts: Float64Array;
  /** The highest of them one by one, score falling: what can be weighed when identities are resampled. */
  readonly listed: ListedComparisons;
  /** Weight of all when identity i counts `multiplicity[i]` times: Σ m_a·m_b, for searches Σ m_a. */
  weigh(multiplicity: Uint16Array): number;
}

export interface ListedComparisons {
  readonly bins: Int32Array;
  /** The identities of each; a search has one, and `second` is null. */
  readonly first: Int32Array;
  readonly second: Int32Array | null;
}

/** Rows of one identity, by label and with label errors put right. */
export interface Cell {
  readonly identity: number;
  readonly corrected: number;
  readonly rows: number;
}

/**
 * Counts rows by identity and corrected identity, so that the weight of all non-mated pairs follows from a few thousand
 * cells and no pair is visited. Rows whose corrected identity is negative take part in no undisputed comparison.
 */
export function cellsOf(identities: Int32Array, corrected: Int32Array): Cell[] {
  const cells = new Map<string, { identity: number; corrected: number; rows: number }>();
  for (const [row, identity] of identities.entries()) {
    const right = corrected[row] ?? -1;
    if (right < 0) continue;
    const key = `${identity}:${right}`;
    const cell = cells.get(key) ?? { identity, corrected: right, rows: 0 };
    cell.rows += 1;
    cells.set(key, cell);
  }
  return [...cells.values()];
}

/** Σ m_a·m_b over pairs of rows that differ in identity and in corrected identity, by inclusion and exclusion. */
export function weightOfPairs(cells: readonly Cell[], multiplicity: Uint16Array): number {
  const byIdentity = new Map<number, number>();
  const byCorrected = new Map<number, number>();
  let all = 0;
  let both = 0;
  for (const { identity, corrected, rows } of cells) {
    const weight = rows * (multiplicity[identity] ?? 0);
    if (weight === 0) continue;
    all += weight;
    both += weight * weight;
    byIdentity.set(identity, (byIdentity.get(identity) ?? 0) + weight);
    byCorrected.set(corrected, (byCorrected.get(corrected) ?? 0) + weight);
  }
  return (all * all - squares(byIdentity) - squares(byCorrected) + both) / 2;
}

function squares(weights: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight * weight;
  return sum;
}

/** Mated comparisons in rising order of score. */
export function sortedMated(bins: readonly number[], identity: readonly number[]): MatedComparisons {
  const order = sortedBy(bins.length, (k) => bins[k] ?? 0);
  return {
    bins: Int32Array.from(order, (k) => bins[k] ?? 0),
    identity: Int32Array.from(order, (k) => identity[k] ?? 0),
  };
}

/** Indices 0 … count − 1 by a whole number from −1 on, rising; among equal ones the lower index first. */
export function sortedBy(count: number, key: (index: number) => number): Int32Array {
  // One number for key and index sorts without a comparing function, ten times as fast; both together stay exact.
  const packed = Float64Array.from({ length: count }, (_, index) => (key(index) + 1) * count + index).sort();
  return Int32Array.from(packed, (value) => value % count);
}

export function kept(listed: ListedComparisons, keep: (index: number) => boolean): ListedComparisons {
  const indices = Int32Array.from(listed.bins.keys()).filter(keep);
  const pick = (values: Int32Array): Int32Array => Int32Array.from(indices, (index) => values[index] ?? 0);
  return { bins: pick(listed.bins), first: pick(listed.first), second: listed.second && pick(listed.second) };
}
