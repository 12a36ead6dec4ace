import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { textureFeatureNames } from '../src/biometrics/texture-features.js';
import { table } from '../src/cli/terminal.js';
import { textureWeights } from '../src/models/texture.js';
import { openObserver } from './support/open-observer.js';
import { simulatedSpecies } from './support/recapture.js';
import {
  bySession,
  calibratedFit,
  crossValidated,
  type Figures,
  figuresOf,
  isCaptured,
  type Part,
} from './support/texture-fit.js';
import { collectSamples, type TextureSample } from './support/texture-samples.js';

/**
 * npm run fit:texture -- --data DIR [--people DIR] [--people-max 700] [--l2 0.01] [--seed 1] [--out FILE]
 *
 * Fits the weights of the texture cue to recorded presentations (DIR as for `face-engine evaluate pad`, subjects named by
 * the first four digits of a session), to pictures of other people (PERSON/*.jpg), and to simulated prints and screens
 * made of both. Prints what fits of different parts of the data know of the rest, every face scored by a fit that has not
 * seen its subject. `--out` writes the weights of the fit to everything, with the date and these figures.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    people: { type: 'string' },
    'people-max': { type: 'string', default: '700' },
    pack: { type: 'string', default: 'default' },
    l2: { type: 'string', default: '0.01' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    'no-cache': { type: 'boolean', default: false },
  },
});

type Kind = (sample: TextureSample) => boolean;
const both =
  (...kinds: Kind[]): Kind =>
  (sample) =>
    kinds.every((kind) => kind(sample));
const recorded: Kind = ({ altered }) => !altered;
const altered: Kind = (sample) => sample.altered;
const bonaFide: Kind = (sample) => sample.bonaFide;
const other: Kind = (sample) => !isCaptured(sample);
const attack: Kind = (sample) => !sample.bonaFide && !sample.altered;
const simulated =
  (species: string): Kind =>
  ({ source }) =>
    source.startsWith(species);

const captures = both(bonaFide, recorded, isCaptured);
const people = both(bonaFide, recorded, other);
const alteredCaptures = both(bonaFide, altered, isCaptured);
const alteredPeople = both(bonaFide, altered, other);
const [print, screen] = simulatedSpecies.map(simulated) as [Kind, Kind];

/** Bona fide and attack parts have half of the weight each; the first recipe is the one that is kept. */
const recipes: Readonly<Record<string, readonly Part[]>> = {
  everything: [
    { of: captures, share: 0.15 },
    { of: alteredCaptures, share: 0.08 },
    { of: people, share: 0.12 },
    { of: alteredPeople, share: 0.15 },
    { of: attack, share: 0.3 },
    { of: print, share: 0.1 },
    { of: screen, share: 0.1 },
  ],
  'recorded only': [
    { of: captures, share: 0.5 },
    { of: attack, share: 0.5 },
  ],
  'no recorded attack': [
    { of: captures, share: 0.15 },
    { of: alteredCaptures, share: 0.08 },
    { of: people, share: 0.12 },
    { of: alteredPeople, share: 0.15 },
    { of: print, share: 0.25 },
    { of: screen, share: 0.25 },
  ],
  'other people only': [
    { of: people, share: 0.3 },
    { of: alteredPeople, share: 0.2 },
    { of: both(print, other), share: 0.25 },
    { of: both(screen, other), share: 0.25 },
  ],
};

const tests: Readonly<Record<string, readonly [Kind, Kind]>> = {
  'recorded: bona fide, attacks': [captures, attack],
  'altered bona fide, recorded attacks': [alteredCaptures, attack],
  'other people, recorded attacks': [people, attack],
  'altered other people, recorded attacks': [alteredPeople, attack],
  'recorded bona fide, simulated prints': [captures, both(print, isCaptured)],
  'recorded bona fide, simulated screens': [captures, both(screen, isCaptured)],
  'other people, simulated prints': [people, both(print, other)],
  'other people, simulated screens': [people, both(screen, other)],
};

