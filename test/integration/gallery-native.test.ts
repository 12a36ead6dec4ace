import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { loadNative } from '../../src/engine/native.js';
import type { FollowedGallery } from '../../src/gallery/gallery.js';
import { NativeIndex } from '../../src/gallery/native-index.js';
import { Snapshots } from '../../src/gallery/snapshots.js';
import { openerOf, sealOf } from '../../src/open-gallery.js';
import { everyone } from '../../src/recognition/gallery-ports.js';
import type { UnitOfWork } from '../../src/recognition/ports.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { PostgresFeed } from '../../src/store/template-feed.js';
import { call, closeGalleries, recordingJournal, startGallery, until, vector } from '../support/galleries.js';
import { type SocketDatabase, withPostgres } from '../support/postgres.js';

/** The whole of it: templates in PostgreSQL, sealed by the vault, opened and held by the addon, kept in its file. */

const MODEL = 'm@1';
const DIMENSION = 128;
const postgres = withPostgres();
const kek = deriveKeyEncryptionKey(new Uint8Array(randomBytes(32)), null);
const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 10 });

let target: SocketDatabase;
let store: PostgresStore;
let folder: string;
let told: string[];

beforeEach(async () => {
  target = await postgres.freshTarget();
  store = new PostgresStore(postgres.database(target));
  folder = await mkdtemp(path.join(os.tmpdir(), 'face-engine-test-'));
  told = [];
});
afterEach(async () => {
  await closeGalleries();
  await rm(folder, { recursive: true, force: true });
});

const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call());
const put = (unit: UnitOfWork, subjectId: string, number: number, version = 1) =>
  (async () => {
    const at = { templateId: `${subjectId}-${version}`, subjectId, modelId: MODEL, version };
    const sealed = await vault.seal(vector(number, DIMENSION), at, unit);
    await unit.templates.put({ ...at, ...sealed, framesUsed: 5, quality: 70 });
  })();
const enrol = (count: number, from = 0) =>
  run(async (unit) => {
    for (let i = from; i < from + count; i++) {
      await unit.subjects.insert(`subject-${i}`);
      await put(unit, `subject-${i}`, i);
    }
  });

function start(): FollowedGallery {
  const feed = new PostgresFeed({
    database: postgres.database(target),
    target,
    modelId: MODEL,
    onConnectionLost: () => undefined,
  });
  const index = new NativeIndex({
    create: (options) => loadNative().createGallery(options),
    limits: { dimension: DIMENSION, precision: 'float32', bytesMax: 1e9, threads: 2, queueMax: 16 },
    seed: () => vault.keyedDigest('gallery index rotation', []),
    digest: (seed) => createHash('sha256').update(seed).digest('hex').slice(0, 16),
    withKeys: (work) => vault.lendKeys(MODEL, work),
  });
  const nowMs = () => performance.now();
  const journal = recordingJournal(told);
  const snapshots = new Snapshots({ index, seal: sealOf(vault), journal, nowMs, folder, modelId: MODEL, minutes: 15 });
  return startGallery({ index, feed, opener: openerOf(vault, DIMENSION), snapshots, told, nowMs });
}

const ready = async (gallery: FollowedGallery) => {
  await until(() => gallery.state().phase === 'ready', 'a ready gallery');
  return gallery;
};
const found = async (gallery: FollowedGallery, number: number) => {
  const query = { probe: vector(number, DIMENSION), filter: everyone, scoreMin: 0.9, limit: 5 };
  return (await gallery.search(query, call())).candidates.map(({ subjectId }) => subjectId);
};
const written = () => until(() => told.some((line) => line.startsWith('snapshot written')), 'a snapshot');
const file = () => readFileSync(path.join(folder, 'm_1.snapshot'));

test('templates are opened by the addon, kept, read again, followed and erased', async () => {
  await enrol(400);
  const first = await ready(start());
  await written();
  expect(first.state()).toMatchObject({ references: 400, templatesUnopened: 0 });
  expect(await found(first, 123)).toEqual(['subject-123']);
  await first.close();
  told.splice(0);

  await enrol(1, 400);
  await run((unit) => unit.subjects.remove('subject-5'));
  await run((unit) => put(unit, 'subject-6', 9_000, 2));
  const second = await ready(start());
  expect(told).toEqual(['snapshot read 400', 'ready 400']);
  expect(await Promise.all([5, 6, 9_000, 400].map((number) => found(second, number)))).toEqual([
    [],
    [],
    ['subject-6'],
    ['subject-400'],
  ]);
  const before = file();
  await run((unit) => unit.subjects.remove('subject-7'));
  await second.caughtUp(call());
  expect(await found(second, 7)).toEqual([]);
  // Overwritten where it lay.
  expect(file()).toHaveLength(before.length);
  expect(file().equals(before)).toBe(false);
  await second.close();
  const third = await ready(start());
  expect(third.state().references).toBe(399);
  expect(await found(third, 7)).toEqual([]);
});

test('a record that was changed in the table is left out and counted, and a file that was changed is not read', async () => {
  await enrol(50);
  await postgres.query(
    `UPDATE face_engine.template SET record = set_byte(record, 80, get_byte(record, 80) # 1) WHERE subject_id = 'subject-9'`,
    target,
  );
  const first = await ready(start());
  await written();
  expect(first.state()).toMatchObject({ references: 49, templatesUnopened: 1 });
  expect(await found(first, 9)).toEqual([]);
  await first.close();
  const bytes = file();
  const last = bytes.length - 3;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  writeFileSync(path.join(folder, 'm_1.snapshot'), bytes);
  told.splice(0);
  const second = await ready(start());
  expect(told[0]).toBe('snapshot refused INTEGRITY');
  expect(second.state()).toMatchObject({ references: 49, templatesUnopened: 1 });
});
