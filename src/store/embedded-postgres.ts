import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresBinaries } from './postgres-binaries.js';
import { isNotReady, Keeper, type SocketTarget } from './postgres-keeper.js';
import { reachableBy, serverUser, type ServerUser } from './postgres-user.js';
import { Guard, isAlive, type Postmaster, runningPostmaster, stopPostmaster } from './postmaster.js';

/**
 * The private PostgreSQL that serves when no DATABASE_URL is given.
 *
 *   DATA_DIR/postgres/data        the cluster
 *   DATA_DIR/postgres/run         its socket, where the path is short enough; nothing listens on TCP
 *   DATA_DIR/postgres/binaries-…  only where the server's user cannot reach the npm package
 *
 * One engine starts it. Others on the same DATA_DIR (a command beside the server) attach to it, and the last one out
 * stops it. If the engine is killed, a guard stops PostgreSQL; if the guard is killed too, the next start finds a
 * server without an engine, stops it and starts afresh.
 */
export interface EmbeddedPostgres {
  readonly target: SocketTarget;
  /** Whether this call started the server; false when it attached to that of another engine. */
  readonly owned: boolean;
  readonly pid: number;
  /** Resolves when the server is gone, whether by `stop` or by itself. It is not started again. */
  readonly exited: Promise<void>;
  /** Precondition: the pools on `target` are closed. Leaves the server to other engines that use it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** A line of the server's log. It holds no parameters of statements and no row values. */
  readonly onLog: (line: string) => void;
  /** Where the socket of a server that died was, so that pools on it find the next one. */
  readonly socketDir?: string;
}

interface Place {
  readonly homeDir: string;
  readonly pgdata: string;
  readonly binDir: string;
  readonly user: ServerUser;
  readonly onLog: (line: string) => void;
  readonly socketDir: string | null;
}

const USER = 'face_engine';
const PORT = 5432;
/** A socket's address holds 107 bytes on Linux, 103 on macOS. */
const SOCKET_PATH_BYTES_MAX = 103;
const START_ATTEMPTS_MAX = 25;
const START_AGAIN_MS = 200;
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 10;
const WATCH_MS = 500;

/** @throws Error that says what to do: no binaries for this platform, no place the server's user can reach, not startable */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, onLog, socketDir = null } = options;
  const user = await serverUser(path.join(dataDir, 'postgres'));
  const homeDir = await prepareHome(path.resolve(dataDir), { user, onLog });
  const binDir = path.join(await postgresBinaries(homeDir, user), 'bin');
  const place = { homeDir, pgdata: path.join(homeDir, 'data'), binDir, user, onLog, socketDir };
  await createCluster(place);
  for (let attempt = 1; attempt <= START_ATTEMPTS_MAX; attempt++) {
    const running = await runningPostmaster(place.pgdata);
    const server = running ? await attach(running) : await launch(place);
    if (server) return server;
    await delay(START_AGAIN_MS);
  }
  throw new Error(`PostgreSQL did not start in ${place.pgdata}; its log says why.`);
}

/** A folder of the server's user alone, and a way to it. */
async function prepareHome(dataDir: string, { user, onLog }: Pick<Place, 'user' | 'onLog'>): Promise<string> {
  const wanted = path.join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true, mode: user ? 0o711 : 0o700 });
  if (user && (await stat(dataDir)).uid === 0) await chmod(dataDir, ((await stat(dataDir)).mode & 0o777) | 0o011);
  if (!existsSync(wanted) && !(await reachableBy(user, dataDir))) {
    onLog(`${dataDir} is under a private home: ${wanted} leads to ${await linkElsewhere(wanted)}`);
  }
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  const home = await realpath(wanted);
  if (!(await reachableBy(user, path.dirname(home)))) {
    throw new Error(
      `PostgreSQL runs as user ${user?.uid ?? 0} and cannot reach ${dataDir}. Set FACE_DATA_DIR to a folder outside a private home, or set DATABASE_URL.`,
    );
  }
  await own(home, user);
  return home;
}

/** Under a private home of root (0700) no other user gets in: the cluster lives in /var/lib, DATA_DIR/postgres leads there. */
async function linkElsewhere(wanted: string): Promise<string> {
  const elsewhere = path.join('/var/lib/face-engine', createHash('sha256').update(wanted).digest('hex').slice(0, 12));
  await mkdir(elsewhere, { recursive: true, mode: 0o711 });
  await symlink(elsewhere, wanted);
  return elsewhere;
}

async function own(directory: string, user: ServerUser): Promise<void> {
  await chmod(directory, 0o700);
  if (user) await chown(directory, user.uid, user.gid);
}

