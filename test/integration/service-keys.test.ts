import { status } from '@grpc/grpc-js';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packInCache } from '../../bench/support/packs.js';
import { type Engine, poolDefaults, startEngine } from '../../src/engine/engine.js';
import { checkHealth, errorDetails, exchange, type FaceClient } from '../support/grpc-client.js';
import {
  dataFolder,
  endServices,
  faces,
  newKey,
  pictureOf,
  picturesOf,
  type Service,
  START_MS_MAX,
  startService,
  streamOf,
} from '../support/service.js';

/** Keys, restarts and what is left on disk. One data folder goes through the tests in their order. */

jest.setTimeout(2 * START_MS_MAX);

const SUBJECT = 'Grace.Hopper:1906';
const salt = 'the salt of this deployment';
const key = newKey();
const stills = 'comparison-only';
const logs: string[] = [];
let folder: string;
let man: Buffer[];

beforeAll(async () => {
  folder = await dataFolder();
  man = await faces(0, 0, 9);
});
afterAll(endServices, START_MS_MAX);

/** Runs a service on the folder for as long as `work` needs it, and keeps its log. */
async function serving(settings: Record<string, string>, work: (service: Service) => Promise<unknown>) {
  const service = await startService({ dataDir: folder, settings: { BIOMETRIC_TEMPLATE_SALT: salt, ...settings } });
  try {
    await work(service);
  } finally {
    await service.stop();
    logs.push(...service.lines);
  }
}

async function outcomeOf(client: FaceClient, subjectId = SUBJECT) {
  const { answers, status: ended } = await exchange(
    client.verify(),
    streamOf({ subjectId, policy: stills }, man.slice(5, 8)),
  );
  return answers.at(-1)?.decision?.outcome ?? errorDetails(ended).reason;
}

test('without a key the service is sealed: it stores and opens nothing, and still compares', async () => {
  await serving({}, async ({ address, client }) => {
    expect(await checkHealth(address)).toBe('NOT_SERVING');
    const { status: ended } = await exchange(client.enroll(), streamOf({ subjectId: SUBJECT, policy: stills }, man));
    expect({ code: ended.code, ...errorDetails(ended) }).toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'KEYS_SEALED',
    });
    expect(await outcomeOf(client)).toBe('KEYS_SEALED');
    const once = { config: { subjectId: SUBJECT, policy: stills }, pictures: picturesOf(man.slice(0, 5)) };
    await expect(client.enrollOnce(once)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    const compared = await client.compare({ first: pictureOf(man[0]!), second: pictureOf(man[6]!) });
    expect(compared.outcome).toBe('OUTCOME_ACCEPT');
    expect((await client.subjects.list({})).subjects).toEqual([]);
  });
});

test('with a key it enrols; killed and started again it still knows', async () => {
  const settings = { BIOMETRIC_TEMPLATE_KEY: key };
  await serving(settings, async ({ client, signal, exited }) => {
    const config = { subjectId: SUBJECT, policy: stills };
    const { answers } = await exchange(client.enroll(), streamOf(config, man.slice(0, 5)));
    expect(answers.at(-1)?.enrollResult?.enrolled).toBe(true);
    signal('SIGKILL');
    expect(await exited).toBe('SIGKILL');
  });
  await serving(settings, async ({ address, client }) => {
    expect(await checkHealth(address)).toBe('SERVING');
    expect(await outcomeOf(client)).toBe('OUTCOME_ACCEPT');
    expect((await client.templates.list({ subjectId: SUBJECT })).templates).toHaveLength(1);
  });
  await serving(settings, async ({ client }) => expect(await outcomeOf(client)).toBe('OUTCOME_ACCEPT'));
});

test('another key, or another salt, opens nothing and says what to do', async () => {
  const opening = async ({ client }: Service) => {
    const { status: ended } = await exchange(client.verify(), streamOf({ subjectId: SUBJECT, policy: stills }, man));
    expect(ended.code).toBe(status.FAILED_PRECONDITION);
    expect(errorDetails(ended).reason).toBe('KEYS_SEALED');
    expect(ended.details).toMatch(/not the key that sealed/);
    expect(await outcomeOf(client, 'nobody')).toBe('OUTCOME_REJECT');
  };
  await serving({ BIOMETRIC_TEMPLATE_KEY: newKey() }, opening);
  await serving({ BIOMETRIC_TEMPLATE_KEY: key, BIOMETRIC_TEMPLATE_SALT: 'another salt altogether' }, opening);
});

/** Pieces of 16 bytes, far enough from each other that some lie within one page of the database. */
function piecesOf(bytes: Buffer): Buffer[] {
  const step = Math.max(16, Math.floor(bytes.length / 40));
  const starts = Array.from({ length: 40 }, (_, index) => index * step).filter((at) => at + 16 <= bytes.length);
  return starts.map((at) => bytes.subarray(at, at + 16));
}

/** How many of the pieces are anywhere under the folder. */
function foundIn(directory: string, pieces: readonly Buffer[]): number {
  const paths = readdirSync(directory, { recursive: true }).map((name) => join(directory, String(name)));
  const found = new Set<number>();
  for (const path of paths.filter((one) => statSync(one).isFile())) {
    const content = readFileSync(path);
    for (const [index, piece] of pieces.entries()) if (content.includes(piece)) found.add(index);
  }
  return found.size;
}

async function embeddingOf(image: Buffer): Promise<Buffer> {
  const { pack, paths } = await packInCache('default');
  const engine: Engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers: 1 });
  try {
    await engine.ready;
    const wanted = { embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null };
    const data = Uint8Array.from(image);
    const call = { signal: new AbortController().signal };
    const { face } = await engine.observe({ format: 'JPEG', data, width: 0, height: 0 }, wanted, call);
    return Buffer.from(face!.embedding!.buffer);
  } finally {
    await engine.close();
  }
}

/** Enrols one picture, so that the template is the embedding of that picture, and says what of it lies on disk. */
async function leftOnDisk(dataDir: string, settings: Record<string, string>, flags: readonly string[]) {
  const [image] = man as [Buffer];
  const service = await startService({ dataDir, flags, settings: { ENROLLMENT_MIN_SAMPLES: '1', ...settings } });
  try {
    const request = { config: { subjectId: 'one', policy: stills }, pictures: [pictureOf(image)] };
    expect((await service.client.enrollOnce(request)).enrollResult?.enrolled).toBe(true);
  } finally {
    await service.stop();
    logs.push(...service.lines);
  }
  const vector = piecesOf(await embeddingOf(image));
  return { vector: foundIn(dataDir, vector), picture: foundIn(dataDir, piecesOf(image)) };
}

test('no file in the data folder holds a picture or an embedding', async () => {
  const settings = { BIOMETRIC_TEMPLATE_KEY: key, BIOMETRIC_TEMPLATE_SALT: salt };
  expect(await leftOnDisk(folder, settings, [])).toEqual({ vector: 0, picture: 0 });
});

test('the search would find an embedding that is not encrypted', async () => {
  const readable = await dataFolder();
  const { vector, picture } = await leftOnDisk(readable, { ENCRYPT_TEMPLATES: 'false' }, ['--dev']);
  expect(vector).toBeGreaterThan(10);
  expect(picture).toBe(0);
});

test('no line of the log names a subject or holds a key', () => {
  const text = logs.join('\n');
  expect(text).toContain('call finished');
  expect(text).toContain('call refused');
  for (const secret of [SUBJECT, 'Grace', key, salt, 'nobody']) expect(text).not.toContain(secret);
});
