import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { demoTile } from '../../bench/support/demo-picture.js';
import { packInCache, repository } from '../../bench/support/packs.js';
import type { Measurements, Observation } from '../../src/biometrics/observation.js';
import { type Engine, poolDefaults, startEngine } from '../../src/engine/engine.js';

/** The demo picture that set-up keeps beside the models: a grid of faces. */
export const demoPicture = join(repository, 'models/cache/demo/screenshot-facematch.jpg');
export const hasDemoPicture = existsSync(demoPicture);

export const everything: Measurements = {
  embedding: true,
  formerEmbedding: false,
  liveness: true,
  eyes: true,
  motion: null,
};

/** The engine over one worker thread: networks never run on a test's own thread, which they would block. */
export async function startPack(name: string): Promise<Engine> {
  const { pack, paths } = await packInCache(name);
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: 1 });
  await engine.ready;
  return engine;
}

/** One face of the demo picture, as a picture of its own. */
export const tile = (row: number, column: number): sharp.Sharp => sharp(demoPicture).extract(demoTile(row, column));

export async function observe(engine: Engine, picture: sharp.Sharp, wanted = everything): Promise<Observation> {
  const data = new Uint8Array(await picture.png().toBuffer());
  return engine.observe({ format: 'PNG', data, width: 0, height: 0 }, wanted, { signal: new AbortController().signal });
}

/** The embedding, or a failure of the test that says which picture showed no face. */
export async function embed(engine: Engine, picture: sharp.Sharp, name: string): Promise<Float32Array> {
  const { face } = await observe(engine, picture, {
    embedding: true,
    formerEmbedding: false,
    liveness: false,
    eyes: false,
    motion: null,
  });
  if (!face?.embedding) throw new Error(`${name} shows no face`);
  return face.embedding;
}

export const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
