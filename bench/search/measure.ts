import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine, type Machine } from '../support/machine.js';
import { type BesideInserts, measureBesideInserts } from './beside-inserts.js';
import type { Row, System } from './contestant.js';
import { scoreSlack } from './judgement.js';
import {
  exactNeighbours,
  generate,
  readBandwidth,
  readQueries,
  readVectors,
  type VectorFiles,
} from './native-tools.js';
import { type CreateGallery, type Loaded, loadGallery, ourContestants, ourQueries } from './ours.js';
import { type Peers, startPeers, withoutPeers } from './peers.js';
import { type Compared, ratiosOf } from './ratios.js';
import { measureInRounds } from './rounds.js';

/** All of one size of gallery: ours and the peers on the same vectors, in one run. */
export interface SearchOptions {
  readonly count: number;
  readonly dimension: number;
  readonly seed: number;
  readonly queries: number;
  readonly threshold: number;
  readonly rounds: number;
  readonly hnswMax: number;
  readonly peers: boolean;
  readonly note: (line: string) => void;
}

export interface SearchResult extends Compared {
  readonly count: number;
  readonly dimension: number;
  readonly queries: number;
  readonly threshold: number;
  readonly rows: readonly Row[];
  readonly missedAtThreshold: number;
  /** Of what memory gives, what the certified search of a single query reads; at the threads that take it furthest. */
  readonly bandwidthShare: number;
  readonly bandwidth: readonly Bandwidth[];
  readonly insertsPerSecond: number;
  readonly searchP99: BesideInserts;
  readonly peersMissing: readonly System[];
  readonly peerVersions: Readonly<Record<string, string>>;
  /** What was left out, and why. */
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly machine: Machine;
  readonly commit: string | null;
}

interface Bandwidth {
  readonly threads: number;
  /** 10^9 bytes a second, of a plain read. */
  readonly gigabytesPerSecond: number;
  /** Of it, by a certified search at a threshold, and for the ten best. */
  readonly share: number;
  readonly shareOfTopTen: number;
}

const TOP = 10;
/** Rows that are in memory at once on their way into a gallery. */
const PIECE_ROWS = 50_000;
const threadCounts = [1, 2] as const;
const traffic = { insertsPerSecond: 1000, intervalMs: 4000, intervals: 3 };

export async function measureSearch(create: CreateGallery, options: SearchOptions): Promise<SearchResult> {
  const started = performance.now();
  const { count, dimension, seed, note } = options;
  const folder = mkdtempSync(join(tmpdir(), 'face-engine-search-'));
  const files = { count, dimension, seed, vectors: join(folder, 'vectors'), queries: join(folder, 'queries') };
  try {
    note(`${count} vectors`);
    generate(files, options.queries);
    const measured = await measureFiles(create, files, options);
    const machine = describeMachine();
    const { queries, threshold } = options;
    const seconds = (performance.now() - started) / 1000;
    return { count, dimension, queries, threshold, ...measured, seconds, machine, commit: machine.commit };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureFiles(create: CreateGallery, files: VectorFiles, options: SearchOptions) {
  const { threshold, rounds, hnswMax, note } = options;
  note('exact neighbours');
  const truth = exactNeighbours(files, threshold + scoreSlack, TOP);
  const speeds = threadCounts.map((threads) => readBandwidth(threads));
  note('peers');
  const peers = options.peers ? await startPeers(files, { threshold, hnswMax }) : withoutPeers('left out');
  const galleries: Loaded[] = [];
  try {
    for (const threads of threadCounts) {
      note(`our gallery, threads ${threads}`);
      const shape = { count: files.count, dimension: files.dimension, threads, precision: 'float32' as const };
      galleries.push(await loadGallery(create, shape, readVectors(files, PIECE_ROWS)));
    }
    const queries = readQueries(files);
    const ours = galleries.flatMap((loaded) => ourContestants(loaded, queries, threshold));
    const { rows, missedAtThreshold } = await measureInRounds([...ours, ...peers.contestants], truth, { rounds, note });
    note('searches beside inserts');
    const searchP99 = await measureTraffic(galleries.at(-1)!, files, { queries, threshold });
    const bandwidth = bandwidthOf(rows, files, speeds);
    return {
      rows,
      missedAtThreshold,
      bandwidthShare: Math.max(...bandwidth.map(({ share }) => share)),
      bandwidth,
      ...ratiosOf(rows),
      insertsPerSecond: files.count / galleries.at(-1)!.buildSeconds,
      searchP99,
      ...about(peers),
    };
  } finally {
    for (const { gallery } of galleries) gallery.close();
    peers.close();
  }
}

const about = ({ missing, versions, notes }: Peers) => ({ peersMissing: missing, peerVersions: versions, notes });

function measureTraffic(
  { gallery }: Loaded,
  files: VectorFiles,
  { queries, threshold }: { readonly queries: Float32Array; readonly threshold: number },
): Promise<BesideInserts> {
  const [newcomers = new Float32Array()] = readVectors({ ...files, count: Math.min(files.count, 1000) }, 1000);
  const query = ourQueries(threshold).threshold;
  return measureBesideInserts(gallery, { query, probes: queries, dimension: files.dimension, newcomers, ...traffic });
}

/**
 * A certified scan reads four bits a dimension and the eight bytes of a bound, of every reference. Hardly any passes it at a
 * threshold; for the ten best some in a hundred do, and their narrowing takes time that reads little.
 */
function bandwidthOf(rows: readonly Row[], { count, dimension }: VectorFiles, speeds: readonly number[]): Bandwidth[] {
  const bytes = count * (dimension / 2 + 8);
  const msOf = (method: string, threads: number): number =>
    rows.find((row) => row.method === method && row.batch === 1 && row.threads === threads)?.msPerQuery ?? NaN;
  return threadCounts.map((threads, index) => {
    const gigabytesPerSecond = speeds[index]!;
    const shareOf = (method: string): number => bytes / (msOf(method, threads) / 1000) / 1e9 / gigabytesPerSecond;
    const [share, shareOfTopTen] = [shareOf('threshold, certified'), shareOf('top-10, certified')];
    return { threads, gigabytesPerSecond, share, shareOfTopTen };
  });
}
