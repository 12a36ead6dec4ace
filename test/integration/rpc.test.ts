import { status } from '@grpc/grpc-js';
import { checkHealth, errorDetails, exchange } from '../support/grpc-client.js';
import { jpegFrame, loopback, picture, type Loopback } from '../support/rpc-server.js';

let edge: Loopback;
beforeEach(async () => (edge = await loopback()));
afterEach(() => edge.close());

const config = { config: { subjectId: 'ada' } };
const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => Promise.reject(new Error('a fault was expected')),
    (fault: unknown) => fault,
  );
  return error as Parameters<typeof errorDetails>[0] & { code: number; details: string };
};

describe('streams', () => {
  test('an enrolment tells started, feedback and one result, then ends with OK', async () => {
    const { answers, status: end } = await exchange(edge.client.enroll(), [
      { config: { subjectId: 'ada', policy: 'passive', replace: true, requestId: 'r1' } },
      jpegFrame(1),
      { end: {} },
    ]);
    expect(answers.map(({ event }) => event)).toEqual(['started', 'feedback', 'enrollResult']);
    expect(answers[0]!.started).toMatchObject({
      framesMax: 300,
      durationMax: { seconds: 30, nanos: 0 },
      idleTimeout: { seconds: 5, nanos: 500_000_000 },
      policyVersion: 'passive@1',
    });
    expect(Buffer.compare(answers[0]!.started!.nonce, Buffer.alloc(32, 7))).toBe(0);
    expect(answers[2]!.enrollResult).toMatchObject({ enrolled: true, templateId: 'template-of-ada', quality: 71.5 });
    expect(end.code).toBe(status.OK);
    expect(edge.recognition.enrolments).toEqual([
      { subjectId: 'ada', policy: 'passive', replace: true, requestId: 'r1', picturesDigest: null },
    ]);
  });

  test('ending the client side means the same as the message end', async () => {
    const { answers, status: end } = await exchange(edge.client.verify(), [config, jpegFrame(1)]);
    expect(answers.at(-1)!.decision).toMatchObject({ outcome: 'OUTCOME_REJECT', framesSeen: 1, scores: null });
    expect(end.code).toBe(status.OK);
  });

  test('a liveness check ends with its result, without scores', async () => {
    const { answers } = await exchange(edge.client.checkLiveness(), [{ config: {} }, jpegFrame(1), { end: {} }]);
    const result = answers.at(-1)!.padResult!;
    expect(result).toMatchObject({ outcome: 'PAD_OUTCOME_BONA_FIDE', reasons: ['REASON_LIVENESS_SHOWN'], blinks: 1 });
    expect(result).not.toHaveProperty('liveness');
  });

  test('feedback comes at most five times a second', async () => {
    const requests = [config, ...Array.from({ length: 50 }, (_, index) => jpegFrame(index + 1)), { end: {} }];
    const startedAtMs = Date.now();
    const { answers } = await exchange(edge.client.verify(), requests);
    const allowed = 1 + Math.floor((Date.now() - startedAtMs) / 200);
    expect(answers.filter(({ event }) => event === 'feedback').length).toBeLessThanOrEqual(allowed);
    expect(edge.recognition.frames).toHaveLength(50);
  });

  test('each picture arrives in an ArrayBuffer of its own, with the bytes that were sent', async () => {
    await exchange(edge.client.verify(), [config, jpegFrame(3, 5), jpegFrame(9, 7), { end: {} }]);
    for (const { sequence, image } of edge.recognition.frames) {
      expect(image.data.buffer.byteLength).toBe(image.data.byteLength);
      expect([...image.data].every((byte) => byte === sequence)).toBe(true);
    }
  });

  test.each([
    ['CONFIG_NOT_FIRST', status.INVALID_ARGUMENT, [jpegFrame(1)], 'config'],
    ['CONFIG_NOT_FIRST', status.INVALID_ARGUMENT, [], 'config'],
    ['BAD_FIELD', status.INVALID_ARGUMENT, [config, config], 'config'],
    ['BAD_FIELD', status.INVALID_ARGUMENT, [config, {}], 'event'],
    ['BAD_FIELD', status.INVALID_ARGUMENT, [{ config: { subjectId: 'a b' } }], 'config.subject_id'],
    ['BAD_FIELD', status.INVALID_ARGUMENT, [{ config: { subjectId: 'ada', policy: 'No such' } }], 'config.policy'],
    ['BAD_FIELD', status.INVALID_ARGUMENT, [config, jpegFrame(1, 0)], 'frame.image'],
    ['IMAGE_TOO_LARGE', status.INVALID_ARGUMENT, [config, jpegFrame(1, (4 << 20) + 1)], 'frame.image'],
    ['SEQUENCE_NOT_RISING', status.OUT_OF_RANGE, [config, jpegFrame(2), jpegFrame(2)], null],
  ])('%s is status %i', async (reason, code, requests, field) => {
    const { status: end } = await exchange(edge.client.verify(), requests);
    expect(end.code).toBe(code);
    expect(errorDetails(end)).toMatchObject({ reason, domain: 'face-engine', fields: field === null ? [] : [field] });
    expect(edge.recognition.capturesClosed).toBe(edge.recognition.capturesStarted);
  });

  test('an unknown error is INTERNAL with an id; its text stays out of the answer and of the log', async () => {
    edge.recognition.onFrame = () => Promise.reject(new TypeError('the secret of ada'));
    const { status: end } = await exchange(edge.client.verify(), [config, jpegFrame(1)]);
    expect(end.code).toBe(status.INTERNAL);
    const { reason, errorId } = errorDetails(end);
    expect(reason).toBe('INTERNAL');
    expect(end.details).toContain(errorId);
    expect(end.details).not.toContain('secret');
    const line = edge.lines.find((text) => text.includes(errorId!));
    expect(line).toContain('TypeError');
    expect(edge.lines.join('')).not.toContain('secret');
    expect(edge.lines.join('')).not.toContain('ada');
  });
});

