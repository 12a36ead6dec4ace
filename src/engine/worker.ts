import { parentPort, workerData } from 'node:worker_threads';
import { FaceError } from '../errors.js';
import { decodeImage, setUpDecoder } from './decode.js';
import type { FrameRequest, FrameResult, WorkerSettings } from './messages.js';
import { loadNative, type Native } from './native.js';
import { createPipeline, type Pipeline } from './pipeline.js';
import { type FrameWorker, runWorker } from './worker-loop.js';

/** The script of a worker thread: it holds one set of networks and does the whole frame. */

async function start(settings: WorkerSettings): Promise<FrameWorker> {
  setUpDecoder();
  const native = loadNative();
  const pipeline = await createPipeline(settings.pack, settings.modelFiles, native);
  return {
    measure: (request) => measure(request, pipeline, native),
    close: () => pipeline.close(),
  };
}

/** Pixels end here: the encoded picture and the decoded one are zeroed whether or not the frame succeeds. */
async function measure(
  { image, wanted, timed }: FrameRequest,
  pipeline: Pipeline,
  native: Native,
): Promise<FrameResult> {
  const startedMs = performance.now();
  try {
    const picture = await decodeImage(image, native);
    try {
      const stages = timed ? new Map<string, number>([['decode', performance.now() - startedMs]]) : undefined;
      const observation = await pipeline.observe(picture, wanted, stages);
      stages?.set('worker', performance.now() - startedMs);
      return { observation, stages: stages ? Object.fromEntries(stages) : null };
    } finally {
      picture.data.fill(0);
    }
  } finally {
    image.data.fill(0);
  }
}

if (!parentPort) throw new FaceError('INTERNAL', 'worker.js is the script of a worker thread; the pool starts it.');
const settings: WorkerSettings = workerData as WorkerSettings;
void runWorker(parentPort, () => start(settings));
