import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurements, Observation } from '../../../src/biometrics/observation.js';
import { FaceError } from '../../../src/errors.js';
import { embedAll } from '../../../src/evaluation/measuring/embed.js';
import { pictureObserver } from '../../../src/evaluation/measuring/observer.js';
import { noCache, SealedCache } from '../../../src/evaluation/measuring/sealed-cache.js';
import type { Image } from '../../../src/recognition/capture-input.js';
import type { FaceEngine } from '../../../src/recognition/ports.js';
import { FakeVault } from '../../support/fake-vault.js';
import { observation, table } from '../../support/observations.js';
import { CountedProgress } from '../../support/scripted-observer.js';

const wanted: Measurements = { embedding: true, formerEmbedding: false, liveness: true, eyes: true, motion: null };
const { signal } = new AbortController();
const jpeg = (content: string): Buffer => Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), Buffer.from(content)]);

/** Says how long a picture is, and which formats it was handed. */
class CountingEngine implements FaceEngine {
  readonly modelId = 'fake@000000000001';
  readonly embeddingDim = 128;
  readonly former = null;
  readonly formats: string[] = [];
  fails: FaceError | null = null;

  observe({ format, data }: Image): Promise<Observation> {
    this.formats.push(format);
    const width = data.length;
    structuredClone(data.buffer, { transfer: [data.buffer] });
    return this.fails ? Promise.reject(this.fails) : Promise.resolve({ ...observation(), width });
  }
}

let folder: string;
let engine: CountingEngine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-engine-observer-'));
  engine = new CountingEngine();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const observerOver = (cache = noCache) =>
  pictureObserver({ engine, cache, embeddingName: 'fake', pack: 'tiny', calibration: table, workers: 2 });

const cacheIn = () =>
  new SealedCache({
    folder: join(folder, 'cache'),
    vault: new FakeVault(),
    fingerprint: 'aa'.repeat(32),
    note: () => undefined,
  });

async function fileOf(content: Uint8Array, name = 'a.jpg'): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

test('it tells what it observes with', () => {
  expect(observerOver()).toMatchObject({
    modelId: 'fake@000000000001',
    embeddingName: 'fake',
    pack: 'tiny',
    dimension: 128,
    calibration: table,
    workers: 2,
  });
});

test('a picture is looked at once, under whatever name, and anew when it changes', async () => {
  const observer = observerOver(cacheIn());
  const path = await fileOf(jpeg('one'));
  const first = await observer.observe(path, wanted, signal);
  expect(await observer.observe(path, wanted, signal)).toEqual(first);
  expect(await observer.observe(await fileOf(jpeg('one'), 'b.jpg'), wanted, signal)).toEqual(first);
  expect(engine.formats).toHaveLength(1);
  await fileOf(jpeg('another'));
  expect((await observer.observe(path, wanted, signal)).width).toBe(10);
  expect(engine.formats).toHaveLength(2);
});

test('without a cache it looks every time', async () => {
  const observer = observerOver();
  const path = await fileOf(jpeg('one'));
  await observer.observe(path, wanted, signal);
  await observer.observe(path, wanted, signal);
  expect(engine.formats).toHaveLength(2);
});

test('a format is told by the bytes, whatever the name says', async () => {
  const observer = observerOver();
  await observer.observe(await fileOf(jpeg('x'), 'a.png'), wanted, signal);
  await observer.observe(await fileOf(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'b.jpg'), wanted, signal);
  await observer.observe(await fileOf(Buffer.from('RIFF0000WEBPVP8 '), 'c.jpg'), wanted, signal);
  expect(engine.formats).toEqual(['JPEG', 'PNG', 'WEBP']);
});

test('a file that is no picture, or is not there, is named', async () => {
  const observer = observerOver();
  const path = await fileOf(Buffer.from('GIF89a'));
  await expect(observer.observe(path, wanted, signal)).rejects.toMatchObject({
    code: 'IMAGE_UNDECODABLE',
    message: expect.stringContaining(path) as string,
  });
  const missing = join(folder, 'none.jpg');
  await expect(observer.observe(missing, wanted, signal)).rejects.toMatchObject({
    code: 'BAD_FIELD',
    message: expect.stringContaining(missing) as string,
  });
  expect(engine.formats).toEqual([]);
});

test('a picture too small to be looked at is the fault of the picture, and does not end an evaluation', async () => {
  engine.fails = new FaceError('BAD_FIELD', 'the picture is 1 × 1 pixels');
  const path = await fileOf(jpeg('one'));
  const paths = [path, await fileOf(jpeg('another'), 'b.jpg')];
  await expect(observerOver().observe(path, wanted, signal)).rejects.toMatchObject({
    code: 'IMAGE_UNDECODABLE',
    message: `${path}: the picture is 1 × 1 pixels`,
  });
  const { unreadable } = await embedAll(observerOver(), paths, { signal, progress: new CountedProgress() });
  expect(unreadable).toEqual([0, 1]);
});

test('a picture that the engine refuses is named and not kept; a fault of the engine stays as it is', async () => {
  const observer = observerOver(cacheIn());
  const path = await fileOf(jpeg('one'));
  engine.fails = new FaceError('IMAGE_TOO_LARGE', 'too large');
  await expect(observer.observe(path, wanted, signal)).rejects.toMatchObject({
    code: 'IMAGE_TOO_LARGE',
    message: `${path}: too large`,
  });
  engine.fails = new FaceError('WORKER_LOST', 'lost');
  await expect(observer.observe(path, wanted, signal)).rejects.toBe(engine.fails);
  engine.fails = null;
  await observer.observe(path, wanted, signal);
  expect(engine.formats).toHaveLength(3);
});
