import { parentPort, workerData } from 'node:worker_threads';
import type { Observation } from '../biometrics/observation.js';
import { FaceError } from '../errors.js';
import { type DepthFrame, wipe } from '../recognition/capture-input.js';
import { checkProportions, createDepthMeter, type DepthMeter } from './depth.js';
import { decodeImage, setUpDecoder } from './decode.js';
import { type FrameRequest, type FrameResult, type WorkerSettings } from './messages.js';
import { loadNative, type Native, type Picture } from './native.js';
import { createPipeline, type Pipeline } from './pipeline.js';
import { type FrameWorker, runWorker } from './worker-loop.js';

/** The script of a worker thread: it holds one set of networks and does the whole frame. */

interface Tools {
  readonly pipeline: Pipeline;
  readonly depthMeter: DepthMeter;
  readonly native: Native;
}

async function start(settings: WorkerSettings): Promise<FrameWorker> {
  setUpDecoder();
  const native = loadNative();
  const pipeline = await createPipeline(settings.pack, settings.modelFiles, native);
  const tools = { pipeline, depthMeter: createDepthMeter(native, settings.estimateDepth ?? false), native };
  return {
    measure: (request) => measure(request, tools),
    close: () => pipeline.close(),
  };
}

/** Pixels end here: the encoded picture, the decoded one and depth are zeroed whether or not the frame succeeds. */
async function measure({ image, wanted, timed }: FrameRequest, tools: Tools): Promise<FrameResult> {
  const startedMs = performance.now();
  try {
    const picture = await decodeImage(image, tools.native);
    try {
      if (image.depth) checkProportions(picture, image.depth);
      const stages = timed ? new Map<string, number>([['decode', performance.now() - startedMs]]) : undefined;
      const seen = await tools.pipeline.observe(picture, wanted, stages);
      const observation = withDepth(seen, image.depth ?? null, picture, tools.depthMeter);
      stages?.set('worker', performance.now() - startedMs);
      return { observation, stages: stages ? Object.fromEntries(stages) : null };
    } finally {
      picture.data.fill(0);
    }
  } finally {
    wipe(image);
    // The worker's own copy of what motion was followed from.
    wanted.motion?.reference?.fill(0);
  }
}

function withDepth(seen: Observation, depth: DepthFrame | null, picture: Picture, meter: DepthMeter): Observation {
  const { face } = seen;
  return face ? { ...seen, face: { ...face, ...meter.measure(face.landmarks, picture, depth) } } : seen;
}

if (!parentPort) throw new FaceError('INTERNAL', 'worker.js is the script of a worker thread; the pool starts it.');
const settings: WorkerSettings = workerData as WorkerSettings;
void runWorker(parentPort, () => start(settings));
