import { status } from '@grpc/grpc-js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkHealth, errorDetails, exchange, type FaceClient, faceClient } from '../support/grpc-client.js';
import {
  dataFolder,
  endServices,
  face,
  faces,
  newKey,
  pictureOf,
  picturesOf,
  reflectedDefinitions,
  runToEnd,
  type Service,
  START_MS_MAX,
  startService,
  streamOf,
} from '../support/service.js';

/** The promises of the API, over the whole service: real faces, networks, keys and database. */

jest.setTimeout(START_MS_MAX);

let service: Service;
let client: FaceClient;
let man: Buffer[];
let stranger: Buffer;
let folder: string;

beforeAll(async () => {
  folder = await dataFolder();
  const settings = { BIOMETRIC_TEMPLATE_KEY: newKey(), REVEAL_SCORES: 'true' };
  service = await startService({ dataDir: folder, settings });
  client = service.client;
  [man, stranger] = await Promise.all([faces(0, 0, 9), face(5, 3)]);
}, START_MS_MAX);
afterAll(endServices, START_MS_MAX);

const stills = 'comparison-only';
const enrolOf = (subjectId: string, more: object = {}) => ({
  config: { subjectId, policy: stills, ...more },
  pictures: picturesOf(man.slice(0, 5)),
});

async function verifyBy(subjectId: string, images: readonly Buffer[], policy = stills) {
  const { answers, status: ended } = await exchange(client.verify(), streamOf({ subjectId, policy }, images));
  expect(ended.code).toBe(status.OK);
  return { answers, decision: answers.at(-1)!.decision! };
}

async function faultOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (fault: unknown) => fault as Parameters<typeof errorDetails>[0] & { code: number; details: string },
  );
  return error && { code: error.code, reason: errorDetails(error).reason, details: error.details };
}

test('health says SERVING, for the server and for each service', async () => {
  const services = ['FaceBiometrics', 'Subjects', 'Templates', 'Policies'].map((name) => `faceengine.v1.${name}`);
  for (const name of ['', ...services]) expect(await checkHealth(service.address, name)).toBe('SERVING');
});

test('a subject enrolled by stream is verified by other pictures of him, and nobody else is', async () => {
  const config = { subjectId: 'streamed', policy: stills };
  const { answers, status: ended } = await exchange(client.enroll(), streamOf(config, man.slice(0, 5)));
  expect(ended.code).toBe(status.OK);
  expect(answers[0]?.started).toMatchObject({ recommendedWidth: 1280, recommendedHeight: 720 });
  expect(answers[0]?.started?.nonce).toHaveLength(32);
  expect(answers.at(-1)?.enrollResult).toMatchObject({ enrolled: true, framesSeen: 5, framesAccepted: 5 });

  const mated = await verifyBy('streamed', man.slice(5, 8));
  expect(mated.decision).toMatchObject({ outcome: 'OUTCOME_ACCEPT', framesAccepted: 3 });
  expect(mated.decision.reasons).toEqual(['REASON_SIMILARITY_SUFFICIENT', 'REASON_LIVENESS_NOT_CHECKED']);
  const other = await verifyBy('streamed', [stranger]);
  expect(other.decision).toMatchObject({ outcome: 'OUTCOME_REJECT' });
  expect(other.decision.reasons[0]).toBe('REASON_SIMILARITY_LOW');
  expect(other.decision.scores!.similarity!).toBeLessThan(mated.decision.scores!.similarity!);
});

test('a subject enrolled by pictures is verified by one picture', async () => {
  const { enrollResult } = await client.enrollOnce(enrolOf('pictured'));
  expect(enrollResult).toMatchObject({ enrolled: true, policyVersion: 'comparison-only@1' });
  const claim = (image: Buffer) =>
    client.verifyOnce({ config: { subjectId: 'pictured', policy: stills }, pictures: [pictureOf(image)] });
  expect((await claim(man[6]!)).decision?.outcome).toBe('OUTCOME_ACCEPT');
  expect((await claim(stranger)).decision?.outcome).toBe('OUTCOME_REJECT');
});

test('an unknown subject and one without a template answer like a non-match, scores and all', async () => {
  await client.enrollOnce(enrolOf('somebody'));
  await client.subjects.create({ subjectId: 'bare' });
  const shown = [stranger, await face(5, 4)];
  const forms = await Promise.all(
    ['somebody', 'bare', 'nobody'].map(async (subjectId) => {
      const { answers, decision } = await verifyBy(subjectId, shown);
      const { scores, ...rest } = decision;
      const steps = answers.map((answer) => Object.keys(answer).filter((name) => answer[name as 'decision'] !== null));
      return { rest, scored: Object.entries(scores!).map(([name, score]) => [name, typeof score]), first: steps[0] };
    }),
  );
  expect(forms[1]).toEqual(forms[0]);
  expect(forms[2]).toEqual(forms[0]);
  expect(forms[0]!.rest.outcome).toBe('OUTCOME_REJECT');
  const his = await verifyBy('nobody', man.slice(5, 8));
  expect(his.decision).toMatchObject({ outcome: 'OUTCOME_REJECT', framesAccepted: 3 });
});

