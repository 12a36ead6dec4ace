import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Application, applicationOver } from '../../src/compose.js';
import { readConfig } from '../../src/config/config.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import type { Serving } from '../../src/cli/doors.js';
import type { Engine } from '../../src/engine/engine.js';
import { readManifest } from '../../src/models/manifest.js';
import { resolvePack } from '../../src/models/packs.js';
import { openStore } from '../../src/open-store.js';
import { startService } from '../../src/service.js';
import { createLog } from '../../src/telemetry/log.js';
import { call, until, vector } from '../support/galleries.js';
import { withPostgres } from '../support/postgres.js';
import { healthBecomes } from '../support/service.js';

/** Two servers on one database, without networks: what one enrols or deletes is in the gallery of the other. */

const GALLERIES = 'faceengine.v1.Galleries';
const SEEN_MS_MAX = 1_000;

const postgres = withPostgres();
const key = new Uint8Array(randomBytes(32));
const pack = resolvePack(readManifest(), 'default');
const lines: string[] = [];

/** Has its workers and measures nothing. */
const engine: Engine = {
  modelId: pack.modelId,
  embeddingDim: pack.embedding.dimension,
  former: null,
  ready: Promise.resolve(),
  observe: () => Promise.reject(new Error('no networks here')),
  observeTimed: () => Promise.reject(new Error('no networks here')),
  statistics: () => ({
    ready: true,
    workersIdle: 1,
    workersBusy: 0,
    queueDepth: 0,
    framesDone: 0,
    replacements: 0,
    frameMsMean: 0,
  }),
  drain: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

interface Running {
  readonly application: Application;
  readonly serving: Serving;
  readonly dataDir: string;
}
const running: Running[] = [];
let url: string;

beforeAll(async () => {
  const target = await postgres.freshTarget();
  url = `postgres://${target.user}@/${target.database}?host=${encodeURIComponent(target.host)}&port=${target.port}`;
});
afterAll(async () => {
  await Promise.all(running.splice(0).map(stop));
});

async function serve(
  settings: Readonly<Record<string, string>> = { SEARCH_PERMISSIONS: 'identify' },
): Promise<Running> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'face-engine-test-'));
  const flags = { dev: false, insecure: false, configFile: null, overrides: {} };
  const environment = { DATABASE_URL: url, API_PORT: '0', FACE_DATA_DIR: dataDir, GALLERY_BYTES_MAX: '100000000' };
  const config = readConfig({ ...environment, ...settings }, flags);
  const kek = deriveKeyEncryptionKey(Uint8Array.from(key), null);
  const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 10 });
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const application = applicationOver(config, { pack, engine, store: await openStore(config, log), vault, log });
  const started = { application, serving: await startService(application, config, log), dataDir };
  running.push(started);
  return started;
}

async function stop({ serving, dataDir }: Running): Promise<void> {
  serving.stop();
  await serving.closed;
  await rm(dataDir, { recursive: true, force: true });
}

const state = ({ application }: Running) => application.gallery.gallery.state();
const enrol = ({ application }: Running, subjectId: string, number: number) =>
  application.store!.store.transaction(async (unit) => {
    await unit.subjects.insert(subjectId);
    const at = { templateId: `${subjectId}-1`, subjectId, modelId: pack.modelId, version: 1 };
    const sealed = await application.vault.seal(vector(number, pack.embedding.dimension), at, unit);
    await unit.templates.put({ ...at, ...sealed, framesUsed: 5, quality: 70 });
  }, call());
const remove = ({ application }: Running, subjectId: string) =>
  application.store!.store.transaction((unit) => unit.subjects.remove(subjectId), call());

test('each sees within a second what the other enrols and deletes, also after a cut, and says when it is there', async () => {
  const [one, other] = [await serve(), await serve()];
  const address = `127.0.0.1:${one.serving.port}`;
  expect(await healthBecomes(address, 'SERVING', 5_000, GALLERIES)).toBe('SERVING');
  await until(() => [one, other].every((server) => state(server).phase === 'ready'), 'two galleries');
  await enrol(one, 'zoe-q', 1);
  await until(() => state(other).references === 1, 'the reference there', SEEN_MS_MAX);
  await enrol(other, 'yan-q', 2);
  await until(() => state(one).references === 2, 'the reference here', SEEN_MS_MAX);
  await postgres.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'face-engine%'`,
  );
  await remove(one, 'zoe-q').catch(() => remove(one, 'zoe-q'));
  await until(() => [one, other].every((server) => state(server).references === 1), 'both to forget', SEEN_MS_MAX);
  expect(lines.join('\n')).toContain('"references":0');
  expect(lines.join('\n')).not.toMatch(/zoe-q|yan-q/);
});

test('at its end a server leaves a snapshot, from which nobody can be read without the key', async () => {
  const one = await serve();
  await until(() => state(one).phase === 'ready', 'a gallery');
  one.serving.stop();
  await one.serving.closed;
  expect(readdirSync(path.join(one.dataDir, 'gallery'))).toEqual([
    expect.stringMatching(/^[A-Za-z0-9._-]+\.snapshot$/),
  ]);
});

test('without a permission nothing is loaded or kept', async () => {
  const one = await serve({});
  expect(state(one).phase).toBe('off');
  expect(await healthBecomes(`127.0.0.1:${one.serving.port}`, 'NOT_SERVING', 2_000, GALLERIES)).toBe('NOT_SERVING');
  expect(existsSync(path.join(one.dataDir, 'gallery'))).toBe(false);
});
