import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { passive } from '../src/biometrics/built-in-policies.js';
import {
  advance,
  emptyCapture,
  forgetEmbeddings,
  forgetUntaken,
  livenessEvidence,
  type CapturePlan,
} from '../src/biometrics/capture-session.js';
import { defaultPolicySettings } from '../src/biometrics/policy.js';
import { detectPresentationAttack, type LivenessEvidence } from '../src/biometrics/presentation-attack.js';
import { table } from '../src/cli/terminal.js';
import { type Engine, poolDefaults, startEngine } from '../src/engine/engine.js';
import { randomFrom, type Random } from '../src/evaluation/rates/random.js';
import { tileFrame } from './support/demo-picture.js';
import { pixelsOf, raw, uniform } from './support/face-picture.js';
import { describeMachine } from './support/machine.js';
import { packInCache, repository } from './support/packs.js';
import { pathKinds, pathOf, seenAt, type PathKind } from './support/picture-path.js';

/**
 * npm run bench:paths -- [--images DIR] [--paths 1000] [--frames 15] [--pack P] [--seed 1] [--json]
 *
 * Still pictures moved before a camera in a thousand ways, each a stream of JPEG frames with noise, through the whole
 * pipeline under `passive`: none may come out bona fide, however alive the picture looks. DIR holds pictures, in folders
 * or not; without it, faces of the demo picture are used.
 */
const { values: options } = parseArgs({
  options: {
    images: { type: 'string' },
    paths: { type: 'string', default: '1000' },
    frames: { type: 'string', default: '15' },
    pack: { type: 'string', default: 'default' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const policy = passive(defaultPolicySettings);
const plan: CapturePlan = { policy, purpose: 'verification' };
const wanted = { embedding: true, formerEmbedding: false, liveness: true, eyes: true };
const FRAME_MS = 200;
const NOISE_MAX = 6;
const WORKERS = 2;

interface Outcome {
  readonly kind: PathKind;
  readonly life: LivenessEvidence;
  readonly bonaFide: boolean;
  readonly motion: number | null;
}

type Source = () => Promise<Uint8Array>;

async function main(): Promise<void> {
  const { pack, paths } = await packInCache(options.pack);
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: WORKERS });
  await engine.ready;
  const sources = options.images === undefined ? demoFaces() : picturesIn(options.images);
  const outcomes: Outcome[] = [];
  const pending = Array.from({ length: Number(options.paths) }, (_, path) => path).values();
  const work = async (): Promise<void> => {
    for (const path of pending) outcomes.push(await outcomeOf(engine, path, sources));
  };
  await Promise.all(Array.from({ length: WORKERS + 1 }, work));
  await engine.close();
  const rows = pathKinds.map((kind) =>
    rowOf(
      kind,
      outcomes.filter((outcome) => outcome.kind === kind),
    ),
  );
  const all = rowOf('all', outcomes);
  if (options.json) console.log(JSON.stringify({ seed: Number(options.seed), rows, all, machine: describeMachine() }));
  else print([...rows, all]);
  process.exitCode = all.bonaFide === 0 ? 0 : 1;
}

function demoFaces(): Source[] {
  const picture = join(repository, 'models/cache/demo/screenshot-facematch.jpg');
  return Array.from({ length: 6 * 18 }, (_, tile) => () => tileFrame(picture, Math.floor(tile / 18), tile % 18));
}

function picturesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
    .sort()
    .map((name) => () => sharp(join(folder, name)).toBuffer());
}

async function outcomeOf(engine: Engine, path: number, sources: readonly Source[]): Promise<Outcome> {
  const random = randomFrom(Number(options.seed) * 1_000_003 + path);
  const kind = pathKinds[path % pathKinds.length] ?? 'held';
  const source = sources[random.below(sources.length)];
  if (!source) throw new Error('there is no picture to move');
  const still = await pixelsOf(sharp(await source()));
  const placeAt = pathOf(kind, random);
  const noise = uniform(random, 0, NOISE_MAX);
  let state = emptyCapture;
  for (let time = 0; time < Number(options.frames); time++) {
    const data = await encoded(seenAt(still, placeAt(time), noise, random), random);
    const motion = { reference: state.tracker.reference };
    const image = { format: 'JPEG', data, width: 0, height: 0 } as const;
    const observation = await engine.observe(image, { ...wanted, motion }, { signal: new AbortController().signal });
    const before = state;
    state = advance(before, { kind: 'observed', atMs: time * FRAME_MS, observation }, plan);
    forgetUntaken(before, observation, state);
  }
  forgetEmbeddings(state);
  const life = livenessEvidence(state);
  const { outcome, motion } = detectPresentationAttack(life, policy);
  return { kind, life, bonaFide: outcome === 'BONA_FIDE', motion };
}

async function encoded(picture: Parameters<typeof raw>[0], random: Random): Promise<Uint8Array<ArrayBuffer>> {
  const quality = Math.round(uniform(random, 60, 95));
  return new Uint8Array(await raw(picture).jpeg({ quality }).toBuffer());
}

function rowOf(kind: PathKind | 'all', outcomes: readonly Outcome[]) {
  const motions = outcomes.flatMap(({ life }) => life.microMotionVariance ?? []).sort((a, b) => a - b);
  return {
    kind,
    paths: outcomes.length,
    bonaFide: outcomes.filter(({ bonaFide }) => bonaFide).length,
    /** As alive as a person by the cues of single frames. */
    framesAlive: outcomes.filter(({ life }) => (life.frameLlr ?? -Infinity) >= policy.bonaFideLlrMin).length,
    /** Enough frames were followed to tell. */
    followed: motions.length,
    medianOfMinimum: ofMinimum(motions[Math.floor(motions.length / 2)]),
    largestOfMinimum: ofMinimum(motions.at(-1)),
    blinks: outcomes.filter(({ life }) => life.blinks > 0).length,
  };
}

/** Motion as a share of what the policy asks for at least. */
function ofMinimum(motion: number | undefined): number | null {
  return motion === undefined ? null : Number((motion / policy.microMotionMinVariance).toFixed(3));
}

function print(rows: readonly ReturnType<typeof rowOf>[]): void {
  const head = [
    'moved',
    'paths',
    'bona fide',
    'frames look alive',
    'followed',
    'motion ÷ minimum: median',
    'largest',
    'blinks',
  ];
  const cells = rows.map((row) =>
    [
      row.kind,
      row.paths,
      row.bonaFide,
      row.framesAlive,
      row.followed,
      row.medianOfMinimum,
      row.largestOfMinimum,
      row.blinks,
    ].map((value) => String(value ?? '–')),
  );
  console.log(table(head, cells).join('\n'));
}

void main();
