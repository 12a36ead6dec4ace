import {
  ServerInterceptingCall,
  status,
  type Metadata,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerListener,
} from '@grpc/grpc-js';
import { constants, type ServerHttp2Stream } from 'node:http2';

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

/** What a client may use before a handler knows of its call. */
export interface ArrivalLimits {
  /** Bytes of a call's metadata, names included. */
  readonly metadataBytesMax: number;
  /** Calls at a time whose first message is still on its way. */
  readonly requestsArrivingMax: number;
  /** How long a first message may be on its way. */
  readonly requestMsMax: number;
}

/**
 * Paces the client's side of every stream of `packageName`, refuses metadata above the limit, and bounds the requests that
 * are on their way.
 *
 * grpc-js calls a unary handler when its request is there, however long that takes; half a message would hold its memory
 * for ever. A stream's handler runs at once and has limits of its own.
 */
export function pacing(packageName: string, limits: ArrivalLimits): ServerInterceptor {
  const { metadataBytesMax, requestsArrivingMax, requestMsMax } = limits;
  const arriving = new Set<ServerInterceptingCall>();
  return (method, next: ServerInterceptingCallInterface) => {
    let timer: NodeJS.Timeout | undefined;
    const arrived = (): void => {
      clearTimeout(timer);
      arriving.delete(call);
    };
    const refusal = (metadata: Metadata): string | null => {
      if (metadataBytes(metadata) > metadataBytesMax) return tooMuch(metadataBytesMax);
      if (paced || arriving.size < requestsArrivingMax) return null;
      return `${requestsArrivingMax} requests are on their way, as many as this server takes. Try again.`;
    };
    const listener: ServerListener = {
      onReceiveMetadata: (metadata, deliver) => {
        const details = refusal(metadata);
        if (details !== null) {
          refuse(call, next, { code: status.RESOURCE_EXHAUSTED, details });
          return;
        }
        if (call instanceof PacedCall) gates.set(metadata, call);
        else {
          arriving.add(call);
          timer = setTimeout(() => {
            arrived();
            refuse(call, next, { code: status.DEADLINE_EXCEEDED, details: tooSlow(requestMsMax) });
          }, requestMsMax);
        }
        deliver(metadata);
      },
      onReceiveMessage: (message: unknown, deliver) => {
        arrived();
        deliver(message);
      },
      onReceiveHalfClose: (deliver) => {
        arrived();
        deliver();
      },
      onCancel: arrived,
    };
    const responder = { start: (proceed: (listener?: ServerListener) => void) => proceed(listener) };
    const paced = method.requestStream && method.path.startsWith(`/${packageName}.`);
    const call = paced ? new PacedCall(next, responder) : new ServerInterceptingCall(next, responder);
    return call;
  };
}

/**
 * Ends a call whose client may never end its side: grpc-js would keep the stream open, with all that came of the message.
 * There is no other way to its HTTP/2 stream; were it to move, the test of half a request would fail.
 */
function refuse(
  call: ServerInterceptingCall,
  next: ServerInterceptingCallInterface,
  fault: { code: status; details: string },
): void {
  call.sendStatus(fault);
  const stream: unknown = Reflect.get(next, 'stream');
  if (isClosable(stream)) setImmediate(() => stream.close(constants.NGHTTP2_NO_ERROR));
}

function isClosable(stream: unknown): stream is Pick<ServerHttp2Stream, 'close'> {
  return typeof stream === 'object' && stream !== null && 'close' in stream && typeof stream.close === 'function';
}

function tooSlow(requestMsMax: number): string {
  return `The request was expected within ${requestMsMax / 1000} s; not all of it came.`;
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
