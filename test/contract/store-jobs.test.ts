import type { Store, TemplateRow, UnitOfWork } from '../../src/recognition/ports.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { MemoryStore } from '../support/memory-store.js';
import { withPostgres } from '../support/postgres.js';
import { codeOf } from '../support/use-cases.js';

/** What searches need of a store: tags, who still has a template, enrolments one at a time, jobs and what they find. */

const postgres = withPostgres();
const call = () => ({ signal: AbortSignal.timeout(10_000) });

type PurgingStore = Store & Pick<PostgresStore, 'purgeJobs'>;

const stores: readonly [string, () => Promise<PurgingStore>][] = [
  ['PostgresStore', () => postgres.store()],
  ['MemoryStore', () => Promise.resolve(new MemoryStore())],
];

const jobIds = [1, 2, 3].map((i) => `00000000-0000-4000-8000-00000000000${i}`);
const [job = '', second = '', third = ''] = jobIds;

function template(subjectId: string, modelId = 'm@1'): Omit<TemplateRow, 'createdAt'> {
  const row = { templateId: `${subjectId}-${modelId}`, subjectId, modelId, version: 1, keyGeneration: 1 };
  return { ...row, record: Uint8Array.of(1), framesUsed: 5, quality: 70 };
}

const pair = (subjectId: string, otherSubjectId: string, similarity = 0.9) => ({
  subjectId,
  otherSubjectId,
  similarity,
});

describe.each(stores)('%s', (_, make) => {
  let store: PurgingStore;
  const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call());
  beforeEach(async () => {
    store = await make();
  });

  const enrolled = (...ids: string[]) =>
    run(async (unit) => {
      for (const id of ids) {
        await unit.subjects.insert(id);
        await unit.templates.put(template(id));
      }
    });
  const started = (jobId = job) => run((unit) => unit.jobs.insert(jobId, 'find-duplicates'));
  const pairs = (jobId = job) => run((unit) => unit.jobs.pairs(jobId, { after: null, limit: 100 }));

  test('tags come back in their order, and are replaced whole', async () => {
    const made = await run((unit) => unit.subjects.insert('ada', ['b', 'a:1']));
    expect(made.tags).toEqual(['b', 'a:1']);
    expect((await run((unit) => unit.subjects.insert('bob'))).tags).toEqual([]);
    expect(await run((unit) => unit.subjects.setTags('ada', ['c']))).toEqual({ ...made, tags: ['c'] });
    expect((await run((unit) => unit.subjects.list({ after: null, limit: 9 }))).map(({ tags }) => tags)).toEqual([
      ['c'],
      [],
    ]);
    expect(await run((unit) => unit.subjects.lock('ada'))).toMatchObject({ tags: ['c'] });
    expect(await run((unit) => unit.subjects.setTags('carol', ['c']))).toBeNull();
  });

  test('who has a template of a model is told of those who were asked for', async () => {
    await enrolled('ada', 'bob');
    await run(async (unit) => {
      await unit.subjects.insert('carol');
      await unit.templates.put(template('carol', 'other@1'));
    });
    const having = await run((unit) => unit.templates.having(['ada', 'carol', 'nobody'], 'm@1'));
    expect(having).toEqual(['ada']);
  });

  test('of twenty who hold each other back, each sees what those before it stored', async () => {
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_one, i) =>
        run(async (unit) => {
          await unit.enrolments.holdBack();
          const before = await unit.subjects.list({ after: null, limit: 100 });
          await unit.subjects.insert(`s${i}`);
          return before.length;
        }),
      ),
    );
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_one, i) => i));
  });

  test('a job is found as it was inserted, and told the newest first', async () => {
    const inserted = await started();
    expect(inserted).toMatchObject({
      jobId: job,
      kind: 'find-duplicates',
      state: 'PENDING',
      progress: 0,
      pairsFound: 0,
      fault: null,
      finishedAt: null,
    });
    expect(Math.abs(inserted.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await run((unit) => unit.jobs.find(job))).toEqual(inserted);
    expect(await run((unit) => unit.jobs.find(second))).toBeNull();
    await started(second);
    await started(third);
    const list = async (after: number | null, limit: number) => run((unit) => unit.jobs.list({ after, limit }));
    const page = await list(null, 2);
    expect(page.map(({ jobId }) => jobId)).toEqual([third, second]);
    expect((await list(page[1]?.place ?? 0, 2)).map(({ jobId }) => jobId)).toEqual([job]);
  });

  test('a job goes on to its end, and no further', async () => {
    await started();
    const advance = (...progress: Parameters<UnitOfWork['jobs']['advance']>) =>
      run((unit) => unit.jobs.advance(...progress));
    expect(await advance(job, { state: 'RUNNING', progress: 0.25 })).toBe(true);
    expect(await advance(job, { state: 'RUNNING' })).toBe(true);
    expect(await run((unit) => unit.jobs.find(job))).toMatchObject({ state: 'RUNNING', progress: 0.25 });
    expect(await run((unit) => unit.jobs.beat([job, second]))).toEqual([job]);
    expect(await advance(job, { state: 'FAILED', fault: 'GALLERY_FULL' })).toBe(true);
    const failed = await run((unit) => unit.jobs.find(job));
    expect(failed).toMatchObject({ state: 'FAILED', fault: 'GALLERY_FULL', progress: 0.25 });
    expect(failed?.finishedAt).toBeInstanceOf(Date);
    for (const state of ['RUNNING', 'SUCCEEDED', 'CANCELLED'] as const)
      expect(await advance(job, { state })).toBe(false);
    expect(await run((unit) => unit.jobs.beat([job]))).toEqual([]);
    expect(await advance(second, { state: 'RUNNING' })).toBe(false);
  });

  test('pairs are kept of subjects who have a template, counted, and paged in their order', async () => {
    await enrolled('ada', 'bob', 'carol');
    await run((unit) => unit.subjects.insert('dora'));
    await started();
    const kept = await run((unit) =>
      unit.jobs.addPairs(job, 'm@1', [pair('bob', 'carol', 0.875), pair('ada', 'dora'), pair('ada', 'nobody')]),
    );
    expect(kept).toBe(1);
    await run((unit) => unit.jobs.addPairs(job, 'm@1', [pair('ada', 'bob', 0.75)]));
    expect(await run((unit) => unit.jobs.addPairs(job, 'other@1', [pair('ada', 'carol')]))).toBe(0);
    expect(await run((unit) => unit.jobs.find(job))).toMatchObject({ pairsFound: 2 });
    const all = await pairs();
    expect(all).toMatchObject([pair('bob', 'carol', 0.875), pair('ada', 'bob', 0.75)]);
    const next = await run((unit) => unit.jobs.pairs(job, { after: all[0]?.place ?? 0, limit: 1 }));
    expect(next).toEqual([all[1]]);
    expect(await pairs(second)).toEqual([]);
  });

  test('a deleted subject leaves no pair, whichever of the two it was', async () => {
    await enrolled('ada', 'bob', 'carol');
    await started();
    const both = [pair('ada', 'bob'), pair('bob', 'carol'), pair('ada', 'carol')];
    await run((unit) => unit.jobs.addPairs(job, 'm@1', both));
    await run((unit) => unit.subjects.remove('bob'));
    expect(await pairs()).toMatchObject([pair('ada', 'carol')]);
  });

  test('a job that has ended gets no pairs more', async () => {
    await enrolled('ada', 'bob');
    await started();
    await run((unit) => unit.jobs.advance(job, { state: 'CANCELLED' }));
    expect(await run((unit) => unit.jobs.addPairs(job, 'm@1', [pair('ada', 'bob')]))).toBe(0);
  });

  test('jobs are kept for a week, with what they found, and none goes that is at work', async () => {
    await enrolled('ada', 'bob');
    await started();
    await run((unit) => unit.jobs.addPairs(job, 'm@1', [pair('ada', 'bob')]));
    await run((unit) => unit.jobs.advance(job, { state: 'SUCCEEDED', progress: 1 }));
    const dayMs = 86_400_000;
    expect(await store.purgeJobs(Date.now() + 6.9 * dayMs, call())).toBe(0);
    expect(await store.purgeJobs(Date.now() + 7.1 * dayMs, call())).toBe(1);
    expect(await run((unit) => unit.jobs.find(job))).toBeNull();
    expect(await pairs()).toEqual([]);
  });

  test('a second job of one id is refused', async () => {
    await started();
    expect(await codeOf(started())).toBe('INTERNAL');
  });
});

