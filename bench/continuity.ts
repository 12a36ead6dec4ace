import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { comparisonScore } from '../src/biometrics/embedding.js';
import { newTracker, tracked } from '../src/biometrics/frame-evidence.js';
import { shapeStep } from '../src/biometrics/motion.js';
import type { Observation } from '../src/biometrics/observation.js';
import { table } from '../src/cli/terminal.js';
import { type Engine, poolDefaults, startEngine } from '../src/engine/engine.js';
import { describeMachine } from './support/machine.js';
import { packInCache } from './support/packs.js';

/**
 * npm run bench:continuity -- --data DIR [--pack P] [--json]
 *
 * How alike the frames of one stream are: DIR holds bona-fide/SESSION/*.jpg and SPECIES/SESSION/*.jpg, frames in name
 * order at five a second. Prints, for each label, the distributions that the limits of continuity rest on
 * (docs/decisions/0007-continuity.md), and how many streams of 25 frames those limits call spliced. What becomes of the
 * streams under a policy is a matter of `face-engine evaluate pad`.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    json: { type: 'boolean', default: false },
  },
});

const FRAME_MS = 200;
const STREAM_FRAMES = 25;

interface Label {
  readonly label: string;
  readonly streams: number;
  readonly spliced: number;
  /** Neighbouring frames that both show a face. */
  readonly neighbours: number;
  /** Their comparison score, and their shape step in inter-eye distances. */
  readonly adjacentScore: Quantiles;
  readonly adjacentStep: Quantiles;
  /** Comparison score of every later frame of a session with its first. */
  readonly firstScore: Quantiles;
}

interface Quantiles {
  readonly min: number;
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

async function main(data: string): Promise<void> {
  const { pack, paths } = await packInCache(options.pack);
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: 2, queueDepthMax: 1000 });
  await engine.ready;
  const labels: Label[] = [];
  for (const label of readdirSync(data).filter((name) => statSync(join(data, name)).isDirectory())) {
    process.stderr.write(`${label}\n`);
    labels.push(await measure(engine, label, join(data, label)));
  }
  await engine.close();
  if (options.json) console.log(JSON.stringify({ labels, pack: options.pack, machine: describeMachine() }));
  else print(labels);
}

async function measure(engine: Engine, label: string, folder: string): Promise<Label> {
  const [scores, steps, firsts]: [number[], number[], number[]] = [[], [], []];
  const counts = { streams: 0, spliced: 0 };
  for (const session of readdirSync(folder).sort()) {
    const observations = await observeAll(engine, join(folder, session));
    compareFrames(observations, { scores, steps, firsts });
    for (let start = 0; start + STREAM_FRAMES <= observations.length; start += STREAM_FRAMES) {
      counts.streams++;
      if (isSpliced(observations.slice(start, start + STREAM_FRAMES))) counts.spliced++;
    }
  }
  return {
    label,
    ...counts,
    neighbours: scores.length,
    adjacentScore: quantiles(scores),
    adjacentStep: quantiles(steps),
    firstScore: quantiles(firsts),
  };
}

function observeAll(engine: Engine, folder: string): Promise<Observation[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
  const wanted = { embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null };
  return Promise.all(
    names.sort().map((name) => {
      const image = {
        format: 'JPEG',
        data: new Uint8Array(readFileSync(join(folder, name))),
        width: 0,
        height: 0,
      } as const;
      return engine.observe(image, wanted, { signal: new AbortController().signal });
    }),
  );
}

function isSpliced(observations: readonly Observation[]): boolean {
  return observations.reduce(
    (tracker, observation, index) => tracked(tracker, observation, index * FRAME_MS).tracker,
    newTracker,
  ).life.spliced;
}

interface Measured {
  readonly scores: number[];
  readonly steps: number[];
  readonly firsts: number[];
}

function compareFrames(observations: readonly Observation[], { scores, steps, firsts }: Measured): void {
  const first = observations.find(({ face }) => face?.embedding)?.face;
  for (const [index, { face }] of observations.entries()) {
    if (!first?.embedding || !face?.embedding || face === first) continue;
    firsts.push(comparisonScore(first.embedding, face.embedding));
    const before = observations[index - 1]?.face;
    if (!before?.embedding) continue;
    scores.push(comparisonScore(before.embedding, face.embedding));
    steps.push(shapeStep(before.landmarks, face.landmarks, face.quality.interEyeDistance));
  }
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { min: at(0), p05: at(0.05), p50: at(0.5), p95: at(0.95), max: at(1) };
}

function print(labels: readonly Label[]): void {
  const rows = labels.map(({ label, streams, spliced, neighbours }) => [
    label,
    ...[streams, spliced, neighbours].map(String),
  ]);
  console.log(table(['label', 'streams', 'spliced', 'neighbouring frames'], rows).join('\n'));
  for (const key of ['adjacentScore', 'adjacentStep', 'firstScore'] as const) {
    const cells = labels.map(({ label, [key]: q }) => [
      label,
      ...Object.values(q).map((v: number) => v.toPrecision(3)),
    ]);
    console.log(`\n${table([key, 'min', 'p05', 'p50', 'p95', 'max'], cells).join('\n')}`);
  }
}

if (options.data === undefined) {
  console.error('--data must name a folder with bona-fide/SESSION/*.jpg and SPECIES/SESSION/*.jpg');
  process.exitCode = 2;
} else {
  void main(options.data);
}