/** Made aside and moved in place, so that a kill leaves no half cluster and two engines make one. */
async function createCluster({ homeDir, pgdata, binDir, user, onLog }: Place): Promise<void> {
  if (existsSync(path.join(pgdata, 'PG_VERSION'))) return;
  const unfinished = await mkdtemp(path.join(homeDir, 'new-'));
  await own(unfinished, user);
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=trust', `--username=${USER}`, '--no-instructions'];
  const initdb = spawnAs(path.join(binDir, 'initdb'), [...flags, '-D', unfinished], { cwd: unfinished, user });
  const lines = logLines(initdb, onLog);
  const code = await exitCode(initdb);
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL could not create a cluster in ${homeDir}: ${lines.join(' ') || `initdb ended with ${String(code)}`}. Or set DATABASE_URL.`,
    );
  }
  await rename(unfinished, pgdata).catch(async () => {
    await rm(unfinished, { recursive: true, force: true });
  });
}

/** Starts the server; null when another engine was faster, or when processes of a killed server are still ending. */
async function launch(place: Place): Promise<EmbeddedPostgres | null> {
  const socketDir = await prepareSocketDir(place);
  const child = spawnAs(path.join(place.binDir, 'postgres'), serverFlags(place.pgdata, socketDir), {
    cwd: place.pgdata,
    user: place.user,
  });
  const lines = logLines(child, place.onLog);
  const target = { host: socketDir, port: PORT, user: USER, database: 'postgres' };
  const keeper = new Keeper(target);
  let gone = false;
  const exited = exitCode(child).then(async () => {
    gone = true;
    // Else it would join whichever server comes next on this socket.
    await keeper.leave();
    if (socketDir !== runDir(place)) await rm(socketDir, { recursive: true, force: true });
  });
  const { pid } = child;
  if (pid === undefined || !(await entered(keeper, () => gone))) {
    await exited;
    if (lines.some((line) => /postmaster\.pid|still in use/.test(line))) return null;
    throw new Error(`PostgreSQL did not start: ${lines.join(' ') || 'it could not be run'}`);
  }
  const guard = new Guard(pid, place.user);
  void exited.then(() => guard.standDown());
  const letGo = () => {
    guard.standDown();
    child.unref();
    child.stderr?.destroy();
  };
  return { target, owned: true, pid, exited, stop: once(() => leave(keeper, pid, { gone: () => gone, letGo })) };
}

/** Joins the other engines on a running server; null when none is there and the server was stopped, or it went away. */
async function attach({ pid, port, socketDir }: Postmaster): Promise<EmbeddedPostgres | null> {
  const target = { host: socketDir, port, user: USER, database: 'postgres' };
  const keeper = new Keeper(target);
  const gone = () => !isAlive(pid);
  const joined = await entered(keeper, gone);
  if (gone()) return null;
  if (!joined || joined.alone) {
    await keeper.leave();
    await stopPostmaster(pid, gone);
    return null;
  }
  const { exited, look } = watch(gone);
  void exited.then(() => keeper.leave());
  return {
    target,
    owned: false,
    pid,
    exited,
    stop: once(() => leave(keeper, pid, { gone, letGo: () => undefined }).then(look)),
  };
}

/** Looks twice a second whether another engine's server is gone; keeps no process alive for it. */
function watch(gone: () => boolean): { exited: Promise<void>; look: () => void } {
  let look = (): void => undefined;
  const exited = new Promise<void>((resolve) => {
    const timer = setInterval(() => look(), WATCH_MS).unref();
    look = () => {
      if (!gone()) return;
      clearInterval(timer);
      resolve();
    };
  });
  return { exited, look: () => look() };
}

async function leave(
  keeper: Keeper,
  pid: number,
  { gone, letGo }: { gone: () => boolean; letGo: () => void },
): Promise<void> {
  const { alone } = await keeper.leave();
  if (alone) await stopPostmaster(pid, gone);
  else letGo();
}

/** Waits until the server takes the keeper in; null when it went away or never got ready. */
async function entered(keeper: Keeper, gone: () => boolean): Promise<{ alone: boolean } | null> {
  const giveUpAtMs = performance.now() + READY_TIMEOUT_MS;
  const noSocketAtMs = performance.now() + READY_TIMEOUT_MS / 10;
  for (;;) {
    try {
      return await keeper.enter();
    } catch (error) {
      const giveUp = isNotReady(error) ? giveUpAtMs : noSocketAtMs;
      if (gone() || performance.now() > giveUp) return null;
    }
    await delay(POLL_MS);
  }
}

function runDir({ homeDir }: Place): string {
  return path.join(homeDir, 'run');
}

async function prepareSocketDir(place: Place): Promise<string> {
  const inHome = runDir(place);
  const fits = Buffer.byteLength(path.join(inHome, `.s.PGSQL.${PORT}.lock`)) <= SOCKET_PATH_BYTES_MAX;
  const directory = fits ? inHome : (place.socketDir ?? (await mkdtemp(path.join(os.tmpdir(), 'face-engine-'))));
  // A name that others may know must not be there: what they made would be theirs.
  if (fits || place.socketDir !== null) await mkdir(directory, { recursive: fits, mode: 0o700 });
  await own(directory, place.user);
  return directory;
}

function serverFlags(pgdata: string, socketDir: string): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    port: PORT,
    max_connections: 64,
    // A statement whose client has gone ends within a second.
    client_connection_check_interval: '1s',
    // Recovery writes everything out before it starts: one call on Linux, a thousand files elsewhere.
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    // Row values stay out of the log: no statements, no details.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return ['-D', pgdata, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** A session of its own, so that Ctrl-C in a terminal does not stop the database under a draining engine. */
function spawnAs(
  command: string,
  args: readonly string[],
  { cwd, user }: { cwd: string; user: ServerUser },
): ChildProcess {
  return spawn(command, args, {
    ...user,
    cwd,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Passes the log on and keeps its first lines, which say why a start failed. */
function logLines(child: ChildProcess, onLog: (line: string) => void): string[] {
  const first: string[] = [];
  if (!child.stderr) return first;
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (first.length < 10) first.push(line);
    onLog(line);
  });
  return first;
}

/** Null when a signal ended it or it could not be run. */
function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code));
  });
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= action());
}
