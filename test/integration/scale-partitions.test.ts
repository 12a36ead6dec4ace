import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { withPostgres } from '../support/postgres.js';

/** The statements of docs/scale.md, run as they stand there. */
const document = readFileSync(join(__dirname, '../../../docs/scale.md'), 'utf8');
const statements = /^```sql\n(.*?)^```/ms.exec(document)?.[1] ?? '';

const postgres = withPostgres();
const call = () => ({ signal: AbortSignal.timeout(10_000) });
const modelId = 'm@1';

const template = (subjectId: string, version = 1) => ({
  templateId: `template-of-${subjectId}-${version}`,
  subjectId,
  modelId,
  version,
  keyGeneration: 1,
  record: Uint8Array.of(1, 2, version),
  framesUsed: 5,
  quality: 70,
});

const keyOf = (subjectId: string) => ({
  subjectId,
  generation: 1,
  kekEpoch: new Uint8Array(8),
  wrapped: Uint8Array.of(9),
});

test('partitioned as docs/scale.md says, a store keeps its rows and its promises', async () => {
  const target = await postgres.freshTarget();
  const store = new PostgresStore(postgres.database(target));
  const enrol = (subjectId: string) =>
    store.transaction(async (unit) => {
      await unit.subjects.lock(subjectId);
      await unit.subjects.insert(subjectId);
      await unit.subjectKeys.insert(keyOf(subjectId));
      return unit.templates.put(template(subjectId));
    }, call());
  const ids = Array.from({ length: 200 }, (_, i) => `s${String(i).padStart(3, '0')}`);
  for (const subjectId of ids.slice(0, 100)) await enrol(subjectId);
  const jobId = randomUUID();
  const pairOf = (subjectId: string, otherSubjectId: string) => ({ subjectId, otherSubjectId, similarity: 0.9 });
  await store.transaction(async (unit) => {
    await unit.jobs.insert(jobId, 'find-duplicates');
    await unit.jobs.addPairs(jobId, modelId, [pairOf('s001', 's002'), pairOf('s007', 's008'), pairOf('s008', 's009')]);
  }, call());

  const client = new Client(target);
  await client.connect();
  await client.query(statements);
  await client.end();
  const rows = async (sql: string) => postgres.query(sql, target);
  expect(await rows('SELECT count(*)::int AS changes FROM face_engine.template_change')).toEqual([{ changes: 100 }]);

  await Promise.all(ids.slice(100).map(enrol));
  await store.transaction(async (unit) => {
    const listed = await unit.subjects.list({ after: 's049', limit: 100 });
    expect(listed.map(({ subjectId }) => subjectId)).toEqual(ids.slice(50, 150));
    expect(await unit.templates.find('s007', modelId)).toMatchObject(template('s007'));
    expect(await unit.templates.get('template-of-s150-1')).toMatchObject({ subjectId: 's150' });
    expect(await unit.templates.put(template('s007', 2))).toMatchObject({ version: 2 });
    expect(await unit.subjects.remove('s008')).toBe(true);
  }, call());
  await expect(enrol('s010')).rejects.toMatchObject({ code: 'SUBJECT_EXISTS' });
  await expect(store.transaction((unit) => unit.templates.put(template('nobody')), call())).rejects.toMatchObject({
    code: 'SUBJECT_UNKNOWN',
  });

  await store.transaction(async (unit) => {
    expect(await unit.templates.listOf('s008')).toEqual([]);
    expect(await unit.subjectKeys.latest('s008')).toBeNull();
    const pairs = await unit.jobs.pairs(jobId, { after: null, limit: 10 });
    expect(pairs).toMatchObject([pairOf('s001', 's002')]);
  }, call());
  const changes = await rows('SELECT subject_id FROM face_engine.template_change ORDER BY sequence OFFSET 100');
  const changed = changes.map((row) => row['subject_id']);
  expect(changed.slice(0, 100).toSorted()).toEqual(ids.slice(100));
  expect(changed.slice(100).toSorted()).toEqual(['s007', 's008']);
  const parts = await rows(`SELECT count(DISTINCT tableoid)::int AS parts FROM face_engine.template`);
  expect(Number(parts[0]?.['parts'])).toBeGreaterThan(40);
});
