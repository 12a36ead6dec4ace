import type { MessagePort } from 'node:worker_threads';
import type { Observation } from '../biometrics/observation.js';
import { unreachable } from '../errors.js';
import {
  arraysOfFace,
  faultOf,
  type FrameRequest,
  type FrameResult,
  type FromWorker,
  type ToWorker,
} from './messages.js';

/** What a worker thread does with frames, once it has loaded what it needs. */
export interface FrameWorker {
  /** Owns the image from here on and zeroes it. The arrays of the result are its caller's: they are transferred away. */
  measure(request: FrameRequest): Promise<FrameResult>;
  close(): Promise<void>;
}

/**
 * The worker's side of the pool: starts, says so, then answers one frame at a time.
 *
 * A worker that cannot start says why and exits; its error would otherwise reach the pool without its code.
 */
export async function runWorker(port: MessagePort, start: () => Promise<FrameWorker>): Promise<void> {
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let worker: FrameWorker;
  try {
    worker = await start();
  } catch (error) {
    send({ kind: 'notStarted', fault: faultOf(error) });
    port.close();
    return;
  }
  const answer = async (message: ToWorker): Promise<void> => {
    switch (message.kind) {
      case 'observe':
        try {
          const result = await worker.measure(message.request);
          send({ kind: 'observed', result }, buffersOf(result.observation));
        } catch (error) {
          send({ kind: 'refused', fault: faultOf(error) });
        }
        return;
      case 'close':
        await worker.close();
        port.close();
        return;
      default:
        return unreachable(message);
    }
  };
  port.on('message', (message: ToWorker) => void answer(message));
  send({ kind: 'ready' });
}

/** Arrays of their own buffer are transferred, so that no copy of an embedding stays behind; views are cloned. */
function buffersOf(observation: Observation): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const array of arraysOfFace(observation)) {
    if (array.buffer instanceof ArrayBuffer && array.byteLength === array.buffer.byteLength) buffers.add(array.buffer);
  }
  return [...buffers];
}
