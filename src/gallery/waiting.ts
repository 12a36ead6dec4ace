import { FaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';

/** A wait that a word ends early; a word that came while nobody waited ends the next wait at once. */
export class Wake {
  #called = false;
  #resume: (() => void) | null = null;

  call(): void {
    this.#called = true;
    this.#resume?.();
  }

  async wait(longestMs: number): Promise<void> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#resume = null;
    }
    this.#called = false;
  }
}

export function cancelled(): FaceError {
  return new FaceError('CANCELLED', 'The call ended before the gallery answered.');
}

/** The promise, or CANCELLED as soon as the call ends; the promise may still settle, unheard. */
export async function orCancelled<T>(promise: Promise<T>, { signal }: Call): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled());
  });
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Work that may take a time at most, whatever its call allows. Undone listeners on both, since a signal that lives as
 * long as the server would otherwise keep a listener for each.
 *
 * @throws FaceError STORE_DOWN when the time is up
 */
export async function within<T>(longestMs: number, { signal }: Call, work: (call: Call) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(onAbort, longestMs);
  try {
    return await work({ signal: controller.signal });
  } catch (error) {
    const isLate = controller.signal.aborted && !signal.aborted;
    throw isLate ? new FaceError('STORE_DOWN', 'The database takes too long to answer.', { cause: error }) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Lets what else waits for the thread go first. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
