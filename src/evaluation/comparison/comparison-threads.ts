import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FaceError } from '../../errors.js';
import type { ComparisonTask, ThreadCounts, ThreadMessage, ThreadSettings } from './comparison-task.js';

export interface ThreadOptions {
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Called with the number of each share that is done. */
  readonly onShare: (share: number) => void;
}

/** What the machines this runs on have at most, and more than a comparison gains from. */
const THREADS_MAX = 256;

const spawnWorker = (workerData: ThreadSettings): Worker =>
  new Worker(join(__dirname, 'comparison-worker.js'), { workerData });

/**
 * Shares a task out to threads, which take the next share as soon as they are done with one, so that a slow core is
 * given fewer. When this settles, all threads have ended: after an abort or a fault they end after the share they are
 * at, and what they counted is lost.
 *
 * @param starts the first row or probe of each share, and in the end the number of all
 * @returns what each thread counted, in no order; empty for a search
 * @throws the signal's reason; what a thread threw; FaceError WORKER_LOST when one ended for another reason
 */
export async function runInThreads(
  task: ComparisonTask,
  starts: Int32Array,
  { threads, signal, onShare }: ThreadOptions,
  spawn: (settings: ThreadSettings) => Worker = spawnWorker,
): Promise<ThreadCounts[]> {
  signal.throwIfAborted();
  if (!Number.isInteger(threads) || threads < 1 || threads > THREADS_MAX) {
    throw new RangeError(`threads must be a whole number from 1 to ${THREADS_MAX}; it is ${threads}`);
  }
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const counted: ThreadCounts[] = [];
  const workers = Array.from({ length: Math.min(threads, starts.length - 1) }, () => spawn({ task, starts, next }));
  const aborted = rejectionBy(signal);
  try {
    const hear = (message: ThreadMessage): void => {
      if (message.kind === 'compared') onShare(message.share);
      else if (message.counts) counted.push(message.counts);
    };
    await Promise.race([Promise.all(workers.map((worker) => ended(worker, hear))), aborted.promise]);
    return counted;
  } finally {
    aborted.release();
    Atomics.store(next, 0, starts.length);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Resolves when the thread has told that it is done and is gone. */
function ended(worker: Worker, hear: (message: ThreadMessage) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = false;
    worker.on('message', (message: ThreadMessage) => {
      try {
        hear(message);
      } catch (fault) {
        reject(fault instanceof Error ? fault : new Error('a listener failed', { cause: fault }));
      }
      done ||= message.kind === 'ended';
    });
    worker.once('messageerror', reject);
    worker.once('error', reject);
    worker.once('exit', () => {
      if (done) resolve();
      else reject(new FaceError('WORKER_LOST', 'a thread ended before its comparisons were done. Try again.'));
    });
  });
}

/** A promise that rejects with the signal's reason, as it is. */
function rejectionBy(signal: AbortSignal): { readonly promise: Promise<never>; readonly release: () => void } {
  let release = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the caller gave to `abort`
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    release = () => signal.removeEventListener('abort', abort);
  });
  return { promise, release };
}
