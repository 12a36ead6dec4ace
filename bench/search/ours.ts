import { loadNative } from '../../src/engine/native.js';
import type { NativeGallery, NativeGalleryOptions, NativeQuery } from '../../src/engine/native-gallery.js';
import type { Contestant, QueryRange, Run } from './contestant.js';

/** Our own gallery among the contestants. */
export type CreateGallery = (options: NativeGalleryOptions) => NativeGallery;

const BATCH_ROWS = 1000;
/** Puts that are on their way at once, so that the gallery never waits for the next. */
const PUTS_MAX = 4;
const LIMIT = 10;
/** More than any query has references at the threshold. */
const ALL = 1000;

export const batchSizes = [1, 16, 64] as const;

export interface Loaded {
  readonly gallery: NativeGallery;
  readonly threads: number;
  readonly dimension: number;
  readonly bytes: number;
  /** Time of putting alone. */
  readonly buildSeconds: number;
}

export interface GalleryShape {
  readonly count: number;
  readonly dimension: number;
  readonly threads: number;
  readonly precision: NativeGalleryOptions['precision'];
}

export function galleryOfAddon(): CreateGallery {
  const native = loadNative();
  return (options) => native.createGallery(options);
}

/** A gallery with room for `count`, and for as many again while they are replaced. */
export function emptyGallery(create: CreateGallery, { count, dimension, threads, precision }: GalleryShape) {
  return create({
    dimension,
    seed: new Uint8Array(32).fill(7),
    precision,
    bytesMax: 2 ** 30 + count * dimension * (precision === 'int8' ? 3 : 8),
    threads,
    queueMax: 4096,
  });
}

/** Puts pieces of rows, named by their places from `first`. @returns seconds, without the time of making names and rows */
export async function fill(gallery: NativeGallery, vectors: Float32Array, dimension: number, first: number) {
  const batches = Array.from({ length: Math.ceil(vectors.length / dimension / BATCH_ROWS) }, (_, index) => {
    const rows = vectors.subarray(index * BATCH_ROWS * dimension, (index + 1) * BATCH_ROWS * dimension);
    const names = Array.from({ length: rows.length / dimension }, (__, row) =>
      String(first + index * BATCH_ROWS + row),
    );
    return { rows, names, tags: names.map(() => []) };
  });
  const start = performance.now();
  const running: Promise<void>[] = [];
  for (const { rows, names, tags } of batches) {
    if (running.length === PUTS_MAX) await running.shift();
    running.push(gallery.put(names, tags, rows));
  }
  await Promise.all(running);
  return (performance.now() - start) / 1000;
}

export async function loadGallery(
  create: CreateGallery,
  shape: GalleryShape,
  pieces: Iterable<Float32Array>,
): Promise<Loaded> {
  const gallery = emptyGallery(create, shape);
  let [first, buildSeconds] = [0, 0];
  for (const piece of pieces) {
    buildSeconds += await fill(gallery, piece, shape.dimension, first);
    first += piece.length / shape.dimension;
  }
  const { threads, dimension } = shape;
  return { gallery, threads, dimension, bytes: gallery.status().bytes, buildSeconds };
}

const unfiltered = { names: null, tagsAny: null };

/** How the server searches, and the two ways that hold for every vector. */
export function ourQueries(threshold: number) {
  return {
    threshold: { ...unfiltered, scoreMin: threshold, limit: ALL, certified: false },
    'threshold, certified': { ...unfiltered, scoreMin: threshold, limit: ALL, certified: true },
    'top-10, certified': { ...unfiltered, scoreMin: -Infinity, limit: LIMIT, certified: true },
  } as const satisfies Record<string, NativeQuery>;
}

export function ourContestants(loaded: Loaded, queries: Float32Array, threshold: number): Contestant[] {
  const { threads, bytes, buildSeconds } = loaded;
  return Object.entries(ourQueries(threshold)).flatMap(([method, query]) =>
    batchSizes.map((batch): Contestant => ({
      system: 'face-engine',
      method,
      threads,
      batch,
      asks: query.scoreMin === -Infinity ? 'best' : 'threshold',
      bytes,
      buildSeconds,
      run: (range) => searchAll(loaded, query, { queries, batch, range }),
    })),
  );
}

interface Asked {
  readonly queries: Float32Array;
  readonly batch: number;
  readonly range: QueryRange;
}

async function searchAll({ gallery, dimension }: Loaded, query: NativeQuery, asked: Asked): Promise<Run> {
  const total = asked.queries.length / dimension;
  const { from, count } = asked.range;
  const probes = new Float32Array(count * dimension);
  for (let index = 0; index < count; index++) {
    const place = (from + index) % total;
    probes.set(asked.queries.subarray(place * dimension, (place + 1) * dimension), index * dimension);
  }
  const ms: number[] = [];
  const ids: number[][] = [];
  for (let first = 0; first < count; first += asked.batch) {
    const start = performance.now();
    const batch = probes.subarray(first * dimension, (first + asked.batch) * dimension);
    const found = await gallery.searchBatch(batch, query).answer;
    ms.push(performance.now() - start);
    ids.push(...found.map(({ names }) => names.map(Number)));
  }
  return { ms, ids };
}
