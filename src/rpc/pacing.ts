import {
  ServerInterceptingCall,
  status,
  type Metadata,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerListener,
} from '@grpc/grpc-js';

/** Lets the next message of a stream be read from the connection. */
export interface ReadGate {
  grant(): void;
}

const gates = new WeakMap<Metadata, ReadGate>();

/**
 * The gate of the stream that came with this metadata.
 *
 * grpc-js shows a handler its own stream object and an interceptor another one; the metadata is what both see.
 */
export function readGateOf(metadata: Metadata): ReadGate | undefined {
  return gates.get(metadata);
}

/**
 * Reads one message ahead of the handler and no more.
 *
 * A stream of grpc-js is a Readable of objects, which reads sixteen ahead, whatever their size. Here a read waits until
 * the handler has taken the message before; the connection stays paused meanwhile, and HTTP/2 flow control slows the client.
 */
class PacedCall extends ServerInterceptingCall implements ReadGate {
  #granted = 1;
  #waiting = false;

  override startRead(): void {
    if (this.#granted === 0) {
      this.#waiting = true;
      return;
    }
    this.#granted -= 1;
    super.startRead();
  }

  grant(): void {
    this.#granted += 1;
    if (!this.#waiting) return;
    this.#waiting = false;
    this.startRead();
  }
}

/** Paces the client's side of every stream of `packageName`, and refuses metadata above the limit. */
export function pacing(packageName: string, metadataBytesMax: number): ServerInterceptor {
  return (method, next: ServerInterceptingCallInterface) => {
    const responder = {
      start: (proceed: (listener?: ServerListener) => void) =>
        proceed({
          onReceiveMetadata: (metadata, deliver) => {
            if (metadataBytes(metadata) > metadataBytesMax) {
              call.sendStatus({ code: status.RESOURCE_EXHAUSTED, details: tooMuch(metadataBytesMax) });
              return;
            }
            if (call instanceof PacedCall) gates.set(metadata, call);
            deliver(metadata);
          },
        }),
    };
    const paced = method.requestStream && method.path.startsWith(`/${packageName}.`);
    const call = paced ? new PacedCall(next, responder) : new ServerInterceptingCall(next, responder);
    return call;
  };
}

function tooMuch(bytesMax: number): string {
  return `The metadata of a call may have ${bytesMax} bytes, names included. Send less.`;
}

function metadataBytes(metadata: Metadata): number {
  let bytes = 0;
  for (const [key, values] of Object.entries(metadata.toJSON())) {
    for (const value of values) bytes += key.length + value.length;
  }
  return bytes;
}
