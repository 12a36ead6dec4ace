import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { comparisonScore } from '../../src/biometrics/embedding.js';
import type { FollowedGallery } from '../../src/gallery/gallery.js';
import { MilvusIndex } from '../../src/gallery/milvus-index.js';
import { readManifest } from '../../src/models/manifest.js';
import { resolvePack } from '../../src/models/packs.js';
import { openGallery, openerOf } from '../../src/open-gallery.js';
import { openStore } from '../../src/open-store.js';
import { everyone } from '../../src/recognition/gallery-ports.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { PostgresFeed } from '../../src/store/template-feed.js';
import { createLog } from '../../src/telemetry/log.js';
import { call, closeGalleries, startGallery, until, vector } from '../support/galleries.js';
import { type MilvusLite, milvusMissing, startMilvusLite } from '../support/milvus.js';
import { type SocketDatabase, withPostgres } from '../support/postgres.js';

/** Servers on one database and one Milvus: what the store says is what their galleries tell. */

const missing = milvusMissing();
const title = missing === null ? 'galleries of servers on one Milvus' : `${missing}: galleries on one Milvus`;
const DIMENSION = 64;
const MODEL = 'm@1';

(missing === null ? describe : describe.skip)(title, () => {
  const postgres = withPostgres();
  const vault = new EnvelopeVault({
    kek: deriveKeyEncryptionKey(Uint8Array.from(randomBytes(32)), null),
    encryptTemplates: true,
    dev: false,
    dataKeysMax: 10,
  });
  let dataDir: string;
  let milvus: MilvusLite;
  let target: SocketDatabase;
  let store: PostgresStore;
  let tests = 0;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'face-engine-milvus-'));
    milvus = await startMilvusLite(dataDir);
  });
  afterAll(async () => {
    await milvus.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    target = await postgres.freshTarget();
    store = new PostgresStore(postgres.database(target));
    tests += 1;
  });
  afterEach(closeGalleries);

  const enrol = (
    subjectId: string,
    number: number,
    { modelId, dimension } = { modelId: MODEL, dimension: DIMENSION },
  ) =>
    store.transaction(async (unit) => {
      await unit.subjects.insert(subjectId);
      const at = { templateId: `t-${subjectId}`, subjectId, modelId, version: 1 };
      const sealed = await vault.seal(vector(number, dimension), at, unit);
      await unit.templates.put({ ...at, ...sealed, framesUsed: 5, quality: 70 });
    }, call());
  const remove = (subjectId: string) => store.transaction((unit) => unit.subjects.remove(subjectId), call());

  const indexOf = () =>
    new MilvusIndex({
      target: { address: milvus.address, token: null, tls: false, requestMs: 20_000 },
      indexing: { type: 'FLAT', build: {}, search: {} },
      modelId: `servers@${tests}`,
      dimension: DIMENSION,
      key: () => vault.keyedDigest('gallery rotation', [Buffer.from(MODEL)]),
    });
  const start = async (): Promise<FollowedGallery> => {
    const feed = new PostgresFeed({
      database: postgres.database(target),
      target,
      modelId: MODEL,
      onConnectionLost: () => undefined,
    });
    const gallery = startGallery({ index: indexOf(), feed, opener: openerOf(vault, DIMENSION) });
    await until(() => gallery.state().phase === 'ready', 'a ready gallery', 20_000);
    return gallery;
  };
  const find = (gallery: FollowedGallery, number: number) =>
    gallery.search({ probe: vector(number), filter: everyone, scoreMin: 0.9, limit: 3 }, call());

  test('what one enrols and deletes the other finds and finds no more', async () => {
    await enrol('ada', 1);
    const [one, two] = [await start(), await start()];
    expect((await find(two, 1)).candidates).toEqual([
      { subjectId: 'ada', score: Math.fround(comparisonScore(vector(1), vector(1))) },
    ]);
    await enrol('bob', 2);
    await two.caughtUp(call());
    expect((await find(two, 2)).found).toBe(1);
    await remove('ada');
    await one.caughtUp(call());
    for (const gallery of [one, two]) expect((await find(gallery, 1)).candidates).toEqual([]);
    await two.caughtUp(call());
    expect(await one.size(everyone, call())).toBe(1);
  });

  test('a server that starts keeps what belongs there and takes out what does not', async () => {
    await enrol('ada', 1);
    const before = indexOf();
    await before.put(
      ['aaa', 'ada', 'zoe'].map((subjectId, i) => ({ subjectId, tags: [], embedding: vector(10 + i) })),
      call(),
    );
    const gallery = await start();
    expect(await before.size(everyone, call())).toBe(1);
    expect((await find(gallery, 1)).found).toBe(1);
    await before.close();
  });

  test('is what the settings open', async () => {
    const url = `postgres://${target.user}@/${target.database}?host=${encodeURIComponent(target.host)}&port=${target.port}`;
    const environment = {
      DATABASE_URL: url,
      FACE_DATA_DIR: dataDir,
      SEARCH_PERMISSIONS: 'identify',
      GALLERY_BACKEND: 'milvus',
      MILVUS_ADDRESS: milvus.address,
      MILVUS_TLS: 'false',
    };
    const config = readConfig(environment, { dev: false, insecure: false, configFile: null, overrides: {} });
    const log = createLog('silent');
    const pack = resolvePack(readManifest(), 'default');
    const ownStore = await openStore(config, log);
    const opened = openGallery(config, { pack, store: ownStore, vault, log, serves: true });
    const { gallery } = opened;
    try {
      const { dimension } = pack.embedding;
      await enrol('ada', 1, { modelId: pack.modelId, dimension });
      opened.start();
      await until(() => gallery.state().phase === 'ready', 'a ready gallery', 20_000);
      expect(gallery.state()).toMatchObject({ backend: 'milvus', references: 1, bytes: 0 });
      const query = { probe: vector(1, dimension), filter: everyone, scoreMin: 0.9, limit: 3 };
      expect((await gallery.search(query, call())).found).toBe(1);
    } finally {
      await opened.close();
      await ownStore.close();
    }
  });

  test('a row without a template is nobody', async () => {
    await enrol('ada', 1);
    const gallery = await start();
    const intruder = indexOf();
    await intruder.put([{ subjectId: 'eve', tags: [], embedding: vector(5) }], call());
    await intruder.put([{ subjectId: 'ada', tags: [], embedding: vector(6) }], call());
    expect((await find(gallery, 5)).candidates).toEqual([]);
    expect((await find(gallery, 6)).candidates).toEqual([]);
    await intruder.close();
  });
});
