import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { status } from '@grpc/grpc-js';
import { Client } from 'pg';
import { packInCache } from '../../bench/support/packs.js';
import { projectRoot } from '../../bench/support/private-server.js';
import { type Application, applicationOver } from '../../src/compose.js';
import type { Serving } from '../../src/cli/doors.js';
import { readConfig } from '../../src/config/config.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { engineOver, poolDefaults } from '../../src/engine/engine.js';
import { Pool } from '../../src/engine/pool.js';
import { openStore } from '../../src/open-store.js';
import { startService } from '../../src/service.js';
import { createLog } from '../../src/telemetry/log.js';
import { checkHealth, errorDetails, exchange, type FaceClient, faceClient } from '../support/grpc-client.js';
import { type SocketDatabase, withPostgres } from '../support/postgres.js';
import { randomFrom, testSeed } from '../support/seeded.js';
import { faces, healthBecomes, JPEG, START_MS_MAX, streamOf } from '../support/service.js';

/**
 * The whole service in this process, so that its threads and its database can be killed: the composition, networks and
 * database of production, over a server of PostgreSQL that belongs to the test.
 */

jest.setTimeout(START_MS_MAX);

/** No call may take longer, whatever happened to it. */
const SETTLED_MS_MAX = 45_000;

const postgres = withPostgres();
const workers: Worker[] = [];
let target: SocketDatabase;
let application: Application;
let serving: Serving;
let address: string;
let client: FaceClient;
let man: Buffer[];

beforeAll(async () => {
  target = await postgres.freshTarget();
  const url = `postgres://${target.user}@/${target.database}?host=${encodeURIComponent(target.host)}&port=${target.port}`;
  const config = readConfig(
    { DATABASE_URL: url, API_PORT: '0', DEFAULT_POLICY: 'comparison-only' },
    { dev: false, insecure: false, configFile: null, overrides: {} },
  );
  const log = createLog('silent');
  const { pack, paths } = await packInCache('default');
  const spawn = () => {
    const worker = new Worker(join(projectRoot, 'dist/src/engine/worker.js'), {
      workerData: { pack, modelFiles: paths },
    });
    workers.push(worker);
    return worker;
  };
  const engine = engineOver(new Pool(spawn, { ...poolDefaults, workers: 1 }), { pack });
  const kek = deriveKeyEncryptionKey(new Uint8Array(randomBytes(32)), null);
  const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 100 });
  application = applicationOver(config, {
    pack,
    engine,
    vault,
    store: await openStore(config, log),
    log,
    serves: true,
  });
  await engine.ready;
  serving = await startService(application, config, log);
  address = `127.0.0.1:${serving.port}`;
  client = faceClient(address);
  man = await faces(0, 0, 9);
}, START_MS_MAX);

afterAll(async () => {
  client.close();
  serving.stop();
  await serving.closed;
}, START_MS_MAX);

const enrol = (subjectId: string, through = client) =>
  settled(exchange(through.enroll(), streamOf({ subjectId }, man.slice(0, 5))));

const verify = (subjectId: string) => settled(exchange(client.verify(), streamOf({ subjectId }, man.slice(5, 8))));

/** Fails where a call hangs. */
async function settled<T>(call: Promise<T>): Promise<T> {
  const limit = new AbortController();
  const late = delay(SETTLED_MS_MAX, null, { signal: limit.signal });
  late.catch(() => undefined);
  try {
    const result = await Promise.race([call, late]);
    if (result === null) throw new Error('a call hung');
    return result;
  } finally {
    limit.abort();
  }
}

async function until(condition: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error('waited in vain');
    await delay(2);
  }
}

/** After a fault: the service serves again, and a new subject can be enrolled and verified. */
async function servesAgain(subjectId: string): Promise<void> {
  expect(await healthBecomes(address, 'SERVING')).toBe('SERVING');
  expect((await enrol(subjectId)).answers.at(-1)?.enrollResult?.enrolled).toBe(true);
  expect((await verify(subjectId)).answers.at(-1)?.decision?.outcome).toBe('OUTCOME_ACCEPT');
}

const HALF = `SELECT count(*)::int AS half FROM face_engine.subject
  FULL JOIN face_engine.template USING (subject_id) FULL JOIN face_engine.subject_key AS k USING (subject_id)
  WHERE template_id IS NULL OR k.wrapped IS NULL OR subject.created_at IS NULL`;

/** Every subject here came by enrolment: it has a template and a key, and the template opens. */
async function nothingHalf(): Promise<Set<string>> {
  expect(await postgres.query(HALF, target)).toEqual([{ half: 0 }]);
  const { store, vault } = application;
  const call = { signal: AbortSignal.timeout(SETTLED_MS_MAX) };
  return store!.store.transaction(async (unit) => {
    const subjects = await unit.subjects.list({ after: null, limit: 1000 });
    for (const { subjectId } of subjects) {
      const [row] = await unit.templates.listOf(subjectId);
      expect(await vault.open(row!, unit)).toHaveLength(application.engine!.embeddingDim);
    }
    return new Set(subjects.map(({ subjectId }) => subjectId));
  }, call);
}

const busy = () => application.engine!.statistics().workersBusy > 0;

/** Ends the worker thread while it works on a frame of this call. @returns how the call ended */
async function killedWithin(method: 'enroll' | 'verify', subjectId: string) {
  const call = client[method]();
  await call.write({ config: { subjectId } });
  const killing = until(busy).then(() => workers.at(-1)!.terminate());
  for (const [index, image] of man.entries()) {
    await call.write({ frame: { sequence: index + 1, format: JPEG, image } }).catch(() => undefined);
  }
  await killing;
  call.end();
  const ended = await settled(call.status);
  return { code: ended.code, ...errorDetails(ended) };
}

