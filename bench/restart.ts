import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../src/cli/terminal.js';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.js';
import { type ChangesAt, deletions, enrolments } from './restart/changes.js';
import { embeddingIn, openApplication, type Place, silentLog } from './restart/foundation.js';
import type { Ready } from './restart/messages.js';
import { seedSubjects } from './restart/seeding.js';
import { Server } from './restart/server.js';
import { recordsIn, snapshotOf } from './restart/snapshot-file.js';
import { subjectIdOf } from './restart/subjects.js';
import { describeMachine } from './support/machine.js';

/**
 * npm run bench:restart -- --count N [--json]
 *
 * How long a server takes until its gallery of N references is ready, at the first start and at the next ones, and how
 * long changes by another server take to arrive. On a private PostgreSQL in a temporary folder, with the default pack's
 * model and dimension and no networks: vectors are drawn around centres, sealed as enrolments seal them, and put in bulk
 * with the triggers of the change feed off. Some 8 kB of disk a subject. Two starts come after the first, the last one
 * after a kill: it reads the file that deletions were erased from.
 */
const { values: options } = parseArgs({
  options: { count: { type: 'string', default: '20000' }, json: { type: 'boolean', default: false } },
});

/** Enrolments, and deletions. */
const CHANGES = 50;
/** A reference takes 2.7 kB, and reading a snapshot some more for a while. */
const BYTES_A_REFERENCE_MAX = 5_000;
const BYTES_LEAST = 2 ** 28;

interface Times {
  readonly p50Ms: number;
  readonly maxMs: number;
}

async function main(count: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'face-engine-restart-'));
  // PostgreSQL does not run as root: another user must be able to pass through the folder.
  await chmod(dataDir, 0o711);
  // Interrupted, it would leave some gigabytes behind; PostgreSQL ends by itself.
  process.once('SIGINT', () => {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    process.exit(130);
  });
  const place: Place = {
    dataDir,
    key: randomBytes(32).toString('hex'),
    bytesMax: BYTES_LEAST + count * BYTES_A_REFERENCE_MAX,
  };
  try {
    const measured = await measure(place, count);
    // What else was at work shows in every figure.
    const result = { count, ...measured, loadAverage: loadavg()[0] ?? NaN, machine: describeMachine() };
    if (options.json) console.log(JSON.stringify(result, thousandths));
    else print(result);
    const { subjects, recordsErased, knownAfterRestart } = result.deleted;
    if (recordsErased !== subjects || knownAfterRestart > 0) process.exitCode = 1;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(place: Place, count: number) {
  const postgres = await startEmbeddedPostgres({ dataDir: place.dataDir, onLog: () => undefined });
  const other = await openApplication(place, false, silentLog);
  const { modelId, dimension } = embeddingIn(place);
  try {
    await seedSubjects({ place, target: postgres.target, modelId, dimension, count });
    const { snapshotPath, ...started } = await firstStart(place, count);
    const restarted = await restarts({ place, count, snapshotPath, other, modelId, dimension });
    return { dimension, ...started, ...restarted };
  } finally {
    await other.close();
    await postgres.stop();
  }
}

/** Opens every template, and writes the file. */
async function firstStart(place: Place, count: number) {
  const server = new Server(place);
  const ready = await readyWith(server, count, false);
  const { writeMs } = await server.next('written');
  const { path, bytes } = await snapshotOf(place.dataDir);
  await server.close();
  return {
    first: { readyMs: ready.readyMs, perTemplateUs: (ready.loadMs * 1_000) / count },
    snapshot: { writeMs, bytes },
    rssMb: ready.rssBytes / 1e6,
    indexBytes: ready.indexBytes,
    snapshotPath: path,
  };
}

interface Restarts extends Omit<ChangesAt, 'server'> {
  readonly place: Place;
  readonly count: number;
  readonly snapshotPath: string;
}

/** Reads the file, follows changes, is killed, and reads the file again. */
async function restarts({ place, count, snapshotPath, ...others }: Restarts) {
  const second = new Server(place);
  const ready = await readyWith(second, count, true);
  const at = { server: second, ...others };
  const added = Array.from({ length: CHANGES }, (_, i) => count + i);
  const removed = Array.from({ length: CHANGES }, (_, i) => Math.floor((i * count) / CHANGES));
  const enrolled = await enrolments(at, added);
  const deleted = await deletions(at, removed);
  await second.kill();
  const { erased } = await recordsIn(snapshotPath);
  const third = new Server(place);
  const again = await readyWith(third, count, true);
  const known = await third.count(removed.map(subjectIdOf));
  await third.close();
  return {
    restart: { readyMs: ready.readyMs, progressLines: ready.linesHeard, progressSteps: ready.stepsSeen },
    restartAfterKill: { readyMs: again.readyMs },
    restartRssMb: ready.rssBytes / 1e6,
    follow: summary(enrolled.searchedMs),
    deletion: summary(deleted.appliedMs),
    deletionSearched: summary(deleted.searchedMs),
    deleted: { subjects: removed.length, recordsErased: erased, knownAfterRestart: known },
  };
}

/** As many are added as are removed, so each start has the same number. */
async function readyWith(server: Server, count: number, fromSnapshot: boolean): Promise<Ready> {
  const ready = await server.ready;
  if (ready.references === count && ready.fromSnapshot === fromSnapshot) return ready;
  throw new Error(
    `${count} references ${fromSnapshot ? 'from the snapshot' : 'from templates'} were expected; there are ` +
      `${ready.references}, ${ready.fromSnapshot ? 'from the snapshot' : 'from templates'}`,
  );
}

function summary(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50Ms: sorted[Math.floor(sorted.length / 2)] ?? NaN, maxMs: sorted.at(-1) ?? NaN };
}

type Result = Awaited<ReturnType<typeof measure>> & { readonly count: number };

function print({ count, first, snapshot, restart, follow, deletion, rssMb, indexBytes }: Result): void {
  const header = [
    'references',
    'first start',
    'a template',
    'file',
    'written',
    'restart',
    'enrolled',
    'deleted',
    'index',
    'RSS',
  ];
  const row = [
    String(count),
    seconds(first.readyMs),
    `${first.perTemplateUs.toFixed(0)} µs`,
    megabytes(snapshot.bytes),
    seconds(snapshot.writeMs),
    seconds(restart.readyMs),
    `${follow.p50Ms.toFixed(1)} … ${follow.maxMs.toFixed(1)} ms`,
    `${deletion.p50Ms.toFixed(1)} … ${deletion.maxMs.toFixed(1)} ms`,
    megabytes(indexBytes),
    megabytes(rssMb * 1e6),
  ];
  console.log(table(header, [row]).join('\n'));
}

const thousandths = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const count = Number(options.count);
if (Number.isInteger(count) && count >= CHANGES && count < 2 ** 31) {
  void main(count);
} else {
  console.error(`--count must be a whole number from ${CHANGES} on`);
  process.exitCode = 2;
}