function figuresFor(samples: readonly TextureSample[], scores: readonly number[]): Map<string, Figures> {
  const of = (kind: Kind): number[] => samples.flatMap((sample, i) => (kind(sample) ? [scores[i]!] : []));
  const found = Object.entries(tests)
    .map(([name, [alive, fake]]) => [name, of(alive), of(fake)] as const)
    .filter(([, alive, fake]) => alive.length > 0 && fake.length > 0)
    .map(([name, alive, fake]) => [name, figuresOf(alive, fake)] as const);
  const sessions = [...bySession(samples.filter(isCaptured), scores)];
  const means = (alive: boolean): number[] =>
    sessions.flatMap(([session, mean]) => (session.startsWith('bona-fide/') === alive ? [mean] : []));
  return new Map([...found, ['recorded, whole presentations', figuresOf(means(true), means(false))]]);
}

function show(title: string, figures: ReadonlyMap<string, Figures>): void {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const rows = [...figures].map(([name, of]) => [
    name,
    of.auc.toFixed(4),
    percent(of.apcerAtBpcer5),
    percent(of.bpcer),
    percent(of.apcer),
  ]);
  console.log(`\nFitted to: ${title}`);
  console.log(table(['tested on', 'AUC', 'APCER at BPCER 5 %', 'BPCER at 0', 'APCER at 0'], rows).join('\n'));
}

/** Whose faces the cue is wrong about: BPCER of other people by quarters of what a face looks like. */
function showQuarters(samples: readonly TextureSample[], ratios: readonly number[]): void {
  const rows = ['face-bright', 'face-red-mean', 'face-blue-mean', 'face-edges-full'].map((name) => {
    const place = textureFeatureNames.indexOf(name);
    const found = samples
      .flatMap((sample, i) => (people(sample) ? [{ value: sample.features[place]!, ratio: ratios[i]! }] : []))
      .sort((a, b) => a.value - b.value);
    const quarters = [0, 1, 2, 3].map((quarter) => {
      const within = found.slice((quarter * found.length) / 4, ((quarter + 1) * found.length) / 4);
      return `${((100 * within.filter(({ ratio }) => ratio < 0).length) / Math.max(1, within.length)).toFixed(1)} %`;
    });
    return [name, ...quarters];
  });
  const header = ['BPCER of other people by', 'lowest quarter', 'second', 'third', 'highest'];
  console.log(`\n${table(header, rows).join('\n')}`);
}

async function main(data: string): Promise<void> {
  const open = await openObserver(options.pack, !options['no-cache']);
  const [l2, seed] = [Number(options.l2), Number(options.seed)];
  const samples = await collectSamples({
    observer: open.observer,
    captures: data,
    people: options.people ?? null,
    peopleMax: Number(options['people-max']),
    seed,
    note: (line) => console.error(line),
  }).finally(() => open.close());
  for (const [title, parts] of Object.entries(recipes)) {
    if (title === 'other people only' && !samples.some(people)) continue;
    const scores = crossValidated(samples, parts, l2);
    if (title !== 'everything') {
      show(title, figuresFor(samples, scores));
      continue;
    }
    const { weights, ratios } = calibratedFit(samples, parts, scores, l2);
    const figures = figuresFor(samples, ratios);
    show(`${title}, calibrated`, figures);
    showQuarters(samples, ratios);
    if (options.out === undefined) continue;
    const rounded = [...figures].map(([name, of]) => [
      name,
      Object.fromEntries(Object.entries(of).map(([key, value]: [string, number]) => [key, Number(value.toFixed(4))])),
    ]);
    const file = textureWeights.parse({
      version: 1,
      ...weights,
      provenance: {
        data: [data, ...(options.people ? [resolve(options.people, '..')] : [])]
          .map((path) => basename(resolve(path)))
          .join(', '),
        date: new Date().toISOString().slice(0, 10),
        command: `npm run fit:texture -- --data DIR --people DIR --people-max ${options['people-max']} --l2 ${l2} --seed ${seed}`,
        attackedSubjects: new Set(samples.filter(attack).map(({ subject }) => subject)).size,
        subjects: new Set(samples.map(({ subject }) => subject)).size,
        faces: samples.length,
        l2,
        seed,
        crossValidated: Object.fromEntries(rounded) as unknown,
      },
    });
    writeFileSync(options.out, `${JSON.stringify(file, null, 2)}\n`);
  }
}

if (options.data === undefined) {
  console.error('--data must name a folder with bona-fide/SESSION/*.jpg and SPECIES/SESSION/*.jpg');
  process.exitCode = 2;
} else {
  void main(options.data);
}
