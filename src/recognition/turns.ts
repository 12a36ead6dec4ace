import { FaceError } from '../errors.js';
import type { Call } from './ports.js';

/**
 * One at a time within this server, in the order they came.
 *
 * What waits for a lock of the database holds one of its few connections, and who has the lock may need another one: so
 * only the one whose turn it is asks for the lock.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** @throws FaceError CANCELLED when the call ends before its turn */
  async take<T>(work: () => Promise<T>, { signal }: Call): Promise<T> {
    const before = this.#last;
    let done: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await untilAborted(before, signal);
    } catch (error) {
      // Whoever comes after this one still waits for those before it.
      void before.then(done);
      throw error;
    }
    try {
      return await work();
    } finally {
      done();
    }
  }
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new FaceError('CANCELLED', 'the call ended before its turn came'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
