import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoopReport } from './server-process.js';

/** A server of its own, on a free loopback port, with an empty database that goes away with it. */
export interface PrivateServer {
  readonly address: string;
  readonly pid: number;
  /** Begins to measure the server's event loop. */
  watchLoop(): void;
  /** What was measured since `watchLoop`. */
  readLoop(): Promise<LoopReport>;
  stop(): Promise<void>;
}

export const projectRoot = join(__dirname, '../../..');

/**
 * @param settings environment of the server, over that of this process
 * @throws Error with the end of what the server said, when it does not come up
 */
export async function startPrivateServer(settings: Readonly<Record<string, string>> = {}): Promise<PrivateServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'face-engine-'));
  // PostgreSQL does not run as root: another user must be able to pass through the folder.
  await chmod(dataDir, 0o711);
  const args = ['serve', '--dev', '--json', '--host', '127.0.0.1', '--port', '0', '--data-dir', dataDir];
  const child = fork(join(__dirname, 'server-process.js'), args, {
    cwd: projectRoot,
    env: { ...process.env, LOG_LEVEL: 'error', ...settings },
    silent: true,
  });
  const said: string[] = [];
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  const port = await firstPort(child);
  if (port === null) {
    await stop();
    throw new Error(`the private server did not start: ${said.slice(-5).join(' | ')}`);
  }
  return {
    address: `127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    watchLoop: () => child.send('start'),
    readLoop: async () => {
      child.send('read');
      const [report] = (await once(child, 'message')) as [LoopReport];
      return report;
    },
    stop,
  };
}

/** The port in the one JSON line the server prints once it serves; null when it ends before. */
async function firstPort(child: ChildProcess): Promise<number | null> {
  if (!child.stdout) return null;
  for await (const line of createInterface({ input: child.stdout })) {
    const told: unknown = JSON.parse(line);
    if (typeof told === 'object' && told !== null && 'port' in told && typeof told.port === 'number') return told.port;
  }
  return null;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(timer);
}
