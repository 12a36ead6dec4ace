import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { shapeStep } from '../src/biometrics/motion.js';
import type { FaceObservation } from '../src/biometrics/observation.js';
import { table } from '../src/cli/terminal.js';
import { type Engine, poolDefaults, startEngine } from '../src/engine/engine.js';
import { poseOf } from '../src/engine/pose.js';
import { describeMachine } from './support/machine.js';
import { packInCache } from './support/packs.js';
import { turnedLandmarks, turnedPicture, type Plate, type Turn } from './support/turned-picture.js';

/**
 * npm run bench:turned -- --data DIR [--pictures N] [--pack P] [--json]
 *
 * What the networks see of a flat picture that is turned in space, beside what a solid head would show: pose, and what no
 * homography explains of the landmarks. The thresholds of turns in a challenge rest on it.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pictures: { type: 'string', default: '40' },
    pack: { type: 'string', default: 'default' },
    json: { type: 'boolean', default: false },
  },
});

const TURNS: readonly Turn[] = [
  ...[12, 20, 30, 40].map((yawDeg) => ({ yawDeg, pitchDeg: 0 })),
  ...[12, 20, 30, 40].map((pitchDeg) => ({ yawDeg: 0, pitchDeg })),
];
/** Of the picture as it is; others are passed over. */
const FRONTAL_YAW_DEG = 8;
const FRONTAL_PITCH_DEG = 12;
const wanted = { embedding: false, formerEmbedding: false, liveness: false, eyes: false, motion: null };

interface Seen {
  /** How far the pose has turned, degrees. */
  readonly turnedDeg: number;
  /** Root mean square left over by the best homography, inter-eye distances. */
  readonly leftOver: number;
}

async function main(): Promise<void> {
  if (options.data === undefined) throw new Error('--data DIR names a folder of pictures of one face each');
  const { pack, paths } = await packInCache(options.pack);
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: 1 });
  await engine.ready;
  const seen = TURNS.map((turn) => ({ turn, flat: [] as Seen[], solid: [] as Seen[] }));
  let pictures = 0;
  for (const path of await picturesIn(options.data)) {
    if (pictures >= Number(options.pictures)) break;
    const plate = await plateOf(path);
    const rest = await faceOf(engine, plate, { yawDeg: 0, pitchDeg: 0 });
    if (!rest || Math.abs(rest.pose.yawDeg) > FRONTAL_YAW_DEG || Math.abs(rest.pose.pitchDeg) > FRONTAL_PITCH_DEG)
      continue;
    pictures += 1;
    for (const { turn, flat, solid } of seen) {
      const face = await faceOf(engine, plate, turn);
      if (face) flat.push(against(rest, face.landmarks, face.pose));
      const landmarks = turnedLandmarks(rest.landmarks, turn, rest.quality.interEyeDistance);
      solid.push(against(rest, landmarks, poseOf(landmarks)));
    }
  }
  await engine.close();
  const rows = seen.map(({ turn, flat, solid }) => ({ ...turn, flat: quantilesOf(flat), solid: quantilesOf(solid) }));
  if (options.json) console.log(JSON.stringify({ pictures, rows, machine: describeMachine() }));
  else print(pictures, rows);
}

/** Spread over the whole folder, so that no few people prevail. */
async function picturesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort();
  const every = Math.max(1, Math.floor(names.length / (4 * Number(options.pictures))));
  return names.filter((_, index) => index % every === 0).map((name) => join(folder, name));
}

async function plateOf(path: string): Promise<Plate> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function faceOf(engine: Engine, plate: Plate, turn: Turn): Promise<FaceObservation | null> {
  const { data, width, height } = turnedPicture(plate, turn);
  const image = { format: 'RGB24', data, width, height } as const;
  return (await engine.observe(image, wanted, { signal: new AbortController().signal })).face;
}

function against(rest: FaceObservation, landmarks: Float32Array, pose: FaceObservation['pose']): Seen {
  const { yawDeg, pitchDeg } = rest.pose;
  return {
    turnedDeg: Math.hypot(pose.yawDeg - yawDeg, pose.pitchDeg - pitchDeg),
    leftOver: shapeStep(rest.landmarks, landmarks, rest.quality.interEyeDistance),
  };
}

type Quantiles = Readonly<Record<keyof Seen, readonly (number | null)[]>>;

function quantilesOf(seen: readonly Seen[]): Quantiles {
  const of = (key: keyof Seen) => {
    const sorted = seen.map((one) => one[key]).sort((a, b) => a - b);
    return [0.05, 0.5, 0.95].map((share) => sorted[Math.floor(share * sorted.length)] ?? null);
  };
  return { turnedDeg: of('turnedDeg'), leftOver: of('leftOver') };
}

function print(
  pictures: number,
  rows: readonly (Turn & { readonly flat: Quantiles; readonly solid: Quantiles })[],
): void {
  const shown = (values: readonly (number | null)[], digits: number): string =>
    values.map((value) => value?.toFixed(digits) ?? '–').join(' / ');
  console.log(`${pictures} pictures; 5 % / median / 95 %`);
  const cells = rows.map(({ yawDeg, pitchDeg, flat, solid }) => [
    yawDeg ? `yaw ${yawDeg}` : `pitch ${pitchDeg}`,
    shown(flat.turnedDeg, 1),
    shown(flat.leftOver, 3),
    shown(solid.turnedDeg, 1),
    shown(solid.leftOver, 3),
  ]);
  console.log(
    table(['turned by', 'flat: pose', 'flat: left over', 'solid: pose', 'solid: left over'], cells).join('\n'),
  );
}

void main();
