import { FaceError } from '../../../src/errors.js';
import type { JobRow } from '../../../src/recognition/job-ports.js';
import { JOBS_WAITING_MAX, JobRunner } from '../../../src/recognition/job-runner.js';
import { recognition, type Recognition } from '../../../src/recognition/recognition.js';
import type { SearchKind } from '../../../src/recognition/search-permissions.js';
import { MemoryGallery } from '../../support/memory-gallery.js';
import { alice, identity, mallory, scoring } from '../../support/observations.js';
import { call, codeOf, world, type World } from '../../support/use-cases.js';

interface Place extends World {
  readonly gallery: MemoryGallery;
  readonly uses: Recognition;
}

const looks = { alice, alias: scoring(alice, 0.7, 5), mallory, mask: scoring(mallory, 0.44, 6), bob: identity(42) };
const anything = { fpirMax: null, similarityMin: null, scoresRevealed: false };
const revealed = { ...anything, scoresRevealed: true };

async function place(allowed: readonly SearchKind[] = ['find-duplicates']): Promise<Place> {
  const base = world();
  const gallery = new MemoryGallery();
  const context = { ...base.context, gallery, searchPermissions: new Set(allowed) };
  for (const [subjectId, vector] of Object.entries(looks)) {
    await base.store.transaction(async (unit) => {
      await unit.subjects.insert(subjectId);
      const template = { templateId: `t-${subjectId}`, subjectId, modelId: base.engine.modelId, version: 1 };
      const sealed = await base.vault.seal(vector, template, unit);
      await unit.templates.put({ ...template, ...sealed, framesUsed: 5, quality: 80 });
    }, call);
    gallery.put(subjectId, vector);
  }
  return { ...base, context, gallery, uses: recognition(context) };
}

