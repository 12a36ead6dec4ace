import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Native } from '../../src/engine/native.js';
import { unknownPerson } from './dataset.js';
import { added, binOf, emptyHistogram, type Histogram } from './rates.js';

/** Embeddings of the pictures that show a face, row by row in shared memory, so that workers compare without a copy. */
export interface Vectors {
  readonly values: Float32Array<SharedArrayBuffer>;
  readonly dimension: number;
  /** Who the data set says it is. */
  readonly labels: Int32Array;
  /** Who it is with the known errors put right. */
  readonly corrected: Int32Array;
}

export interface Comparisons {
  readonly mated: Histogram;
  readonly nonMated: Histogram;
  /** Non-mated by the labels, but known or suspected to show one person. */
  readonly disputed: Histogram;
  /** The highest non-mated scores that are not disputed: where label errors not yet known are to be found. */
  readonly highest: readonly Compared[];
}

export interface Compared {
  readonly score: number;
  readonly a: number;
  readonly b: number;
}

export interface ComparisonShare {
  readonly vectors: Vectors;
  /** This worker takes every `step`-th row from `first` on. */
  readonly first: number;
  readonly step: number;
}

const highestMax = 40;
/** A higher score than nearly all non-mated pairs have, so that the list of the highest stays short. */
const highestScoreMin = 0.4;

export function compareShare({ vectors, first, step }: ComparisonShare, native: Native): Comparisons {
  const { values, dimension, labels, corrected } = vectors;
  const rows = Array.from(labels, (_, i) => values.subarray(i * dimension, (i + 1) * dimension));
  const mated = emptyHistogram();
  const nonMated = emptyHistogram();
  const disputed = emptyHistogram();
  const highest: Compared[] = [];
  for (let a = first; a < rows.length; a += step) {
    for (let b = a + 1; b < rows.length; b++) {
      const score = native.cosine(rows[a]!, rows[b]!);
      const same = corrected[a] === corrected[b] || corrected[a] === unknownPerson || corrected[b] === unknownPerson;
      const histogram = labels[a] === labels[b] ? mated : same ? disputed : nonMated;
      histogram[binOf(score)]! += 1;
      if (histogram === nonMated && score >= highestScoreMin) highest.push({ score, a, b });
    }
  }
  return { mated, nonMated, disputed, highest: topOf(highest) };
}

const topOf = (compared: readonly Compared[]) => compared.toSorted((x, y) => y.score - x.score).slice(0, highestMax);

/** Every picture against every other, in `workers` threads. */
export async function compareAll(vectors: Vectors, workers: number): Promise<Comparisons> {
  const shares = await Promise.all(
    Array.from({ length: workers }, (_, first) => inWorker({ vectors, first, step: workers })),
  );
  return shares.reduce((a, b) => ({
    mated: added(a.mated, b.mated),
    nonMated: added(a.nonMated, b.nonMated),
    disputed: added(a.disputed, b.disputed),
    highest: topOf([...a.highest, ...b.highest]),
  }));
}

function inWorker(share: ComparisonShare): Promise<Comparisons> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'compare-worker.js'), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
