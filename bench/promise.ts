import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calibration } from '../src/biometrics/calibration.js';
import { table } from '../src/cli/terminal.js';
import { compareAllPairs, type EmbeddingSet } from '../src/evaluation/comparison/all-pairs.js';
import { matchesFrom, thresholdBin } from '../src/evaluation/comparison/score-bins.js';
import { readDataset } from '../src/evaluation/data/dataset.js';
import { correctedIdentities, readLabelErrors } from '../src/evaluation/data/label-errors.js';
import { embedAll, type Embedded } from '../src/evaluation/measuring/embed.js';
import { calibrationFrom } from '../src/evaluation/rates/calibrate.js';
import { randomFrom, shuffled } from '../src/evaluation/rates/random.js';
import { describeMachine } from './support/machine.js';
import { openObserver } from './support/open-observer.js';
import { repository } from './support/packs.js';

/**
 * npm run bench:promise -- --data DIR [--pack P] [--splits 8] [--seed 1] [--json] [--no-cache]
 *
 * Whether a calibration table keeps its promise on people it was not made from. The people of DIR are parted in two at
 * random, again and again; a table is made from the pictures of one half and the FMR measured on the other, both ways.
 * A table from all of them rests on four times as many comparisons as these do.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    splits: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    'no-cache': { type: 'boolean', default: false },
  },
});

const similarities = [0.6, 0.7, 0.8];
const SPLITS_MAX = 1000;

interface Row {
  readonly similarity: number;
  readonly promised: number;
  /** Measured FMR ÷ promise over all halves: the least, the middle, the greatest. */
  readonly ratios: { readonly min: number; readonly median: number; readonly max: number };
  /** Share of halves within a factor of 1.3 and of 1.6 of the promise. */
  readonly within: { readonly '1.3': number; readonly '1.6': number };
}

/** Rows of pictures with who is on them, label errors put right; nobody knows who −1 is. */
interface People {
  readonly embedded: Embedded;
  readonly identities: Int32Array;
  readonly corrected: Int32Array;
}

async function main(data: string, splits: number): Promise<void> {
  const open = await openObserver(options.pack, !options['no-cache']);
  const { observer } = open;
  try {
    const dataset = readDataset(data);
    const paths = dataset.pictures.map((_, picture) => dataset.path(picture));
    const progress = { start: () => undefined, step: () => undefined, end: () => undefined };
    const embedded = await embedAll(observer, paths, { progress, signal: new AbortController().signal });
    const labelErrors = readLabelErrors(join(repository, 'bench/data/lfw-label-errors.json'));
    const people = {
      embedded,
      identities: dataset.identities,
      corrected: correctedIdentities(dataset, labelErrors),
    };
    const rows = await rowsOver(people, dataset.names.length, splits);
    const result = { pack: options.pack, modelId: observer.modelId, splits, people: dataset.names.length, rows };
    if (options.json) console.log(JSON.stringify({ ...result, machine: describeMachine() }));
    else print(rows);
  } finally {
    await open.close();
  }
}

async function rowsOver(people: People, count: number, splits: number): Promise<Row[]> {
  const random = randomFrom(Number(options.seed));
  const ratios = similarities.map((): number[] => []);
  for (let split = 0; split < splits; split++) {
    const order = shuffled(count, random);
    const inFirst = new Set(order.subarray(0, count >> 1));
    const first = await countsOf(people, (identity) => inFirst.has(identity));
    const second = await countsOf(people, (identity) => !inFirst.has(identity));
    for (const [made, measured] of [
      [first, second],
      [second, first],
    ] as const) {
      const scale = calibration(calibrationFrom(made, 'half', { fewerPairs: true }));
      const matches = matchesFrom(measured);
      similarities.forEach((similarity, i) => {
        const fmr = matches[thresholdBin(scale.scoreAt(similarity))]! / matches[0]!;
        ratios[i]!.push(fmr / promisedAt(similarity));
      });
    }
  }
  return similarities.map((similarity, i) => rowOf(similarity, ratios[i]!));
}

const promisedAt = (similarity: number): number => 10 ** ((0.4 - similarity) / 0.1);

function rowOf(similarity: number, measured: readonly number[]): Row {
  const sorted = measured.toSorted((a, b) => a - b);
  const within = (factor: number) =>
    sorted.filter((ratio) => ratio <= factor && ratio >= 1 / factor).length / sorted.length;
  return {
    similarity,
    promised: promisedAt(similarity),
    ratios: { min: sorted[0]!, median: sorted[sorted.length >> 1]!, max: sorted.at(-1)! },
    within: { '1.3': within(1.3), '1.6': within(1.6) },
  };
}

/** Undisputed non-mated comparisons of these people among themselves, by score bin. */
async function countsOf(people: People, chosen: (identity: number) => boolean): Promise<Float64Array> {
  const { embedded, identities, corrected } = people;
  const rows = Array.from(embedded.pictureOf.keys()).filter((row) => chosen(identities[embedded.pictureOf[row]!]!));
  const { nonMated } = await compareAllPairs(
    {
      set: setOf(embedded.set, rows),
      identities: Int32Array.from(rows, (row) => identities[embedded.pictureOf[row]!]!),
      corrected: Int32Array.from(rows, (row) => corrected[embedded.pictureOf[row]!]!),
      groups: [],
      listedMin: 1,
      listedMax: 1,
    },
    { threads: 2, signal: new AbortController().signal },
  );
  return nonMated;
}

function setOf({ values, dimension }: EmbeddingSet, rows: readonly number[]): EmbeddingSet {
  const own = new Float32Array(new SharedArrayBuffer(rows.length * dimension * Float32Array.BYTES_PER_ELEMENT));
  rows.forEach((row, i) => own.set(values.subarray(row * dimension, (row + 1) * dimension), i * dimension));
  return { values: own, dimension, count: rows.length };
}

function print(rows: readonly Row[]): void {
  const header = ['similarity', 'promised', 'min', 'median', 'max', 'within 1.3', 'within 1.6'];
  const cells = rows.map(({ similarity, promised, ratios: { min, median, max }, within }) => [
    similarity.toFixed(2),
    promised.toExponential(0),
    ...[min, median, max].map((ratio) => ratio.toFixed(2)),
    ...[within['1.3'], within['1.6']].map((share) => `${(100 * share).toFixed(0)} %`),
  ]);
  console.log(table(header, cells).join('\n'));
}

const splits = Number(options.splits);
if (options.data === undefined || !existsSync(options.data) || !(splits >= 1 && splits <= SPLITS_MAX)) {
  console.error(`--data must name a folder with images/PERSON/*.jpg, and --splits be a number from 1 to ${SPLITS_MAX}`);
  process.exitCode = 2;
} else {
  void main(options.data, Math.floor(splits));
}
