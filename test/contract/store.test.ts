import { isFaceError } from '../../src/errors.js';
import type { DeviceKeyRow, Store, TemplateRow, UnitOfWork } from '../../src/recognition/ports.js';
import { MemoryStore } from '../support/memory-store.js';
import { withPostgres } from '../support/postgres.js';

const postgres = withPostgres();
const call = () => ({ signal: AbortSignal.timeout(10_000) });

type PurgingStore = Store & { purgeRequests(nowMs: number, call: { signal: AbortSignal }): Promise<number> };

const stores: readonly [string, () => Promise<PurgingStore>][] = [
  ['PostgresStore', () => postgres.store()],
  ['MemoryStore', () => Promise.resolve(new MemoryStore())],
];

function template(change: Partial<Omit<TemplateRow, 'createdAt'>> = {}): Omit<TemplateRow, 'createdAt'> {
  return {
    templateId: 't1',
    subjectId: 'ada',
    modelId: 'm@1',
    version: 1,
    keyGeneration: 1,
    record: Uint8Array.of(0, 1, 255),
    framesUsed: 5,
    quality: 71.5,
    ...change,
  };
}

const deviceKey = (change: Partial<DeviceKeyRow> = {}): Omit<DeviceKeyRow, 'createdAt'> => ({
  subjectId: 'ada',
  keyId: 'phone',
  spki: Uint8Array.of(48, 0, 255),
  ...change,
});

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (isFaceError(error) ? error.code : String(error)),
  );

