import { parseArgs } from 'node:util';
import { pairsFileOf, readDataset, readPairs } from '../src/evaluation/data/dataset.js';
import { noLabelErrors } from '../src/evaluation/data/label-errors.js';
import { evaluatePairs } from '../src/evaluation/pairs.js';
import type { Progress } from '../src/evaluation/ports.js';
import type { PairsResult } from '../src/evaluation/results.js';
import { describeMachine } from './support/machine.js';
import { openObserver } from './support/open-observer.js';

/**
 * Accuracy of comparison over a folder of people: node dist/bench/accuracy.js --data DIR [--pack default] [--json]
 * [--no-cache]
 *
 * The few figures of `face-engine evaluate pairs --all-pairs` by which packs are compared over time: `accuracy` is the
 * share of right answers over pairs.csv at the best threshold; `tarAtFmr` is over all pairs of pictures, label errors
 * included. A picture without a face fails its mated comparisons and takes no part in non-mated ones.
 */
const fmrs = ['1e-2', '1e-3', '1e-4', '1e-5'] as const;
/** Bounds are not reported here. */
const resampling = { replicates: 1, seed: 1 };

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    json: { type: 'boolean', default: false },
    'no-cache': { type: 'boolean', default: false },
  },
});

async function main(folder: string): Promise<void> {
  const dataset = readDataset(folder);
  const file = pairsFileOf(dataset);
  const list = file === null ? null : readPairs(file, dataset);
  const note = (line: string) => console.error(line);
  const open = await openObserver(options.pack, !options['no-cache']);
  try {
    const evaluated = await evaluatePairs(
      open.observer,
      { dataset, mode: 'all-pairs', list, attributes: [], labelErrors: noLabelErrors, calibrate: null },
      {
        resampling,
        threads: open.workers,
        signal: new AbortController().signal,
        progress: progressTo(note),
        note,
      },
    );
    const result = { ...figuresOf(evaluated), pairs: list?.length ?? evaluated.pairs, machine: describeMachine() };
    if (options.json) console.log(JSON.stringify(result));
    else print(result);
  } finally {
    await open.close();
  }
}

function figuresOf(evaluated: PairsResult) {
  const { accuracy, tarAtFmr, thresholds, mated, nonMated, pictures, pack, modelId } = evaluated;
  return {
    accuracy,
    tarAtFmr: Object.fromEntries(fmrs.map((fmr) => [fmr, tarAtFmr[fmr] ?? null])),
    thresholds: Object.fromEntries(
      fmrs.map((name) => [name, thresholds.find(({ fmr }) => fmr === Number(name))?.score ?? null]),
    ),
    allPairs: { mated, nonMated },
    pictures,
    failureToAcquire: Math.round(evaluated.failureToAcquire.rate * pictures),
    comparisonSeconds: evaluated.comparisonSeconds,
    pack,
    modelId,
  };
}

function progressTo(note: (line: string) => void): Progress {
  const bar = { done: 0, total: 0, what: '', startedMs: 0 };
  return {
    start: (total, what) => void Object.assign(bar, { done: 0, total, what, startedMs: performance.now() }),
    step: () => {
      bar.done += 1;
      if (bar.done % 500 !== 0 && bar.done !== bar.total) return;
      const perSecond = bar.done / ((performance.now() - bar.startedMs) / 1000);
      note(`${bar.done} of ${bar.total} ${bar.what}, ${perSecond.toFixed(1)} a second`);
    },
    end: () => undefined,
  };
}

function print(result: ReturnType<typeof figuresOf> & { readonly pairs: number }): void {
  const percent = (share: number | null | undefined) =>
    typeof share === 'number' ? `${(share * 100).toFixed(2)} %` : 'too few';
  console.log(`${result.modelId}: accuracy ${percent(result.accuracy)} over ${result.pairs} pairs`);
  for (const fmr of fmrs) {
    const threshold = result.thresholds[fmr]?.toFixed(3) ?? '–';
    console.log(`  TAR at FMR ${fmr}: ${percent(result.tarAtFmr[fmr])} (score ${threshold})`);
  }
  const { mated, nonMated } = result.allPairs;
  console.log(`  ${mated} mated and ${nonMated} non-mated comparisons; no face in ${result.failureToAcquire} pictures`);
}

if (options.data === undefined) {
  console.error('--data must name a folder with images/PERSON/*.jpg and pairs.csv');
  process.exitCode = 2;
} else {
  main(options.data).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'an unknown error');
    process.exitCode = 1;
  });
}
