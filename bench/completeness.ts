import { parseArgs } from 'node:util';
import { loadNative } from '../src/engine/native.js';
import type { NativeGallery } from '../src/engine/native-gallery.js';
import { readDataset } from '../src/evaluation/data/dataset.js';
import { embedAll, type Embedded } from '../src/evaluation/measuring/embed.js';
import { describeMachine } from './support/machine.js';
import { openObserver } from './support/open-observer.js';

/**
 * npm run bench:completeness -- --data DIR [--pack P] [--cases 1000000] [--json]
 *
 * Whether a search by threshold misses anybody, over real embeddings: every picture of the folder is a reference, every
 * picture a probe, and each score of the two that a search by signs would be asked for is a threshold, the hardest there is
 * for that reference. Every drawn rotation makes other cases; as many are drawn as it takes.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    cases: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});

/** Below it a gallery searches by codes, which miss nothing by their bounds (native/gallery/search.cc). */
const scoreMin = (dimension: number): number => 7.6 / Math.sqrt(dimension);
/** Few enough that the gallery does not multiply them as one block, which is by codes again. */
const TOGETHER = 8;
const ROTATIONS_MAX = 1_000;
/** Scores are compared in float32, whose sums differ in the last places with their order. */
const ROUNDING = 1e-6;

const native = loadNative();

interface Tally {
  rotations: number;
  cases: number;
  found: number;
  missed: number;
}

async function main(folder: string): Promise<void> {
  const open = await openObserver(options.pack, true);
  const progress = { start: () => undefined, step: () => undefined, end: () => undefined };
  const dataset = readDataset(folder);
  const paths = dataset.pictures.map((_, picture) => dataset.path(picture));
  const embedded = await embedAll(open.observer, paths, { progress, signal: new AbortController().signal });
  const { modelId, pack } = open.observer;
  await open.close();
  const wanted = Number(options.cases);
  const tally: Tally = { rotations: 0, cases: 0, found: 0, missed: 0 };
  while (tally.cases < wanted && tally.rotations < ROTATIONS_MAX) {
    const before = tally.cases;
    await searchAll(embedded, tally, wanted);
    tally.rotations += 1;
    if (tally.cases === before) throw new Error('no two pictures of the folder are alike enough to be searched for');
  }
  const { set } = embedded;
  const result = {
    ...tally,
    references: set.count,
    dimension: set.dimension,
    pack,
    modelId,
    machine: describeMachine(),
  };
  if (options.json) console.log(JSON.stringify(result));
  else
    console.log(
      `${tally.cases} cases over ${set.count} references and ${tally.rotations} rotations: ${tally.missed} missed`,
    );
  if (tally.missed > 0) process.exitCode = 1;
}

async function searchAll({ set }: Embedded, tally: Tally, wanted: number): Promise<void> {
  const gallery = native.createGallery({
    dimension: set.dimension,
    seed: Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? tally.rotations : i)),
    precision: 'float32',
    bytesMax: 2 ** 32,
    threads: 2,
    queueMax: 2 * TOGETHER,
  });
  const names = Array.from({ length: set.count }, (_, row) => String(row));
  const tags = names.map(() => []);
  await gallery.put(names, tags, new Float32Array(set.values));
  for (let probe = 0; probe < set.count && tally.cases < wanted; probe++) {
    const scores = scoresOf(set, probe);
    const thresholds = scores.filter((score) => score >= scoreMin(set.dimension));
    for (let first = 0; first < thresholds.length; first += TOGETHER) {
      const some = thresholds.slice(first, first + TOGETHER);
      const vector = set.values.slice(probe * set.dimension, (probe + 1) * set.dimension);
      await Promise.all(Array.from(some, (threshold) => searchOnce(gallery, { vector, scores, threshold }, tally)));
    }
  }
  gallery.close();
}

interface Case {
  readonly vector: Float32Array;
  readonly scores: Float32Array;
  readonly threshold: number;
}

async function searchOnce(gallery: NativeGallery, { vector, scores, threshold }: Case, tally: Tally): Promise<void> {
  const query = { names: null, tagsAny: null, scoreMin: threshold - ROUNDING, limit: 0, certified: false };
  const { found } = await gallery.search(vector, query).answer;
  const expected = scores.reduce((count, score) => count + (score >= threshold ? 1 : 0), 0);
  tally.cases += 1;
  tally.found += expected;
  tally.missed += Math.max(0, expected - found);
}

/** Of one row with every row. */
function scoresOf(set: Embedded['set'], row: number): Float32Array {
  const scores = new Float32Array(set.count);
  const all = Int32Array.from(scores.keys());
  native.compareListed(set, new Int32Array(set.count).fill(row), all, scores);
  return scores;
}

if (options.data === undefined) throw new Error('--data DIR names a folder of pictures, one folder below it a person');
void main(options.data);
