import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Contestant, System } from './contestant.js';
import { root, type VectorFiles } from './native-tools.js';

/** The libraries of bench/peers among the contestants: a process of their own, asked line by line. */
interface PeerMethod {
  readonly system: System;
  readonly method: string;
  /** What serve.py calls it. */
  readonly name: string;
  readonly threads: readonly number[];
  readonly batches: readonly number[];
  readonly asks?: 'threshold';
}

const one = [1];
const several = [16, 64];
const every = [1, 16, 64];
const both = [1, 2];

/** Methods that look at every reference in float32; the quickest of them is the one to beat. */
export const exactMethods = {
  flat: 'FlatIP',
  flatBlas: 'FlatIP, by BLAS',
  flatHalves: 'FlatIP, in halves',
  flatRange: 'FlatIP, threshold',
  exact: 'exact float32',
} as const;
export const rabitqPrefix = 'RaBitQ FastScan, refine';
export const hnswPrefix = 'HNSW, expansion';
const rabitqFactors = [10, 30, 100, 150, 300];

const methods: readonly PeerMethod[] = [
  { system: 'simsimd', method: exactMethods.exact, name: 'simsimd', threads: both, batches: every },
  { system: 'usearch', method: exactMethods.exact, name: 'usearch', threads: both, batches: every },
  { system: 'faiss', method: exactMethods.flat, name: 'flat', threads: both, batches: every },
  { system: 'faiss', method: exactMethods.flatBlas, name: 'flat-blas', threads: both, batches: several },
  { system: 'faiss', method: exactMethods.flatHalves, name: 'flat-halves', threads: [2], batches: one },
  {
    system: 'faiss',
    method: exactMethods.flatRange,
    name: 'flat-range',
    threads: both,
    batches: one,
    asks: 'threshold',
  },
  { system: 'faiss', method: 'SQ8', name: 'sq8', threads: both, batches: [1, 64] },
  ...rabitqFactors.flatMap((factor): PeerMethod[] => [
    {
      system: 'faiss',
      method: `${rabitqPrefix} ${factor}`,
      name: `rabitq:${factor}`,
      threads: both,
      batches: factor === 100 ? every : one,
    },
    {
      system: 'faiss',
      method: `${rabitqPrefix} ${factor}, in halves`,
      name: `rabitq-halves:${factor}`,
      threads: [2],
      batches: one,
    },
  ]),
  ...[64, 256].map((expansion): PeerMethod => ({
    system: 'usearch',
    method: `${hnswPrefix} ${expansion}`,
    name: `hnsw:${expansion}`,
    threads: both,
    batches: [1, 64],
  })),
];

const opened = z.object({ versions: z.record(z.string(), z.string()) });
const built = z.object({ bytes: z.number(), buildSeconds: z.number() });
const ran = z.object({ ms: z.array(z.number()), ids: z.array(z.array(z.number())) });
const failed = z.object({ error: z.string() });

export interface Peers {
  readonly contestants: readonly Contestant[];
  readonly versions: Readonly<Record<string, string>>;
  /** Libraries that could not be had. */
  readonly missing: readonly System[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  readonly close: () => void;
}

export interface PeerOptions {
  readonly threshold: number;
  /** Galleries above this get no HNSW graph: it takes two cores an hour to make one of a million. */
  readonly hnswMax: number;
}

const systems = ['faiss', 'usearch', 'simsimd'] as const satisfies readonly System[];

export function withoutPeers(reason: string): Peers {
  return { contestants: [], versions: {}, missing: systems, notes: [reason], close: () => undefined };
}

/** Makes their environment, reads the vectors and builds every index. */
export async function startPeers(files: VectorFiles, options: PeerOptions): Promise<Peers> {
  const setUp = spawnSync(process.execPath, [join(root, 'bench/peers/setup.mjs')], { encoding: 'utf8' });
  if (setUp.status !== 0) return withoutPeers(setUp.stderr.trim());
  const process_ = converse(setUp.stdout.trim(), join(root, 'bench/peers/serve.py'));
  const { vectors, queries, count, dimension } = files;
  try {
    const { versions } = await process_.ask({ op: 'open', vectors, queries, count, dimension }, opened);
    const wanted = methods.filter(({ name }) => !name.startsWith('hnsw') || count <= options.hnswMax);
    const notes = wanted.length === methods.length ? [] : [`no HNSW above ${options.hnswMax} references (--hnsw-max)`];
    const contestants: Contestant[] = [];
    for (const method of wanted) {
      const index = await process_
        .ask({ op: 'build', method: method.name, threshold: options.threshold }, built)
        .catch((error: unknown) => `${method.method}: ${error instanceof Error ? error.message : 'failed'}`);
      if (typeof index === 'string') notes.push(index);
      else contestants.push(...contestantsOf(method, index, process_));
    }
    const missing = systems.filter((name) => !contestants.some(({ system }) => system === name));
    return { contestants, versions, missing, notes, close: process_.close };
  } catch (error) {
    process_.close();
    return withoutPeers(error instanceof Error ? error.message : 'the peers failed');
  }
}

function contestantsOf(method: PeerMethod, index: z.infer<typeof built>, process_: Conversation): Contestant[] {
  return method.threads.flatMap((threads) =>
    method.batches.map((batch) => ({
      system: method.system,
      method: method.method,
      threads,
      batch,
      asks: method.asks ?? 'best',
      ...index,
      run: (range, answers) => process_.ask({ op: 'run', method: method.name, threads, batch, ...range, answers }, ran),
    })),
  );
}

interface Conversation {
  readonly ask: <T>(request: object, answer: z.ZodType<T>) => Promise<T>;
  readonly close: () => void;
}

/** One question at a time. */
function converse(python: string, program: string): Conversation {
  const child = spawn(python, [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Threads of halves search alone; pages are as large as ours.
    env: { ...process.env, OMP_NUM_THREADS: '1', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const broken = new Promise<never>((_, reject) => child.once('error', reject));
  broken.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  return {
    async ask(request, answer) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await Promise.race([lines.next(), broken]);
      if (line.done) throw new Error('the process of the peers ended');
      const parsed: unknown = JSON.parse(line.value);
      const failure = failed.safeParse(parsed);
      if (failure.success) throw new Error(failure.data.error);
      return answer.parse(parsed);
    },
    close: () => child.kill(),
  };
}
