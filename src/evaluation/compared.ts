import type { Comparisons } from './comparisons.js';
import type { Dataset } from './dataset.js';
import type { Attribute } from './groups.js';

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

export const WORST_MAX = 20;
