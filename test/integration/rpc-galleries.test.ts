import { status } from '@grpc/grpc-js';
import { checkHealth, errorDetails, exchange } from '../support/grpc-client.js';
import { jpegFrame, loopback, picture, type Loopback } from '../support/rpc-server.js';

/** Searches at the edge: what goes in, what comes out, and how it is refused. */

let edge: Loopback;
beforeEach(async () => (edge = await loopback()));
afterEach(() => edge.close());

async function faultOf(failing: Promise<unknown>) {
  const error = await failing.then(
    () => null,
    (fault: unknown) => fault as Parameters<typeof errorDetails>[0] & { code: number },
  );
  const { reason, fields } = error ? errorDetails(error) : { reason: 'none', fields: [] };
  return { code: error?.code, reason, fields };
}

const enrol = async (...subjectIds: string[]) => {
  for (const subjectId of subjectIds) await edge.client.enrollOnce({ config: { subjectId }, pictures: [picture()] });
};

describe('Identify', () => {
  test('tells started, feedback and one identification, without scores, then ends with OK', async () => {
    await enrol('bob', 'ada');
    const { answers, status: end } = await exchange(edge.client.identify(), [
      {
        config: {
          policy: 'passive',
          filter: { subjectIds: ['ada', 'bob', 'ada'], tagsAny: ['staff'] },
          maxCandidates: 7,
          fpirMax: 0.001,
        },
      },
      jpegFrame(1),
      { end: {} },
    ]);
    expect(end.code).toBe(status.OK);
    expect(answers.map(({ event }) => event)).toEqual(['started', 'feedback', 'identification']);
    expect(edge.recognition.identifications).toEqual([
      {
        kind: 'identify',
        policy: 'passive',
        filter: { subjectIds: ['ada', 'bob'], tagsAny: ['staff'] },
        candidatesMax: 7,
        fpirMax: 0.001,
        scoresRevealed: false,
      },
    ]);
    const found = answers.at(-1)?.identification;
    expect(found).toMatchObject({
      outcome: 'IDENTIFICATION_OUTCOME_CANDIDATES',
      reasons: ['REASON_SIMILARITY_SUFFICIENT', 'REASON_LIVENESS_SHOWN'],
      hint: 'RE_VERIFY_HINT_UNSPECIFIED',
      candidatesFound: 2,
      gallerySize: 2,
      threshold: { fpir: 0.001, references: 2, extrapolated: false },
      policyVersion: 'passive@1',
      framesSeen: 1,
    });
    expect(found?.threshold?.fmr).toBeCloseTo(0.0005, 6);
    expect(found?.candidates).toEqual([
      { rank: 1, subjectId: 'ada' },
      { rank: 2, subjectId: 'bob' },
    ]);
  });

  test('scores are told to those who may read them', async () => {
    const telling = await loopback({}, { revealScores: true });
    try {
      await telling.client.enrollOnce({ config: { subjectId: 'ada' }, pictures: [picture()] });
      const { identification } = await telling.client.searchOnce({ config: {}, pictures: [picture()] });
      expect(identification?.candidates).toMatchObject([
        { rank: 1, subjectId: 'ada', similarity: 1, comparisonScore: 0.75 },
      ]);
      await telling.client.galleries.findDuplicates({});
      const { identifications, duplicatesAsked } = telling.recognition;
      expect([...identifications, ...duplicatesAsked]).toMatchObject([
        { scoresRevealed: true },
        { scoresRevealed: true },
      ]);
    } finally {
      await telling.close();
    }
  });

  test('what is left out is everybody, ten candidates and the rate of the policy', async () => {
    const { identification } = await edge.client.searchOnce({ config: {}, pictures: [picture(), picture()] });
    expect(edge.recognition.identifications).toEqual([
      {
        kind: 'search-once',
        policy: null,
        filter: { subjectIds: null, tagsAny: null },
        candidatesMax: 10,
        fpirMax: null,
        scoresRevealed: false,
      },
    ]);
    expect(identification).toMatchObject({
      outcome: 'IDENTIFICATION_OUTCOME_NO_CANDIDATE',
      candidates: [],
      threshold: null,
      framesSeen: 2,
    });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

  test.each([
    [{ policy: 'No such' }, 'config.policy'],
    [{ maxCandidates: 101 }, 'config.max_candidates'],
    [{ fpirMax: 0 }, 'config.fpir_max'],
    [{ fpirMax: 0.51 }, 'config.fpir_max'],
    [{ fpirMax: Number.NaN }, 'config.fpir_max'],
    [{ filter: { subjectIds: many(10_001) } }, 'config.filter.subject_ids'],
    [{ filter: { subjectIds: ['ada', 'a b'] } }, 'config.filter.subject_ids[1]'],
    [{ filter: { tagsAny: many(17) } }, 'config.filter.tags_any'],
    [{ filter: { tagsAny: ['a', 'ä'] } }, 'config.filter.tags_any[1]'],
  ])('a config that is not as it must be is refused (%#)', async (config, field) => {
    const failing = edge.client.searchOnce({ config, pictures: [picture()] });
    expect(await faultOf(failing)).toEqual({ code: status.INVALID_ARGUMENT, reason: 'BAD_FIELD', fields: [field] });
    const { status: end } = await exchange(edge.client.identify(), [{ config }]);
    expect(errorDetails(end).fields).toEqual([field]);
  });

  test('the largest filter passes', async () => {
    await edge.client.searchOnce({ config: { filter: { subjectIds: many(10_000) } }, pictures: [picture()] });
    expect(edge.recognition.identifications[0]?.filter.subjectIds).toHaveLength(10_000);
  });
});

describe('tags', () => {
  test('are made with a subject, changed, and told', async () => {
    const { subjects } = edge.client;
    expect((await subjects.create({ subjectId: 'ada', tags: ['b', 'a:1'] })).subject?.tags).toEqual(['b', 'a:1']);
    expect((await subjects.update({ subjectId: 'ada', tags: ['c'] })).subject).toMatchObject({ tags: ['c'] });
    expect((await subjects.list({})).subjects).toMatchObject([{ subjectId: 'ada', tags: ['c'] }]);
    expect((await subjects.update({ subjectId: 'ada' })).subject?.tags).toEqual([]);
    expect(await faultOf(subjects.update({ subjectId: 'bob' }))).toMatchObject({ reason: 'SUBJECT_UNKNOWN' });
  });

  test('come with an enrolment, which keeps those there are when it names none', async () => {
    await edge.client.enrollOnce({ config: { subjectId: 'ada', tags: ['x'] }, pictures: [picture()] });
    await enrol('ada');
    expect(edge.recognition.enrolments.map(({ tags }) => tags)).toEqual([['x'], undefined]);
  });

  test.each([
    [Array.from({ length: 17 }, (_, i) => `t${i}`), 'tags'],
    [['a', 'a'], 'tags[1]'],
    [['a', ''], 'tags[1]'],
    [['a'.repeat(65)], 'tags[0]'],
    [['a@b'], 'tags[0]'],
  ])('%j are refused', async (tags, field) => {
    const expected = { code: status.INVALID_ARGUMENT, reason: 'BAD_FIELD', fields: [field] };
    expect(await faultOf(edge.client.subjects.create({ subjectId: 'ada', tags }))).toEqual(expected);
    expect(await faultOf(edge.client.subjects.update({ subjectId: 'ada', tags }))).toEqual(expected);
    const enrolling = edge.client.enrollOnce({ config: { subjectId: 'ada', tags }, pictures: [picture()] });
    expect((await faultOf(enrolling)).fields).toEqual([`config.${field}`]);
  });
});

describe('Galleries', () => {
  test('the status is that of the server', async () => {
    expect(await edge.client.galleries.getStatus({})).toEqual({
      backend: 'GALLERY_BACKEND_NATIVE',
      phase: 'GALLERY_PHASE_READY',
      references: 3,
      total: 3,
      bytes: 4096,
      bytesMax: 8_000_000_000,
      changeSequence: 41,
      templatesUnopened: 2,
    });
  });

  test('a job is started, by a rate, by a similarity or by neither', async () => {
    const { galleries } = edge.client;
    const { job } = await galleries.findDuplicates({ fpirMax: 0.001, requestId: 'r1' });
    expect(job).toMatchObject({
      kind: 'JOB_KIND_FIND_DUPLICATES',
      state: 'JOB_STATE_PENDING',
      progress: 0,
      pairsFound: 0,
      createdAt: { seconds: 1_700_000_000, nanos: 123_000_000 },
      finishedAt: null,
      fault: '',
    });
    await galleries.findDuplicates({ similarityMin: 0.9 });
    await galleries.findDuplicates({});
    expect(edge.recognition.duplicatesAsked).toEqual([
      { fpirMax: 0.001, similarityMin: null, scoresRevealed: false, requestId: 'r1' },
      { fpirMax: null, similarityMin: 0.9, scoresRevealed: false, requestId: null },
      { fpirMax: null, similarityMin: null, scoresRevealed: false, requestId: null },
    ]);
  });

  test.each([
    [{ fpirMax: 0 }, 'fpir_max'],
    [{ fpirMax: 0.6 }, 'fpir_max'],
    [{ similarityMin: 0.59 }, 'similarity_min'],
    [{ similarityMin: 2.1 }, 'similarity_min'],
    [{ requestId: 'a b' }, 'request_id'],
  ])('%j is refused', async (request, field) => {
    const fault = await faultOf(edge.client.galleries.findDuplicates(request));
    expect(fault).toEqual({ code: status.INVALID_ARGUMENT, reason: 'BAD_FIELD', fields: [field] });
  });

  test('pairs come page by page, without similarities, and no token opens the pages of another job', async () => {
    const { galleries } = edge.client;
    const { job } = await galleries.findDuplicates({});
    const { job: other } = await galleries.findDuplicates({});
    edge.recognition.pairs = [3, 5, 9].map((place) => {
      return { place, subjectId: `a${place}`, otherSubjectId: `b${place}`, similarity: 0.875 };
    });
    const jobId = job?.jobId ?? '';
    const first = await galleries.listDuplicates({ jobId, pageSize: 2 });
    expect(first.pairs).toEqual([
      { subjectId: 'a3', otherSubjectId: 'b3' },
      { subjectId: 'a5', otherSubjectId: 'b5' },
    ]);
    const next = await galleries.listDuplicates({ jobId, pageSize: 2, pageToken: first.nextPageToken });
    expect(next).toEqual({ pairs: [{ subjectId: 'a9', otherSubjectId: 'b9' }], nextPageToken: '' });
    const astray = galleries.listDuplicates({ jobId: other?.jobId ?? '', pageToken: first.nextPageToken });
    expect(await faultOf(astray)).toMatchObject({ reason: 'BAD_FIELD', fields: ['page_token'] });
  });
});

describe('Jobs', () => {
  test('are found, listed and cancelled', async () => {
    const { galleries, jobs } = edge.client;
    for (let i = 0; i < 3; i++) await galleries.findDuplicates({});
    const ids = edge.recognition.jobs.map(({ jobId }) => jobId).reverse();
    const page = await jobs.list({ pageSize: 2 });
    const rest = await jobs.list({ pageSize: 2, pageToken: page.nextPageToken });
    expect([...page.jobs, ...rest.jobs].map(({ jobId }) => jobId)).toEqual(ids);
    expect(rest.nextPageToken).toBe('');
    edge.recognition.jobIs = { state: 'FAILED', fault: 'GALLERY_FULL', progress: 0.5, pairsFound: 7 };
    const { job } = await jobs.get({ jobId: ids[0] ?? '' });
    expect(job).toMatchObject({ state: 'JOB_STATE_FAILED', fault: 'GALLERY_FULL', progress: 0.5, pairsFound: 7 });
    const cancelled = (await jobs.cancel({ jobId: ids[0] ?? '' })).job;
    expect(cancelled).toMatchObject({ state: 'JOB_STATE_CANCELLED', finishedAt: { seconds: 1_700_000_002, nanos: 0 } });
    expect(await faultOf(jobs.get({ jobId: 'x' }))).toMatchObject({ code: status.NOT_FOUND, reason: 'JOB_UNKNOWN' });
  });

  test('health knows the services', async () => {
    expect(await checkHealth(edge.address, 'faceengine.v1.Jobs')).toBe('SERVING');
    // Nobody has said yet that a gallery is loaded.
    expect(await checkHealth(edge.address, 'faceengine.v1.Galleries')).toBe('NOT_SERVING');
  });
});
