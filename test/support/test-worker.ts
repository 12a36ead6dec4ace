import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import type { Measurements, Observation } from '../../src/biometrics/observation.js';
import { FaceError } from '../../src/errors.js';
import type { FrameRequest, FrameResult } from '../../src/engine/messages.js';
import { runWorker } from '../../src/engine/worker-loop.js';

/** What the first byte of a picture makes this worker do; the second is a time in steps of 10 ms. */
export const deed = {
  answer: 0,
  exit: 1,
  throwOutside: 2,
  spin: 3,
  neverAnswer: 4,
  sleep: 5,
  refuse: 6,
  fail: 7,
  exhaustHeap: 8,
} as const;

export interface TestWorkerSettings {
  readonly start: 'load' | 'fail' | 'exit' | 'hang';
  readonly startMs: number;
}

/** Width tells the thread, height the last byte of the picture. */
function observationOf(data: Uint8Array, { formerEmbedding }: Measurements): Observation {
  const face = {
    box: { left: 0, top: 0, width: 1, height: 1 },
    detectionScore: 1,
    presenceScore: 1,
    points: new Float32Array(10).fill(1),
    landmarks: new Float32Array(468 * 3).fill(2),
    pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
    quality: {
      sharpness: 0,
      underExposure: 0,
      overExposure: 0,
      dynamicRange: 0,
      illuminationUniformity: 0,
      luminanceMean: 0,
      linearLuminanceMean: 0,
      linearLuminanceVariance: 0,
      skinColourDistance: null,
      interEyeDistance: 0,
      headSize: 0,
      leftwardCrop: 0,
      rightwardCrop: 0,
      marginAbove: 0,
      marginBelow: 0,
      marginRatio: 0,
      faceWidthRatio: 0,
      mouthOpening: 0,
    },
    eyeOpening: null,
    liveness: null,
    cues: [],
    chip: null,
    flow: null,
    fingerprint: null,
    embedding: new Float32Array(512).fill(3),
    formerEmbedding: formerEmbedding ? new Float32Array(256).fill(4) : null,
    depth: null,
    relief: null,
  };
  return { width: threadId, height: data.at(-1) ?? 0, faceCount: 1, secondFaceRatio: 0, face };
}

async function measure({ image, wanted, timed }: FrameRequest): Promise<FrameResult> {
  const [what, steps = 0] = image.data;
  switch (what) {
    case deed.exit:
      process.exit(7);
      break;
    case deed.throwOutside:
      setImmediate(() => {
        throw new Error('thrown outside of any frame');
      });
      return new Promise(() => undefined);
    case deed.spin:
      for (;;);
    case deed.neverAnswer:
      return new Promise(() => undefined);
    case deed.sleep:
      await delay(steps * 10);
      break;
    case deed.refuse:
      throw new FaceError('IMAGE_TOO_LARGE', 'too large', { field: 'image', retryAfterMs: 5 });
    case deed.fail:
      throw new TypeError('a mistake of ours');
    case deed.exhaustHeap: {
      const kept: unknown[] = [];
      for (;;) kept.push(new Array(1000).fill(kept.length));
    }
  }
  return { observation: observationOf(image.data, wanted), stages: timed ? { worker: 1 } : null };
}

async function start({ start, startMs }: TestWorkerSettings) {
  await delay(startMs);
  if (start === 'exit') process.exit(9);
  if (start === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
  if (start === 'fail') throw new FaceError('MODEL_MISMATCH', 'a network is not the one of the manifest');
  return { measure, close: () => Promise.resolve() };
}

if (parentPort) {
  const settings: TestWorkerSettings = workerData as TestWorkerSettings;
  void runWorker(parentPort, () => start(settings));
}
