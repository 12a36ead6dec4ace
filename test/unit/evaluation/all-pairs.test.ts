import { Worker } from 'node:worker_threads';
import {
  type AllPairsQuery,
  compareAllPairs,
  comparePairs,
  type EmbeddingSet,
  searchAll,
} from '../../../src/evaluation/comparison/all-pairs.js';
import { shareStarts } from '../../../src/evaluation/comparison/comparison-query.js';
import type { ThreadSettings } from '../../../src/evaluation/comparison/comparison-task.js';
import { runInThreads } from '../../../src/evaluation/comparison/comparison-threads.js';
import { gaussianSet, scoreOf } from '../../support/embedding-sets.js';
import { randomFrom, testSeed } from '../../support/seeded.js';

const idle = new AbortController().signal;
const options = { threads: 2, signal: idle };
const random = randomFrom(testSeed);
const small = gaussianSet(random, 30, 16);
const byTwo = ({ count }: EmbeddingSet) => Int32Array.from({ length: count }, (_, row) => row >> 1);

function queryOver(set: EmbeddingSet, changes: Partial<AllPairsQuery> = {}): AllPairsQuery {
  const identities = byTwo(set);
  return { set, identities, corrected: identities, groups: [], listedMin: 2, listedMax: 100, ...changes };
}

/** Another set, its values changed. */
function withEvery(change: (value: number) => number): EmbeddingSet {
  const values = new Float32Array(new SharedArrayBuffer(small.values.byteLength));
  values.set(small.values.map(change));
  return { ...small, values };
}

const total = (bins: Float64Array) => bins.reduce((sum, count) => sum + count, 0);

