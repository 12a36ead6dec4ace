import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FrameRequest, FrameResult } from '../../src/engine/messages.js';
import { Pool, type PoolOptions } from '../../src/engine/pool.js';
import { deed, type TestWorkerSettings } from './test-worker.js';

const options: PoolOptions = {
  workers: 2,
  queueDepthMax: 4,
  startTimeoutMs: 5000,
  frameTimeoutMs: 5000,
  replacementsMax: 10,
  replacementWindowMs: 60_000,
  closeGraceMs: 500,
};

const pools: Pool[] = [];

/** A pool of test workers; `closePools` ends it. */
export function testPool(
  some: Partial<PoolOptions> = {},
  settings: () => Partial<TestWorkerSettings> = () => ({}),
): Pool {
  const spawn = () =>
    new Worker(join(__dirname, 'test-worker.js'), {
      workerData: { start: 'load', startMs: 0, ...settings() },
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    });
  const pool = new Pool(spawn, { ...options, ...some });
  pools.push(pool);
  return pool;
}

export async function closePools(): Promise<void> {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
}

/** @param bytes a deed, its time in steps of 10 ms, and a last byte that comes back as the height */
export function request(...bytes: readonly number[]): FrameRequest {
  const data = new Uint8Array(bytes);
  const wanted = { embedding: true, formerEmbedding: false, liveness: true, eyes: true, motion: null };
  return { image: { format: 'GRAY8', data, width: data.length, height: 1 }, wanted, timed: false };
}

export function never(): { signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

/** The code a promise is rejected with, or 'resolved'. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error as { code: string }).code,
  );
}

export function answer(pool: Pool): Promise<FrameResult> {
  return pool.observe(request(deed.answer), never());
}
