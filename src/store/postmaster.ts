import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerUser } from './postgres-user.js';

/** What PostgreSQL writes into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
}

const STOP_STEPS: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  // Fast: open transactions are rolled back, everything is written.
  { signal: 'SIGINT', waitMs: 10_000 },
  // Immediate: recovered from the log at the next start.
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];
const POLL_MS = 10;

/** The server that runs on this data directory, or null. Removes the traces of one that was killed. */
export async function runningPostmaster(pgdata: string): Promise<Postmaster | null> {
  const text = await readFile(path.join(pgdata, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const [pid, , , port, socketDir] = text.split('\n');
  const found = { pid: Number(pid), port: Number(port), socketDir: socketDir ?? '' };
  if (!Number.isInteger(found.pid) || found.pid <= 1) return null;
  if (isAlive(found.pid) && (await isPostgres(found.pid))) return found;
  // The number may be another process's by now, and PostgreSQL would then refuse to start.
  await rm(path.join(pgdata, 'postmaster.pid'), { force: true });
  if (found.socketDir !== '') await rm(path.join(found.socketDir, `.s.PGSQL.${port ?? ''}.lock`), { force: true });
  return null;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** True also where there is no /proc to ask. A zombie has an empty command line. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine.includes('postgres');
}

/** Stops the server, gently first; resolves when it is gone. */
export async function stopPostmaster(pid: number, gone: () => boolean): Promise<void> {
  for (const { signal, waitMs } of STOP_STEPS) {
    if (gone()) return;
    send(pid, signal);
    for (let waitedMs = 0; waitedMs < waitMs && !gone(); waitedMs += POLL_MS) await delay(POLL_MS);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already: the caller looks.
  }
}

/** Waits on its standard input; when that ends without a word, whoever held the other end was killed. */
const GUARD_SCRIPT = 'read -r word; [ "$word" = quit ] || kill -INT "$1"';

/**
 * A small shell that stops PostgreSQL when the engine dies without doing so. It has its own session: Ctrl-C reaches the
 * engine alone, which stops PostgreSQL in its own time.
 */
export class Guard {
  readonly #process: ChildProcess;

  constructor(pid: number, user: ServerUser) {
    this.#process = spawn('/bin/sh', ['-c', GUARD_SCRIPT, 'guard', String(pid)], {
      ...user,
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // A system without a shell has no guard; the next start finds the server.
    this.#process.on('error', () => undefined);
    this.#process.stdin?.on('error', () => undefined);
    this.#process.unref();
  }

  standDown(): void {
    this.#process.stdin?.end('quit\n');
  }
}
