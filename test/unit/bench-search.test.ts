import { measureBesideInserts } from '../../bench/search/beside-inserts.js';
import type { Row } from '../../bench/search/contestant.js';
import { judge } from '../../bench/search/judgement.js';
import type { Truth } from '../../bench/search/native-tools.js';
import { type CreateGallery, loadGallery, ourContestants, ourQueries } from '../../bench/search/ours.js';
import { recallPlot } from '../../bench/search/plots.js';
import { ratiosOf } from '../../bench/search/ratios.js';
import { measureInRounds } from '../../bench/search/rounds.js';
import { lineThrough } from '../../bench/search/straight-line.js';
import { bruteGallery } from '../support/brute-gallery.js';

/** The arithmetic of bench:search, on a gallery of ten references. */

const dimension = 64;
const count = 10;
/** References are the axes, the last one aslant between the first two. */
const vectors = Float32Array.from({ length: count * dimension }, (_, i) => {
  const [row, place] = [Math.floor(i / dimension), i % dimension];
  if (row === count - 1) return place < 2 ? Math.SQRT1_2 : 0;
  return place === row ? 1 : 0;
});
/** The first axis, and one that nobody has. */
const queries = Float32Array.from({ length: 2 * dimension }, (_, i) => (i === 0 || i === 2 * dimension - 1 ? 1 : 0));
const zeros = [1, 2, 3, 4, 5, 6, 7, 8];
const truth: Truth[] = [
  { ids: [0, 9, ...zeros], scores: [1, Math.SQRT1_2, 0, 0, 0, 0, 0, 0, 0, 0], above: [0, 9] },
  { ids: [0, ...zeros, 9], scores: Array<number>(10).fill(0), above: [] },
];

describe('judgement', () => {
  test('a search of the best is judged by its first and by its ten', () => {
    const answers = [[9, 0, ...zeros], zeros];
    expect(judge(truth, answers, 'best')).toEqual({ recallAt1: 0.5, recallAt10: 0.9, missed: 0 });
  });

  test('a search by threshold is judged by the queries that have references there', () => {
    const missing = { recallAt1: 1, recallAt10: 0.5, missed: 1 };
    expect(judge(truth, [[0, 5], [7]], 'threshold')).toEqual(missing);
    expect(judge([truth[1]!], [[]], 'threshold')).toEqual({ recallAt1: null, recallAt10: null, missed: 0 });
  });

  test('answers to other queries are refused', () => {
    expect(() => judge(truth, [[0]], 'best')).toThrow('1 answers to 2 queries');
  });
});

describe('rounds', () => {
  const measure = async (create: CreateGallery) => {
    const loaded = await loadGallery(create, { count, dimension, threads: 1, precision: 'float32' }, [
      vectors.subarray(0, 7 * dimension),
      vectors.subarray(7 * dimension),
    ]);
    const contestants = ourContestants(loaded, queries, 0.35);
    return measureInRounds(contestants, truth, { rounds: 2, note: () => undefined });
  };

  test('a gallery that finds everything has full recall, every batch and method a row', async () => {
    const { rows, missedAtThreshold } = await measure(bruteGallery);
    expect(missedAtThreshold).toBe(0);
    expect(rows.map(({ method, batch }) => [method, batch])).toHaveLength(9);
    expect(rows.every(({ recallAt1, recallAt10 }) => recallAt1 === 1 && recallAt10 === 1)).toBe(true);
    expect(rows.every(({ msPerQuery }) => msPerQuery > 0)).toBe(true);
    expect(rows[0]).toMatchObject({ system: 'face-engine', threads: 1, bytes: count * dimension * 4 });
  });

  test('a gallery that leaves one reference out is found out, in every search by threshold', async () => {
    const { rows, missedAtThreshold } = await measure((options) => {
      const whole = bruteGallery(options);
      return { ...whole, put: (...put) => whole.put(...put).then(() => void whole.remove(['9'])) };
    });
    expect(missedAtThreshold).toBe(6);
    expect(rows.find(({ method }) => method === 'threshold')).toMatchObject({ recallAt1: 1, recallAt10: 0.5 });
  });
});