describe('compareAllPairs', () => {
  test('counts each pair once', async () => {
    const { mated, nonMated, disputed } = await compareAllPairs(queryOver(small), options);
    expect(Array.from(mated.a)).toEqual(Array.from({ length: 15 }, (_, k) => 2 * k));
    expect(Array.from(mated.b)).toEqual(Array.from({ length: 15 }, (_, k) => 2 * k + 1));
    expect([total(nonMated), total(disputed)]).toEqual([(30 * 29) / 2 - 15, 0]);
  });

  test.each([0, 1])('gives empty counts for %i pictures', async (count) => {
    const groups = [new Int32Array(count)];
    const counts = await compareAllPairs(queryOver(gaussianSet(random, count, 8), { groups }), options);
    expect([counts.mated.scores.length, total(counts.nonMated), counts.listed.scores.length]).toEqual([0, 0, 0]);
    expect(counts.nonMatedWithin.map((within) => within.length)).toEqual([count]);
    expect(counts.listCut).toBe(false);
  });

  test(`tells progress to the end, whoever did the work (seed ${testSeed})`, async () => {
    const told: [number, number][] = [];
    const set = gaussianSet(random, 400, 8);
    await compareAllPairs(queryOver(set), { ...options, onProgress: (done, all) => told.push([done, all]) });
    const pairs = (400 * 399) / 2;
    expect(told.length).toBeGreaterThan(10);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((x, y) => x - y));
    expect(told.at(-1)).toEqual([pairs, pairs]);
    expect(new Set(told.map(([, all]) => all))).toEqual(new Set([pairs]));
  });

  test(`of the pairs past the floor the highest are listed, and what was cut is told (seed ${testSeed})`, async () => {
    const whole = await compareAllPairs(queryOver(small, { listedMin: -2, listedMax: 420 }), options);
    expect([whole.listed.scores.length, whole.listCut]).toEqual([420, false]);
    expect(whole.listed.scores).toEqual(whole.listed.scores.toSorted().reverse());
    const cut = await compareAllPairs(queryOver(small, { listedMin: -2, listedMax: 419 }), options);
    expect([cut.listed.scores, cut.listCut]).toEqual([whole.listed.scores.subarray(0, 419), true]);
    const listedMin = whole.listed.scores[49]!;
    const floor = await compareAllPairs(queryOver(small, { listedMin, listedMax: 50 }), options);
    expect([floor.listed.scores, floor.listCut]).toEqual([whole.listed.scores.subarray(0, 50), false]);
    const none = await compareAllPairs(queryOver(small, { listedMin, listedMax: 0 }), options);
    expect([none.listed.scores.length, none.listCut]).toEqual([0, true]);
  });

  test('an abort ends it with its reason', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    let last = 0;
    const run = compareAllPairs(queryOver(gaussianSet(random, 3000, 128)), {
      threads: 2,
      signal: abort.signal,
      onProgress: (done, all) => {
        last = done / all;
        abort.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    expect(last).toBeLessThan(1);
  });

  test('nothing is begun after an abort', async () => {
    const progress = jest.fn();
    const aborted = { ...options, signal: AbortSignal.abort('stop'), onProgress: progress };
    await expect(compareAllPairs(queryOver(small), aborted)).rejects.toBe('stop');
    expect(progress).not.toHaveBeenCalled();
  });

  test('a listener that throws ends it with what it threw', async () => {
    const fault = new Error('no terminal');
    const onProgress = () => {
      throw fault;
    };
    await expect(compareAllPairs(queryOver(small), { ...options, onProgress })).rejects.toBe(fault);
  });
});

describe('bad queries', () => {
  const of = (changes: Partial<AllPairsQuery>) => compareAllPairs(queryOver(small, changes), options);
  const negative = byTwo(small).fill(-1, 3, 4);

  test.each<[string, Partial<AllPairsQuery>]>([
    ['identities', { identities: new Int32Array(29) }],
    ['corrected', { corrected: new Int32Array(31) }],
    ['groups', { groups: [new Int32Array(30), new Int32Array(3)] }],
    ['listedMax', { listedMax: -1 }],
    ['listedMax', { listedMax: 1.5 }],
    ['listedMax', { listedMax: 1e9 }],
    ['values', { set: { ...small, count: 29 } }],
    ['unit vector', { set: withEvery((value) => 2 * value) }],
    ['unit vector', { set: withEvery(() => NaN) }],
  ])('%s is named', async (name, changes) => {
    await expect(of(changes)).rejects.toThrow(RangeError);
    await expect(of(changes)).rejects.toThrow(name);
  });

  test.each<[string, Partial<AllPairsQuery>]>([
    ['identities[3] must be a whole number from 0', { identities: negative }],
    ['corrected[3] must be a whole number from -1', { corrected: negative.map((v) => (v < 0 ? -2 : v)) }],
    ['groups[3] must be a whole number from -1', { groups: [negative.map((v) => (v < 0 ? -2 : v))] }],
  ])('%s: a fault of a thread keeps its code', async (message, changes) => {
    await expect(of(changes)).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining(message) as unknown,
    });
  });

  test('more groups than memory is kept for are refused', async () => {
    await expect(of({ groups: [new Int32Array(30).fill(512)] })).rejects.toMatchObject({ code: 'BAD_FIELD' });
  });

  test.each([0, 1.5, NaN, 1000])('%p threads are refused', async (threads) => {
    await expect(compareAllPairs(queryOver(small), { ...options, threads })).rejects.toThrow(RangeError);
  });
});

