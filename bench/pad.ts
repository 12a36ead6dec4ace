import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTextureScorer } from '../src/biometrics/texture-score.js';
import { textureFeatureNames } from '../src/biometrics/texture-features.js';
import { table } from '../src/cli/terminal.js';
import { decodeImage, setUpDecoder } from '../src/engine/decode.js';
import { createFlowMeter } from '../src/engine/face-flow.js';
import { createFingerprintMeter } from '../src/engine/fingerprint.js';
import { loadNative } from '../src/engine/native.js';
import { createPipeline } from '../src/engine/pipeline.js';
import { Pyramid } from '../src/engine/pyramid.js';
import { createTextureMeter } from '../src/engine/texture-meter.js';
import { readTextureWeights } from '../src/models/texture.js';
import { timeCue, type CueTime } from './support/cue-time.js';
import { cameraFrame } from './support/demo-picture.js';
import { timeDepthCue } from './support/depth-cue-bench.js';
import { describeMachine } from './support/machine.js';
import { packInCache, repository } from './support/packs.js';

/**
 * npm run bench:pad -- [--image FILE] [--faces 2000] [--json]
 *
 * Microseconds that each native cue of presentation attack detection takes for one face of a 640 × 480 frame, with its
 * warps and halvings and, of texture, its score; `textureFeatures` is the texture of three chips that are there. Motion
 * is the chip and its flow. Says whether texture and depth keep their limits; the 99th percentile has to.
 */
const { values: options } = parseArgs({
  options: {
    pack: { type: 'string', default: 'default' },
    image: { type: 'string', default: join(repository, 'models/cache/demo/screenshot-facematch.jpg') },
    faces: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});

type Cue = 'texture' | 'textureFeatures' | 'depth' | 'motion' | 'fingerprint';

const limitsUs: Readonly<Partial<Record<Cue, number>>> = { texture: 1000, depth: 500 };
/** Between two frames the points of a face move by so much against its picture; pixels. */
const STRAY_PX = [1.5, -1, -0.5, 1, 0.5, 1.5, -1.5, 0, 1, -0.5];

const native = loadNative();

async function faceOf(path: string) {
  setUpDecoder();
  const { pack, paths } = await packInCache(options.pack);
  const data = await cameraFrame(path);
  const picture = await decodeImage({ format: 'JPEG', data, width: 0, height: 0 }, native);
  const pipeline = await createPipeline(pack, paths, native);
  const wanted = { embedding: false, formerEmbedding: false, liveness: false, eyes: false, motion: null };
  const { face } = await pipeline.observe(picture, wanted);
  await pipeline.close();
  if (!face) throw new Error(`${path} shows no face; give another with --image`);
  return { box: face.box, points: face.points, picture };
}

function timesOf({ box, points, picture }: Awaited<ReturnType<typeof faceOf>>, rounds: number): Record<Cue, CueTime> {
  const pyramid = new Pyramid(native);
  const inPyramid = (work: () => void) => () => {
    pyramid.load(picture);
    work();
    pyramid.clear();
  };
  const measure = createTextureMeter(native, pyramid);
  const score = createTextureScorer(readTextureWeights());
  const chip = picture.data.slice(0, 3 * 128 * 128);
  const features = new Float32Array(textureFeatureNames.length);
  const meter = createFlowMeter(native, pyramid);
  pyramid.load(picture);
  const reference = meter.chip(points.map((value, i) => value + (STRAY_PX[i] ?? 0)));
  const fingerprint = createFingerprintMeter(native);
  return {
    texture: timeCue(
      inPyramid(() => score(measure({ box, points, picture }))),
      rounds,
    ),
    textureFeatures: timeCue(() => native.measureTexture(chip, chip, chip, features), rounds),
    depth: timeDepthCue(rounds),
    motion: timeCue(
      inPyramid(() => meter.flow(reference, meter.chip(points))),
      rounds,
    ),
    fingerprint: timeCue(() => fingerprint(picture, box), rounds),
  };
}

async function main(faces: number): Promise<void> {
  const times = timesOf(await faceOf(options.image), faces);
  const { kernels } = native.cpuFeatures();
  if (options.json) {
    console.log(JSON.stringify({ ...times, limitsUs, kernels, faces, machine: describeMachine() }));
    return;
  }
  const rows = Object.entries(times).map(([name, { p50Us, p99Us }]) => [name, String(p50Us), String(p99Us)]);
  console.log(table(['', 'p50 µs', 'p99 µs'], rows).join('\n'));
  for (const [name, limitUs] of Object.entries(limitsUs)) {
    const isKept = times[name as Cue].p99Us <= limitUs;
    console.log(`${name} ${isKept ? 'keeps' : 'exceeds'} its limit of ${limitUs} µs`);
  }
  console.log(`kernels ${kernels}`);
}

void main(Number(options.faces));
