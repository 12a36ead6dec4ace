import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeImage, setUpDecoder } from '../src/engine/decode.js';
import { regionToTensor, square } from '../src/engine/geometry.js';
import { loadNative, type Picture } from '../src/engine/native.js';
import { createPipeline } from '../src/engine/pipeline.js';
import { type Network, openNetwork } from '../src/engine/session.js';
import type { ModelPack } from '../src/models/manifest.js';
import { cameraFrame } from './support/demo-picture.js';
import { describeMachine } from './support/machine.js';
import { packInCache, repository } from './support/packs.js';

/**
 * Milliseconds of each stage of a 640 × 480 JPEG frame, and what the frame costs beyond its networks:
 * node dist/bench/stages.js [--pack default] [--image FILE] [--frames 200] [--json]
 *
 * Frames and bare runs of the same networks take turns, so that both meet the same machine; the ratio is of medians.
 */
const { values: options } = parseArgs({
  options: {
    pack: { type: 'string', default: 'default' },
    image: { type: 'string', default: join(repository, 'models/cache/demo/screenshot-facematch.jpg') },
    frames: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});

const warmUpFrames = 10;
const wanted = { embedding: true, formerEmbedding: false, liveness: true, eyes: true };
const native = loadNative();

interface BareRun {
  readonly name: string;
  readonly network: Network;
  /** How often a frame with one face runs it. */
  readonly runs: number;
}

interface Sample {
  readonly frameMs: number;
  readonly modelsMs: number;
  readonly stages: ReadonlyMap<string, number>;
}

async function main(): Promise<void> {
  setUpDecoder();
  const { pack, paths } = await packInCache(options.pack);
  const jpeg = await cameraFrame(options.image);
  const pipeline = await createPipeline(pack, paths, native);
  const picture = await decodeImage({ format: 'JPEG', data: jpeg, width: 0, height: 0 }, native);
  const bare = await openBare(pack, paths, picture);

  let reference: Uint8Array | null = null;
  const frame = async (stages: Map<string, number>) => {
    const startedMs = performance.now();
    const picture = await decodeImage({ format: 'JPEG', data: jpeg, width: 0, height: 0 }, native);
    stages.set('decode', performance.now() - startedMs);
    const { face } = await pipeline.observe(picture, { ...wanted, motion: { reference } }, stages);
    reference ??= face?.chip ?? null;
    if (!face) throw new Error(`${options.image} shows no face; give another with --image`);
    return performance.now() - startedMs;
  };
  const samples: Sample[] = [];
  for (let i = -warmUpFrames; i < Number(options.frames); i++) {
    const stages = new Map<string, number>();
    const frameMs = await frame(stages);
    const modelsMs = await runBare(bare);
    if (i >= 0) samples.push({ frameMs, modelsMs, stages });
  }
  report(samples, pack, alignmentUs(picture, pack));
  await pipeline.close();
  for (const { network } of bare) await network.close();
}

/** The networks see the middle of the same picture: how long a run takes depends on what the input holds, and zeros are quick. */
async function openBare(pack: ModelPack, paths: ReadonlyMap<string, string>, picture: Picture): Promise<BareRun[]> {
  const middle = square(picture.width / 2, picture.height / 2, picture.height * 0.6);
  const map = new Float64Array(6);
  const entries = [
    { entry: pack.detector, runs: 1 },
    { entry: pack.mesh, runs: 1 },
    ...(pack.eyes ? [{ entry: pack.eyes, runs: 2 }] : []),
    ...[...pack.pad, ...pack.embedders].map((entry) => ({ entry, runs: 1 })),
  ];
  const opened: BareRun[] = [];
  for (const { entry, runs } of entries) {
    const network = await openNetwork(paths.get(entry.name)!, entry.input);
    const { input } = entry;
    native.warpToTensor(picture, regionToTensor(middle, input.width, input.height, map), input, network.input);
    opened.push({ name: entry.name, network, runs });
  }
  return opened;
}

async function runBare(bare: readonly BareRun[]): Promise<number> {
  const startedMs = performance.now();
  for (const { network, runs } of bare) {
    for (let i = 0; i < runs; i++) await network.run();
  }
  return performance.now() - startedMs;
}

/** Median of an alignment of the whole face straight into the first embedder's input, microseconds. */
function alignmentUs(picture: Picture, { embedders: [embedder] }: ModelPack): number {
  const { template, input } = embedder!;
  const reference = Float32Array.from(template.flat());
  const points = reference.map((coordinate, i) => coordinate * 1.5 + (i % 2 === 0 ? 230 : 150));
  const out = new Float32Array(input.width * input.height * 3);
  const times = Array.from({ length: 2000 }, () => {
    const startedMs = performance.now();
    native.alignToTensor(picture, points, reference, input, out);
    return (performance.now() - startedMs) * 1000;
  });
  return quantile(times, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function report(samples: readonly Sample[], pack: ModelPack, alignToTensorUs: number): void {
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  const spread = (values: readonly number[]) => ({
    p50: rounded(quantile(values, 0.5)),
    p99: rounded(quantile(values, 0.99)),
  });
  const names = [...new Set(samples.flatMap(({ stages }) => [...stages.keys()]))];
  const frame = spread(samples.map(({ frameMs }) => frameMs));
  const modelRuns = spread(samples.map(({ modelsMs }) => modelsMs));
  const result = {
    stagesMs: Object.fromEntries(
      names.map((name) => [name, spread(samples.map(({ stages }) => stages.get(name) ?? 0))]),
    ),
    frameMs: frame,
    modelRunsMs: modelRuns,
    frameOverModelRuns: rounded(frame.p50 / modelRuns.p50),
    alignToTensorUs: rounded(alignToTensorUs),
    frames: samples.length,
    pack: pack.name,
    kernels: native.cpuFeatures().kernels,
    machine: describeMachine(),
  };
  if (options.json) {
    console.log(JSON.stringify(result));
    return;
  }
  for (const [name, { p50, p99 }] of Object.entries(result.stagesMs)) {
    console.log(`${name.padEnd(10)} ${p50.toFixed(2).padStart(7)} ms p50 ${p99.toFixed(2).padStart(7)} ms p99`);
  }
  console.log(
    `frame ${frame.p50} ms p50, ${frame.p99} ms p99 · models alone ${modelRuns.p50} ms · ratio ` +
      `${result.frameOverModelRuns} · alignment ${result.alignToTensorUs} µs`,
  );
}

void main();
