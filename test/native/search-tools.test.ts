import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildTools,
  exactNeighbours,
  generate,
  generateQueries,
  readQueries,
  readVectors,
  streamVectors,
} from '../../bench/search/native-tools.js';

/** What bench:search measures with: the vectors and what their neighbours are. */

const dimension = 256;
/** More than the generator makes at once. */
const count = 30_007;
const folder = mkdtempSync(join(tmpdir(), 'face-engine-search-tools-'));
const files = { dimension, seed: 5, count, vectors: join(folder, 'vectors'), queries: join(folder, 'queries') };
const PROBES = 20;

beforeAll(() => {
  buildTools();
  generate(files, PROBES);
});
afterAll(() => rmSync(folder, { recursive: true }));

const whole = () => new Float32Array(new Uint8Array(readFileSync(files.vectors)).buffer);
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const row = (values: Float32Array, place: number) => values.subarray(place * dimension, (place + 1) * dimension);

test('vectors from a pipe and from a file are the same, in whatever pieces they are taken', async () => {
  const streamed: number[] = [];
  const stored = whole();
  let place = 0;
  for await (const piece of streamVectors(files, count, 7001)) {
    // Jest takes its time over a million numbers.
    expect(bytesOf(stored.subarray(place, place + piece.length)).equals(bytesOf(piece))).toBe(true);
    streamed.push(piece.length / dimension);
    place += piece.length;
  }
  expect(streamed).toEqual([7001, 7001, 7001, 7001, 2003]);
  expect([...readVectors(files, 20_000)].map((piece) => piece.length / dimension)).toEqual([20_000, 10_007]);
  expect(place).toBe(stored.length);
});

test('a smaller gallery is the beginning of a larger one, another seed another gallery', async () => {
  const first = async (seed: number, rows: number) => {
    for await (const piece of streamVectors({ dimension, seed }, rows, 100)) return piece;
    throw new Error('no vectors');
  };
  expect(await first(5, 200)).toEqual(whole().subarray(0, 100 * dimension));
  expect(await first(6, 200)).not.toEqual(await first(5, 200));
});

test('vectors have unit length, and those of one person are alike', () => {
  const stored = whole();
  const places = [0, 1, 4, 5, 20_479, 20_480, count - 1];
  for (const place of places) expect(dot(row(stored, place), row(stored, place))).toBeCloseTo(1, 5);
  expect(dot(row(stored, 0), row(stored, 4))).toBeGreaterThan(0.3);
  expect(dot(row(stored, 20_480), row(stored, 20_484))).toBeGreaterThan(0.3);
});

test('exact neighbours are those of a comparison with every vector', () => {
  const [stored, queries] = [whole(), readQueries(files)];
  const threshold = 0.5;
  const truth = exactNeighbours(files, threshold, 10);
  expect(truth).toHaveLength(PROBES);
  for (const place of [0, PROBES - 1]) {
    const probe = row(queries, place);
    const scored = Array.from({ length: count }, (_, id) => ({ id, score: dot(row(stored, id), probe) }));
    const ranked = scored.sort((a, b) => b.score - a.score);
    expect(truth[place]!.ids).toEqual(ranked.slice(0, 10).map(({ id }) => id));
    expect(truth[place]!.scores[0]).toBeCloseTo(ranked[0]!.score, 5);
    expect(truth[place]!.above).toEqual(ranked.filter(({ score }) => score >= threshold).map(({ id }) => id));
  }
  // The first half of the probes are of people who are there: five vectors of one person lead.
  const people = truth[0]!.ids.slice(0, 5).map((id) => Math.floor(id / 5));
  expect(new Set(people).size).toBe(1);
});

test('probes of a small gallery have their mates in it', () => {
  const queries = generateQueries(files, 1000, PROBES, join(folder, 'other-queries'));
  expect(queries).toHaveLength(PROBES * dimension);
  const mates = whole().subarray(0, 1000 * dimension);
  const best = Array.from({ length: 1000 }, (_, id) => dot(row(mates, id), row(queries, 0)));
  expect(Math.max(...best)).toBeGreaterThan(0.5);
});
