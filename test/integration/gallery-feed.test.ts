import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import type { FollowedGallery } from '../../src/gallery/gallery.js';
import type { ChangePoint } from '../../src/gallery/ports.js';
import { openerOf } from '../../src/open-gallery.js';
import type { UnitOfWork } from '../../src/recognition/ports.js';
import { everyone } from '../../src/recognition/gallery-ports.js';
import { CopiedRows } from '../../src/store/copied-rows.js';
import { Database } from '../../src/store/database.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { PostgresFeed } from '../../src/store/template-feed.js';
import { purgeTemplateChanges } from '../../src/store/template-changes.js';
import { call, closeGalleries, codeOf, startGallery, until, vector } from '../support/galleries.js';
import { MemoryIndex } from '../support/memory-index.js';
import { type SocketDatabase, testLimits, withPostgres } from '../support/postgres.js';

const MODEL = 'm@1';
const postgres = withPostgres();
const DIMENSION = 64;
const vaultOf = (key: Uint8Array | null) =>
  new EnvelopeVault({
    kek: key && deriveKeyEncryptionKey(Uint8Array.from(key), null),
    encryptTemplates: true,
    dev: false,
    dataKeysMax: 10,
  });
const vault = vaultOf(new Uint8Array(randomBytes(32)));

let target: SocketDatabase;
let store: PostgresStore;
let feed: PostgresFeed;
let lost: number;

beforeEach(async () => {
  target = await postgres.freshTarget();
  store = new PostgresStore(postgres.database(target));
  lost = 0;
  feed = feedOn();
});
afterEach(closeGalleries);

const feedOptions = () => ({
  database: postgres.database(target),
  target,
  modelId: MODEL,
  onConnectionLost: () => lost++,
});
const feedOn = () => new PostgresFeed(feedOptions());
const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call(60_000));

/** Enrols, or replaces. */
const enrol = (subjectId: string, number: number, modelId = MODEL) =>
  run(async (unit) => {
    if (!(await unit.subjects.lock(subjectId))) await unit.subjects.insert(subjectId);
    const version = ((await unit.templates.find(subjectId, modelId))?.version ?? 0) + 1;
    const at = { templateId: `${subjectId}-${modelId}-${version}`, subjectId, modelId, version };
    const sealed = await vault.seal(vector(number), at, unit);
    await unit.templates.put({ ...at, ...sealed, framesUsed: 5, quality: 70 });
  });
const remove = (subjectId: string) => run((unit) => unit.subjects.remove(subjectId));
const startOn = (on: PostgresFeed, index = new MemoryIndex()): FollowedGallery =>
  startGallery({ index, feed: on, opener: openerOf(vault, DIMENSION) });
const ready = async (gallery: FollowedGallery) => {
  await until(() => gallery.state().phase === 'ready', 'a ready gallery');
  return gallery;
};
const holds = async (gallery: FollowedGallery, number: number) =>
  (await gallery.search({ probe: vector(number), filter: everyone, scoreMin: 0.99, limit: 1 }, call())).found === 1;

