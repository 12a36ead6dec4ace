import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The programs of native/bench: made on first use, in a folder that is not kept. */
export const root = join(__dirname, '../../..');
const folder = join(root, 'build/bench');
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/** What `clustered_vectors` makes; the same rows for the same dimension and seed, whatever the count. */
export interface VectorSource {
  readonly dimension: number;
  readonly seed: number;
}

/** Vectors and queries in files, float32, row by row. */
export interface VectorFiles extends VectorSource {
  readonly vectors: string;
  readonly queries: string;
  readonly count: number;
}

/** References of one query, by place; scores fall. */
export interface Truth {
  readonly ids: readonly number[];
  readonly scores: readonly number[];
  /** All that reach the threshold, the highest first. */
  readonly above: readonly number[];
}

const truth = z.object({
  ids: z.array(z.number()),
  scores: z.array(z.number()),
  above: z.array(z.number()),
});

/** @throws Error with the end of the log, where there is no CMake or compiler */
export function buildTools(): void {
  try {
    quiet('cmake', ['-S', root, '-B', folder, '-DFACE_ENGINE_BENCH=ON']);
    const targets = ['clustered_vectors', 'exact_neighbours', 'read_bandwidth'];
    quiet('cmake', ['--build', folder, '--target', ...targets, '--parallel', '2']);
  } catch (error) {
    const log = error instanceof Error && 'stderr' in error ? String(error.stderr).trimEnd() : '';
    const end = log.split('\n').slice(-20).join('\n');
    throw new Error(`The programs of native/bench did not build.\n${end}`, { cause: error });
  }
}

const quiet = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });

const tool = (name: string) => join(folder, name);

const flags = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** Writes vectors and queries: half of the queries of people who are there, half of strangers. */
export function generate(files: VectorFiles, queries: number): void {
  const { vectors, queries: queriesFile, count, dimension, seed } = files;
  const options = flags({ count, dimension, seed, queries, 'queries-out': queriesFile, out: vectors });
  execFileSync(tool('clustered_vectors'), options, { stdio: ['ignore', 'ignore', 'inherit'] });
}

export function generateQueries(source: VectorSource, count: number, queries: number, file: string): Float32Array {
  const { dimension, seed } = source;
  const options = flags({ dimension, seed, count, queries, 'queries-out': file, out: '/dev/null' });
  execFileSync(tool('clustered_vectors'), options, { stdio: ['ignore', 'ignore', 'inherit'] });
  return floatsOf(readFileSync(file));
}

/** The rows of a source, `rows` at a time, the last piece shorter; made as they are asked for and never stored. */
export async function* streamVectors(source: VectorSource, count: number, rows: number): AsyncGenerator<Float32Array> {
  const { dimension, seed } = source;
  const options = flags({ dimension, seed, count, out: '-' });
  const child = spawn(tool('clustered_vectors'), options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const rowBytes = dimension * Float32Array.BYTES_PER_ELEMENT;
  let piece = Buffer.allocUnsafeSlow(Math.min(rows, count) * rowBytes);
  let [filled, left] = [0, count * rowBytes];
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      for (let taken = 0; taken < chunk.length;) {
        const copied = chunk.copy(piece, filled, taken);
        taken += copied;
        filled += copied;
        if (filled < piece.length) continue;
        left -= filled;
        yield floatsOf(piece);
        piece = Buffer.allocUnsafeSlow(Math.min(rows * rowBytes, left));
        filled = 0;
      }
    }
    if (left > 0) throw new Error(`clustered_vectors ended with ${left} bytes to come`);
  } finally {
    child.kill();
  }
}

/** The same of a file. */
export function* readVectors({ vectors, count, dimension }: VectorFiles, rows: number): Generator<Float32Array> {
  const file = openSync(vectors, 'r');
  try {
    for (let first = 0; first < count; first += rows) {
      const piece = Buffer.allocUnsafeSlow(Math.min(rows, count - first) * dimension * Float32Array.BYTES_PER_ELEMENT);
      for (let filled = 0; filled < piece.length;) {
        const read = readSync(file, piece, filled, piece.length - filled, null);
        if (read === 0) throw new Error(`${vectors} ended before ${count} rows`);
        filled += read;
      }
      yield floatsOf(piece);
    }
  } finally {
    closeSync(file);
  }
}

export function readQueries({ queries }: VectorFiles): Float32Array {
  return floatsOf(readFileSync(queries));
}

function floatsOf(bytes: Buffer): Float32Array {
  if (bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT !== 0)
    return floatsOf(Buffer.from(new Uint8Array(bytes).buffer));
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
}

/** One for each query, summed in double precision by a program that shares nothing with what it judges. */
export function exactNeighbours(files: VectorFiles, threshold: number, k: number): Truth[] {
  const { vectors, queries, count, dimension } = files;
  const options = flags({ vectors, queries, count, dimension, threshold, k });
  const lines = execFileSync(tool('exact_neighbours'), options, {
    encoding: 'utf8',
    maxBuffer: OUTPUT_BYTES_MAX,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => truth.parse(JSON.parse(line)));
}

/** 10^9 bytes a second, the fastest of five readings. */
export function readBandwidth(threads: number): number {
  return Number(execFileSync(tool('read_bandwidth'), flags({ threads }), { encoding: 'utf8' }));
}
