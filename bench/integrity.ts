import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { IntegrityFault } from '../src/biometrics/capture-integrity.js';
import { agreement, hashDistance, likeness } from '../src/biometrics/fingerprint.js';
import type { Fingerprint } from '../src/biometrics/observation.js';
import { table } from '../src/cli/terminal.js';
import { type Engine, poolDefaults, startEngine } from '../src/engine/engine.js';
import { randomFrom } from '../src/evaluation/rates/random.js';
import { type Alteration, alterations, type Pixels, pixelsOf, sceneOf, type Shot, shotOf } from './support/altered.js';
import {
  faultOf,
  frozenStreams,
  honestStreams,
  looped,
  loopOrder,
  STREAM_FRAMES,
  type Stream,
} from './support/integrity-streams.js';
import { describeMachine } from './support/machine.js';
import { packInCache } from './support/packs.js';

/**
 * npm run bench:integrity -- --data DIR [--pack P] [--json]
 *
 * Capture integrity over sequences: DIR holds bona-fide/SESSION/*.jpg, frames in name order at five a second, where a
 * session's name begins with its subject, up to the first underscore. Subjects are put into two halves by turns: the first
 * is what the limits were chosen on, the second is where they are tried.
 *
 * Pairs: how far the noise of two pictures agrees, within 25 neighbouring frames of a session and between a frame and its
 * altered selves; and of made pairs, of a scene that moves a little before a camera of less noise, how many are taken for
 * one. Streams of 25 frames: what becomes of honest ones and of made ones.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    pack: { type: 'string', default: 'default' },
    json: { type: 'boolean', default: false },
  },
});

/** Every how many frames of a session one is altered. */
const ALTERED_EVERY = 8;
const SEED = 20_261_128;

type Half = 'chosen on' | 'tried on' | 'made';

interface Session {
  readonly half: Half;
  readonly pictures: readonly Pixels[];
  /** Null where no face was found. */
  readonly prints: readonly (Fingerprint | null)[];
}

interface Pair {
  readonly picture: number;
  readonly face: number;
  readonly distance: number;
  readonly taken: boolean;
}

interface PairRow {
  readonly half: Half;
  readonly kind: string;
  readonly pairs: number;
  readonly taken: number;
  readonly picture: Range;
  readonly face: Range;
  readonly hashDistanceMax: number;
}

/** Of the agreement. */
interface Range {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

interface StreamRow {
  readonly half: Half;
  readonly kind: string;
  readonly streams: number;
  readonly faults: Readonly<Partial<Record<IntegrityFault, number>>>;
}

async function main(data: string): Promise<void> {
  const { pack, paths } = await packInCache(options.pack);
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: 2, queueDepthMax: 1000 });
  await engine.ready;
  const sessions = await readSessions(engine, join(data, 'bona-fide'));
  const pairs: PairRow[] = [];
  const streams: StreamRow[] = [];
  for (const half of ['chosen on', 'tried on'] as const) {
    const own = sessions.filter((session) => session.half === half);
    pairs.push(pairRow(half, 'bona fide', own.flatMap(neighbours)));
    streams.push(
      streamRow(
        half,
        'bona fide',
        own.flatMap(({ prints }) => honestStreams(prints)),
      ),
    );
    streams.push(
      streamRow(
        half,
        'frozen',
        own.flatMap(({ prints }) => frozenStreams(prints)),
      ),
    );
    streams.push(
      streamRow(
        half,
        'loop',
        own.flatMap((session) => looped(session.prints, 'forwards')),
      ),
    );
    streams.push(
      streamRow(
        half,
        'loop to and fro',
        own.flatMap((session) => looped(session.prints, 'to and fro')),
      ),
    );
    for (const [kind, alter] of Object.entries(alterations)) {
      process.stderr.write(`${half}: ${kind}\n`);
      pairs.push(pairRow(half, kind, await flattened(own, (session) => alteredPairs(engine, session, alter))));
      const made = await flattened(own, (session) => alteredStreams(engine, session, alter));
      for (const name of ['frozen', 'loop', 'loop to and fro'] as const) {
        streams.push(
          streamRow(
            half,
            `${name}, ${kind}`,
            made.map((stream) => stream[name]),
          ),
        );
      }
    }
  }
  for (const sigma of [1, 2, 3]) {
    for (const movedPx of [0, 0.5, 1, 2]) {
      const kind = `${movedPx} px, noise σ ${sigma}`;
      pairs.push(pairRow('made', kind, await flattened(sessions, (s) => stillPairs(engine, s, { movedPx, sigma }))));
    }
  }
  await engine.close();
  if (options.json) console.log(JSON.stringify({ pairs, streams, pack: options.pack, machine: describeMachine() }));
  else print(pairs, streams);
}

async function flattened<T, R>(items: readonly T[], work: (item: T) => Promise<readonly R[]>): Promise<R[]> {
  const all: R[] = [];
  for (const item of items) all.push(...(await work(item)));
  return all;
}

async function readSessions(engine: Engine, folder: string): Promise<Session[]> {
  const names = readdirSync(folder).sort();
  const subjects = [...new Set(names.map((name) => name.split('_', 1)[0]))];
  const sessions: Session[] = [];
  for (const name of names) {
    process.stderr.write(`${name}\n`);
    const files = readdirSync(join(folder, name)).filter((file) => file.endsWith('.jpg'));
    const encoded = files.sort().map((file) => new Uint8Array(readFileSync(join(folder, name, file))));
    const pictures = await Promise.all(encoded.map(pixelsOf));
    const prints = await Promise.all(encoded.map((bytes) => printOf(engine, bytes)));
    const half = subjects.indexOf(name.split('_', 1)[0]) % 2 === 0 ? 'chosen on' : 'tried on';
    sessions.push({ half, pictures, prints });
  }
  return sessions;
}

