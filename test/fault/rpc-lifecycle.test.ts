import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { checkHealth, errorDetails, exchange } from '../support/grpc-client.js';
import { jpegFrame, loopback, picture, until, type Loopback } from '../support/rpc-server.js';

const config = { config: { subjectId: 'ada' } };

type Ended = { code: number; reason: string | undefined };

/** How a new call ends. */
const operations = {
  unary: async ({ client }: Loopback): Promise<Ended> =>
    client.compare({ first: picture(), second: picture() }, { deadline: Date.now() + 2000 }).then(
      () => ({ code: status.OK, reason: undefined }),
      (error: unknown) => {
        const { code, metadata } = error as { code: number; metadata: Metadata };
        return { code, reason: errorDetails({ metadata }).reason };
      },
    ),
  bidi: async ({ client }: Loopback): Promise<Ended> => {
    const { status: end } = await exchange(client.verify({ deadline: Date.now() + 2000 }), [config, jpegFrame(1)]);
    return { code: end.code, reason: errorDetails(end).reason };
  },
};

/** Brings a server into a state; the function returned lets it end. */
const states = {
  starting: async () => ({ edge: await loopback({}, { open: false }), release: () => Promise.resolve() }),
  serving: async () => ({ edge: await loopback(), release: () => Promise.resolve() }),
  draining: async () => {
    const edge = await loopback();
    const call = edge.client.verify();
    await call.write(config);
    await until(() => edge.server.callsRunning === 1);
    const stopped = edge.server.stop();
    const release = async () => {
      call.end();
      for await (const message of call.messages) expect(message.event).not.toBeUndefined();
      expect((await call.status).code).toBe(status.OK);
      await stopped;
    };
    return { edge, release };
  },
  closed: async () => {
    const edge = await loopback();
    await edge.server.stop();
    return { edge, release: () => Promise.resolve() };
  },
};

describe('state × operation', () => {
  test.each([
    ['starting', 'unary', status.UNAVAILABLE, 'MODELS_LOADING'],
    ['starting', 'bidi', status.UNAVAILABLE, 'MODELS_LOADING'],
    ['serving', 'unary', status.OK, undefined],
    ['serving', 'bidi', status.OK, undefined],
    ['draining', 'unary', status.UNAVAILABLE, 'DRAINING'],
    ['draining', 'bidi', status.UNAVAILABLE, 'DRAINING'],
    ['closed', 'unary', status.UNAVAILABLE, undefined],
    ['closed', 'bidi', status.UNAVAILABLE, undefined],
  ] as const)('%s × %s is status %i', async (state, operation, code, reason) => {
    const { edge, release } = await states[state]();
    try {
      expect(edge.server.state).toBe(state);
      expect(await operations[operation](edge)).toEqual({ code, reason });
    } finally {
      await release();
      await edge.close();
    }
  });

  test.each(['starting', 'serving', 'draining', 'closed'] as const)(
    '%s × stop closes, also when said twice',
    async (state) => {
      const { edge, release } = await states[state]();
      const stops = [edge.server.stop(), edge.server.stop()];
      await release();
      await Promise.all(stops);
      expect(edge.server.state).toBe('closed');
      edge.server.open();
      expect(edge.server.state).toBe('closed');
      edge.client.close();
    },
  );
});

test('health says NOT_SERVING before open and while draining', async () => {
  const edge = await loopback({}, { open: false });
  expect(await checkHealth(edge.address)).toBe('NOT_SERVING');
  edge.server.setServing(true);
  expect(await checkHealth(edge.address)).toBe('NOT_SERVING');
  edge.server.open();
  expect(await checkHealth(edge.address)).toBe('SERVING');
  const call = edge.client.verify();
  await call.write(config);
  await until(() => edge.server.callsRunning === 1);
  const stopped = edge.server.stop();
  expect(await checkHealth(edge.address)).toBe('NOT_SERVING');
  call.end();
  await stopped;
  edge.client.close();
});

test('a drain waits for running calls and loses none of their answers', async () => {
  const edge = await loopback();
  const calls = Array.from({ length: 20 }, () => edge.client.verify());
  for (const call of calls) await call.write(config);
  await until(() => edge.server.callsRunning === 20);
  const stopped = edge.server.stop();
  const ends = await Promise.all(calls.map((call) => exchange(call, [jpegFrame(1), { end: {} }])));
  await stopped;
  for (const { answers, status: end } of ends) {
    expect(end.code).toBe(status.OK);
    expect(answers.at(-1)!.decision!.framesSeen).toBe(1);
  }
  edge.client.close();
});

test('a drain cancels what takes too long, with a fault that asks for another try', async () => {
  const edge = await loopback({ drainMsMax: 100 });
  const call = edge.client.verify();
  await call.write(config);
  await until(() => edge.server.callsRunning === 1);
  const stopped = edge.server.stop();
  const end = await call.status;
  expect(end.code).toBe(status.UNAVAILABLE);
  expect(errorDetails(end)).toMatchObject({ reason: 'DRAINING', retryAfterMs: 1000 });
  await stopped;
  expect(edge.recognition.capturesClosed).toBe(1);
  expect(edge.lines.at(-1)).toContain('"callsCancelled":1');
  edge.client.close();
});

test('a watcher of health does not hold a stop up', async () => {
  const edge = await loopback();
  const client = new Client(edge.address, credentials.createInsecure());
  const watch = client.makeServerStreamRequest(
    '/grpc.health.v1.Health/Watch',
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => bytes,
    Buffer.alloc(0),
  );
  watch.on('error', () => undefined);
  await new Promise((resolve) => watch.once('data', resolve));
  const startedAtMs = Date.now();
  await edge.server.stop();
  expect(Date.now() - startedAtMs).toBeLessThan(3000);
  client.close();
  edge.client.close();
});

test('metadata above the limit is refused before the handler runs', async () => {
  const edge = await loopback();
  try {
    const metadata = new Metadata();
    metadata.set('x-much', 'x'.repeat(9000));
    const client = new Client(edge.address, credentials.createInsecure());
    const code = await new Promise((resolve) =>
      client.makeUnaryRequest(
        '/faceengine.v1.Subjects/Get',
        (bytes: Buffer) => bytes,
        (bytes: Buffer) => bytes,
        Buffer.alloc(0),
        metadata,
        (error) => resolve(error?.code),
      ),
    );
    expect(code).toBe(status.RESOURCE_EXHAUSTED);
    expect(edge.lines.filter((line) => line.includes('Subjects/Get'))).toEqual([]);
    client.close();
  } finally {
    await edge.close();
  }
});

test('health of searches waits for the gallery, and the rest of the server does not', async () => {
  const edge = await loopback({}, { open: false });
  const searches = () => checkHealth(edge.address, 'faceengine.v1.Galleries');
  expect(await searches()).toBe('NOT_SERVING');
  edge.server.open();
  expect([await checkHealth(edge.address), await searches()]).toEqual(['SERVING', 'NOT_SERVING']);
  edge.server.setGalleryReady(true);
  expect(await searches()).toBe('SERVING');
  edge.server.setServing(false);
  expect(await searches()).toBe('NOT_SERVING');
  edge.server.setServing(true);
  expect(await searches()).toBe('SERVING');
  edge.server.setGalleryReady(false);
  expect([await checkHealth(edge.address), await searches()]).toEqual(['SERVING', 'NOT_SERVING']);
  await edge.close();
});
