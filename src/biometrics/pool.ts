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

/** Length of the weighted mean of the members' embeddings, 0–1; NaN without members. */
export function meanLength(members: readonly PoolMember[], gram: Gram): number {
  let squares = 0;
  for (const { face, weight } of members) squares += weight * scoreWithSum(face, members, gram);
  return Math.sqrt(Math.max(0, squares)) / weightOf(members);
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
  const middle = middleOf(members, gram);
  if (!middle) return [];
  const around = members.filter(({ face }) => between(gram, face, middle.face) >= scoreMin);
  const pool = around.length > 0 ? around : [middle];
  const scale = weightOf(pool) * Math.sqrt(meanLength(pool, gram));
  return members.filter(({ face }) => scoreWithSum(face, pool, gram) / scale >= scoreMin);
}

/** The one closest to the pool of all, the first of equals; null without any. */
function middleOf(members: readonly PoolMember[], gram: Gram): PoolMember | null {
  let [middle, best]: [PoolMember | null, number] = [members[0] ?? null, -Infinity];
  for (const member of members) {
    const score = scoreWithSum(member.face, members, gram);
    if (score > best) [middle, best] = [member, score];
  }
  return middle;
}