test.each(['enroll', 'verify'] as const)(
  'a worker killed in the middle of %s fails that call alone',
  async (method) => {
    await enrol('before');
    const ends: Awaited<ReturnType<typeof killedWithin>>[] = [];
    // A frame can be done before its thread is ended; then the next one goes to the new worker, and the call is none the worse.
    while (ends.length < 5 && ends.every(({ code }) => code === status.OK)) {
      const subjectId = method === 'enroll' ? `unlucky-${ends.length}` : 'before';
      ends.push(await killedWithin(method, subjectId));
      if (method === 'enroll') expect((await nothingHalf()).has(subjectId)).toBe(ends.at(-1)!.code === status.OK);
    }
    expect(ends.at(-1)).toMatchObject({ code: status.UNAVAILABLE, reason: 'WORKER_LOST' });
    expect(ends.at(-1)!.retryAfterMs).toBeGreaterThanOrEqual(0);
    await servesAgain(`after-worker-${method}`);
  },
);

/** Holds every commit back: its INSERT waits, reads go on. Resolves with the waiting backend once there is one. */
async function heldCommit() {
  const holder = new Client(target);
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE face_engine.template IN SHARE MODE');
  const waiting = async (): Promise<number> => {
    let pid = 0;
    await until(async () => {
      const rows = await postgres.query(
        `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '${target.database}'`,
      );
      pid = Number(rows[0]?.['pid'] ?? 0);
      return pid > 0;
    });
    return pid;
  };
  return { waiting, release: () => holder.end().catch(() => undefined) };
}

test('a connection of the database that dies in the commit fails the call, and nothing of it is stored', async () => {
  const held = await heldCommit();
  const enrolling = enrol('uncommitted');
  await postgres.query(`SELECT pg_terminate_backend(${await held.waiting()})`);
  const { answers, status: ended } = await enrolling;
  await held.release();
  expect({ code: ended.code, reason: errorDetails(ended).reason }).toEqual({
    code: status.UNAVAILABLE,
    reason: 'STORE_DOWN',
  });
  expect(answers.some(({ enrollResult }) => enrollResult)).toBe(false);
  expect(await nothingHalf()).not.toContain('uncommitted');
  await servesAgain('uncommitted');
});

test('a client that goes away in the commit leaves nothing half', async () => {
  const held = await heldCommit();
  const call = client.enroll();
  const exchanging = settled(exchange(call, streamOf({ subjectId: 'gone' }, man.slice(0, 5))));
  await held.waiting();
  call.cancel();
  expect((await exchanging).status.code).toBe(status.CANCELLED);
  await held.release();
  await servesAgain('after-gone');
  await nothingHalf();
});

test('a database killed in the commit: calls fail, health says so, and all is well when it is back', async () => {
  await enrol('stored');
  const held = await heldCommit();
  const enrolling = enrol('lost');
  await held.waiting();
  process.kill(postgres.server().pid, 'SIGKILL');
  await postgres.server().exited;
  const { status: ended } = await enrolling;
  await held.release();
  expect(errorDetails(ended).reason).toBe('STORE_DOWN');
  expect(await healthBecomes(address, 'NOT_SERVING', 20_000)).toBe('NOT_SERVING');
  expect(errorDetails((await verify('stored')).status)).toMatchObject({ reason: 'STORE_DOWN' });
  await postgres.restart();
  await servesAgain('lost');
  expect((await verify('stored')).answers.at(-1)?.decision?.outcome).toBe('OUTCOME_ACCEPT');
  await nothingHalf();
});

/** A way to the service whose connections can be cut. */
async function cuttable() {
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(serving.port, '127.0.0.1');
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const cut = () => sockets.forEach((socket) => socket.destroy());
  const { port } = proxy.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, cut, close: () => (cut(), proxy.close()) };
}

test(`clients that go away at any point leave nothing half (seed ${testSeed})`, async () => {
  const random = randomFrom(testSeed);
  const usual = performance.now();
  await enrol('usual');
  const usualMs = performance.now() - usual;
  const acknowledged: string[] = [];
  for (let point = 0; point < 20; point++) {
    const subjectId = `leaving-${point}`;
    const way = await cuttable();
    const leaving = faceClient(way.address);
    const call = leaving.enroll();
    const exchanging = settled(exchange(call, streamOf({ subjectId }, man.slice(0, 5))));
    await delay(random.between(0, 1.3 * usualMs));
    if (point % 2 === 0) call.cancel();
    else way.cut();
    const { answers } = await exchanging;
    if (answers.some(({ enrollResult }) => enrollResult?.enrolled)) acknowledged.push(subjectId);
    leaving.close();
    way.close();
  }
  await servesAgain('after-leaving');
  const stored = await nothingHalf();
  expect(acknowledged.filter((subjectId) => !stored.has(subjectId))).toEqual([]);
});

test('at its end the service waits for the running call, and for none that has gone', async () => {
  const call = client.verify();
  await call.write({ config: { subjectId: 'usual' } });
  await call.messages[Symbol.asyncIterator]().next();
  serving.stop();
  await until(async () => (await checkHealth(address).catch(() => 'closed')) !== 'SERVING');
  const [first] = man.slice(5);
  for (let sequence = 1; sequence <= 3; sequence++)
    await call.write({ frame: { sequence, format: JPEG, image: first! } });
  call.end();
  expect((await settled(call.status)).code).toBe(status.OK);
  await settled(serving.closed.then(() => true));
  expect(workers.map(({ threadId }) => threadId)).toEqual(workers.map(() => -1));
});