/** Waits until a job is as `condition` has it. */
async function whenJob(here: Place, jobId: string, condition: (job: JobRow) => boolean): Promise<JobRow> {
  for (let tries = 0; tries < 400; tries++) {
    const job = await here.uses.getJob(jobId, call);
    if (condition(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('waited for two seconds in vain');
}

const ended = ({ state }: JobRow) => state !== 'PENDING' && state !== 'RUNNING';
const pairsOf = async (here: Place, jobId: string) =>
  (await here.uses.listDuplicates(jobId, { after: null, limit: 100 }, call)).map((pair) => [
    pair.subjectId,
    pair.otherSubjectId,
  ]);

test('a job finds every pair that reaches the threshold', async () => {
  const here = await place();
  const started = await here.uses.findDuplicates(anything, null, call);
  expect(started).toMatchObject({ kind: 'find-duplicates', fault: null });
  const job = await whenJob(here, started.jobId, ended);
  // FPIR 0.01 among five: FMR 1:500, similarity 0.67, score 0.31.
  expect(job).toMatchObject({ state: 'SUCCEEDED', progress: 1, pairsFound: 2 });
  expect(job.finishedAt).not.toBeNull();
  expect(await pairsOf(here, job.jobId)).toEqual([
    ['alias', 'alice'],
    ['mallory', 'mask'],
  ]);
});

test('a threshold can be given as a rate or as a similarity', async () => {
  const here = await place();
  const found = async (request: Parameters<Recognition['findDuplicates']>[0]) => {
    const { jobId } = await here.uses.findDuplicates(request, null, call);
    await whenJob(here, jobId, ended);
    return pairsOf(here, jobId);
  };
  expect(await found({ ...revealed, fpirMax: 1e-6 })).toEqual([['alias', 'alice']]);
  expect(await found({ ...revealed, similarityMin: 0.95 })).toEqual([['alias', 'alice']]);
  expect(await found({ ...revealed, similarityMin: 0.6 })).toHaveLength(2);
});

test('who may not read scores chooses no threshold, which would tell them', async () => {
  const here = await place();
  for (const [field, value] of [
    ['fpirMax', 1e-6],
    ['similarityMin', 0.95],
  ] as const) {
    const chosen = here.uses.findDuplicates({ ...anything, [field]: value }, null, call);
    expect(await codeOf(chosen)).toBe('BAD_FIELD');
  }
  expect(await here.uses.listJobs({ after: null, limit: 10 }, call)).toEqual([]);
});

test('pages go on where the one before ended', async () => {
  const here = await place();
  const { jobId } = await here.uses.findDuplicates(anything, null, call);
  await whenJob(here, jobId, ended);
  const [first] = await here.uses.listDuplicates(jobId, { after: null, limit: 1 }, call);
  const [second] = await here.uses.listDuplicates(jobId, { after: first?.place ?? 0, limit: 1 }, call);
  expect([first?.subjectId, second?.subjectId]).toEqual(['alias', 'mallory']);
});

test('a deleted subject leaves no pair behind, and none is kept of who was deleted before', async () => {
  const here = await place();
  let steps = 0;
  here.gallery.onSearched = async () => {
    if (++steps === 1) await here.uses.deleteSubject('mask', null, call);
  };
  const { jobId } = await here.uses.findDuplicates(anything, null, call);
  expect(await whenJob(here, jobId, ended)).toMatchObject({ state: 'SUCCEEDED', pairsFound: 1 });
  expect(await pairsOf(here, jobId)).toEqual([['alias', 'alice']]);
  await here.uses.deleteSubject('alice', null, call);
  expect(await pairsOf(here, jobId)).toEqual([]);
});

test('a repeated request gets the job of the first, which runs once', async () => {
  const here = await place();
  const first = await here.uses.findDuplicates(anything, 'r1', call);
  await whenJob(here, first.jobId, ended);
  expect(await here.uses.findDuplicates(anything, 'r1', call)).toMatchObject({
    jobId: first.jobId,
    state: 'SUCCEEDED',
  });
  here.gallery.phase = 'full';
  expect(await here.uses.findDuplicates(anything, 'r1', call)).toMatchObject({ jobId: first.jobId });
  expect(await here.uses.listJobs({ after: null, limit: 10 }, call)).toHaveLength(1);
  const other = here.uses.findDuplicates({ ...revealed, fpirMax: 0.1 }, 'r1', call);
  expect(await codeOf(other)).toBe('REQUEST_ID_REUSED');
});

test('what is not allowed, not loaded or not there is refused', async () => {
  const forbidden = await place(['identify', 'search-once', 'duplicate-check']);
  expect(await codeOf(forbidden.uses.findDuplicates(anything, null, call))).toBe('SEARCH_NOT_ALLOWED');
  const page = { after: null, limit: 1 };
  for (const refused of [
    forbidden.uses.listDuplicates('x', page, call),
    forbidden.uses.getJob('x', call),
    forbidden.uses.listJobs(page, call),
    forbidden.uses.cancelJob('x', call),
  ])
    expect(await codeOf(refused)).toBe('SEARCH_NOT_ALLOWED');
  const here = await place();
  here.gallery.phase = 'loading';
  expect(await codeOf(here.uses.findDuplicates(anything, null, call))).toBe('GALLERY_LOADING');
  for (const jobId of ['x', '00000000-0000-4000-8000-000000000000']) {
    expect(await codeOf(here.uses.getJob(jobId, call))).toBe('JOB_UNKNOWN');
    expect(await codeOf(here.uses.cancelJob(jobId, call))).toBe('JOB_UNKNOWN');
    expect(await codeOf(here.uses.listDuplicates(jobId, page, call))).toBe('JOB_UNKNOWN');
  }
});

describe('one after another', () => {
  /** A place whose jobs wait in their first step until `go`. */
  async function held() {
    const here = await place();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    here.gallery.onSearched = () => gate;
    return { here, go };
  }

  test('the second waits, sixteen may, and the next is refused', async () => {
    const { here, go } = await held();
    const first = await here.uses.findDuplicates(anything, null, call);
    await whenJob(here, first.jobId, ({ state }) => state === 'RUNNING');
    const waiting: JobRow[] = [];
    for (let i = 0; i < JOBS_WAITING_MAX; i++) waiting.push(await here.uses.findDuplicates(anything, null, call));
    expect((await here.uses.getJob(waiting[0]?.jobId ?? '', call)).state).toBe('PENDING');
    expect(await codeOf(here.uses.findDuplicates(anything, null, call))).toBe('OVERLOADED');
    go();
    for (const { jobId } of waiting) expect(await whenJob(here, jobId, ended)).toMatchObject({ state: 'SUCCEEDED' });
    const listed = await here.uses.listJobs({ after: null, limit: 100 }, call);
    expect(listed.map(({ jobId }) => jobId)).toEqual([first, ...waiting].map(({ jobId }) => jobId).reverse());
  });

  test('a job is cancelled at work and while it waits, and stays so', async () => {
    const { here, go } = await held();
    const first = await here.uses.findDuplicates(anything, null, call);
    await whenJob(here, first.jobId, ({ state }) => state === 'RUNNING');
    const second = await here.uses.findDuplicates(anything, null, call);
    for (const { jobId } of [second, first])
      expect(await here.uses.cancelJob(jobId, call)).toMatchObject({ state: 'CANCELLED' });
    go();
    const third = await here.uses.findDuplicates(anything, null, call);
    await whenJob(here, third.jobId, ended);
    for (const { jobId } of [first, second])
      expect(await here.uses.getJob(jobId, call)).toMatchObject({ state: 'CANCELLED', fault: null });
    expect(await here.uses.cancelJob(third.jobId, call)).toMatchObject({ state: 'SUCCEEDED' });
  });

  test('a job that another server cancelled in the store stops here', async () => {
    const { here, go } = await held();
    const { jobId } = await here.uses.findDuplicates(anything, null, call);
    await whenJob(here, jobId, ({ state }) => state === 'RUNNING');
    const other = recognition({ ...here.context, jobs: new JobRunner(here.store, here.journal) });
    expect(await other.cancelJob(jobId, call)).toMatchObject({ state: 'CANCELLED' });
    go();
    await whenJob(here, (await here.uses.findDuplicates(anything, null, call)).jobId, ended);
    expect(await here.uses.getJob(jobId, call)).toMatchObject({ state: 'CANCELLED', pairsFound: 0 });
  });

  test('a job that says nothing for long is not forgotten while its server beats', async () => {
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date', 'performance'],
    });
    try {
      const { here, go } = await held();
      const { jobId } = await here.uses.findDuplicates(anything, null, call);
      await whenJob(here, jobId, ({ state }) => state === 'RUNNING');
      for (let seconds = 0; seconds < 60; seconds += 20) {
        here.clock.advance(20_000);
        jest.advanceTimersByTime(5_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(await here.uses.getJob(jobId, call)).toMatchObject({ state: 'RUNNING' });
      }
      go();
      expect(await whenJob(here, jobId, ended)).toMatchObject({ state: 'SUCCEEDED' });
    } finally {
      jest.useRealTimers();
    }
  });

  test('a server that stops says so of its jobs, and takes no more', async () => {
    const { here, go } = await held();
    const first = await here.uses.findDuplicates(anything, null, call);
    await whenJob(here, first.jobId, ({ state }) => state === 'RUNNING');
    const second = await here.uses.findDuplicates(anything, null, call);
    const stopped = here.context.jobs.stop();
    go();
    await stopped;
    for (const { jobId } of [first, second])
      expect(await here.uses.getJob(jobId, call)).toMatchObject({ state: 'INTERRUPTED' });
    expect(await codeOf(here.uses.findDuplicates(anything, null, call))).toBe('DRAINING');
  });

  test('a server that stops waits for a silent database once, however many jobs wait', async () => {
    const { here, go } = await held();
    const first = await here.uses.findDuplicates(anything, null, call);
    await whenJob(here, first.jobId, ({ state }) => state === 'RUNNING');
    for (let i = 0; i < 3; i++) await here.uses.findDuplicates(anything, null, call);
    const asked = jest.spyOn(here.store, 'transaction');
    asked.mockRejectedValue(new FaceError('STORE_DOWN', 'out of reach'));
    go();
    await here.context.jobs.stop();
    // What runs says it for itself, what waits in one go.
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
  });
});

test('a job whose server is silent for half a minute is interrupted, and cannot be brought back', async () => {
  const here = await place();
  const jobId = '00000000-0000-4000-8000-000000000001';
  await here.store.transaction((unit) => unit.jobs.insert(jobId, 'find-duplicates'), call);
  here.clock.advance(29_000);
  expect(await here.uses.getJob(jobId, call)).toMatchObject({ state: 'PENDING', finishedAt: null });
  here.clock.advance(2_000);
  const interrupted = await here.uses.getJob(jobId, call);
  expect(interrupted).toMatchObject({ state: 'INTERRUPTED', finishedAt: interrupted.createdAt });
  expect(await here.uses.cancelJob(jobId, call)).toMatchObject({ state: 'INTERRUPTED' });
});

test('a job that fails says with which code, and its cause goes to the journal', async () => {
  const here = await place();
  here.gallery.onSearched = () => Promise.reject(new FaceError('GALLERY_FULL', 'full'));
  const { jobId } = await here.uses.findDuplicates(anything, null, call);
  expect(await whenJob(here, jobId, ended)).toMatchObject({ state: 'FAILED', fault: 'GALLERY_FULL' });
  expect(here.journal.failed).toHaveLength(1);
});

test('a job whose commit got lost on the way back runs', async () => {
  const here = await place();
  const transaction = here.store.transaction.bind(here.store);
  const lost = jest.spyOn(here.store, 'transaction').mockImplementationOnce(async (work, given) => {
    await transaction(work, given);
    throw new FaceError('STORE_DOWN', 'the answer did not come');
  });
  expect(await codeOf(here.uses.findDuplicates(anything, null, call))).toBe('STORE_DOWN');
  lost.mockRestore();
  const [job] = await here.uses.listJobs({ after: null, limit: 10 }, call);
  expect(await whenJob(here, job?.jobId ?? '', ended)).toMatchObject({ state: 'SUCCEEDED', pairsFound: 2 });
});

test('a job that was not stored is let go without a word', async () => {
  const here = await place();
  const down = new FaceError('STORE_DOWN', 'out of reach');
  jest.spyOn(here.store, 'transaction').mockRejectedValueOnce(down);
  expect(await codeOf(here.uses.findDuplicates(anything, null, call))).toBe('STORE_DOWN');
  const { jobId } = await here.uses.findDuplicates(anything, null, call);
  expect(await whenJob(here, jobId, ended)).toMatchObject({ state: 'SUCCEEDED' });
  expect(here.journal.failed).toEqual([]);
});

test('a job that would leave out pairs fails, and does not look complete', async () => {
  const here = await place();
  const pairs = here.gallery.pairs.bind(here.gallery);
  here.gallery.pairs = async function* (scoreMin, given) {
    for await (const step of pairs(scoreMin, given)) yield { ...step, cut: step.done === 2 };
  };
  const { jobId } = await here.uses.findDuplicates(anything, null, call);
  expect(await whenJob(here, jobId, ended)).toMatchObject({ state: 'FAILED', fault: 'BAD_FIELD' });
});