describe.each(stores)('%s', (_, make) => {
  let store: PurgingStore;
  const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call());
  beforeEach(async () => {
    store = await make();
  });

  test('a subject is found after it was inserted, and only then', async () => {
    expect(await run((unit) => unit.subjects.find('ada'))).toBeNull();
    const inserted = await run((unit) => unit.subjects.insert('ada'));
    expect(Math.abs(inserted.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await run((unit) => unit.subjects.find('ada'))).toEqual(inserted);
  });

  test('a second subject of the same id is SUBJECT_EXISTS, and the transaction may go on', async () => {
    await run((unit) => unit.subjects.insert('ada'));
    expect(await codeOf(run((unit) => unit.subjects.insert('ada')))).toBe('SUBJECT_EXISTS');
    await run(async (unit) => {
      await unit.subjects.insert('ada').catch(() => undefined);
      await unit.subjects.insert('bob');
    });
    expect(await run((unit) => unit.subjects.find('bob'))).not.toBeNull();
  });

  test('subjects are listed in byte order, page by page', async () => {
    const ids = ['b', 'A', 'a', '_', 'B', 'a.1', 'a-1', '1'];
    await run(async (unit) => {
      for (const id of ids) await unit.subjects.insert(id);
    });
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: readonly { subjectId: string }[] = await run((unit) => unit.subjects.list({ after, limit: 3 }));
      seen.push(...page.map((subject) => subject.subjectId));
      after = page.at(-1)?.subjectId ?? null;
      if (after === null) break;
    }
    expect(seen).toEqual([...ids].sort());
  });

  test('a subject is removed with its templates and keys', async () => {
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      await unit.subjectKeys.insert({
        subjectId: 'ada',
        generation: 1,
        kekEpoch: new Uint8Array(8),
        wrapped: Uint8Array.of(1),
      });
      await unit.templates.put(template());
      await unit.deviceKeys.put(deviceKey());
    });
    expect(await run((unit) => unit.subjects.remove('ada'))).toBe(true);
    expect(await run((unit) => unit.subjects.remove('ada'))).toBe(false);
    expect(await run((unit) => unit.templates.get('t1'))).toBeNull();
    expect(await run((unit) => unit.subjectKeys.latest('ada'))).toBeNull();
    expect(await run((unit) => unit.deviceKeys.listOf('ada'))).toEqual([]);
  });

  test('a template comes back as it was put', async () => {
    const put = await run(async (unit) => {
      await unit.subjects.insert('ada');
      return unit.templates.put(template());
    });
    expect(put).toEqual({ ...template(), createdAt: put.createdAt });
    expect(await run((unit) => unit.templates.get('t1'))).toEqual(put);
    expect(await run((unit) => unit.templates.find('ada', 'm@1'))).toEqual(put);
    expect(await run((unit) => unit.templates.find('ada', 'other'))).toBeNull();
  });

  test('a template is replaced by the next version only', async () => {
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      await unit.templates.put(template());
    });
    for (const version of [1, 3]) {
      expect(await codeOf(run((unit) => unit.templates.put(template({ templateId: 't2', version }))))).toBe(
        'TEMPLATE_EXISTS',
      );
    }
    await run((unit) => unit.templates.put(template({ templateId: 't2', version: 2 })));
    expect(await run((unit) => unit.templates.get('t1'))).toBeNull();
    expect(await run((unit) => unit.templates.listOf('ada'))).toHaveLength(1);
    expect(await run((unit) => unit.templates.find('ada', 'm@1'))).toMatchObject({ templateId: 't2', version: 2 });
  });

  test('templates of several models are listed in model order and removed one by one', async () => {
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      await unit.templates.put(template({ templateId: 't2', modelId: 'z' }));
      await unit.templates.put(template({ templateId: 't1', modelId: 'a' }));
    });
    expect((await run((unit) => unit.templates.listOf('ada'))).map((row) => row.templateId)).toEqual(['t1', 't2']);
    expect(await run((unit) => unit.templates.remove('t1'))).toBe(true);
    expect(await run((unit) => unit.templates.remove('t1'))).toBe(false);
    expect((await run((unit) => unit.templates.listOf('ada'))).map((row) => row.templateId)).toEqual(['t2']);
  });

  test('a template or a key without a subject is SUBJECT_UNKNOWN', async () => {
    expect(await codeOf(run((unit) => unit.templates.put(template())))).toBe('SUBJECT_UNKNOWN');
    const key = { subjectId: 'ada', generation: 1, kekEpoch: new Uint8Array(8), wrapped: Uint8Array.of(1) };
    expect(await codeOf(run((unit) => unit.subjectKeys.insert(key)))).toBe('SUBJECT_UNKNOWN');
  });

  test('the latest key is that of the highest generation', async () => {
    const key = (generation: number) => ({
      subjectId: 'ada',
      generation,
      kekEpoch: new Uint8Array(8).fill(generation),
      wrapped: Uint8Array.of(generation),
    });
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      for (const generation of [2, 10, 1]) await unit.subjectKeys.insert(key(generation));
    });
    expect(await run((unit) => unit.subjectKeys.latest('ada'))).toEqual(key(10));
    expect(await run((unit) => unit.subjectKeys.find('ada', 2))).toEqual(key(2));
    expect(await run((unit) => unit.subjectKeys.find('ada', 3))).toBeNull();
  });

  test('a device key comes back as it was put, and another one of its id takes its place', async () => {
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      await unit.deviceKeys.put(deviceKey());
    });
    const found = await run((unit) => unit.deviceKeys.find('ada', 'phone'));
    expect(found).toMatchObject(deviceKey());
    expect(Math.abs((found?.createdAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await run((unit) => unit.deviceKeys.find('ada', 'tablet'))).toBeNull();
    expect(await run((unit) => unit.deviceKeys.find('bob', 'phone'))).toBeNull();
    await run((unit) => unit.deviceKeys.put(deviceKey({ spki: Uint8Array.of(1) })));
    expect(await run((unit) => unit.deviceKeys.listOf('ada'))).toMatchObject([{ spki: Uint8Array.of(1) }]);
  });

  test('device keys are listed in the order of their ids and removed one by one', async () => {
    await run(async (unit) => {
      await unit.subjects.insert('ada');
      await unit.subjects.insert('bob');
      for (const keyId of ['b', 'A', 'a']) await unit.deviceKeys.put(deviceKey({ keyId }));
      await unit.deviceKeys.put(deviceKey({ subjectId: 'bob', keyId: 'a' }));
    });
    const idsOf = async () => (await run((unit) => unit.deviceKeys.listOf('ada'))).map(({ keyId }) => keyId);
    expect(await idsOf()).toEqual(['A', 'a', 'b']);
    expect(await run((unit) => unit.deviceKeys.remove('ada', 'a'))).toBe(true);
    expect(await run((unit) => unit.deviceKeys.remove('ada', 'a'))).toBe(false);
    expect(await idsOf()).toEqual(['A', 'b']);
    expect(await run((unit) => unit.deviceKeys.find('bob', 'a'))).not.toBeNull();
  });

  test('a device key needs its subject', async () => {
    expect(await codeOf(run((unit) => unit.deviceKeys.put(deviceKey())))).toBe('SUBJECT_UNKNOWN');
  });

  test('a request is answered once, as JSON keeps it', async () => {
    const answer = { templateId: 't1', at: '2026-01-01T00:00:00.000Z', list: [1, null] };
    const row = { requestId: 'r1', digest: Uint8Array.of(1, 2), answer };
    await run((unit) => unit.requests.insert(row));
    expect(await run((unit) => unit.requests.find('r1'))).toEqual(row);
    expect(await run((unit) => unit.requests.find('r2'))).toBeNull();
    expect(await codeOf(run((unit) => unit.requests.insert(row)))).toBe('REQUEST_ID_REUSED');
  });

  test('requests are purged after 24 hours', async () => {
    await run((unit) => unit.requests.insert({ requestId: 'r1', digest: new Uint8Array(32), answer: null }));
    expect(await store.purgeRequests(Date.now() + 23 * 3_600_000, call())).toBe(0);
    expect(await store.purgeRequests(Date.now() + 25 * 3_600_000, call())).toBe(1);
    expect(await run((unit) => unit.requests.find('r1'))).toBeNull();
  });

  test('nothing of a transaction that fails is stored, and its error is the one thrown', async () => {
    const failure = new Error('of the work itself');
    const failing = run(async (unit) => {
      await unit.subjects.insert('ada');
      await unit.templates.put(template());
      throw failure;
    });
    await expect(failing).rejects.toBe(failure);
    expect(await run((unit) => unit.subjects.find('ada'))).toBeNull();
  });

  test('nothing of a cancelled transaction is stored, and it ends at once', async () => {
    const abort = new AbortController();
    const hanging = store.transaction(
      async (unit) => {
        await unit.subjects.insert('ada');
        abort.abort();
        await new Promise(() => undefined);
      },
      { signal: abort.signal },
    );
    expect(await codeOf(hanging)).toBe('CANCELLED');
    expect(await codeOf(store.transaction((unit) => unit.subjects.insert('ada'), { signal: abort.signal }))).toBe(
      'CANCELLED',
    );
    expect(await run((unit) => unit.subjects.find('ada'))).toBeNull();
  });

  test('a unit of work ends with its transaction', async () => {
    const kept = await run((unit) => Promise.resolve(unit));
    expect(await codeOf(kept.subjects.find('ada'))).toBe('INTERNAL');
  });

  test('of twenty first enrolments of one subject at once, all find the one subject and key', async () => {
    const enrol = async (unit: UnitOfWork) => {
      const subject = (await unit.subjects.lock('ada')) ?? (await unit.subjects.insert('ada'));
      const key = await unit.subjectKeys.latest('ada');
      if (!key)
        await unit.subjectKeys.insert({
          subjectId: 'ada',
          generation: 1,
          kekEpoch: new Uint8Array(8),
          wrapped: Uint8Array.of(1),
        });
      const stored = await unit.templates.find('ada', 'm@1');
      const version = (stored?.version ?? 0) + 1;
      await unit.templates.put(template({ templateId: `t${version}`, version }));
      return subject.createdAt.getTime();
    };
    const times = await Promise.all(Array.from({ length: 20 }, () => run(enrol)));
    expect(new Set(times).size).toBe(1);
    expect(await run((unit) => unit.templates.find('ada', 'm@1'))).toMatchObject({ version: 20 });
  });

  test('of twenty equal requests at once, one does the work and all give its answer', async () => {
    let serial = 0;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        run(async (unit) => {
          const kept = await unit.requests.find('r1');
          if (kept) return kept.answer;
          const answer = { serial: ++serial };
          await unit.requests.insert({ requestId: 'r1', digest: new Uint8Array(32), answer });
          return answer;
        }),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
