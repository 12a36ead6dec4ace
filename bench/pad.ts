import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTextureScorer } from '../src/biometrics/texture-score.js';
import { textureFeatureNames } from '../src/biometrics/texture-features.js';
import { table } from '../src/cli/terminal.js';
import { decodeImage, setUpDecoder } from '../src/engine/decode.js';
import { loadNative } from '../src/engine/native.js';
import { createPipeline } from '../src/engine/pipeline.js';
import { Pyramid } from '../src/engine/pyramid.js';
import { createTextureMeter } from '../src/engine/texture-meter.js';
import { readTextureWeights } from '../src/models/texture.js';
import { cameraFrame } from './support/demo-picture.js';
import { describeMachine } from './support/machine.js';
import { packInCache, repository } from './support/packs.js';

/**
 * npm run bench:pad -- [--image FILE] [--faces 2000] [--json]
 *
 * Microseconds of the native cues of presentation attack detection for one face of a 640 × 480 frame: the texture of
 * three chips that are there, and the whole cue with its warps, halvings and score.
 */
const { values: options } = parseArgs({
  options: {
    pack: { type: 'string', default: 'default' },
    image: { type: 'string', default: join(repository, 'models/cache/demo/screenshot-facematch.jpg') },
    faces: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});

const WARM_UP_FACES = 50;
const native = loadNative();

interface Quantiles {
  readonly p50Us: number;
  readonly p99Us: number;
}

function timed(work: () => void, faces: number): Quantiles {
  const samples: number[] = [];
  for (let i = -WARM_UP_FACES; i < faces; i++) {
    const startedMs = performance.now();
    work();
    if (i >= 0) samples.push((performance.now() - startedMs) * 1000);
  }
  samples.sort((a, b) => a - b);
  const at = (share: number): number => Number(samples[Math.floor(share * samples.length)]!.toFixed(1));
  return { p50Us: at(0.5), p99Us: at(0.99) };
}

async function main(faces: number): Promise<void> {
  setUpDecoder();
  const { pack, paths } = await packInCache(options.pack);
  const data = await cameraFrame(options.image);
  const picture = await decodeImage({ format: 'JPEG', data, width: 0, height: 0 }, native);
  const pipeline = await createPipeline(pack, paths, native);
  const wanted = { embedding: false, formerEmbedding: false, liveness: false, eyes: false, motion: null };
  const { face } = await pipeline.observe(picture, wanted);
  await pipeline.close();
  if (!face) throw new Error(`${options.image} shows no face; give another with --image`);

  const pyramid = new Pyramid(native);
  const measure = createTextureMeter(native, pyramid);
  const score = createTextureScorer(readTextureWeights());
  const placed = { box: face.box, points: face.points, picture };
  const chip = picture.data.slice(0, 3 * 128 * 128);
  const features = new Float32Array(textureFeatureNames.length);
  const times = {
    'texture features': timed(() => native.measureTexture(chip, chip, chip, features), faces),
    'texture cue': timed(() => {
      pyramid.load(picture);
      score(measure(placed));
      pyramid.clear();
    }, faces),
  };
  const { kernels } = native.cpuFeatures();
  if (options.json) {
    console.log(JSON.stringify({ times, kernels, faces, machine: describeMachine() }));
    return;
  }
  const rows = Object.entries(times).map(([name, { p50Us, p99Us }]) => [name, String(p50Us), String(p99Us)]);
  console.log(table(['', 'p50 µs', 'p99 µs'], rows).join('\n'));
  console.log(`kernels ${kernels}`);
}

void main(Number(options.faces));
