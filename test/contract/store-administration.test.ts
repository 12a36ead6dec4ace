import type { Store, UnitOfWork } from '../../src/recognition/ports.js';
import { Session } from '../../src/store/database.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { MemoryStore } from '../support/memory-store.js';
import { rules } from '../support/policies.js';
import { withPostgres } from '../support/postgres.js';
import { codeOf } from '../support/use-cases.js';

/** The tables that hold nothing of a subject, and the counts of a change of model. */

const postgres = withPostgres();
const call = () => ({ signal: AbortSignal.timeout(10_000) });

type PurgingStore = Store & Pick<PostgresStore, 'purgeCaptureRecords'>;

const stores: readonly [string, () => Promise<PurgingStore>][] = [
  ['PostgresStore', () => postgres.store()],
  ['MemoryStore', () => Promise.resolve(new MemoryStore())],
];

describe.each(stores)('%s', (_, make) => {
  let store: PurgingStore;
  const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call());
  beforeEach(async () => {
    store = await make();
  });

  test('a policy comes back as it was appended, number for number', async () => {
    const document = rules({
      name: 'door',
      microMotionMinVariance: 1e-9,
      acceptMin: 0.1 + 0.2,
      fusion: { weights: rules().fusion.weights, attention: { rgb: -1 / 3, depth: 0, liveness: 1e-7, motion: 10 } },
    });
    const appended = await run((unit) => unit.policies.append(document, 1));
    expect(appended).toEqual({ name: 'door', version: 1, document, createdAt: appended.createdAt });
    expect(Math.abs(appended.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await run((unit) => unit.policies.find('door', 1))).toEqual(appended);
    expect(await run((unit) => unit.policies.find('door', 2))).toBeNull();
    expect(await run((unit) => unit.policies.find('other', 1))).toBeNull();
  });

  test('versions count on from the highest one, by name, from the least one on', async () => {
    const append = (name: string, versionMin: number) =>
      run((unit) => unit.policies.append(rules({ name }), versionMin));
    expect((await append('passive', 2)).version).toBe(2);
    expect((await append('passive', 2)).version).toBe(3);
    expect((await append('door', 1)).version).toBe(1);
    expect((await append('passive', 9)).version).toBe(9);
    const listed = await run((unit) => unit.policies.list());
    expect(listed.map(({ name, version }) => `${name}@${version}`)).toEqual([
      'door@1',
      'passive@2',
      'passive@3',
      'passive@9',
    ]);
  });

  test('of twenty who append at once, none gets the number of another', async () => {
    const rows = await Promise.all(Array.from({ length: 20 }, () => run((unit) => unit.policies.append(rules(), 2))));
    expect(rows.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 2),
    );
  });

  test('a number that was not committed is given again', async () => {
    const failing = run(async (unit) => {
      await unit.policies.append(rules({ name: 'door' }), 1);
      throw new Error('of the work itself');
    });
    await expect(failing).rejects.toThrow('of the work itself');
    expect((await run((unit) => unit.policies.append(rules({ name: 'door' }), 1))).version).toBe(1);
  });

  test('one version of a name is active, the last that was activated', async () => {
    expect(await run((unit) => unit.policies.active())).toEqual([]);
    for (const version of [2, 3, 1]) await run((unit) => unit.policies.activate({ name: 'passive', version }));
    await run((unit) => unit.policies.activate({ name: 'door', version: 1 }));
    expect(await run((unit) => unit.policies.active())).toEqual([
      { name: 'door', version: 1 },
      { name: 'passive', version: 1 },
    ]);
  });

  const record = (recordId: string) =>
    run((unit) => unit.captureRecords.insert({ recordId, sealed: sealed(recordId) }));
  const sealed = (recordId: string) => Uint8Array.from([0, 255, ...Buffer.from(recordId)]);
  const idsOf = async (since: Date | null, after: string | null, limit: number) =>
    (await run((unit) => unit.captureRecords.list(since, { after, limit }))).map(({ recordId }) => recordId);

  test('capture records are listed oldest first, page by page, with their bytes', async () => {
    for (const id of ['z', 'a', 'm', 'b', 'q']) await record(id);
    expect(await idsOf(null, null, 2)).toEqual(['z', 'a']);
    expect(await idsOf(null, 'a', 2)).toEqual(['m', 'b']);
    expect(await idsOf(null, 'b', 2)).toEqual(['q']);
    expect(await idsOf(null, 'q', 2)).toEqual([]);
    const [first] = await run((unit) => unit.captureRecords.list(null, { after: null, limit: 1 }));
    expect(first?.sealed).toEqual(sealed('z'));
  });

  test('capture records are listed from a time on', async () => {
    await record('a');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await record('b');
    const rows = await run((unit) => unit.captureRecords.list(null, { after: null, limit: 9 }));
    const since = rows[1]?.createdAt ?? new Date(0);
    expect(await idsOf(since, null, 9)).toEqual(['b']);
    expect(await idsOf(new Date(since.getTime() + 60_000), null, 9)).toEqual([]);
  });

  test('the newest capture records are kept, and a page goes on after one that went', async () => {
    const purge = (max: number, nowMs = Date.now()) => store.purgeCaptureRecords(nowMs, { max, days: 30 }, call());
    for (const id of ['a', 'b', 'c', 'd', 'e']) await record(id);
    expect(await purge(5)).toBe(0);
    expect(await purge(2)).toBe(3);
    expect(await idsOf(null, null, 9)).toEqual(['d', 'e']);
    expect(await idsOf(null, 'b', 9)).toEqual(['d', 'e']);
    expect(await purge(2, Date.now() + 29 * 86_400_000)).toBe(0);
    expect(await purge(2, Date.now() + 31 * 86_400_000)).toBe(2);
    await record('f');
    expect(await purge(0)).toBe(1);
  });

  test('one change of model lasts at a time, and the last one is remembered', async () => {
    const [first, second] = [
      { fromModelId: 'a@1', toModelId: 'b@1' },
      { fromModelId: 'b@1', toModelId: 'c@1' },
    ];
    expect(await run((unit) => unit.migrations.latest())).toBeNull();
    expect(await run((unit) => unit.migrations.finish())).toBeNull();
    const started = await run((unit) => unit.migrations.insert(first));
    expect(started).toEqual({ ...first, startedAt: started.startedAt, finishedAt: null });
    expect(await run((unit) => unit.migrations.latest())).toEqual(started);
    expect(await codeOf(run((unit) => unit.migrations.insert(second)))).toBe('INTERNAL');
    const finished = await run((unit) => unit.migrations.finish());
    expect(finished).toEqual({ ...started, finishedAt: finished?.finishedAt });
    expect(finished?.finishedAt).toBeInstanceOf(Date);
    expect(await run((unit) => unit.migrations.latest())).toEqual(finished);
    const next = await run((unit) => unit.migrations.insert(second));
    expect(await run((unit) => unit.migrations.latest())).toEqual(next);
    await run((unit) => unit.migrations.finish());
    expect(await run((unit) => unit.migrations.latest())).toMatchObject(second);
  });

  test('coverage counts subjects, and only those who moved lose the former template', async () => {
    const put = (subjectId: string, modelId: string) =>
      run((unit) =>
        unit.templates.put({
          templateId: `${subjectId}-${modelId}`,
          subjectId,
          modelId,
          version: 1,
          keyGeneration: 1,
          record: Uint8Array.of(1),
          framesUsed: 5,
          quality: 50,
        }),
      );
    const coverage = (from: string, to: string) => run((unit) => unit.templates.coverage(from, to));
    expect(await coverage('old', 'new')).toEqual({ subjects: 0, subjectsMigrated: 0 });
    for (const id of ['both', 'former', 'fresh', 'other']) await run((unit) => unit.subjects.insert(id));
    await put('both', 'old');
    await put('both', 'new');
    await put('former', 'old');
    await put('fresh', 'new');
    await put('other', 'third');
    expect(await coverage('old', 'new')).toEqual({ subjects: 3, subjectsMigrated: 2 });
    const removal = (from: string, to: string, after: string | null = null) =>
      run((unit) => unit.templates.removeMigrated(from, to, { after, limit: 1 }));
    const none = { removed: 0, last: null };
    expect(await removal('new', 'new')).toEqual(none);
    await put('fresh', 'old');
    expect(await removal('old', 'new', 'both')).toEqual({ removed: 1, last: 'fresh' });
    expect(await removal('old', 'new', 'both')).toEqual(none);
    expect(await removal('old', 'new')).toEqual({ removed: 1, last: 'both' });
    expect(await run((unit) => unit.templates.find('both', 'old'))).toBeNull();
    expect(await run((unit) => unit.templates.find('both', 'new'))).not.toBeNull();
    expect(await run((unit) => unit.templates.find('former', 'old'))).not.toBeNull();
    expect(await removal('old', 'new')).toEqual(none);
    expect(await coverage('old', 'new')).toEqual({ subjects: 3, subjectsMigrated: 2 });
  });
});

