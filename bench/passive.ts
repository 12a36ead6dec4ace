import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  advance,
  type CapturePlan,
  type CaptureState,
  emptyCapture,
  livenessEvidence,
} from '../src/biometrics/capture-session.js';
import { comparisonScore } from '../src/biometrics/embedding.js';
import { shapeStep } from '../src/biometrics/motion.js';
import type { Observation } from '../src/biometrics/observation.js';
import type { PadOutcome } from '../src/biometrics/outcome.js';
import { passive } from '../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../src/biometrics/policy.js';
import { detectPresentationAttack } from '../src/biometrics/presentation-attack.js';
import { table } from '../src/cli/terminal.js';
import { type Engine, poolDefaults, startEngine } from '../src/engine/engine.js';
import { describeMachine } from './support/machine.js';
import { packInCache } from './support/packs.js';

/**
 * npm run bench:passive -- --data DIR [--pack P] [--json]
 *
 * The `passive` policy over sequences: DIR holds bona-fide/SESSION/*.jpg and SPECIES/SESSION/*.jpg, frames in name order
 * at five a second. Every session is cut into streams of 25 frames; each is decided once. Prints what became of the
 * streams, and the distributions that the constants of continuity and micro-motion rest on.
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
const plan: CapturePlan = { policy: passive(defaultPolicySettings), purpose: 'verification' };

interface Label {
  readonly label: string;
  readonly streams: number;
  readonly outcomes: Readonly<Record<PadOutcome, number>>;
  readonly spliced: number;
  readonly withBlink: number;
  readonly microMotion: Quantiles;
  /** Comparison score and shape step of neighbouring frames. */
  readonly adjacentScore: Quantiles;
  readonly adjacentStep: Quantiles;
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
  const outcomes = { BONA_FIDE: 0, ATTACK: 0, INCONCLUSIVE: 0 };
  const [motions, scores, steps]: [number[], number[], number[]] = [[], [], []];
  const counts = { streams: 0, spliced: 0, withBlink: 0 };
  for (const session of readdirSync(folder).sort()) {
    const observations = await observeAll(engine, join(folder, session));
    neighbours(observations, scores, steps);
    for (let start = 0; start + STREAM_FRAMES <= observations.length; start += STREAM_FRAMES) {
      const life = livenessEvidence(capture(observations.slice(start, start + STREAM_FRAMES)));
      counts.streams++;
      outcomes[detectPresentationAttack(life, plan.policy).outcome]++;
      if (life.spliced) counts.spliced++;
      if (life.blinks > 0) counts.withBlink++;
      if (life.microMotionVariance !== null) motions.push(life.microMotionVariance);
    }
  }
  return {
    label,
    ...counts,
    outcomes,
    microMotion: quantiles(motions),
    adjacentScore: quantiles(scores),
    adjacentStep: quantiles(steps),
  };
}

function observeAll(engine: Engine, folder: string): Promise<Observation[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
  const wanted = { embedding: true, formerEmbedding: false, liveness: true, eyes: true, motion: null };
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

function capture(observations: readonly Observation[]): CaptureState {
  return observations.reduce(
    (state, observation, index) => advance(state, { kind: 'observed', atMs: index * FRAME_MS, observation }, plan),
    emptyCapture,
  );
}

function neighbours(observations: readonly Observation[], scores: number[], steps: number[]): void {
  for (const [index, { face }] of observations.entries()) {
    const before = observations[index - 1]?.face;
    if (!before?.embedding || !face?.embedding) continue;
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
  const rows = labels.map(({ label, streams, outcomes, spliced, withBlink }) => [
    label,
    ...[streams, outcomes.BONA_FIDE, outcomes.ATTACK, outcomes.INCONCLUSIVE, spliced, withBlink].map(String),
  ]);
  const header = ['label', 'streams', 'bona fide', 'attack', 'inconclusive', 'spliced', 'with a blink'];
  console.log(table(header, rows).join('\n'));
  for (const key of ['microMotion', 'adjacentScore', 'adjacentStep'] as const) {
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
