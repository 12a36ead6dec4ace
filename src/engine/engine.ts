import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
// Loaded here for its side effect: on glibc a worker can load libvips only after the main thread has.
import 'sharp';
import type { Measurements, Observation } from '../biometrics/observation.js';
import { type Sight, wipe } from '../recognition/capture-input.js';
import type { Call, FaceEngine } from '../recognition/ports.js';
import { admitImage } from './image-header.js';
import { type FrameResult, ownSight, type WorkerSettings } from './messages.js';
import { Pool, type PoolOptions, type PoolStatistics } from './pool.js';

/** The FaceEngine port over the pool, with what compose, health, metrics and the bench need besides. */
export interface Engine extends FaceEngine {
  /** Resolves when all workers have loaded; rejects with the cause when one cannot. */
  readonly ready: Promise<void>;
  /** As `observe`, with the times of the stages. */
  observeTimed(sight: Sight, wanted: Measurements, call: Call): Promise<FrameResult>;
  statistics(): PoolStatistics;
  /** Refuses new frames with DRAINING and finishes the accepted ones, for at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

export const poolDefaults = {
  queueDepthMax: 64,
  startTimeoutMs: 60_000,
  frameTimeoutMs: 10_000,
  replacementsMax: 10,
  replacementWindowMs: 60_000,
  closeGraceMs: 2_000,
} as const satisfies Omit<PoolOptions, 'workers'>;

/** Heap of one worker's JavaScript; networks and pictures lie outside it. */
const WORKER_HEAP_MB = 256;

/** Starts the workers and returns at once; `ready` tells when they serve. */
export function startEngine(settings: WorkerSettings, options: PoolOptions): Engine {
  // onnxruntime 1.30 keeps a device id and queues events for its maker below ~/.cache unless told not to. Its native side
  // reads the process's environment, which only the main thread can set.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  const spawn = () =>
    new Worker(join(__dirname, 'worker.js'), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    });
  return engineOver(new Pool(spawn, options), settings);
}

/** The port over a given pool, which the engine owns from here on. */
export function engineOver(pool: Pool, { pack }: Pick<WorkerSettings, 'pack'>): Engine {
  const measure = async (sight: Sight, wanted: Measurements, call: Call & { timed: boolean }): Promise<FrameResult> => {
    try {
      admitImage(sight);
    } catch (error) {
      wipe(sight);
      throw error;
    }
    return pool.observe({ image: ownSight(sight), wanted, timed: call.timed }, call);
  };
  return {
    modelId: pack.modelId,
    embeddingDim: pack.embedding.dimension,
    former: pack.former && { modelId: pack.former.modelId, embeddingDim: pack.former.embedding.dimension },
    ready: pool.ready,
    observe: async (sight, wanted, { signal }): Promise<Observation> => {
      const { observation } = await measure(sight, wanted, { signal, timed: false });
      return observation;
    },
    observeTimed: (sight, wanted, { signal }) => measure(sight, wanted, { signal, timed: true }),
    statistics: () => pool.statistics(),
    drain: (timeoutMs) => pool.drain(timeoutMs),
    close: () => pool.close(),
  };
}