test('the default policy asks for life: a still of the right man is not accepted', async () => {
  await client.enrollOnce(enrolOf('living'));
  const held = Array.from({ length: 8 }, () => man[5]!);
  const { decision } = await verifyBy('living', held, '');
  expect(decision.policyVersion).toBe('passive@1');
  expect(decision).toMatchObject({ outcome: 'OUTCOME_RE_VERIFY', reasons: ['REASON_STREAM_FROZEN'] });
  const apart = { config: { subjectId: 'living', policy: '' }, pictures: picturesOf(man.slice(0, 6)) };
  expect((await client.verifyOnce(apart)).decision?.outcome).not.toBe('OUTCOME_ACCEPT');
  const check = await exchange(client.checkLiveness(), streamOf({ policy: 'passive' }, held));
  expect(check.status.code).toBe(status.OK);
  expect(check.answers.at(-1)?.padResult?.outcome).not.toBe('PAD_OUTCOME_BONA_FIDE');
  const wrong = await exchange(client.checkLiveness(), streamOf({ policy: stills }, man.slice(0, 1)));
  expect(errorDetails(wrong.status)).toMatchObject({ reason: 'BAD_FIELD', fields: ['config.policy'] });
});

test('Compare gives exactly what the command gives', async () => {
  const paths = [man[0]!, man[5]!].map((image, index) => {
    const path = join(folder, `${index}.jpg`);
    writeFileSync(path, image);
    return path;
  });
  const answer = await client.compare({ first: pictureOf(man[0]!), second: pictureOf(man[5]!) });
  const { code, out } = await runToEnd(['compare', ...paths, '--json']);
  const { similarity, comparisonScore, outcome } = JSON.parse(out) as Record<string, unknown>;
  expect({ similarity, comparisonScore }).toEqual({
    similarity: answer.similarity,
    comparisonScore: answer.comparisonScore,
  });
  expect({ code, outcome, wire: answer.outcome }).toEqual({ code: 0, outcome: 'ACCEPT', wire: 'OUTCOME_ACCEPT' });
  const swapped = await client.compare({ first: pictureOf(man[5]!), second: pictureOf(man[0]!) });
  expect(swapped.comparisonScore).toBeCloseTo(answer.comparisonScore!, 6);
  expect(await client.compare({ first: pictureOf(man[0]!), second: pictureOf(stranger) })).toMatchObject({
    outcome: 'OUTCOME_REJECT',
  });
});

test('AnalyzeFrame measures and decides nothing', async () => {
  const analysis = await client.analyzeFrame({ picture: pictureOf(man[0]!) });
  expect(analysis).toMatchObject({ faceCount: 1, reasons: [] });
  expect(analysis.points).toHaveLength(5);
  expect(analysis.components.length).toBeGreaterThan(3);
  expect(analysis.quality).toBeGreaterThan(0);
  const fault = await faultOf(client.analyzeFrame({ picture: pictureOf(Buffer.from('no picture at all')) }));
  expect(fault).toMatchObject({ code: status.INVALID_ARGUMENT });
});

test('the life of a subject and its templates', async () => {
  await client.enrollOnce(enrolOf('mortal'));
  const again = await faultOf(client.enrollOnce(enrolOf('mortal')));
  expect(again).toMatchObject({ code: status.ALREADY_EXISTS, reason: 'TEMPLATE_EXISTS' });
  await client.enrollOnce(enrolOf('mortal', { replace: true }));
  const [template, ...more] = (await client.templates.list({ subjectId: 'mortal' })).templates;
  expect(more).toEqual([]);
  expect(template).toMatchObject({ subjectId: 'mortal', version: 2, framesUsed: 5 });
  const { templateId } = template!;
  expect((await client.templates.get({ templateId })).template).toEqual(template);

  await client.templates.delete({ templateId });
  expect(await faultOf(client.templates.get({ templateId }))).toMatchObject({ reason: 'TEMPLATE_UNKNOWN' });
  expect((await client.subjects.get({ subjectId: 'mortal' })).subject?.subjectId).toBe('mortal');
  expect((await verifyBy('mortal', man.slice(5, 8))).decision.outcome).toBe('OUTCOME_REJECT');

  await client.enrollOnce(enrolOf('mortal'));
  const { receipt } = await client.subjects.delete({ subjectId: 'mortal' });
  expect(receipt).toMatchObject({ subjectId: 'mortal', templatesDeleted: 1 });
  const gone = [client.subjects.get({ subjectId: 'mortal' }), client.templates.list({ subjectId: 'mortal' })];
  for (const call of gone) expect(await faultOf(call)).toMatchObject({ reason: 'SUBJECT_UNKNOWN' });
  expect((await verifyBy('mortal', man.slice(5, 8))).decision.outcome).toBe('OUTCOME_REJECT');
});

