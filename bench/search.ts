import { parseArgs } from 'node:util';
import { table } from '../src/cli/terminal.js';
import { measureSearch, type SearchResult } from './search/measure.js';
import { buildTools } from './search/native-tools.js';
import { galleryOfAddon } from './search/ours.js';
import { ratioNames } from './search/ratios.js';
import { saveScaling, saveSearch } from './search/results.js';
import { measureScaling, type ScalingResult } from './search/scaling.js';

/**
 * npm run bench:search -- [--count 1000000] [--scaling N,N,…] [--dimension 512] [--threshold 0.35] [--queries 200]
 * [--rounds 5] [--seed 1] [--hnsw-max 100000] [--no-peers] [--threads 2] [--save] [--json]
 *
 * Search among clustered unit vectors: ours beside FAISS, usearch and SimSIMD, on the same vectors, in turns
 * (docs/search.md says what the columns are). `--scaling` measures ours alone against rising sizes of gallery instead,
 * with 8-bit codes, on `--threads`. `--save` keeps the result and its plot in bench/results.
 */
const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    scaling: { type: 'string' },
    dimension: { type: 'string', default: '512' },
    threshold: { type: 'string', default: '0.35' },
    queries: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    'hnsw-max': { type: 'string', default: '100000' },
    'no-peers': { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const note = (line: string) => console.error(line);

async function main(): Promise<void> {
  const common = {
    dimension: Number(options.dimension),
    seed: Number(options.seed),
    queries: Number(options.queries),
    threshold: Number(options.threshold),
    rounds: Number(options.rounds),
    note,
  };
  const create = galleryOfAddon();
  buildTools();
  if (options.scaling !== undefined) {
    const counts = options.scaling.split(',').map(Number);
    const result = await measureScaling(create, { ...common, counts, threads: Number(options.threads) });
    if (options.save) saveScaling(result).forEach(note);
    if (options.json) console.log(JSON.stringify(result));
    else printScaling(result);
    return;
  }
  const [count, hnswMax] = [Number(options.count), Number(options['hnsw-max'])];
  const result = await measureSearch(create, { ...common, count, hnswMax, peers: !options['no-peers'] });
  if (options.save) saveSearch(result).forEach(note);
  if (options.json) console.log(JSON.stringify(result));
  else print(result);
}

const recall = (value: number | null) => value?.toFixed(4) ?? '–';
const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

function print(result: SearchResult): void {
  const header = ['system', 'method', 'threads', 'batch', 'ms a query', 'recall@1', '@10', 'MiB', 'built in s'];
  const rows = result.rows.map((row) => [
    row.system,
    row.method,
    String(row.threads),
    String(row.batch),
    row.msPerQuery.toFixed(3),
    recall(row.recallAt1),
    recall(row.recallAt10),
    mebibytes(row.bytes),
    row.buildSeconds.toFixed(1),
  ]);
  console.log(table(header, rows).join('\n'));
  console.log(`\nmissed at ${result.threshold}: ${result.missedAtThreshold}`);
  for (const name of ratioNames) {
    const [ratio, pair] = [result.ratios[name], result.compared[name]];
    console.log(`${name}: ${ratio?.toFixed(2) ?? '–'}${pair ? ` (${pair.ours}; ${pair.peer})` : ''}`);
  }
  for (const { threads, gigabytesPerSecond, share } of result.bandwidth) {
    const percent = (share * 100).toFixed(0);
    console.log(
      `bandwidth, threads ${threads}: ${gigabytesPerSecond.toFixed(1)} GB/s, certified search at ${percent} %`,
    );
  }
  const { quietMs, besideInsertsMs, ratio, inserts } = result.searchP99;
  console.log(`inserts: ${result.insertsPerSecond.toFixed(0)} a second`);
  console.log(
    `p99: ${quietMs.toFixed(2)} ms, beside ${inserts.toFixed(0)} inserts a second ${besideInsertsMs.toFixed(2)} ms (× ${ratio.toFixed(2)})`,
  );
  if (result.peersMissing.length > 0) console.log(`missing: ${result.peersMissing.join(', ')}`);
  for (const line of result.notes) console.log(line);
  console.log(`${result.seconds.toFixed(0)} s, ${result.machine.cpu}, ${result.commit ?? 'no commit'}`);
}

function printScaling({ points, lines, tenMillionRatio }: ScalingResult): void {
  const rows = points.map((point) => [
    String(point.count),
    point.thresholdMs.toFixed(3),
    point.certifiedMs.toFixed(3),
    mebibytes(point.bytes),
    point.insertsPerSecond.toFixed(0),
  ]);
  console.log(table(['references', 'threshold ms', 'certified ms', 'MiB', 'inserts/s'], rows).join('\n'));
  for (const name of ['threshold', 'certified'] as const) {
    const { msPerMillion, r2, logarithmicSlope } = lines[name];
    const ten = tenMillionRatio[name]?.toFixed(3) ?? '–';
    console.log(
      `${name}: ${msPerMillion.toFixed(2)} ms a million, R² ${r2.toFixed(5)}, slope of logarithms ${logarithmicSlope.toFixed(3)}, 10 M over ten times 1 M ${ten}`,
    );
  }
}

/** What is wrong with the arguments, or null. */
function mistake(): string | null {
  const whole = ['count', 'dimension', 'queries', 'rounds', 'seed', 'threads', 'hnsw-max'] as const;
  const bad = whole.find((name) => !/^\d+$/.test(options[name]) || (name !== 'hnsw-max' && Number(options[name]) < 1));
  if (bad !== undefined) return `--${bad} must be a whole number above 0, not ${options[bad]}`;
  if (!(Math.abs(Number(options.threshold)) <= 1)) return `--threshold must be from -1 to 1, not ${options.threshold}`;
  const counts = (options.scaling ?? '1').split(',').map(Number);
  const rising = counts.every((count, index) => Number.isInteger(count) && count > (counts[index - 1] ?? 0));
  return rising ? null : `--scaling must be rising whole numbers, such as 10000,100000; not ${options.scaling}`;
}

const wrong = mistake();
if (wrong !== null) {
  console.error(wrong);
  process.exitCode = 2;
} else {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'an unknown error');
    process.exitCode = 1;
  });
}
