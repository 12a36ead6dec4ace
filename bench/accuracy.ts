import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CalibrationTable } from '../src/models/manifest.js';
import labelErrors from './data/lfw-label-errors.json';
import { compareAll, type Comparisons, type Vectors } from './support/comparisons.js';
import { correctedLabels, type Dataset, readDataset } from './support/dataset.js';
import { embedAll } from './support/embed-all.js';
import { describeMachine } from './support/machine.js';
import { packInCache } from './support/packs.js';
import { added, bestAccuracy, medianOf, thresholdAt, totalOf, trueAcceptRate } from './support/rates.js';

/**
 * Accuracy of comparison over a folder of people: node dist/bench/accuracy.js --data DIR [--pack default] [--json]
 * [--calibrate]
 *
 * `accuracy` is the share of right answers over pairs.csv at the best threshold; `tarAtFmr` is over all pairs of
 * pictures, mated when they lie in one person's folder. A picture without a face fails its mated comparisons and takes
 * no part in non-mated ones. With --calibrate the calibration table in the manifest's form is added; known label errors
 * are kept out of it, and out of nothing else.
 */
const workers = 2;
const fmrs = ['1e-2', '1e-3', '1e-4', '1e-5'] as const;
const calibrationFmrs = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6];
/** Non-mated comparisons that must lie past a threshold before it is believed. */
const comparisonsMin = 10;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    json: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
  },
});

async function main(folder: string): Promise<void> {
  const dataset = readDataset(folder);
  const prepared = await packInCache(options.pack);
  const embeddings = await embedAll(
    prepared,
    dataset.pictures.map((picture) => dataset.path(picture)),
    { workers, onProgress: progressOver(dataset.pictures.length) },
  );
  const comparisons = await compareAll(vectorsOf(dataset, embeddings, prepared.pack.embedding.dimension), workers);
  const result = {
    ...figures(dataset, embeddings, comparisons),
    pack: options.pack,
    modelId: prepared.pack.modelId,
    ...(options.calibrate ? { calibration: calibrate(comparisons, folder) } : {}),
    machine: describeMachine(),
  };
  if (options.calibrate) tellHighest(dataset, embeddings, comparisons);
  if (options.json) console.log(JSON.stringify(result));
  else print(result);
}

/** Rows of the pictures that show a face, in shared memory. */
function vectorsOf(dataset: Dataset, embeddings: readonly (Float32Array | null)[], dimension: number): Vectors {
  const shown = indicesWithFace(embeddings);
  const corrected = correctedLabels(dataset.pictures, labelErrors);
  const values = new Float32Array(new SharedArrayBuffer(shown.length * dimension * 4));
  shown.forEach((picture, row) => values.set(embeddings[picture]!, row * dimension));
  return {
    values,
    dimension,
    labels: Int32Array.from(shown, (picture) => dataset.labels[picture]!),
    corrected: Int32Array.from(shown, (picture) => corrected[picture]!),
  };
}

const indicesWithFace = (embeddings: readonly (Float32Array | null)[]) =>
  embeddings.flatMap((embedding, i) => (embedding ? [i] : []));

function figures(dataset: Dataset, embeddings: readonly (Float32Array | null)[], comparisons: Comparisons) {
  const nonMated = added(comparisons.nonMated, comparisons.disputed);
  const lost = matedPairs(dataset.labels) - totalOf(comparisons.mated);
  const thresholds = Object.fromEntries(fmrs.map((fmr) => [fmr, thresholdAt(nonMated, Number(fmr))]));
  const scored = dataset.pairs.map(({ mated, a, b }) => ({ mated, score: scoreOf(embeddings[a], embeddings[b]) }));
  const best = bestAccuracy(scored);
  return {
    accuracy: best.accuracy,
    accuracyThreshold: best.threshold,
    pairs: dataset.pairs.length,
    tarAtFmr: Object.fromEntries(fmrs.map((fmr) => [fmr, trueAcceptRate(comparisons.mated, thresholds[fmr]!, lost)])),
    thresholds,
    allPairs: { mated: totalOf(comparisons.mated) + lost, nonMated: totalOf(nonMated) },
    pictures: dataset.pictures.length,
    failureToAcquire: embeddings.filter((embedding) => embedding === null).length,
  };
}

function matedPairs(labels: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

function scoreOf(a: Float32Array | null | undefined, b: Float32Array | null | undefined): number {
  return a && b ? a.reduce((sum, value, i) => sum + value * b[i]!, 0) : -Infinity;
}

function calibrate({ nonMated }: Comparisons, folder: string): CalibrationTable {
  const count = totalOf(nonMated);
  const rounded = (score: number) => Math.round(score * 1e4) / 1e4;
  return {
    impostorMedian: rounded(medianOf(nonMated)),
    points: calibrationFmrs
      .filter((fmr) => fmr * count >= comparisonsMin)
      .map((fmr) => ({ fmr, score: rounded(thresholdAt(nonMated, fmr)) })),
    nonMatedPairs: count,
    data: `all non-mated pairs of ${folder.split('/').filter(Boolean).at(-1) ?? folder}, known label errors left out`,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** To stderr: pairs that score high in every embedding and look like one person belong into the list of label errors. */
function tellHighest(dataset: Dataset, embeddings: readonly (Float32Array | null)[], { highest }: Comparisons): void {
  const shown = indicesWithFace(embeddings);
  for (const { score, a, b } of highest) {
    console.error(`${score.toFixed(3)} ${dataset.pictures[shown[a]!]} ${dataset.pictures[shown[b]!]}`);
  }
}

function progressOver(total: number): (done: number) => void {
  const startedMs = performance.now();
  return (done) => {
    if (done % 500 !== 0 && done !== total) return;
    const perSecond = done / ((performance.now() - startedMs) / 1000);
    console.error(`${done} of ${total} pictures, ${perSecond.toFixed(1)} a second`);
  };
}

function print(
  result: ReturnType<typeof figures> & { readonly modelId: string; readonly calibration?: unknown },
): void {
  const percent = (share: number | undefined) => `${((share ?? 0) * 100).toFixed(2)} %`;
  console.log(`${result.modelId}: accuracy ${percent(result.accuracy)} over ${result.pairs} pairs`);
  for (const fmr of fmrs) {
    const threshold = result.thresholds[fmr]!.toFixed(3);
    console.log(`  TAR at FMR ${fmr}: ${percent(result.tarAtFmr[fmr])} (score ${threshold})`);
  }
  const { mated, nonMated } = result.allPairs;
  console.log(`  ${mated} mated and ${nonMated} non-mated comparisons; no face in ${result.failureToAcquire} pictures`);
  if (result.calibration !== undefined) console.log(JSON.stringify(result.calibration, null, 2));
}

if (options.data === undefined || !existsSync(options.data)) {
  console.error('--data must name a folder with images/PERSON/*.jpg and pairs.csv');
  process.exitCode = 2;
} else {
  void main(options.data);
}
