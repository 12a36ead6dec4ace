/**
 * Pools of samples, told by the comparison scores between them: enough for all that is done with a pool but to store
 * it. So a capture can be judged again when its embeddings are gone (docs/decisions/0016-simulation-without-vectors.md).
 */

/** Comparison scores among the embeddings of a capture: row i holds those of embedding i with 0 … i−1. */
export type Gram = readonly Float32Array[];

export interface PoolMember {
  /** Row of the Gram. */
  readonly face: number;
  /** Positive. */
  readonly weight: number;
}

/** Of unit vectors, whose score with themselves is 1. */
function between(gram: Gram, a: number, b: number): number {
  if (a === b) return 1;
  return gram[Math.max(a, b)]?.[Math.min(a, b)] ?? NaN;
}

function weightOf(members: readonly PoolMember[]): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

/** Comparison score of one embedding with the weighted sum of these. */
function scoreWithSum(face: number, members: readonly PoolMember[], gram: Gram): number {
  let sum = 0;
  for (const member of members) sum += member.weight * between(gram, face, member.face);
  return sum;
}

/**
 * Comparison score of each member with the weighted sum of all. Asked after every frame of a capture: each pair is
 * looked at once, and each row looked up once.
 */
function scoresWithSum(members: readonly PoolMember[], gram: Gram): Float64Array {
  const sums = new Float64Array(members.length);
  const faces = Int32Array.from(members, ({ face }) => face);
  const weights = Float64Array.from(members, ({ weight }) => weight);
  for (let i = 0; i < members.length; i++) {
    const [face, weight, row] = [at(faces, i), at(weights, i), gram[at(faces, i)]];
    let sum = at(sums, i) + weight;
    for (let j = 0; j < i; j++) {
      const other = at(faces, j);
      const score = (other < face ? row?.[other] : gram[other]?.[face]) ?? NaN;
      sum += at(weights, j) * score;
      sums[j] = at(sums, j) + weight * score;
    }
    sums[i] = sum;
  }
  return sums;
}

function at(values: Int32Array | Float64Array, index: number): number {
  return values[index] ?? NaN;
}

/** @param sums from `scoresWithSum` */
function lengthFrom(sums: Float64Array, members: readonly PoolMember[]): number {
  const squares = members.reduce((total, { weight }, index) => total + weight * at(sums, index), 0);
  return Math.sqrt(Math.max(0, squares)) / weightOf(members);
}

/** Length of the weighted mean of the members' embeddings, 0–1; NaN without members. */
export function meanLength(members: readonly PoolMember[], gram: Gram): number {
  return lengthFrom(scoresWithSum(members, gram), members);
}

/**
 * Comparison score of the members' pool with whatever each of them has this score with; what `comparisonScore` gives
 * for `pooled` of embedding.ts. NaN without members.
 */
export function pooledScore(members: readonly PoolMember[], gram: Gram, scoreOf: (face: number) => number): number {
  const sum = members.reduce((total, { face, weight }) => total + weight * scoreOf(face), 0);
  const score = sum / weightOf(members) / Math.sqrt(meanLength(members, gram));
  return Math.max(-1, Math.min(1, score));
}

/**
 * Parts the samples of one person from those of others: those that score at least `scoreMin` against the sample in the
 * middle, and then against the pool of what that left.
 *
 * The pool of all samples only finds the middle; it judges nobody. Where two people share the samples evenly, each
 * scores about 0.7 against the pool of both.
 *
 * @returns those that belong together, in order; one sample always belongs to itself
 */
export function consistentSubset<Member extends PoolMember>(
  members: readonly Member[],
  gram: Gram,
  scoreMin: number,
): readonly Member[] {
  const sums = scoresWithSum(members, gram);
  const middle = members[largest(sums)];
  if (!middle) return [];
  const around = members.filter(({ face }) => between(gram, face, middle.face) >= scoreMin);
  const pool = around.length > 0 ? around : [middle];
  const whole = pool.length === members.length;
  const scale = weightOf(pool) * Math.sqrt(whole ? lengthFrom(sums, members) : meanLength(pool, gram));
  return members.filter(({ face }, index) => {
    const score = whole ? at(sums, index) : scoreWithSum(face, pool, gram);
    return score / scale >= scoreMin;
  });
}

/** Place of the largest number, the first of equals; 0 also without any. */
function largest(values: Float64Array): number {
  let [place, best] = [0, -Infinity];
  for (const [index, value] of values.entries()) if (value > best) [place, best] = [index, value];
  return place;
}
