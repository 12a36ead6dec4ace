import type { Comparisons } from './comparisons.js';
import type { Dataset } from '../data/dataset.js';
import type { Attribute } from '../data/groups.js';

/** What pictures compared with each other come to, before any statistic. */
export interface Compared {
  readonly comparisons: Comparisons;
  /** Comparisons of two people of one group, `attr=value`. */
  readonly groups: readonly { readonly group: string; readonly comparisons: Comparisons }[];
  /** Left out of everything else, since the corrections contradict their label. */
  readonly disputed: number;
  /** The lowest mated ones that have a score, and the highest non-mated ones, the worst first. */
  readonly worstMated: readonly PicturePair[];
  readonly worstNonMated: readonly PicturePair[];
  readonly seconds: number;
}

export interface PicturePair {
  readonly score: number;
  /** Pictures. */
  readonly a: number;
  readonly b: number;
}

/** Whose pictures they are. */
export interface Subjects {
  readonly dataset: Dataset;
  /** Identity of each picture with label errors put right. */
  readonly corrected: Int32Array;
  readonly attributes: readonly Attribute[];
}

const WORST_MAX = 21;
/** A picture under the wrong name is in all the worst pairs of its person; shown once or twice it has said so. */
const WORST_OF_PICTURE_MAX = 2;

/** The pairs to look at, of those that come the worst first. */
export function worstOf(pairs: Iterable<PicturePair>): PicturePair[] {
  const shown = new Map<number, number>();
  const worst: PicturePair[] = [];
  for (const { score, a, b } of pairs) {
    if (worst.length === WORST_MAX) break;
    if ([a, b].some((picture) => (shown.get(picture) ?? 0) >= WORST_OF_PICTURE_MAX)) continue;
    for (const picture of [a, b]) shown.set(picture, (shown.get(picture) ?? 0) + 1);
    worst.push({ score, a, b });
  }
  return worst;
}