async function printOf(engine: Engine, data: Uint8Array<ArrayBuffer>): Promise<Fingerprint | null> {
  const wanted = {
    embedding: false,
    formerEmbedding: false,
    liveness: false,
    eyes: false,
    motion: { reference: null },
  };
  const image = { format: 'JPEG', data, width: 0, height: 0 } as const;
  const { face } = await engine.observe(image, wanted, { signal: new AbortController().signal });
  return face?.fingerprint ?? null;
}

/** Every pair of frames within the length of a stream. */
function neighbours({ prints }: Session): Pair[] {
  return prints.flatMap((a, i) => prints.slice(i + 1, i + STREAM_FRAMES).flatMap((b) => pairOf(a, b)));
}

function pairOf(a: Fingerprint | null, b: Fingerprint | null): Pair[] {
  if (!a || !b) return [];
  const picture = agreement(a.picture, b.picture) ?? 0;
  const face = agreement(a.face, b.face) ?? 0;
  return [{ picture, face, distance: hashDistance(a.hash, b.hash), taken: likeness(a, b) !== null }];
}

async function alteredPairs(engine: Engine, { pictures, prints }: Session, alter: Alteration): Promise<Pair[]> {
  const random = randomFrom(SEED);
  const chosen = pictures.flatMap((pixels, i) => (i % ALTERED_EVERY === 0 ? { pixels, print: prints[i] ?? null } : []));
  return flattened(chosen, async ({ pixels, print }) =>
    pairOf(print, await printOf(engine, await alter(pixels, random))),
  );
}

/** Every how many frames of a session one is taken for a scene. */
const SCENE_EVERY = 20;

async function stillPairs(engine: Engine, { pictures }: Session, shot: Shot): Promise<Pair[]> {
  const random = randomFrom(SEED);
  const scenes = pictures.filter((_, i) => i % SCENE_EVERY === 0);
  return flattened(scenes, async (pixels) => {
    const scene = await sceneOf(pixels);
    const first = await printOf(engine, await shotOf(scene, { ...shot, movedPx: 0 }, random));
    return pairOf(first, await printOf(engine, await shotOf(scene, shot, random)));
  });
}

type MadeStreams = Readonly<Record<'frozen' | 'loop' | 'loop to and fro', Stream>>;

/** Every frame altered anew, the first time it is shown too. */
async function alteredStreams(engine: Engine, { pictures }: Session, alter: Alteration): Promise<MadeStreams[]> {
  const random = randomFrom(SEED);
  const made = async (places: readonly number[]): Promise<Stream> => {
    const prints: (Fingerprint | null)[] = [];
    for (const place of places) {
      const pixels = pictures[place];
      prints.push(pixels ? await printOf(engine, await alter(pixels, random)) : null);
    }
    return prints;
  };
  const frozen = await made(Array.from({ length: STREAM_FRAMES }, () => 0));
  return [{ frozen, loop: await made(loopOrder('forwards')), 'loop to and fro': await made(loopOrder('to and fro')) }];
}

function pairRow(half: Half, kind: string, pairs: readonly Pair[]): PairRow {
  return {
    half,
    kind,
    pairs: pairs.length,
    taken: pairs.filter(({ taken }) => taken).length,
    picture: rangeOf(pairs.map(({ picture }) => picture)),
    face: rangeOf(pairs.map(({ face }) => face)),
    hashDistanceMax: Math.max(0, ...pairs.map(({ distance }) => distance)),
  };
}

function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0] ?? NaN, median: sorted[sorted.length >> 1] ?? NaN, max: sorted.at(-1) ?? NaN };
}

function streamRow(half: Half, kind: string, streams: readonly Stream[]): StreamRow {
  const faults: Partial<Record<IntegrityFault, number>> = {};
  for (const stream of streams) {
    const fault = faultOf(stream);
    if (fault) faults[fault] = (faults[fault] ?? 0) + 1;
  }
  return { half, kind, streams: streams.length, faults };
}

function print(pairs: readonly PairRow[], streams: readonly StreamRow[]): void {
  const range = ({ min, median, max }: Range): string => [min, median, max].map((v) => v.toFixed(3)).join(' ');
  const pairHeader = [
    'pairs of',
    'half',
    'pairs',
    'taken for one',
    'picture min median max',
    'face min median max',
    'hash',
  ];
  const pairCells = pairs.map(({ kind, half, pairs: count, taken, picture, face, hashDistanceMax }) => [
    kind,
    half,
    ...[count, taken].map(String),
    range(picture),
    range(face),
    `≤ ${hashDistanceMax}`,
  ]);
  console.log(table(pairHeader, pairCells).join('\n'));
  const streamCells = streams.map(({ kind, half, streams: count, faults }) => [
    kind,
    half,
    String(count),
    Object.entries(faults)
      .map(([fault, found]) => `${fault} ${found}`)
      .join(', '),
  ]);
  console.log(`\n${table(['streams', 'half', 'streams', 'faults'], streamCells).join('\n')}`);
}

if (options.data === undefined) {
  console.error('--data must name a folder with bona-fide/SESSION/*.jpg');
  process.exitCode = 2;
} else {
  void main(options.data);
}