describe('changes', () => {
  test('are none at first, then every template written and every deletion, cascaded ones too', async () => {
    const nothing: ChangePoint = { sequence: 0, token: null };
    expect(await feed.head(call())).toEqual(nothing);
    expect(await feed.changesAfter(nothing, 10, call())).toMatchObject({ known: true, subjectIds: [], more: false });
    await enrol('ada', 1);
    await enrol('bob', 2);
    const before = await feed.head(call());
    expect(before.sequence).toBe(2);
    await enrol('ada', 3);
    await remove('bob');
    await run((unit) => unit.subjects.insert('cyd'));
    const changes = await feed.changesAfter(before, 10, call());
    expect(changes).toMatchObject({ known: true, subjectIds: ['ada', 'bob'], more: false });
    expect(changes.through).toEqual(await feed.head(call()));
    await postgres.query(`UPDATE face_engine.subject SET tags = '{red}' WHERE subject_id = 'ada'`, target);
    expect((await feed.changesAfter(changes.through, 10, call())).subjectIds).toEqual(['ada']);
    expect((await feed.references(['ada', 'bob', 'cyd'], call())).map(({ tags }) => tags)).toEqual([['red']]);
  });

  test('of another model are passed over, and where there is nothing else the reader is at the last', async () => {
    await enrol('ada', 1);
    const first = await feed.head(call());
    for (let i = 0; i < 5; i++) await enrol(`s${i}`, i, 'n@1');
    const last = await feed.head(call());
    expect(last.sequence).toBe(first.sequence + 5);
    expect(await feed.changesAfter(first, 2, call())).toEqual({
      known: true,
      subjectIds: [],
      through: last,
      more: false,
    });
    await postgres.query(`UPDATE face_engine.subject SET tags = '{red}' WHERE subject_id = 's1'`, target);
    await enrol('bob', 2);
    expect(await feed.changesAfter(first, 2, call())).toMatchObject({ subjectIds: ['s1', 'bob'], more: true });
  });

  test('of a transaction that was rolled back are none', async () => {
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      throw new Error('no');
    }).catch(() => undefined);
    expect((await feed.head(call())).sequence).toBe(0);
  });

  test('committed by 200 transactions at a time are all seen by one who reads along', async () => {
    const seen: string[] = [];
    let point: ChangePoint = { sequence: 0, token: null };
    const written = new AbortController();
    const reading = (async () => {
      for (let last = false; !last;) {
        last = written.signal.aborted;
        const changes = await feed.changesAfter(point, 7, call());
        expect(changes.known).toBe(true);
        seen.push(...changes.subjectIds);
        ({ through: point } = changes);
        if (changes.more) last = false;
      }
    })();
    const client = async (first: number) => {
      const connection = new Client(target);
      await connection.connect();
      for (let i = first; i < first + 4; i++) {
        await connection.query('BEGIN');
        await connection.query('INSERT INTO face_engine.subject (subject_id) VALUES ($1)', [`s${i}`]);
        await connection.query(
          `INSERT INTO face_engine.template (template_id, subject_id, model_id, version, key_generation, record, frames_used, quality)
           VALUES ($1, $1, $2, 1, 1, '', 1, 1)`,
          [`s${i}`, MODEL],
        );
        await delay(Math.random() * 5);
        await connection.query('COMMIT');
      }
      await connection.end();
    };
    await Promise.all(Array.from({ length: 50 }, (_, i) => client(i * 4)));
    written.abort();
    await reading;
    expect(seen.sort()).toEqual(Array.from({ length: 200 }, (_, i) => `s${i}`).sort());
  });

  test('older than a day are purged but for the last; who was not there knows that some are gone', async () => {
    await enrol('ada', 1);
    const first = await feed.head(call());
    await enrol('bob', 2);
    const second = await feed.head(call());
    await enrol('cyd', 3);
    const database = postgres.database(target);
    const purge = (nowMs: number) => database.session((session) => purgeTemplateChanges(session, nowMs), call());
    expect(await purge(Date.now() + 86_000_000)).toBe(0);
    expect(await purge(Date.now() + 87_000_000)).toBe(2);
    expect((await feed.changesAfter(second, 10, call())).known).toBe(false);
    expect((await feed.changesAfter(first, 10, call())).known).toBe(false);
    expect((await feed.changesAfter({ sequence: 0, token: null }, 10, call())).known).toBe(false);
    const head = await feed.head(call());
    expect(head.sequence).toBe(3);
    expect(await feed.changesAfter(head, 10, call())).toMatchObject({ known: true, subjectIds: [] });
    await postgres.query('UPDATE face_engine.template_change SET token = gen_random_uuid()', target);
    expect((await feed.changesAfter(head, 10, call())).known).toBe(false);
  });
});

describe('references', () => {
  test('are those of one model, page by page in byte order, with what opens them', async () => {
    for (const [i, id] of ['b', 'A', 'a', '_', 'a.1'].entries()) await enrol(id, i);
    await enrol('other', 9, 'n@1');
    const first = await feed.page(null, 3, call());
    const second = await feed.page(first.at(-1)?.template.subjectId ?? null, 3, call());
    expect([...first, ...second].map(({ template }) => template.subjectId)).toEqual(['A', '_', 'a', 'a.1', 'b']);
    expect(await feed.count(call())).toEqual({ references: 5, head: await feed.head(call()) });
  });

  test('are the same whether a page is copied or subjects are asked for', async () => {
    const ids = ['s000', 's001', 's002', 's003'];
    for (const [i, id] of ids.entries()) await enrol(id, i);
    await postgres.query(`UPDATE face_engine.subject SET tags = '{red,blue:1}' WHERE subject_id = 's001'`, target);
    await postgres.query(`DELETE FROM face_engine.subject_key WHERE subject_id = 's002'`, target);
    const page = await feed.page(null, 10, call());
    const asked = await feed.references(ids, call());
    expect(page.map(({ key }) => key === null)).toEqual(ids.map((id) => id === 's002'));
    expect(page[1]?.tags).toEqual(['red', 'blue:1']);
    expect(page).toEqual(asked.toSorted((a, b) => (a.template.subjectId < b.template.subjectId ? -1 : 1)));
  });

  test('of a model that is named as nobody names one are none', async () => {
    await enrol('ada', 1);
    const odd = new PostgresFeed({ ...feedOptions(), modelId: `m' OR '' = '\\` });
    expect(await odd.page(null, 10, call())).toEqual([]);
  });

  test('that cannot be copied leave a connection that works', async () => {
    const database = postgres.database({ ...target });
    const copied = (sql: string, limited = call()) => database.session((session) => session.copy(sql), limited);
    expect(await codeOf(copied('COPY (SELECT 1 / 0) TO STDOUT (FORMAT binary)'))).toBe('INTERNAL');
    expect(await codeOf(copied('COPY (SELECT pg_sleep(9)) TO STDOUT', call(50)))).toBe('CANCELLED');
    const rows = new CopiedRows(await copied('COPY (SELECT 7) TO STDOUT (FORMAT binary)'));
    expect([rows.next(1), rows.integer(), rows.next(1)]).toEqual([true, 7, false]);
    const many = await copied(`COPY (SELECT repeat('x', 99999) FROM generate_series(1, 70)) TO STDOUT`);
    expect(many.equals(Buffer.from(`${'x'.repeat(99_999)}\n`.repeat(70)))).toBe(true);
  });

  test('are opened by the vault from what a page holds', async () => {
    await enrol('ada', 1);
    const [row] = await feed.references(['ada'], call());
    expect(await openerOf(vault, DIMENSION).open(row!)).toEqual(vector(1));
    expect(await codeOf(openerOf(vault, 128).open(row!))).toBe('TEMPLATE_INTEGRITY');
    expect(await codeOf(openerOf(vault, DIMENSION).open({ ...row!, key: null }))).toBe('TEMPLATE_INTEGRITY');
    expect(openerOf(vaultOf(null), DIMENSION).sealed).toBe(true);
    expect(await codeOf(openerOf(vaultOf(null), DIMENSION).open(row!))).toBe('KEYS_SEALED');
    expect(await codeOf(openerOf(vaultOf(new Uint8Array(randomBytes(32))), DIMENSION).open(row!))).toBe('KEYS_SEALED');
  });
});

