import { parseArgs } from 'node:util';
import { depthDecision, depthEvidence } from '../src/biometrics/depth.js';
import { table } from '../src/cli/terminal.js';
import { loadNative, type Native } from '../src/engine/native.js';
import { compared, type ReliefRates } from './depth-frames/compared.js';
import { fitWeights, meanReliefOf } from './depth-frames/fit.js';
import { measured, sensorFor, type Measured } from './depth-frames/measure.js';
import { attackSpecies, knownMiss, type Species } from './depth-frames/presentations.js';
import { sensorNames, type SensorName } from './depth-frames/sensors.js';
import { timeDepthCue } from './support/depth-cue-bench.js';
import { describeMachine } from './support/machine.js';

/**
 * npm run bench:depth -- [--people 100] [--frames 5] [--seed 1] [--json] [--fit]
 *
 * Error rates of depth over generated presentations: APCER by species and BPCER for each kind of sensor, and false match
 * and non-match rates of the relief. People, presentations, noise levels and seeds are others than those the weights were
 * fitted on. With --fit: the weights, the mean relief and the calibration, from those they were fitted on.
 *
 * All of it is generated: it tells that the cue does what it should where a sensor behaves as modelled, and nothing of
 * real sensors, real people and real attacks.
 */
const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '100' },
    frames: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    fit: { type: 'boolean', default: false },
  },
});

/** Seeds of people start here; those of the fit are far away from any that a bench may ask for. */
const FIT_PEOPLE = 1_000_000;
const fitLevels = [0.8, 1, 1.3];
const benchLevels = [0.7, 1.15, 1.5];
/** Each person's captures for the comparison of reliefs. */
const CAPTURES = 4;

function presentations(native: Native, species: Species, from: number, levels: readonly number[]): Measured[] {
  return Array.from({ length: people }, (_, i) => {
    const level = levels[Math.floor(i / sensorNames.length) % levels.length]!;
    return sensorNames.map((sensor) =>
      measured(native, { species, person: from + i, seed: from + i, sensor, level, frames }),
    );
  }).flat();
}

function captures(native: Native, from: number, levels: readonly number[]): Measured[] {
  return Array.from({ length: people * CAPTURES }, (_, i) =>
    measured(native, {
      species: 'bona fide',
      person: from + Math.floor(i / CAPTURES),
      seed: from * 10 + i,
      sensor: sensorFor(Math.floor(i / CAPTURES) + i),
      level: levels[i % levels.length]!,
      frames,
    }),
  );
}

interface Row {
  readonly sensor: SensorName;
  readonly species: Species;
  readonly presentations: number;
  /** Shares of the presentations. */
  readonly bonaFide: number;
  readonly attack: number;
  readonly inconclusive: number;
}

function rowOf(sensor: SensorName, species: Species, all: readonly Measured[]): Row {
  const own = all.filter((one) => one.sensor === sensor);
  const decisions = own.map(({ depths }) => depthDecision(depthEvidence(depths)));
  const share = (decision: string): number => decisions.filter((one) => one === decision).length / own.length;
  return {
    sensor,
    species,
    presentations: own.length,
    bonaFide: share('bona-fide'),
    attack: share('attack'),
    inconclusive: share('inconclusive'),
  };
}

function bench(native: Native): void {
  const from = seed * 10_000;
  const all: readonly Species[] = ['bona fide', ...attackSpecies, knownMiss];
  const rows = all.flatMap((species) => {
    const shown = presentations(native, species, from, benchLevels);
    return sensorNames.map((sensor) => rowOf(sensor, species, shown));
  });
  const relief = compared(captures(native, from, benchLevels));
  const time = timeDepthCue();
  if (options.json) {
    console.log(
      JSON.stringify({ machine: describeMachine(), generated: true, seed, people, frames, rows, relief, time }),
    );
    return;
  }
  console.log('Generated frames: no real sensor, person or attack is in these figures.\n');
  const columns = ['species', 'sensor', 'shown', 'taken for a face', 'for an attack', 'undecided'];
  console.log(table(columns, rows.map(lineOf)).join('\n'));
  console.log(`\n${reliefLines(relief).join('\n')}`);
  console.log(`depth cue of a frame, 640 × 480: ${time.p50Us.toFixed(0)} µs p50, ${time.p99Us.toFixed(0)} µs p99`);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const lineOf = ({ species, sensor, presentations: shown, bonaFide, attack, inconclusive }: Row): string[] => [
  species,
  sensor,
  String(shown),
  percent(bonaFide),
  percent(attack),
  percent(inconclusive),
];

function reliefLines({ mated, nonMated, points }: ReliefRates): string[] {
  const rates = points.map(({ fmr, fnmr, score }) => `FMR ${fmr}: FNMR ${percent(fnmr)} at ${score.toFixed(3)}`);
  return [`relief, ${mated} mated and ${nonMated} non-mated comparisons of captures`, ...rates];
}

function fit(native: Native): void {
  const faces = presentations(native, 'bona fide', FIT_PEOPLE, fitLevels);
  const attacks = attackSpecies.flatMap((species) => presentations(native, species, FIT_PEOPLE, fitLevels));
  // Size is a rule of its own: a head of another size has the shape of a face.
  const sheets = attacks.filter(({ species }) => !species.startsWith('mask'));
  const depthsOf = (some: readonly Measured[]) => some.flatMap(({ depths }) => depths);
  const seen = captures(native, FIT_PEOPLE, fitLevels);
  const weights = fitWeights(depthsOf(faces), depthsOf(sheets));
  const mean = meanReliefOf(seen.flatMap(({ reliefs }) => reliefs));
  console.log(JSON.stringify({ weights, mean, calibration: compared(seen) }));
}

const [people, frames, seed] = [options.people, options.frames, options.seed].map(Number) as [number, number, number];
for (const [name, value] of Object.entries({ people, frames, seed })) {
  if (!(Number.isInteger(value) && value >= 1 && value <= 10_000)) {
    throw new Error(`--${name} must be a whole number from 1 to 10000`);
  }
}
if (options.fit) fit(loadNative());
else bench(loadNative());