describe('unary calls', () => {
  test('EnrollOnce and VerifyOnce take stills, a second apart', async () => {
    const pictures = [picture(3), picture(4), picture(5)];
    const enrolled = await edge.client.enrollOnce({ config: { subjectId: 'ada' }, pictures });
    expect(enrolled.enrollResult).toMatchObject({ enrolled: true, framesSeen: 3 });
    const times = edge.recognition.frames.map(({ capturedAtMs }) => capturedAtMs);
    expect([times[1]! - times[0]!, times[2]! - times[1]!]).toEqual([1000, 1000]);
    expect(edge.recognition.enrolments[0]!.picturesDigest).toHaveLength(32);

    const verified = await edge.client.verifyOnce({ config: { subjectId: 'ada' }, pictures });
    expect(verified.decision).toMatchObject({ outcome: 'OUTCOME_ACCEPT', hint: 'RE_VERIFY_HINT_UNSPECIFIED' });
    expect(edge.recognition.capturesClosed).toBe(2);
  });

  test.each([0, 11])('%i pictures are refused', async (length) => {
    const pictures = Array.from({ length }, () => picture());
    const error = await failure(edge.client.verifyOnce({ config: { subjectId: 'ada' }, pictures }));
    expect(errorDetails(error)).toMatchObject({ reason: 'BAD_FIELD', fields: ['pictures'] });
  });

  test('Compare carries scores, which were not asked of anything stored', async () => {
    const same = await edge.client.compare({ first: picture(3), second: picture(3) });
    expect(same).toMatchObject({ comparisonScore: 1, similarity: 1, outcome: 'OUTCOME_ACCEPT', secondReasons: [] });
    const other = await edge.client.compare({ first: picture(3), second: picture(4) });
    expect(other).not.toHaveProperty('similarity');
    expect(other.secondReasons).toEqual(['FRAME_REASON_TOO_DARK', 'FRAME_REASON_BLURRED']);
    const error = await failure(edge.client.compare({ first: picture() }));
    expect(errorDetails(error)).toMatchObject({ reason: 'BAD_FIELD', fields: ['second'] });
  });

  test('AnalyzeFrame tells a measured 0 from what was not measured', async () => {
    const analysis = await edge.client.analyzeFrame({ picture: picture() });
    expect(analysis).toMatchObject({ faceCount: 1, quality: 0, points: { length: 5 }, pose: { rollDeg: 0 } });
    expect(analysis).not.toHaveProperty('liveness');
    expect(analysis.points[4]).toEqual({ x: 9, y: 10 });
  });

  test('subjects are made, read, listed page by page and deleted', async () => {
    const { subjects } = edge.client;
    for (const subjectId of ['a', 'b', 'c']) await subjects.create({ subjectId, requestId: subjectId });
    const { subject } = await subjects.get({ subjectId: 'b' });
    expect(subject).toEqual({ subjectId: 'b', createdAt: { seconds: 1_700_000_000, nanos: 123_000_000 }, tags: [] });

    const first = await subjects.list({ pageSize: 2 });
    expect(first.subjects.map(({ subjectId }) => subjectId)).toEqual(['a', 'b']);
    const rest = await subjects.list({ pageSize: 2, pageToken: first.nextPageToken });
    expect(rest.subjects.map(({ subjectId }) => subjectId)).toEqual(['c']);
    expect(rest.nextPageToken).toBe('');

    const { receipt } = await subjects.delete({ subjectId: 'b' });
    expect(receipt).toMatchObject({ subjectId: 'b', templatesDeleted: 0 });
    const error = await failure(subjects.get({ subjectId: 'b' }));
    expect(error.code).toBe(status.NOT_FOUND);
    expect(errorDetails(error).reason).toBe('SUBJECT_UNKNOWN');
  });

  test('a page token that the server did not make, and a page too large, are refused', async () => {
    const { subjects } = edge.client;
    await subjects.create({ subjectId: 'a' });
    const { nextPageToken } = await subjects.list({ pageSize: 1 });
    const forged = Buffer.from(nextPageToken, 'base64url');
    forged[forged.length - 1]! ^= 1;
    for (const pageToken of [forged.toString('base64url'), 'AAAA', 'ä'.repeat(5000)]) {
      const error = await failure(subjects.list({ pageToken }));
      expect(errorDetails(error)).toMatchObject({ reason: 'BAD_FIELD', fields: ['page_token'] });
    }
    const error = await failure(subjects.list({ pageSize: 1001 }));
    expect(errorDetails(error).fields).toEqual(['page_size']);
  });

  test('templates are listed, read and deleted', async () => {
    await edge.client.enrollOnce({ config: { subjectId: 'ada' }, pictures: [picture()] });
    const { templates } = await edge.client.templates.list({ subjectId: 'ada' });
    expect(templates).toMatchObject([{ templateId: 'template-of-ada', version: 1, quality: 71.5, framesUsed: 3 }]);
    const templateId = 'template-of-ada';
    expect((await edge.client.templates.get({ templateId })).template).toEqual(templates[0]);
    expect((await edge.client.templates.delete({ templateId })).template).toEqual(templates[0]);
    const error = await failure(edge.client.templates.get({ templateId }));
    expect(errorDetails(error).reason).toBe('TEMPLATE_UNKNOWN');
  });
});

test('with the permission, decisions and liveness results carry scores', async () => {
  const open = await loopback({}, { revealScores: true });
  try {
    const verified = await exchange(open.client.verify(), [config, jpegFrame(1)]);
    const { scores } = verified.answers.at(-1)!.decision!;
    expect(scores).toMatchObject({ comparisonScore: -0.125, similarity: 0.9, fused: 0.8 });
    expect(scores).not.toHaveProperty('liveness');
    const checked = await exchange(open.client.checkLiveness(), [{ config: {} }, jpegFrame(1)]);
    expect(checked.answers.at(-1)!.padResult!.liveness).toBe(0.97);
  } finally {
    await open.close();
  }
});

test('health speaks for the server and for each service', async () => {
  for (const service of [
    '',
    ...['FaceBiometrics', 'Subjects', 'Templates', 'Policies'].map((name) => `faceengine.v1.${name}`),
  ]) {
    expect(await checkHealth(edge.address, service)).toBe('SERVING');
    edge.server.setServing(false);
    expect(await checkHealth(edge.address, service)).toBe('NOT_SERVING');
    edge.server.setServing(true);
  }
  const error = await failure(checkHealth(edge.address, 'nobody'));
  expect(error.code).toBe(status.NOT_FOUND);
});