test('references are counted for longer than a statement may take', async () => {
  await enrol('ada', 1);
  await postgres.query(
    `CREATE FUNCTION face_engine.slow(text) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT pg_sleep(1.5) IS NOT NULL';
     ALTER TABLE face_engine.template RENAME TO whole;
     CREATE VIEW face_engine.template AS SELECT * FROM face_engine.whole WHERE face_engine.slow(subject_id);
     GRANT SELECT ON face_engine.template TO PUBLIC`,
    target,
  );
  const database = new Database({ ...testLimits, target, statementTimeoutMs: 300 });
  const slow = new PostgresFeed({ database, target, modelId: MODEL, onConnectionLost: () => undefined });
  expect(await codeOf(slow.references(['ada'], call()))).toBe('STORE_DOWN');
  expect(await slow.count(call())).toMatchObject({ references: 1 });
  await database.close();
});

describe('galleries on one database', () => {
  test('see what each other enrols and deletes within a second', async () => {
    await enrol('ada', 1);
    const galleries = await Promise.all([startOn(feed), startOn(feedOn())].map(ready));
    const beganMs = performance.now();
    await enrol('bob', 2);
    await until(() => galleries.every((gallery) => gallery.state().references === 2), 'both to hold the second', 1_000);
    expect(await Promise.all(galleries.map((gallery) => holds(gallery, 2)))).toEqual([true, true]);
    await remove('ada');
    await until(
      () => galleries.every((gallery) => gallery.state().references === 1),
      'both to forget the first',
      1_000,
    );
    expect(await Promise.all(galleries.map((gallery) => holds(gallery, 1)))).toEqual([false, false]);
    // Heard, not polled.
    expect(performance.now() - beganMs).toBeLessThan(1_000);
    expect(lost).toBe(0);
  });

  test('catch up within a second when their connections were cut', async () => {
    await enrol('ada', 1);
    const gallery = await ready(startOn(feed));
    for (const [round, id] of ['bob', 'cyd', 'dan'].entries()) {
      await postgres.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'face-engine%' AND pid <> pg_backend_pid()`,
        target,
      );
      await enrol(id, round + 2).catch(() => enrol(id, round + 2));
      await until(() => gallery.state().references === round + 2, 'the new reference', 1_000);
    }
    expect(lost).toBeGreaterThan(0);
    // It listens again, and does not only poll.
    await delay(1_200);
    const beganMs = performance.now();
    await enrol('eve', 9);
    await until(() => gallery.state().references === 5, 'the last reference', 1_000);
    expect(performance.now() - beganMs).toBeLessThan(500);
  });

  test('are loaded beside writers, and end as the store has it', async () => {
    for (let i = 0; i < 60; i++) await enrol(`s${i}`, i);
    const index = new MemoryIndex();
    const writing = Promise.all(
      Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? remove(`s${i}`) : enrol(i % 3 === 1 ? `s${i}` : `t${i}`, i))),
    );
    const gallery = startOn(feed, index);
    await writing;
    await ready(gallery);
    await gallery.caughtUp(call());
    const stored = await feed.page(null, 200, call());
    expect(index.subjectIds).toEqual(stored.map(({ template }) => template.subjectId).sort());
  });
});