test('a repeated request gets the first answer, and its id serves no other request', async () => {
  const request = enrolOf('repeated', { requestId: 'r-1' });
  const first = await client.enrollOnce(request);
  expect(await client.enrollOnce(request)).toEqual(first);
  const other = { ...request, pictures: picturesOf(man.slice(1, 6)) };
  expect(await faultOf(client.enrollOnce(other))).toMatchObject({
    code: status.ALREADY_EXISTS,
    reason: 'REQUEST_ID_REUSED',
  });
  const made = await client.subjects.create({ subjectId: 'made', requestId: 'r-2' });
  expect(await client.subjects.create({ subjectId: 'made', requestId: 'r-2' })).toEqual(made);
  expect(await faultOf(client.subjects.create({ subjectId: 'made' }))).toMatchObject({ reason: 'SUBJECT_EXISTS' });
  const removed = await client.subjects.delete({ subjectId: 'made', requestId: 'r-3' });
  expect(await client.subjects.delete({ subjectId: 'made', requestId: 'r-3' })).toEqual(removed);
});

test('of enrolments of one new subject at a time, one wins and the others are told the template', async () => {
  for (const subjectId of ['raced-1', 'raced-2']) {
    const enrolments = Array.from({ length: 3 }, () => faultOf(client.enrollOnce(enrolOf(subjectId))));
    const creation = faultOf(client.subjects.create({ subjectId }));
    const faults = (await Promise.all(enrolments)).map((fault) => fault?.reason ?? 'enrolled').sort();
    expect(faults).toEqual(['TEMPLATE_EXISTS', 'TEMPLATE_EXISTS', 'enrolled']);
    expect([undefined, 'SUBJECT_EXISTS']).toContain((await creation)?.reason);
  }
});

test('pages go through all subjects, and only where the server left off', async () => {
  for (let index = 0; index < 5; index++) await client.subjects.create({ subjectId: `page-${index}` });
  const seen: string[] = [];
  let pageToken = '';
  for (let pages = 0; pages < 50; pages++) {
    const page = await client.subjects.list({ pageSize: 2, pageToken });
    seen.push(...page.subjects.map(({ subjectId }) => subjectId));
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen.filter((id) => id.startsWith('page-'))).toHaveLength(5);
  const { nextPageToken } = await client.subjects.list({ pageSize: 2 });
  const forged = Buffer.from(nextPageToken, 'base64url');
  forged[forged.length - 1]! ^= 1;
  for (const token of [forged.toString('base64url'), 'x', nextPageToken.slice(4)]) {
    expect(await faultOf(client.subjects.list({ pageToken: token }))).toMatchObject({ reason: 'BAD_FIELD' });
  }
});

test('a stream that never says its config is ended, with a sentence that says so', async () => {
  const silent = client.verify();
  const { code, details } = await silent.status;
  expect(code).toBe(status.DEADLINE_EXCEEDED);
  expect(details).toMatch(/config was expected .* within 10 s/);
});

/** Descriptors hold the names of the definitions, where the loader's options make JavaScript's of them. */
const named = (message: object) => message as never;

test('a client made of nothing but what the service says of itself enrols and verifies', async () => {
  const definitions = await reflectedDefinitions(
    service.address,
    'faceengine.v1.FaceBiometrics',
    'faceengine.v1.Subjects',
    'faceengine.v1.Policies',
    'faceengine.v1.Galleries',
  );
  const foreign = faceClient(service.address, { definitions });
  try {
    const config = { subject_id: 'foreign', policy: stills };
    const enrolled = await exchange(foreign.enroll(), named(streamOf(config, man.slice(0, 5))));
    expect(enrolled.answers.at(-1)).toMatchObject({ enroll_result: { enrolled: true, frames_accepted: 5 } });
    const verified = await exchange(foreign.verify(), named(streamOf(config, man.slice(5, 8))));
    expect(verified.answers.at(-1)!.decision).toMatchObject({ outcome: 'OUTCOME_ACCEPT' });
    const once = await foreign.verifyOnce({ config: named(config), pictures: [pictureOf(stranger)] });
    expect(once.decision).toMatchObject({ outcome: 'OUTCOME_REJECT' });
  } finally {
    foreign.close();
  }
});
