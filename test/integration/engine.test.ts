import { engineOver, type Engine, poolDefaults, startEngine } from '../../src/engine/engine.js';
import { modelPath } from '../../src/models/cache.js';
import { readManifest } from '../../src/models/manifest.js';
import { modelsOf, resolvePack } from '../../src/models/packs.js';
import type { DepthFrame } from '../../src/recognition/capture-input.js';
import { cacheFolder, reasonMissing } from '../support/model-cache.js';
import { frameHeader, imageOf, jpeg, scan } from '../support/picture-bytes.js';
import { closePools, never, testPool } from '../support/test-pool.js';
import { deed } from '../support/test-worker.js';

const pack = resolvePack(readManifest(), 'default');
const models = modelsOf(pack);
const missing = models.map(({ name }) => reasonMissing(name)).filter((reason) => reason !== null);
const wanted = { embedding: true, formerEmbedding: false, liveness: true, eyes: true, motion: null };
const gray = (what: number) => imageOf('GRAY8', new Uint8Array(64 * 64).fill(what), 64, 64);

describe('the port over a pool', () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = engineOver(testPool(), { pack });
    await engine.ready;
  });
  afterEach(closePools);

  test('tells what its embeddings are', () => {
    expect([engine.modelId, engine.embeddingDim]).toEqual([pack.modelId, pack.embedding.dimension]);
  });

  test('a plainly wrong picture is refused without a worker, and zeroed', async () => {
    const image = { ...gray(7), width: 65 };
    await expect(engine.observe(image, wanted, never())).rejects.toMatchObject({
      code: 'BAD_FIELD',
      field: 'image.data',
    });
    expect(image.data.every((byte) => byte === 0)).toBe(true);
    const z16 = new Uint8Array(2 * 64 * 64).fill(7);
    const depth = { z16, width: 64, height: 64, fx: 64, fy: 64, cx: 32, cy: 32, origin: 'STEREO' as const };
    await expect(engine.observe({ ...gray(7), width: 65, depth }, wanted, never())).rejects.toMatchObject({
      code: 'BAD_FIELD',
    });
    expect(z16.every((byte) => byte === 0)).toBe(true);
    expect(engine.statistics().framesDone).toBe(0);
  });

  test('a view leaves the rest of its buffer usable', async () => {
    const whole = new Uint8Array(64 * 64 + 10).fill(deed.answer);
    whole[0] = 99;
    const image = { ...gray(0), data: whole.subarray(10) };
    await engine.observe(image, wanted, never());
    expect([whole.byteLength, whole[0]]).toEqual([64 * 64 + 10, 99]);
  });

  test('stage times come where they are asked for', async () => {
    expect((await engine.observeTimed(gray(deed.answer), wanted, never())).stages).toEqual({ worker: 1 });
  });
});

/** Needs the networks of the default pack; without them the reason is the test's name. */
const withModels = missing.length > 0 ? describe.skip : describe;

withModels(missing[0] ?? 'the real worker', () => {
  let engine: Engine;

  beforeAll(async () => {
    const modelFiles = new Map(models.map((model) => [model.name, modelPath(cacheFolder, model)]));
    engine = startEngine({ pack, modelFiles }, { ...poolDefaults, workers: 1 });
    await engine.ready;
  });
  afterAll(() => engine.close());

  test('measures a picture without a face', async () => {
    const { observation, stages } = await engine.observeTimed(gray(128), wanted, never());
    expect(observation).toEqual({ width: 64, height: 64, faceCount: 0, secondFaceRatio: 0, face: null });
    expect(Object.keys(stages ?? {})).toEqual(expect.arrayContaining(['decode', 'detect', 'worker']));
  });

  test('refuses depth that cannot show what the picture shows, zeroes it, and goes on', async () => {
    const depth = (width: number, height: number): DepthFrame => {
      const [fx, cx, cy] = [width, width / 2, height / 2];
      return { z16: new Uint8Array(2 * width * height), width, height, fx, fy: fx, cx, cy, origin: 'SENSOR_TOF' };
    };
    const wrong = engine.observe({ ...gray(128), depth: depth(64, 48) }, wanted, never());
    await expect(wrong).rejects.toMatchObject({ code: 'DEPTH_MISMATCH', field: 'frame.depth' });
    const taken = depth(128, 128);
    expect((await engine.observe({ ...gray(128), depth: taken }, wanted, never())).face).toBeNull();
    expect(taken.z16.byteLength).toBe(0);
  });

  test('refuses what only the header pass or a decoder sees, and goes on', async () => {
    const twelveBits = jpeg(frameHeader(0xc0, { bits: 12 }), scan([1]));
    await expect(engine.observe(twelveBits, wanted, never())).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
    const noTables = jpeg(frameHeader(0xc0), scan([1]));
    await expect(engine.observe(noTables, wanted, never())).rejects.toMatchObject({ code: 'IMAGE_UNDECODABLE' });
    expect((await engine.observe(gray(0), wanted, never())).faceCount).toBe(0);
    expect(engine.statistics()).toMatchObject({ replacements: 0, framesDone: 6, ready: true });
  });
});