describe('searchAll', () => {
  const identities = byTwo(small);

  test('refuses an identity that is in the gallery twice', async () => {
    const query = { set: small, gallery: Int32Array.of(0, 4, 5), probes: Int32Array.of(1), identities };
    await expect(searchAll(query, options)).rejects.toThrow('an identity may be in the gallery once');
  });

  test.each([-1, 30])('refuses row %i', async (row) => {
    const [rows, good] = [Int32Array.of(row), Int32Array.of(3)];
    await expect(searchAll({ set: small, gallery: rows, probes: good, identities }, options)).rejects.toThrow('rows');
    await expect(searchAll({ set: small, gallery: good, probes: rows, identities }, options)).rejects.toThrow('rows');
  });

  test('an empty gallery holds nobody', async () => {
    const query = { set: small, gallery: new Int32Array(0), probes: Int32Array.of(1, 2), identities };
    const { mate, rank, highestOther } = await searchAll(query, options);
    expect([...mate, ...rank, ...highestOther]).toEqual([NaN, NaN, 0, 0, -Infinity, -Infinity]);
  });

  test('tells progress in comparisons', async () => {
    const told: number[] = [];
    const query = { set: small, gallery: Int32Array.of(0, 2, 4), probes: Int32Array.of(1, 3, 7, 9), identities };
    await searchAll(query, { ...options, onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(12);
  });
});

describe('comparePairs', () => {
  test(`gives the score of each pair (seed ${testSeed})`, () => {
    const [a, b] = [Int32Array.of(0, 29, 7, 7), Int32Array.of(1, 0, 7, 8)];
    const expected = Array.from(a, (row, k) => expect.closeTo(scoreOf(small, row, b[k]!), 6) as unknown);
    expect(Array.from(comparePairs(small, a, b))).toEqual(expected);
  });

  test('refuses a row that is not there', () => {
    expect(() => comparePairs(small, Int32Array.of(0), Int32Array.of(30))).toThrow(
      'b[0] must be a whole number from 0 to 29; it is 30',
    );
  });
});

describe('threads', () => {
  const starts = shareStarts(small.count, 1);
  const task = {
    kind: 'probes',
    rows: small,
    search: { gallery: new Int32Array(0), probes: new Int32Array(0), mates: new Int32Array(0) },
    results: { mate: new Float32Array(0), rank: new Int32Array(0), highestOther: new Float32Array(0) },
  } as const;
  const onShare = () => undefined;

  /** Threads of the given source; the list is of those that were started. */
  function threadsOf(source: string): { started: Worker[]; spawn: (settings: ThreadSettings) => Worker } {
    const started: Worker[] = [];
    const spawn = (workerData: ThreadSettings) => {
      const worker = new Worker(source, { eval: true, workerData });
      started.push(worker);
      return worker;
    };
    return { started, spawn };
  }
  const gone = (workers: readonly Worker[]) => workers.map(({ threadId }) => threadId === -1);
  const busy = 'for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)';

  test('one that ends early is a fault, and the others are ended', async () => {
    const { started, spawn } = threadsOf(
      `if (Atomics.add(require('node:worker_threads').workerData.next, 0, 1) === 0) process.exit(0); ${busy}`,
    );
    const shares = Int32Array.of(0, 10, 20, 30);
    const run = runInThreads(task, shares, { threads: 3, signal: idle, onShare }, spawn);
    await expect(run).rejects.toMatchObject({ code: 'WORKER_LOST' });
    expect(gone(started)).toEqual([true, true, true]);
  });

  test('one that throws ends all with what it threw', async () => {
    const { started, spawn } = threadsOf(`throw new TypeError('broken')`);
    await expect(runInThreads(task, starts, { threads: 2, signal: idle, onShare }, spawn)).rejects.toThrow('broken');
    expect(gone(started)).not.toContain(false);
  });

  test('an abort leaves none behind', async () => {
    const { started, spawn } = threadsOf(busy);
    const abort = new AbortController();
    const shares = Int32Array.of(0, 10, 20, 30);
    const run = runInThreads(task, shares, { threads: 2, signal: abort.signal, onShare }, spawn);
    setTimeout(() => abort.abort('late'), 20);
    await expect(run).rejects.toBe('late');
    expect(gone(started)).toEqual([true, true]);
  });
});

describe('shares', () => {
  test.each([
    [0, 2],
    [1, 2],
    [23, 1],
    [24, 1],
    [4788, 2],
    [4788, 64],
    [100_000, 2],
  ])('%i rows for %i threads are all shared out, in order', (count, threads) => {
    const starts = Array.from(shareStarts(count, threads));
    expect([starts[0], starts.at(-1)]).toEqual([0, count]);
    expect(starts.length).toBeGreaterThan(1);
    const sizes = starts.slice(1).map((start, share) => start - starts[share]!);
    if (count > 0) expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(192);
  });
});
