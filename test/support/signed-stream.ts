import { exchange, type BidiCall } from './grpc-client.js';
import type { Device } from './devices.js';
import { JPEG } from './service.js';

/** What every answer of a capture may hold. */
interface Started {
  readonly started?: { readonly nonce: Buffer } | null;
}

/** A frame as it goes over the wire, signed. */
export interface WireFrame {
  readonly sequence: number;
  readonly capturedAt: { readonly seconds: number; readonly nanos: number };
  readonly format: typeof JPEG;
  readonly image: Buffer;
  readonly signature: Buffer;
}

/** A frame of this device over the nonce of a capture. */
export function signedFrame(device: Device, nonce: Buffer, sequence: number, image: Buffer): WireFrame {
  const atMs = Date.now();
  const data = Uint8Array.from(image);
  const bytes = device.sign({ nonce, sequence, atMs, image: { format: 'JPEG', data, width: 0, height: 0 } });
  const capturedAt = { seconds: Math.floor(atMs / 1000), nanos: (atMs % 1000) * 1e6 };
  return { sequence, capturedAt, format: JPEG, image, signature: Buffer.from(bytes) };
}

/** Runs a capture whose frames are made once its nonce is known. */
export async function captureOver<Q, A extends Started>(
  call: BidiCall<Q, A>,
  config: Q,
  framesOver: (nonce: Buffer) => readonly Q[],
) {
  let told: (nonce: Buffer) => void = () => undefined;
  const nonce = new Promise<Buffer>((resolve) => (told = resolve));
  const watched: BidiCall<Q, A> = { ...call, messages: watchedMessages(call, (started) => told(started)) };
  async function* requests(): AsyncGenerator<Q> {
    yield config;
    // A call that ends before it starts has nothing to sign.
    const first = await Promise.race([nonce, call.status]);
    if (Buffer.isBuffer(first)) yield* framesOver(first);
  }
  return exchange(watched, requests());
}

async function* watchedMessages<Q, A extends Started>(
  { messages }: BidiCall<Q, A>,
  onStarted: (nonce: Buffer) => void,
): AsyncGenerator<A> {
  for await (const message of messages) {
    if (message.started) onStarted(message.started.nonce);
    yield message;
  }
}
