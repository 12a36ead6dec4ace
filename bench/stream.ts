import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { table } from '../src/cli/terminal.js';
import { poolDefaults, startEngine } from '../src/engine/engine.js';
import { exchange, type FaceClient, faceClient } from '../test/support/grpc-client.js';
import { cameraFrame } from './support/demo-picture.js';
import { describeMachine } from './support/machine.js';
import { packInCache } from './support/packs.js';
import { type PrivateServer, startPrivateServer } from './support/private-server.js';
import { demoPicturePath } from './support/scenario.js';

/**
 * npm run bench:stream [-- --json] [-- --pack P] [-- --workers N]
 *
 * Frames a second through streaming Verify at 1, 4 and 16 streams at a time, beside what the worker pool does without
 * gRPC in the same run (before and after; their mean counts). The claim is of an unknown subject under
 * `comparison-only`, so no stream ends early.
 *
 * Throughput is at full load: every stream sends as fast as flow control lets it. Latency is at a camera's rate, four
 * frames a second in every stream: from sending a frame to the server's feedback on it.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    pack: { type: 'string', default: 'default' },
    workers: { type: 'string', default: '2' },
  },
});

const WORKERS = Number(options.workers);
const STREAMS = [1, 4, 16] as const;
/** Frames in all at full load, for each number of streams. */
const FRAMES = 640;
const FRAMES_A_STREAM_MAX = 140;
/** At the camera's rate: frames of each stream. Feedback comes at most every 200 ms, so a frame every 250 ms gets its own. */
const CAMERA_FRAMES = 24;
const CAMERA_INTERVAL_MS = 250;
const POOL_FRAMES = 400;

interface Row {
  readonly streams: number;
  readonly framesPerSecond: number;
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  readonly eventLoopDelayP99Ms: number;
  readonly eventLoopDelayMaxMs: number;
  readonly rssMb: number;
}

async function main(): Promise<void> {
  const frame = Buffer.from(await cameraFrame(demoPicturePath));
  const before = await poolFramesPerSecond(frame);
  const server = await startPrivateServer({ MODEL_PACK: options.pack, ENGINE_WORKERS: String(WORKERS) });
  const rows: Row[] = [];
  try {
    await measured(server, frame, 2);
    for (const streams of STREAMS) {
      process.stderr.write(`${streams} streams\n`);
      rows.push(await measured(server, frame, streams));
    }
  } finally {
    await server.stop();
  }
  const poolPerSecond = (before + (await poolFramesPerSecond(frame))) / 2;
  const busiest = rows.at(-1)?.framesPerSecond ?? 0;
  const result = {
    rows,
    poolFramesPerSecond: poolPerSecond,
    throughputOverPool: busiest / poolPerSecond,
    eventLoopDelayP99Ms: Math.max(...rows.map(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms)),
    workers: WORKERS,
    policy: config.policy,
    frameBytes: frame.length,
    machine: describeMachine(),
  };
  if (options.json) console.log(JSON.stringify(result));
  else print(result);
}

/** The pool alone: as many frames waiting as keep every worker busy. */
async function poolFramesPerSecond(frame: Buffer): Promise<number> {
  const { pack, paths } = await packInCache(options.pack);
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: WORKERS });
  await engine.ready;
  const wanted = { embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null };
  const feed = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const image = { format: 'JPEG', data: new Uint8Array(frame), width: 0, height: 0 } as const;
      await engine.observe(image, wanted, { signal: new AbortController().signal });
    }
  };
  const all = (count: number) => Promise.all(Array.from({ length: 2 * WORKERS }, () => feed(count / (2 * WORKERS))));
  await all(40);
  const startedMs = performance.now();
  await all(POOL_FRAMES);
  const seconds = (performance.now() - startedMs) / 1000;
  await engine.close();
  return POOL_FRAMES / seconds;
}

async function measured(server: PrivateServer, frame: Buffer, streams: number): Promise<Row> {
  const client = faceClient(server.address);
  const each = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: streams }, work));
  const frames = Math.min(FRAMES_A_STREAM_MAX, Math.ceil(FRAMES / streams));
  server.watchLoop();
  const startedMs = performance.now();
  await each(() => fullLoad(client, frame, frames));
  const seconds = (performance.now() - startedMs) / 1000;
  const loop = await server.readLoop();
  const latencies = (await each(() => cameraRate(client, frame))).flat().sort((a, b) => a - b);
  client.close();
  return {
    streams,
    framesPerSecond: (streams * frames) / seconds,
    latencyP50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? NaN,
    latencyP99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
    eventLoopDelayP99Ms: loop.delayP99Ms,
    eventLoopDelayMaxMs: loop.delayMaxMs,
    rssMb: loop.rssMb,
  };
}

const config = { subjectId: 'nobody', policy: 'comparison-only' };
const frameOf = (sequence: number, image: Buffer) => ({
  frame: { sequence, format: 'IMAGE_FORMAT_JPEG' as const, image },
});

/** One Verify from config to decision, as fast as it goes. */
async function fullLoad(client: FaceClient, image: Buffer, frames: number): Promise<void> {
  const messages = Array.from({ length: frames }, (_, index) => frameOf(index + 1, image));
  const { answers, status } = await exchange(client.verify(), [{ config }, ...messages, { end: {} }]);
  if (!answers.at(-1)?.decision) throw new Error(`a stream ended without a decision: ${status.code} ${status.details}`);
}

/** One Verify at the rate of a camera. @returns milliseconds from each frame to the feedback on it */
async function cameraRate(client: FaceClient, image: Buffer): Promise<number[]> {
  const call = client.verify();
  const sentMs = new Map<number, number>();
  const latencies: number[] = [];
  const listening = (async () => {
    for await (const { feedback } of call.messages) {
      const sent = feedback && sentMs.get(feedback.sequence);
      if (sent) latencies.push(performance.now() - sent);
    }
  })();
  await call.write({ config });
  for (let sequence = 1; sequence <= CAMERA_FRAMES; sequence++) {
    sentMs.set(sequence, performance.now());
    await call.write(frameOf(sequence, image));
    await delay(CAMERA_INTERVAL_MS);
  }
  await call.write({ end: {} });
  call.end();
  await listening;
  return latencies;
}

function print(result: { rows: readonly Row[]; poolFramesPerSecond: number; throughputOverPool: number }): void {
  const cells = result.rows.map((row) => [
    String(row.streams),
    row.framesPerSecond.toFixed(1),
    row.latencyP50Ms.toFixed(1),
    row.latencyP99Ms.toFixed(1),
    row.eventLoopDelayP99Ms.toFixed(2),
    row.rssMb.toFixed(0),
  ]);
  console.log(table(['streams', 'frames/s', 'p50 ms', 'p99 ms', 'loop p99 ms', 'RSS MB'], cells).join('\n'));
  console.log(
    `pool alone ${result.poolFramesPerSecond.toFixed(1)} frames/s; through gRPC ${(100 * result.throughputOverPool).toFixed(1)} % of it`,
  );
}

void main();
