import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Milvus Lite, which speaks Milvus' gRPC, from PyPI: put into a virtual environment below models/cache at the first use
 * (some 15 s and 450 MB) and used from there afterwards.
 */
const PACKAGES = ['milvus-lite==3.2.2', 'pymilvus==3.0.2'];
const FOLDER = resolve(
  __dirname,
  '../../../models/cache',
  `milvus-lite-${PACKAGES.join('-').replaceAll(/[^0-9.]/g, '')}`,
);
const INSTALL_TIMEOUT_MS = 90_000;
const START_TIMEOUT_MS = 60_000;

/** Why there is none here, else null. FACE_TEST_MILVUS=0 leaves it out. */
export function milvusMissing(): string | null {
  if (process.env['FACE_TEST_MILVUS'] === '0') return 'FACE_TEST_MILVUS is 0';
  try {
    installOnce();
  } catch {
    // Whether it is there counts.
  }
  return isThere() ? null : 'Milvus Lite could not be had: python3 with venv, and PyPI, are needed';
}

const isThere = () => existsSync(join(FOLDER, 'bin/milvus-lite'));

/** Test files run beside each other: one installs, the others wait. */
function installOnce(): void {
  const lock = `${FOLDER}.lock`;
  mkdirSync(join(FOLDER, '..'), { recursive: true });
  const deadline = Date.now() + 2 * INSTALL_TIMEOUT_MS;
  while (!isThere() && Date.now() < deadline) {
    try {
      mkdirSync(lock);
    } catch {
      // One that was killed left its lock behind.
      if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 2 * INSTALL_TIMEOUT_MS) {
        rmSync(lock, { recursive: true, force: true });
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      continue;
    }
    try {
      install();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

/** Beside its place and then moved there, so that one that was broken off is not taken for whole. */
function install(): void {
  mkdirSync(join(FOLDER, '..'), { recursive: true });
  const unfinished = mkdtempSync(`${FOLDER}-`);
  const options = { timeout: INSTALL_TIMEOUT_MS, stdio: 'ignore' } as const;
  try {
    execFileSync('python3', ['-m', 'venv', unfinished], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--timeout', '10', '--disable-pip-version-check'];
    execFileSync(join(unfinished, 'bin/python'), [...pip, ...PACKAGES], options);
    // Its scripts name the folder they were made in.
    execFileSync('sed', ['-i', `s|${unfinished}|${FOLDER}|g`, join(unfinished, 'bin/milvus-lite')], options);
    renameSync(unfinished, FOLDER);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

export interface MilvusLite {
  /** host:port. */
  readonly address: string;
  /** Ends the process. Its data stay. */
  stop(): Promise<void>;
}

/** @param dataDir a folder; the same again has the same collections @param port 0: a free one */
export async function startMilvusLite(dataDir: string, port = 0): Promise<MilvusLite> {
  const taken = port === 0 ? await freePort() : port;
  const args = ['-m', 'milvus_lite', 'server', '--data-dir', dataDir, '--host', '127.0.0.1', '--port', String(taken)];
  const server = spawn(join(FOLDER, 'bin/python'), args, { stdio: 'ignore' });
  // Whatever ends the tests ends it too.
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  try {
    await listening(server, taken);
  } catch (error) {
    kill();
    throw error;
  }
  return {
    address: `127.0.0.1:${taken}`,
    stop: async () => {
      process.removeListener('exit', kill);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      const late = setTimeout(kill, 5_000);
      await exited;
      clearTimeout(late);
    },
  };
}

async function listening(server: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`Milvus Lite ended with ${server.exitCode}`);
    if (await accepts(port)) return;
    await delay(100);
  }
  throw new Error(`Milvus Lite did not listen within ${START_TIMEOUT_MS / 1000} s`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
