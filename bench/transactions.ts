import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtInPolicies } from '../src/biometrics/built-in-policies.js';
import { calibration as calibrationOf } from '../src/biometrics/calibration.js';
import type { Measurements, Observation } from '../src/biometrics/observation.js';
import { defaultPolicySettings } from '../src/biometrics/policy.js';
import { readCaptures } from '../src/evaluation/data/captures.js';
import { readDataset } from '../src/evaluation/data/dataset.js';
import { correctedIdentities, readLabelErrors } from '../src/evaluation/data/label-errors.js';
import type { PictureObserver } from '../src/evaluation/ports.js';
import { randomFrom } from '../src/evaluation/rates/random.js';
import { table } from '../src/cli/terminal.js';
import { describeMachine } from './support/machine.js';
import { openObserver } from './support/open-observer.js';
import {
  referenceOf,
  runningStreams,
  shuffledStreams,
  type Person,
  type Rules,
  type Stream,
} from './support/stream-transactions.js';
import { falseMatchRates } from './support/transaction-rates.js';

/**
 * npm run bench:transactions -- --data DIR [--sequences DIR] [--pack P] [--json] [--no-cache]
 *
 * Whether a verification of many frames keeps the false match rate that its table promises for one picture. DIR holds
 * images/PERSON/*.jpg; streams are made of a person's pictures, and, with --sequences, of frames that followed each
 * other in DIR/bona-fide/SESSION/*.jpg (SUBJECT_….jpg: what stands before the first `_` of a session names its subject).
 * Each stream claims to be every other person of DIR, enrolled with one picture and with five. It counts as accepted
 * when any look at it is: after every frame from the policy's early end on, with what an early end asks more, and at
 * its last. Thresholds are similarities; what else a policy asks is left out.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    sequences: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    json: { type: 'boolean', default: false },
    'no-cache': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

const frameCounts = [1, 2, 3, 5, 10, 20, 30];
const similarities = [0.6, 0.7, 0.8];
const pictureCounts = [1, 5];
/** So that people with hundreds of pictures do not stand for all. */
const STREAMS_A_PERSON_MAX = 5;
const wanted: Measurements = { embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null };

interface Row {
  readonly streams: string;
  readonly frames: number;
  readonly references: number;
  readonly similarity: number;
  readonly promised: number;
  readonly fmr: number;
  readonly low: number;
  readonly high: number;
  readonly ratio: number;
  readonly transactions: number;
}

type Source = readonly [name: string, streamsOf: (frames: number) => Stream[]];

async function main(data: string): Promise<void> {
  const open = await openObserver(options.pack, !options['no-cache']);
  const { observer } = open;
  try {
    const policy = builtInPolicies['comparison-only'](defaultPolicySettings);
    const rules: Rules = { policy, calibration: calibrationOf(observer.calibration) };
    const people = await peopleOf(observer, data);
    const random = randomFrom(Number(options.seed));
    const sources: Source[] = [
      [
        'pictures',
        (frames) =>
          people.flatMap((person) => shuffledStreams(person, frames, rules, random).slice(0, STREAMS_A_PERSON_MAX)),
      ],
    ];
    if (options.sequences !== undefined) {
      const subjects = await subjectsOf(observer, options.sequences);
      sources.push(['sequences', (frames) => subjects.flatMap((person) => runningStreams(person, frames, rules))]);
    }
    const rows = rowsOf(people, sources, rules);
    const result = { pack: options.pack, modelId: observer.modelId, policyVersion: policy.version, rows };
    if (options.json) console.log(JSON.stringify({ ...result, machine: describeMachine() }));
    else print(rows);
  } finally {
    await open.close();
  }
}

function rowsOf(people: readonly Person[], sources: readonly Source[], rules: Rules): Row[] {
  const random = randomFrom(Number(options.seed));
  const rows: Row[] = [];
  for (const pictures of pictureCounts) {
    const references = people.flatMap((person) => referenceOf(person, pictures, rules, random) ?? []);
    for (const [name, streamsOf] of sources) {
      for (const frames of frameCounts) {
        const streams = streamsOf(frames);
        if (streams.length === 0) continue;
        process.stderr.write(`${name}: ${streams.length} streams of ${frames}, references of ${pictures}\n`);
        for (const [i, rate] of falseMatchRates(streams, references, { rules, at: similarities, random }).entries()) {
          const similarity = similarities[i]!;
          const promised = 10 ** (-(similarity - 0.4) / 0.1);
          const { rate: fmr, low, high, transactions } = rate;
          // Streams of the one person who has a template of so many pictures.
          if (transactions === 0) continue;
          const ratio = fmr / promised;
          rows.push({
            streams: name,
            frames,
            references: pictures,
            similarity,
            promised,
            fmr,
            low,
            high,
            ratio,
            transactions,
          });
        }
      }
    }
  }
  return rows;
}

/** By the labels as corrected; pictures of which nobody knows whom they show are left out. */
async function peopleOf(observer: PictureObserver, folder: string): Promise<Person[]> {
  const dataset = readDataset(folder);
  const identities = correctedIdentities(
    dataset,
    readLabelErrors(join(__dirname, '../../bench/data/lfw-label-errors.json')),
  );
  const seen = await observeAll(
    observer,
    dataset.pictures.map((_, index) => dataset.path(index)),
  );
  const people = new Map<number, Observation[][]>();
  for (const [index, observation] of seen.entries()) {
    const identity = identities[index] ?? -1;
    if (identity >= 0) people.set(identity, [...(people.get(identity) ?? []), [observation]]);
  }
  return [...people].map(([identity, sessions]) => ({ identity, sessions }));
}

async function subjectsOf(observer: PictureObserver, folder: string): Promise<Person[]> {
  const subjects = new Map<string, Observation[][]>();
  for (const { name, frames } of readCaptures(folder).bonaFide) {
    const subject = name.split('_')[0]!;
    subjects.set(subject, [...(subjects.get(subject) ?? []), await observeAll(observer, frames)]);
  }
  // Numbers that no person of the pictures has.
  return [...subjects.values()].map((sessions, index) => ({ identity: -1 - index, sessions }));
}

async function observeAll(observer: PictureObserver, paths: readonly string[]): Promise<Observation[]> {
  const seen = new Array<Observation>(paths.length);
  const pending = paths.entries();
  const { signal } = new AbortController();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [index, path] of pending) {
      seen[index] = withoutLandmarks(await observer.observe(path, wanted, signal));
      if (++done % 500 === 0) process.stderr.write(`${done} of ${paths.length} pictures\n`);
    }
  };
  await Promise.all(Array.from({ length: observer.workers + 2 }, work));
  return seen;
}

const noLandmarks = new Float32Array(468 * 3);

/** Nothing here looks at motion, and all of them together are many. */
function withoutLandmarks(seen: Observation): Observation {
  return { ...seen, face: seen.face && { ...seen.face, landmarks: noLandmarks } };
}

function print(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.streams,
    String(row.frames),
    String(row.references),
    row.similarity.toFixed(2),
    row.promised.toExponential(0),
    row.fmr.toExponential(2),
    `${row.low.toExponential(1)} … ${row.high.toExponential(1)}`,
    row.ratio.toFixed(2),
    String(row.transactions),
  ]);
  const header = ['streams of', 'frames', 'enrolled', 'similarity', 'promised', 'FMR', '95 %', 'ratio', 'transactions'];
  console.log(table(header, cells).join('\n'));
}

if (options.data === undefined || !existsSync(options.data)) {
  console.error('--data must name a folder with images/PERSON/*.jpg');
  process.exitCode = 2;
} else {
  void main(options.data);
}