describe('ratios', () => {
  const row = (system: Row['system'], method: string, rest: Partial<Row> & { readonly msPerQuery: number }): Row => ({
    ...{ system, method, threads: 1, batch: 1, recallAt1: 1, recallAt10: 1, bytes: 1, buildSeconds: 1 },
    ...rest,
  });
  const ours = [
    row('face-engine', 'threshold', { msPerQuery: 2 }),
    row('face-engine', 'threshold', { threads: 2, msPerQuery: 1 }),
    row('face-engine', 'top-10, certified', { msPerQuery: 8 }),
    row('face-engine', 'top-10, certified', { batch: 64, msPerQuery: 0.5 }),
  ];

  test('the fastest of each side counts, whatever its threads', () => {
    const { ratios, compared } = ratiosOf([
      ...ours,
      row('faiss', 'FlatIP', { msPerQuery: 70 }),
      row('simsimd', 'exact float32', { threads: 2, msPerQuery: 40 }),
      row('faiss', 'SQ8', { msPerQuery: 1 }),
      row('faiss', 'FlatIP, by BLAS', { batch: 64, msPerQuery: 6 }),
      row('usearch', 'exact float32', { batch: 64, msPerQuery: 20 }),
      row('faiss', 'RaBitQ FastScan, refine 10', { msPerQuery: 3, recallAt10: 0.7 }),
      row('faiss', 'RaBitQ FastScan, refine 100', { msPerQuery: 5, recallAt10: 0.92 }),
      row('faiss', 'RaBitQ FastScan, refine 300', { msPerQuery: 9, recallAt10: 0.97 }),
    ]);
    expect(ratios).toEqual({
      thresholdOverFastestExact: 40,
      thresholdOverRaBitQ: 5,
      certifiedOverFastestExact: 5,
      batch64OverFastestExact: 12,
      batch64OverFastestExactAsInstalled: 40,
    });
    expect(compared.thresholdOverFastestExact?.peer).toBe('simsimd exact float32, threads 2, batch 1');
  });

  test('where no RaBitQ finds enough, the one that finds the most counts; without peers there is no ratio', () => {
    const few = ratiosOf([
      ...ours,
      row('faiss', 'RaBitQ FastScan, refine 10', { msPerQuery: 3, recallAt10: 0.6 }),
      row('faiss', 'RaBitQ FastScan, refine 30', { msPerQuery: 4, recallAt10: 0.8 }),
    ]);
    expect(few.ratios).toMatchObject({ thresholdOverRaBitQ: 4, thresholdOverFastestExact: null });
  });
});

test('a line through times that grow as sizes do is straight, and its slope is that of the logarithms', () => {
  const line = lineThrough([1e4, 1e5, 1e6].map((x) => ({ x, y: x * 2e-6 })));
  expect(line.msPerMillion).toBeCloseTo(2);
  expect(line.r2).toBeCloseTo(1);
  expect(line.logarithmicSlope).toBeCloseTo(1);
  const bent = lineThrough([1e4, 1e5, 1e6].map((x) => ({ x, y: Math.sqrt(x) })));
  expect(bent.r2).toBeLessThan(0.99);
  expect(bent.logarithmicSlope).toBeCloseTo(0.5);
});

test('searches beside inserts: newcomers come at the asked rate, and none stays', async () => {
  // Answers come after a while, as from threads of its own.
  const slow: CreateGallery = (options) => {
    const gallery = bruteGallery(options);
    const later = async (answer: ReturnType<typeof gallery.search>['answer']) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return answer;
    };
    return {
      ...gallery,
      search: (...asked) => ({ ...gallery.search(...asked), answer: later(gallery.search(...asked).answer) }),
    };
  };
  const shape = { count, dimension, threads: 1, precision: 'float32' as const };
  const { gallery } = await loadGallery(slow, shape, [vectors]);
  const measured = await measureBesideInserts(gallery, {
    ...{ query: ourQueries(0.35).threshold, probes: queries, dimension, newcomers: vectors },
    ...{ insertsPerSecond: 2000, intervalMs: 400, intervals: 1 },
  });
  expect(gallery.status().references).toBe(count);
  expect(measured.inserts).toBeGreaterThan(100);
  expect(measured.inserts).toBeLessThan(2100);
  expect(measured.ratio).toBeCloseTo(measured.besideInsertsMs / measured.quietMs);
});

test('a plot names every method once, at its fastest, and an index at rising effort by the effort', () => {
  const rows: Row[] = [
    { system: 'face-engine', method: 'threshold', threads: 1, msPerQuery: 2.5 },
    { system: 'face-engine', method: 'threshold', threads: 2, msPerQuery: 1.5 },
    { system: 'faiss', method: 'FlatIP', threads: 1, msPerQuery: 70 },
    { system: 'faiss', method: 'FlatIP, in halves', threads: 2, msPerQuery: 40 },
    { system: 'faiss', method: 'RaBitQ FastScan, refine 30', threads: 1, msPerQuery: 7, recallAt10: 0.6 },
  ].map((row) => ({ batch: 1, recallAt1: 1, recallAt10: 1, bytes: 1, buildSeconds: 1, ...row }) as Row);
  const svg = recallPlot({ rows, count: 1000, dimension, machine: { cpu: 'X', cores: 2 } });
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts.filter((text) => / ms$/.test(text ?? '')).sort()).toEqual(['FlatIP, 40 ms', 'threshold, 1.5 ms']);
  expect(texts).toContain('30');
});
