import { status, type Metadata } from '@grpc/grpc-js';
import type { Frame } from '../../src/recognition/capture-input.js';
import { errorDetails, exchange } from '../support/grpc-client.js';
import { jpegFrame, loopback, picture, until, type Loopback } from '../support/rpc-server.js';

let edge: Loopback | undefined;
afterEach(async () => {
  await edge?.close();
  edge = undefined;
});

const config = { config: { subjectId: 'ada' } };
const fault = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('a fault was expected')),
    (error: unknown) => error as { code: number; details: string; metadata: Metadata },
  );

/** A step of recognition that waits until its call is aborted. */
const untilAborted = (_frame: Frame | null, signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('a client that cancels in mid-stream aborts the work, and the capture closes', async () => {
  edge = await loopback();
  let reason: unknown = null;
  edge.recognition.onFrame = (frame, { signal }) =>
    untilAborted(frame, signal).catch((error: unknown) => void (reason = error));
  const call = edge.client.verify();
  await call.write(config);
  await call.write(jpegFrame(1));
  await until(() => edge!.recognition.framesTaken === 1);
  call.cancel();
  expect((await call.status).code).toBe(status.CANCELLED);
  await until(() => edge!.recognition.capturesClosed === 1 && edge!.server.callsRunning === 0);
  expect(reason).toMatchObject({ code: 'CANCELLED' });
});

test('a client that cancels while the server waits for a frame closes the capture', async () => {
  edge = await loopback();
  const call = edge.client.verify();
  await call.write(config);
  await until(() => edge!.recognition.capturesStarted === 1);
  call.cancel();
  await until(() => edge!.recognition.capturesClosed === 1 && edge!.server.callsRunning === 0);
});

test('a passed deadline ends a stream and a unary call, and closes what ran', async () => {
  edge = await loopback();
  edge.recognition.onUnary = ({ signal }) => untilAborted(null, signal);
  const call = edge.client.verify({ deadline: Date.now() + 200 });
  await call.write(config);
  expect((await call.status).code).toBe(status.DEADLINE_EXCEEDED);
  const error = await fault(
    edge.client.compare({ first: picture(), second: picture() }, { deadline: Date.now() + 100 }),
  );
  expect(error.code).toBe(status.DEADLINE_EXCEEDED);
  await until(() => edge!.recognition.capturesClosed === 1 && edge!.server.callsRunning === 0);
});

test('the server ends a call at its own limit when the client sets no deadline', async () => {
  edge = await loopback({ callDurationMsMax: 150 });
  const call = edge.client.verify();
  await call.write(config);
  const end = await call.status;
  expect(end.code).toBe(status.DEADLINE_EXCEEDED);
  expect(errorDetails(end).reason).toBe('CAPTURE_TIMEOUT');
  expect(edge.recognition.capturesClosed).toBe(1);
});

test('when the server is done while the client keeps sending, the client gets its answer and the end', async () => {
  edge = await loopback();
  edge.recognition.framesNeeded = 2;
  let written = 0;
  async function* endless() {
    yield await Promise.resolve(config);
    for (let sequence = 1; ; sequence += 1) {
      yield jpegFrame(sequence, 100_000);
      written += 1;
    }
  }
  const { answers, status: end } = await exchange(edge.client.verify(), endless());
  expect(end.code).toBe(status.OK);
  expect(answers.at(-1)!.decision!.framesSeen).toBe(2);
  expect(edge.recognition.framesTaken).toBe(2);
  expect(written).toBeLessThan(1000);
  await until(() => edge!.server.callsRunning === 0);
});

test('flow control slows a client down while a frame is at work, and no frame is lost', async () => {
  edge = await loopback();
  let go: () => void = () => undefined;
  edge.recognition.onFrame = () => new Promise((resolve) => (go = resolve));
  const call = edge.client.verify();
  await call.write(config);
  let sent = 0;
  const sending = (async () => {
    for (let sequence = 1; sequence <= 40; sequence += 1) {
      await call.write(jpegFrame(sequence, 200_000));
      sent += 1;
    }
    call.end();
  })();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(edge.recognition.framesTaken).toBe(1);
  expect(sent).toBeLessThan(40);
  edge.recognition.onFrame = () => Promise.resolve();
  go();
  let messages = 0;
  for await (const { event } of call.messages) messages += event === 'decision' ? 1 : 0;
  await sending;
  expect((await call.status).code).toBe(status.OK);
  expect(messages).toBe(1);
  expect(edge.recognition.frames).toHaveLength(40);
});

test('one frame is read ahead of the one at work, and no more', async () => {
  edge = await loopback();
  edge.recognition.onFrame = (frame, { signal }) => untilAborted(frame, signal);
  const call = edge.client.verify({ deadline: Date.now() + 20_000 });
  await call.write(config);
  const frame = jpegFrame(1, 2_000_000);
  // grpc-js lets the client hand over 16 messages before it has to wait; the server holds the one at work and the next.
  let sent = 0;
  const sending = (async () => {
    for (let sequence = 1; sequence <= 30; sequence += 1) {
      await call.write({ frame: { ...frame.frame, sequence } });
      sent += 1;
    }
  })().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sent).toBeLessThanOrEqual(16 + 2 + 2);
  expect(edge.recognition.framesTaken).toBe(1);
  call.cancel();
  await sending;
});

