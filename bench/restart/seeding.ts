import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Client } from 'pg';
import type { SeedOrder } from './seed-worker.js';

const TOLD_EVERY = 50_000;

/**
 * Fills a migrated, empty database with subjects 0 … count − 1, each with a sealed data key and a sealed template, and
 * leaves it as one that was filled long ago: with statistics, and with nothing waiting to be written.
 */
export async function seedSubjects(order: Omit<SeedOrder, 'first' | 'step'>): Promise<void> {
  const workers = availableParallelism();
  let done = 0;
  const tell = (rows: number): void => {
    if (Math.floor((done + rows) / TOLD_EVERY) > Math.floor(done / TOLD_EVERY)) {
      process.stderr.write(`${done + rows} of ${order.count} subjects\n`);
    }
    done += rows;
  };
  const work = async (first: number): Promise<void> => {
    const workerData: SeedOrder = { ...order, first, step: workers };
    const worker = new Worker(join(__dirname, 'seed-worker.js'), { workerData });
    worker.on('message', tell);
    await once(worker, 'exit');
  };
  await Promise.all(Array.from({ length: workers }, (_, first) => work(first)));
  const client = new Client(order.target);
  await client.connect();
  await client.query('VACUUM (ANALYZE) face_engine.subject, face_engine.subject_key, face_engine.template');
  await client.query('CHECKPOINT');
  await client.end();
}
