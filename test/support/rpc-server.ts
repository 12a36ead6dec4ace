import { createHmac } from 'node:crypto';
import { defaultServerLimits, FaceServer, type FaceServerOptions, type ServerLimits } from '../../src/rpc/server.js';
import { createLog } from '../../src/telemetry/log.js';
import { FakeRecognition } from './fake-recognition.js';
import { faceClient, type FaceClient } from './grpc-client.js';

/** A server on the loopback with a fake behind it, and a client; closed by `close`. */
export interface Loopback {
  readonly server: FaceServer;
  readonly recognition: FakeRecognition;
  readonly client: FaceClient;
  readonly address: string;
  /** Lines of the log. */
  readonly lines: string[];
  close(): Promise<void>;
}

export async function loopback(
  limits: Partial<ServerLimits> = {},
  options: Partial<FaceServerOptions> & { readonly open?: boolean } = {},
): Promise<Loopback> {
  const recognition = new FakeRecognition();
  const lines: string[] = [];
  const { open = true, ...rest } = options;
  const server = new FaceServer({
    recognition,
    limits: { ...defaultServerLimits, drainMsMax: 3000, ...limits },
    revealScores: false,
    reflection: true,
    sign: (bytes) => createHmac('sha256', 'test').update(bytes).digest(),
    tls: null,
    log: createLog('info', { write: (line) => void lines.push(line) }),
    ...rest,
  });
  const address = `127.0.0.1:${await server.start('127.0.0.1:0')}`;
  if (open) server.open();
  const client = faceClient(address);
  return {
    server,
    recognition,
    client,
    address,
    lines,
    close: async () => {
      client.close();
      await server.stop();
    },
  };
}

/** A frame whose picture is `bytes` long; the server does not look into it. */
export function jpegFrame(sequence: number, bytes = 10) {
  return { frame: { sequence, format: 'IMAGE_FORMAT_JPEG' as const, image: Buffer.alloc(bytes, sequence) } };
}

export const picture = (bytes = 10) => ({ format: 'IMAGE_FORMAT_JPEG' as const, image: Buffer.alloc(bytes, 1) });

/** Waits until `condition` holds, at most two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += 5) {
    if (waitedMs > 2000) throw new Error('waited for two seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
