import { Client, credentials } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromObject, loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { FileDescriptorProto, type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { tileFrame } from '../../bench/support/demo-picture.js';
import { projectRoot } from '../../bench/support/private-server.js';
import { protoOptions } from '../../src/rpc/protos.js';
import { checkHealth, type FaceClient, faceClient, type ServingStatus } from './grpc-client.js';

/** The service as an operator runs it: a process of its own, real networks, a real database. */

/** Generous: a start loads networks and may make a database cluster, on a machine that does other things too. */
export const START_MS_MAX = 120_000;

export const newKey = (): string => randomBytes(32).toString('hex');

const demoPicture = join(projectRoot, 'models/cache/demo/screenshot-facematch.jpg');

/** Row 0 of the demo picture shows one man, row 5 others. */
export const face = async (row: number, column: number): Promise<Buffer> =>
  Buffer.from(await tileFrame(demoPicture, row, column));

export const faces = (row: number, from: number, count: number): Promise<Buffer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => face(row, from + index)));

export const JPEG = 'IMAGE_FORMAT_JPEG' as const;
export const pictureOf = (image: Buffer) => ({ format: JPEG, image });
export const picturesOf = (images: readonly Buffer[]) => images.map(pictureOf);

/** What a client sends on a stream: the config, every picture as a frame, the end. */
export function streamOf<C extends object>(config: C, images: readonly Buffer[]) {
  const frames = images.map((image, index) => ({ frame: { sequence: index + 1, format: JPEG, image } }));
  return [{ config }, ...frames, { end: {} }];
}

export interface Service {
  readonly address: string;
  readonly pid: number;
  readonly client: FaceClient;
  /** Lines of the log. */
  readonly lines: readonly string[];
  readonly exited: Promise<number | NodeJS.Signals | null>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** SIGTERM, and SIGKILL when that does not end it. */
  stop(): Promise<number | NodeJS.Signals | null>;
}

export interface ServiceOptions {
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

/** Without the settings of whoever runs the tests. */
export function bareEnvironment(settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG } = process.env;
  return { PATH, HOME, LANG, FACE_MODELS_CACHE: join(projectRoot, 'models/cache'), ENGINE_WORKERS: '1', ...settings };
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'face-engine-test-'));
  folders.push(folder);
  return folder;
}

/** For `afterAll`: nothing outlives a test file, whatever failed in it. */
export async function endServices(): Promise<void> {
  await Promise.all([...running].map((child) => ended(child)));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
}

/** The command as `scripts/face-engine.mjs` runs it, without bringing the checkout up to date first. */
const runMain = `require(${JSON.stringify(join(projectRoot, 'dist/src/main.js'))}).run(process.argv.slice(1)).then((code) => { process.exitCode = code; });`;

export function spawnCommand(args: readonly string[], settings: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, ['-e', runMain, '--', ...args], {
    cwd: projectRoot,
    env: bareEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** @throws Error with the end of what the process said, when it does not come up */
export async function startService({ dataDir, settings = {}, flags = [] }: ServiceOptions): Promise<Service> {
  const args = ['serve', '--json', '--port', '0', '--data-dir', dataDir, ...flags];
  const child = spawnCommand(args, { LOG_LEVEL: 'info', ...settings });
  const lines: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => lines.push(line));
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const port = await portOf(child);
  if (port === null) throw new Error(`the service ended with ${String(await exited)}: ${lines.slice(-5).join(' | ')}`);
  const address = `127.0.0.1:${port}`;
  const client = faceClient(address);
  return {
    address,
    pid: child.pid!,
    client,
    lines,
    exited,
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      client.close();
      await ended(child);
      return exited;
    },
  };
}

async function portOf(child: ChildProcess): Promise<number | null> {
  for await (const line of createInterface({ input: child.stdout! })) {
    return (JSON.parse(line) as { port?: number }).port ?? null;
  }
  return null;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 40_000);
  await gone;
  clearTimeout(timer);
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line to its end. */
export async function runToEnd(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawnCommand(args, settings);
  let [out, err] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** Polls health until it says `wanted`; what it said last otherwise. */
export async function healthBecomes(
  address: string,
  wanted: ServingStatus,
  limitMs = 60_000,
  service = '',
): Promise<ServingStatus> {
  const untilMs = performance.now() + limitMs;
  for (;;) {
    const now = await checkHealth(address, service);
    if (now === wanted || performance.now() > untilMs) return now;
    await delay(50);
  }
}

/** The private PostgreSQL's first process. */
export function postmasterPid(dataDir: string): number {
  const file = join(dataDir, 'postgres/data/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

interface ReflectionMethod {
  readonly path: string;
  readonly requestSerialize: (message: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => {
    readonly fileDescriptorResponse: { readonly fileDescriptorProto: readonly Uint8Array[] };
  };
}

/** Definitions as the server tells them to whoever asks grpc.reflection.v1 for these symbols. */
export async function reflectedDefinitions(address: string, ...symbols: string[]): Promise<PackageDefinition> {
  const build = join(dirname(require.resolve('@grpc/reflection')), '..');
  const loaded = loadSync(join(build, 'proto/grpc/reflection/v1/reflection.proto'), protoOptions());
  const service = loaded['grpc.reflection.v1.ServerReflection'] as unknown as Record<string, ReflectionMethod>;
  const { path, requestSerialize, responseDeserialize } = service['ServerReflectionInfo']!;
  const client = new Client(address, credentials.createInsecure());
  const filesOf = (symbol: string) =>
    new Promise<readonly Uint8Array[]>((resolve, reject) => {
      const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
      call.on('data', (answer: ReturnType<typeof responseDeserialize>) =>
        resolve(answer.fileDescriptorResponse.fileDescriptorProto),
      );
      call.on('error', reject);
      call.end({ fileContainingSymbol: symbol });
    });
  try {
    const files = (await Promise.all(symbols.map(filesOf))).flat();
    const decoded = files.map((bytes) => FileDescriptorProto.decode(bytes) as IFileDescriptorProto);
    const set: unknown = { file: [...new Map(decoded.map((file) => [file.name, file])).values()] };
    return loadFileDescriptorSetFromObject(set as never, protoOptions());
  } finally {
    client.close();
  }
}
