import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { challengeActions, type ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import { table } from '../../src/cli/terminal.js';
import { faceClient } from '../../test/support/grpc-client.js';
import { type ActiveStream, type Repertoire, runActiveStream } from '../support/active-client.js';
import { cameraFrame } from '../support/demo-picture.js';
import { describeMachine } from '../support/machine.js';
import { startPrivateServer } from '../support/private-server.js';
import { demoPicturePath } from '../support/scenario.js';

/**
 * npm run bench:active [-- --streams N] [-- --concurrency N] [-- --fps N] [-- --actions DIR] [-- --json]
 *
 * Drives liveness checks under `active` against a private server. With `--actions` the challenges are answered out of a folder
 * of pictures (README.md beside this file); without it a picture is brought closer, whatever is asked, which is refused unless
 * that was asked: it shows that the protocol runs and what a stream costs, not how well people do.
 */
const { values: options } = parseArgs({
  options: {
    streams: { type: 'string', default: '12' },
    concurrency: { type: 'string', default: '2' },
    fps: { type: 'string', default: '10' },
    actions: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const STREAMS_MAX = 10_000;
const CONCURRENCY_MAX = 128;
const FPS_MAX = 30;

interface Outcome {
  readonly outcome: string;
  readonly streams: number;
}

async function main(): Promise<void> {
  const streams = bounded('streams', options.streams, STREAMS_MAX);
  const concurrency = bounded('concurrency', options.concurrency, CONCURRENCY_MAX);
  const fps = bounded('fps', options.fps, FPS_MAX);
  const repertoire = options.actions === undefined ? await closerRepertoire() : await repertoireIn(options.actions);
  const server = await startPrivateServer();
  const client = faceClient(server.address);
  try {
    await runActiveStream(client, repertoire, fps);
    server.watchLoop();
    const startedMs = performance.now();
    const ran = await allOf(streams, concurrency, () => runActiveStream(client, repertoire, fps));
    const seconds = (performance.now() - startedMs) / 1000;
    const loop = await server.readLoop();
    const result = { ...summary(ran, seconds), concurrency, fps, loop, machine: describeMachine() };
    if (options.json) console.log(JSON.stringify(result));
    else print(result);
  } finally {
    client.close();
    await server.stop();
  }
}

function bounded(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${max}`);
}

/** Runs them so many at a time. */
async function allOf<T>(count: number, concurrency: number, run: () => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let begun = 0;
  const one = async (): Promise<void> => {
    while (begun++ < count) done.push(await run());
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, one));
  return done;
}

/** A picture that is brought closer by a third and back, in a second and a half. */
async function closerRepertoire(): Promise<Repertoire> {
  const whole = Buffer.from(await cameraFrame(demoPicturePath));
  const steps = [0.06, 0.12, 0.18, 0.24, 0.3, 0.34, 0.34, 0.34, 0.3, 0.24, 0.18, 0.12, 0.06];
  return { rest: [whole], actions: {}, otherwise: await Promise.all(steps.map((share) => closer(whole, 1 + share))) };
}

async function closer(jpeg: Buffer, scale: number): Promise<Buffer> {
  const { width, height } = await sharp(jpeg).metadata();
  const [across, down] = [Math.round(width / scale), Math.round(height / scale)];
  const place = {
    left: Math.round((width - across) / 2),
    top: Math.round((height - down) / 2),
    width: across,
    height: down,
  };
  return sharp(jpeg).extract(place).resize(width, height).jpeg({ quality: 90 }).toBuffer();
}

/** Every action has a folder: `turn-left`, `blink` and so on; the face at rest is in `neutral`. */
const folderOf = (action: ChallengeAction): string => action.toLowerCase().replace('_', '-');

async function repertoireIn(folder: string): Promise<Repertoire> {
  const rest = await picturesIn(join(folder, 'neutral'));
  if (rest.length === 0) throw new Error(`${join(folder, 'neutral')} must hold pictures of the face at rest`);
  const actions: Partial<Record<ChallengeAction, readonly Buffer[]>> = {};
  for (const action of challengeActions) {
    const pictures = await picturesIn(join(folder, folderOf(action)));
    if (pictures.length > 0) actions[action] = pictures;
  }
  return { rest, actions, otherwise: rest };
}

async function picturesIn(folder: string): Promise<Buffer[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort();
  return Promise.all(names.map((name) => sharp(join(folder, name)).rotate().jpeg({ quality: 90 }).toBuffer()));
}

function summary(ran: readonly ActiveStream[], seconds: number) {
  const counts = new Map<string, number>();
  for (const { outcome } of ran) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const outcomes: Outcome[] = [...counts].map(([outcome, streams]) => ({ outcome, streams }));
  const total = (of: (stream: ActiveStream) => number): number => ran.reduce((sum, stream) => sum + of(stream), 0);
  return {
    streams: ran.length,
    streamsPerSecond: ran.length / seconds,
    framesPerSecond: total(({ framesSent }) => framesSent) / seconds,
    challenges: total(({ challenges }) => challenges),
    challengesPassed: total(({ challengesPassed }) => challengesPassed),
    durationMs: quantiles(ran.map(({ durationMs }) => durationMs)),
    firstChallengeMs: quantiles(ran.flatMap(({ firstChallengeMs }) => firstChallengeMs ?? [])),
    answerMs: quantiles(ran.flatMap(({ answerMs }) => answerMs)),
    outcomes: outcomes.sort((a, b) => b.streams - a.streams),
  };
}

function quantiles(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number | null => sorted[Math.floor(share * sorted.length)] ?? null;
  return { p50: at(0.5), p99: at(0.99) };
}

function print(result: ReturnType<typeof summary> & { readonly concurrency: number; readonly fps: number }): void {
  const ms = (value: number | null): string => (value === null ? '–' : value.toFixed(0));
  console.log(
    `${result.streams} streams, ${result.concurrency} at a time, ${result.fps} frames/s each: ` +
      `${result.streamsPerSecond.toFixed(2)} streams/s, ${result.framesPerSecond.toFixed(1)} frames/s`,
  );
  console.log(`${result.challengesPassed} of ${result.challenges} challenges were answered`);
  const rows = (['durationMs', 'firstChallengeMs', 'answerMs'] as const).map((name) => [
    { durationMs: 'a stream', firstChallengeMs: 'until the first challenge', answerMs: 'report to result' }[name],
    ms(result[name].p50),
    ms(result[name].p99),
  ]);
  console.log(table(['', 'p50 ms', 'p99 ms'], rows).join('\n'));
  console.log(
    table(
      ['outcome', 'streams'],
      result.outcomes.map((row) => [row.outcome, String(row.streams)]),
    ).join('\n'),
  );
}

void main();
