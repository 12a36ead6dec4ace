import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { loopback, picture, type Loopback } from '../support/rpc-server.js';

/** Requests that never wholly come: a client below gRPC sends the beginning of a message and waits. */

let edge: Loopback;
let session: ClientHttp2Session;
beforeEach(async () => {
  edge = await loopback({ requestMsMax: 300, requestsArrivingMax: 2 });
  session = connect(`http://${edge.address}`);
});
afterEach(async () => {
  session.destroy();
  await edge.close();
});

/** Announces a message of a megabyte and sends half of it. */
function begin(method: string): { stream: ClientHttp2Stream; ended: Promise<number>; closed: Promise<unknown> } {
  const headers = { ':method': 'POST', ':path': method, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request(headers);
  stream.on('error', () => undefined);
  const closed = once(stream, 'close');
  const ended = new Promise<number>((resolve) => {
    const told = (answer: IncomingHttpHeaders) => {
      if (answer['grpc-status'] !== undefined) resolve(Number(answer['grpc-status']));
    };
    stream.on('response', told).on('trailers', told).resume();
  });
  const half = Buffer.alloc(500_000);
  half.writeUInt32BE(1_000_000, 1);
  stream.write(half);
  return { stream, ended, closed };
}

const compare = '/faceengine.v1.FaceBiometrics/Compare';

test.each([compare, '/grpc.health.v1.Health/Check', '/faceengine.v1.Subjects/List'])(
  'half a request to %s is ended, and its connection can be used on',
  async (method) => {
    const startedMs = performance.now();
    const half = begin(method);
    expect(await half.ended).toBe(status.DEADLINE_EXCEEDED);
    // The client has not ended its side: what came of the message is let go of all the same.
    await half.closed;
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(await begin(method).ended).toBe(status.DEADLINE_EXCEEDED);
    await edge.client.compare({ first: picture(), second: picture() });
  },
);

test('of requests on their way there are no more than the limit, and a place is free again when one is gone', async () => {
  const [first, second] = [begin(compare), begin(compare)];
  expect(await begin(compare).ended).toBe(status.RESOURCE_EXHAUSTED);
  first.stream.close();
  second.stream.close();
  expect(await begin(compare).ended).toBe(status.DEADLINE_EXCEEDED);
  await edge.client.compare({ first: picture(), second: picture() });
});
