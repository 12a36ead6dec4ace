import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.js';
import { reachableBy } from '../../src/store/postgres-user.js';
import { isAlive } from '../../src/store/postmaster.js';

let dataDir: string;
let started: EmbeddedPostgres[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'face-engine-test-'));
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(directory = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: directory, onLog: () => undefined });
  started.push(server);
  return server;
}

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown> {
  const client = new Client(server.target);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

async function goneWithin(pid: number, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 20) {
    if (!isAlive(pid) || isZombie(pid)) return true;
    await delay(20);
  }
  return false;
}

/** A process whose parent was killed stays until somebody collects it. */
function isZombie(pid: number): boolean {
  const status = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return status.includes(') Z ');
}

/** An engine as a process of its own, which only starts its database; resolves with the database's process id. */
async function otherEngine(): Promise<{ engine: ChildProcess; pid: number; owned: boolean }> {
  const module_ = path.resolve(__dirname, '../../src/store/embedded-postgres.js');
  const script = `require(${JSON.stringify(module_)}).startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, onLog() {} })
    .then((server) => { console.log(JSON.stringify(server)); setInterval(() => {}, 1000); })`;
  const engine = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: engine.stdout })) {
    const told = z.object({ pid: z.number(), owned: z.boolean() }).parse(JSON.parse(line));
    return { engine, ...told };
  }
  throw new Error('the other engine ended');
}

test('data outlives a stop; nothing listens on TCP, strangers cannot reach the socket, fsync is on', async () => {
  const first = await start();
  expect(first.owned).toBe(true);
  await ask(first, 'CREATE TABLE kept (n int)');
  expect(await ask(first, `SELECT current_setting('listen_addresses') || current_setting('fsync') AS answer`)).toBe(
    'on',
  );
  expect(
    await ask(
      first,
      `SELECT pg_encoding_to_char(encoding) || ' ' || datcollate AS answer FROM pg_database WHERE datname = 'postgres'`,
    ),
  ).toBe('UTF8 C');
  expect(statSync(first.target.host).mode & 0o077).toBe(0);
  expect(statSync(path.join(dataDir, 'postgres')).mode & 0o077).toBe(0);
  await first.stop();
  await first.exited;
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  expect(await ask(second, 'SELECT count(*)::int AS answer FROM kept')).toBe(0);
});

test('a second engine attaches, and the last one out stops the server', async () => {
  const first = await start();
  const second = await start();
  expect([first.owned, second.owned, second.pid]).toEqual([true, false, first.pid]);
  await first.stop();
  expect(await ask(second, 'SELECT 1 AS answer')).toBe(1);
  await second.stop();
  await second.exited;
  expect(isAlive(first.pid)).toBe(false);
});

test('three engines that start at once share one server', async () => {
  const servers = await Promise.all([start(), start(), start()]);
  expect(servers.filter((server) => server.owned)).toHaveLength(1);
  expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
  expect(readdirSync(path.join(dataDir, 'postgres')).filter((name) => name.startsWith('new-'))).toEqual([]);
});

test('the server of a killed engine stops, and the next engine starts', async () => {
  const { engine, pid } = await otherEngine();
  engine.kill('SIGKILL');
  expect(await goneWithin(pid, 5_000)).toBe(true);
  expect((await start()).owned).toBe(true);
});

test('an engine that starts while the server of a killed one still runs has its own', async () => {
  const { engine, pid } = await otherEngine();
  const exited = once(engine, 'exit');
  engine.kill('SIGKILL');
  // A signal that is on its way has killed nobody yet.
  await exited;
  const server = await start();
  expect(server.owned).toBe(true);
  expect(server.pid).not.toBe(pid);
  await delay(500);
  expect(await ask(server, 'SELECT 1 AS answer')).toBe(1);
});

test('a killed server is noticed, and recovers at the next start', async () => {
  const first = await start();
  await ask(first, 'CREATE TABLE kept (n int)');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start();
  expect(await ask(second, 'SELECT count(*)::int AS answer FROM kept')).toBe(0);
});

test('a lock file left by a server whose number another process has now is no obstacle', async () => {
  const first = await start();
  await first.stop();
  const pidFile = path.join(dataDir, 'postgres', 'data', 'postmaster.pid');
  writeFileSync(pidFile, `${process.pid}\n${path.dirname(pidFile)}\n1\n5432\n${first.target.host}\n\n0 0\nready\n`);
  expect((await start()).owned).toBe(true);
});

test('a path too long for a socket is no obstacle', async () => {
  const long = path.join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
  await mkdir(long, { recursive: true });
  chmodSync(dataDir, 0o711);
  const server = await start(long);
  expect(server.target.host.startsWith(long)).toBe(false);
  expect(await ask(server, 'SELECT 1 AS answer')).toBe(1);
  await server.stop();
  await server.exited;
  await delay(50);
  expect(existsSync(server.target.host)).toBe(false);
});

test('a file of the package that cannot be reached is known before it is tried', async () => {
  const closed = path.join(dataDir, 'closed');
  await mkdir(path.join(closed, 'inner'), { recursive: true });
  chmodSync(dataDir, 0o711);
  const stranger = { uid: 64_999, gid: 64_999 };
  expect(await reachableBy(stranger, path.join(closed, 'inner'))).toBe(true);
  chmodSync(closed, 0o700);
  expect(await reachableBy(stranger, path.join(closed, 'inner'))).toBe(false);
  expect(await reachableBy(null, path.join(closed, 'inner'))).toBe(true);
});