test('a client that reads slowly gets every message in the end', async () => {
  edge = await loopback();
  edge.recognition.framesNeeded = 5;
  const call = edge.client.verify();
  await call.write(config);
  for (let sequence = 1; sequence <= 5; sequence += 1) await call.write(jpegFrame(sequence));
  const events: unknown[] = [];
  for await (const { event } of call.messages) {
    events.push(event);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect([events[0], events.at(-1)]).toEqual(['started', 'decision']);
  expect((await call.status).code).toBe(status.OK);
});

test('a hundred streams run at once, and the one above the limit is refused with a time to wait', async () => {
  edge = await loopback({ streamsMax: 100 });
  const calls = Array.from({ length: 100 }, () => edge!.client.verify());
  for (const call of calls) await call.write(config);
  await until(() => edge!.recognition.capturesStarted === 100);
  const { status: refused } = await exchange(edge.client.verify(), [config]);
  expect(refused.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(errorDetails(refused)).toMatchObject({ reason: 'STREAM_LIMIT', retryAfterMs: 1000 });
  const ends = await Promise.all(calls.map((call) => exchange(call, [jpegFrame(1), jpegFrame(2), { end: {} }])));
  for (const { answers, status: end } of ends) {
    expect(end.code).toBe(status.OK);
    expect(answers.at(-1)!.decision!.framesSeen).toBe(2);
  }
  expect(edge.server.callsRunning).toBe(0);
});

test('unary calls above the limit are refused at once', async () => {
  edge = await loopback({ unaryCallsMax: 2 });
  edge.recognition.onUnary = ({ signal }) => untilAborted(null, signal);
  const deadline = Date.now() + 400;
  const running = [1, 2].map(() => fault(edge!.client.subjects.get({ subjectId: 'ada' }, { deadline })));
  await until(() => edge!.server.callsRunning === 2);
  const refused = await fault(edge.client.subjects.get({ subjectId: 'ada' }));
  expect(refused.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(errorDetails(refused).reason).toBe('OVERLOADED');
  await Promise.all(running);
});

test('a message above the limit ends its call, and the server goes on', async () => {
  edge = await loopback({ messageBytesMax: 100_000 });
  const { status: end } = await exchange(edge.client.verify(), [config, jpegFrame(1, 200_000)]);
  expect(end.code).toBe(status.RESOURCE_EXHAUSTED);
  const pictures = [picture(60_000), picture(60_000)];
  const error = await fault(edge.client.verifyOnce({ config: { subjectId: 'ada' }, pictures }));
  expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  await until(() => edge!.server.callsRunning === 0);
  expect((await exchange(edge.client.verify(), [config])).status.code).toBe(status.OK);
});

test('a fault in mid-stream keeps the messages before it, in order', async () => {
  edge = await loopback();
  const { answers, status: end } = await exchange(edge.client.verify(), [config, jpegFrame(2), jpegFrame(1)]);
  expect(answers.map(({ event }) => event)).toEqual(['started', 'feedback']);
  expect(errorDetails(end).reason).toBe('SEQUENCE_NOT_RISING');
});