describe('PostgreSQL', () => {
  test('a job that was not heard of for half a minute is interrupted, for good', async () => {
    const target = await postgres.freshTarget();
    const store = new PostgresStore(postgres.database(target));
    await store.transaction((unit) => unit.jobs.insert(job, 'find-duplicates'), call());
    await postgres.query(`UPDATE face_engine.job SET heard_at = now() - interval '31 seconds'`, target);
    const found = await store.transaction((unit) => unit.jobs.find(job), call());
    expect(found?.state).toBe('INTERRUPTED');
    expect(Date.now() - (found?.finishedAt?.getTime() ?? 0)).toBeGreaterThan(30_000);
    expect(await store.transaction((unit) => unit.jobs.advance(job, { state: 'RUNNING' }), call())).toBe(false);
    expect(await store.transaction((unit) => unit.jobs.beat([job]), call())).toEqual([]);
  });

  test('a subject that is deleted while its pair is kept is waited for, and leaves none', async () => {
    const store = await postgres.store();
    const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call());
    await run(async (unit) => {
      for (const id of ['ada', 'bob']) {
        await unit.subjects.insert(id);
        await unit.templates.put(template(id));
      }
      await unit.jobs.insert(job, 'find-duplicates');
    });
    let deleted: () => void = () => undefined;
    const deletedOnce = new Promise<void>((resolve) => {
      deleted = resolve;
    });
    const deleting = run(async (unit) => {
      await unit.subjects.lock('bob');
      await unit.subjects.remove('bob');
      deleted();
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await deletedOnce;
    const kept = await run((unit) => unit.jobs.addPairs(job, 'm@1', [pair('ada', 'bob')]));
    await deleting;
    expect(kept).toBe(0);
    expect(await run((unit) => unit.jobs.pairs(job, { after: null, limit: 9 }))).toEqual([]);
  });
});