test('capture records go a thousand at a time, so that no number of them is too many for one statement', async () => {
  const target = await postgres.freshTarget();
  await postgres.query(
    `INSERT INTO face_engine.capture_record (record_id, sealed) SELECT i::text, '\\x00' FROM generate_series(1, 2500) i`,
    target,
  );
  const query = jest.spyOn(Session.prototype, 'query');
  const store = new PostgresStore(postgres.database(target));
  expect(await store.purgeCaptureRecords(Date.now(), { max: 100, days: 30 }, call())).toBe(2_400);
  const answers = await Promise.all(query.mock.results.map(({ value }) => value as ReturnType<Session['query']>));
  const counts = answers.map(({ rowCount }) => rowCount ?? 0);
  query.mockRestore();
  expect(Math.max(...counts)).toBe(1_000);
  const [left] = await postgres.query('SELECT min(record_id::int) AS oldest FROM face_engine.capture_record', target);
  expect(left).toEqual({ oldest: 2_401 });
});

test('PostgresStore takes rules from before signatures could be asked for as rules that ask for none', async () => {
  const store = await postgres.store();
  const { deviceSignature, ...before } = rules({ name: 'old' });
  await store.transaction((unit) => unit.policies.append(before as ReturnType<typeof rules>, 1), call());
  const [row] = await store.transaction((unit) => unit.policies.list(), call());
  expect(deviceSignature).toBe('optional');
  expect(row?.document).toEqual(rules({ name: 'old' }));
});
