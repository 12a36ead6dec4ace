import { JobRunner } from '../../src/recognition/job-runner.js';
import { recognition, type Recognition } from '../../src/recognition/recognition.js';
import { Turns } from '../../src/recognition/turns.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { MemoryGallery } from '../support/memory-gallery.js';
import { alice, identity, livePerson } from '../support/observations.js';
import { testLimits, withPostgres, type SocketDatabase } from '../support/postgres.js';
import { call, codeOf, drained, Frames, world, type World } from '../support/use-cases.js';

/** One person, one subject, in a real database: its lock, and its few connections. */

const postgres = withPostgres();

/** Another server on the same database, with a gallery of its own that follows through that server's connections. */
function server(here: World, target: SocketDatabase): Recognition {
  const store = new PostgresStore(postgres.database(target));
  const gallery = new MemoryGallery({ store, vault: here.vault, modelId: here.engine.modelId });
  return recognition({
    ...here.context,
    store,
    gallery,
    searchPermissions: new Set(['duplicate-check', 'find-duplicates']),
    jobs: new JobRunner(store, here.journal),
    enrolmentTurns: new Turns(),
  });
}

const enrolment = (here: World, uses: Recognition, subjectId: string, person: Float32Array) => {
  const request = { subjectId, policy: null, replace: false, requestId: null, picturesDigest: null };
  return codeOf(drained(uses.enroll(request, new Frames(here, livePerson(person, 12)), call)));
};

test('of many enrolments of one person at once, on two servers, one gets through', async () => {
  const here = world({ duplicateCheck: 'refuse' });
  const target = await postgres.freshTarget();
  const [one, two] = [server(here, target), server(here, target)];
  // More than a server has connections, each of which would wait with one in its hand.
  const each = testLimits.connectionsMax + 4;
  const codes = await Promise.all(
    Array.from({ length: each }, (_, i) => [
      enrolment(here, one, `one-${i}`, alice),
      enrolment(here, two, `two-${i}`, alice),
    ]).flat(),
  );
  expect(codes.filter((code) => code === 'nothing was thrown')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['nothing was thrown', 'DUPLICATE_PERSON']));
  expect(await one.listSubjects({ after: null, limit: 100 }, call)).toHaveLength(1);
});

test('people who do not look alike enrol beside each other', async () => {
  const here = world({ duplicateCheck: 'refuse' });
  const target = await postgres.freshTarget();
  const servers = [server(here, target), server(here, target)];
  const codes = await Promise.all(
    Array.from({ length: 10 }, (_, i) => enrolment(here, servers[i % 2]!, `s${i}`, identity(500 + i))),
  );
  expect(new Set(codes)).toEqual(new Set(['nothing was thrown']));
});

test('a job finds in the store who was enrolled twice before anybody asked', async () => {
  const here = world();
  const uses = server(here, await postgres.freshTarget());
  for (const id of ['alice', 'alias']) await enrolment(here, uses, id, alice);
  await enrolment(here, uses, 'bob', identity(42));
  await uses.deleteSubject((await uses.createSubject({ subjectId: 'x', tags: [] }, null, call)).subjectId, null, call);
  const { jobId } = await uses.findDuplicates(
    { fpirMax: null, similarityMin: null, scoresRevealed: false },
    null,
    call,
  );
  for (let state = 'PENDING'; state === 'PENDING' || state === 'RUNNING';) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    ({ state } = await uses.getJob(jobId, call));
  }
  const pairs = await uses.listDuplicates(jobId, { after: null, limit: 10 }, call);
  expect(pairs).toMatchObject([{ subjectId: 'alias', otherSubjectId: 'alice' }]);
  await uses.deleteSubject('alias', null, call);
  expect(await uses.listDuplicates(jobId, { after: null, limit: 10 }, call)).toEqual([]);
});
