import { inspect } from 'node:util';
import { textureFeatureNames } from '../../src/biometrics/texture-features.js';
import { loadNative, type Picture, type TensorFormat } from '../../src/engine/native.js';
import { labels, pairArrays, results, rows, search, share, tally } from '../support/comparison-arguments.js';

const native = loadNative();

const picture: Picture = {
  data: Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * 7) % 251),
  width: 40,
  height: 30,
};
const format: TensorFormat = { width: 20, height: 10, order: 'rgb', layout: 'nchw', mean: [0, 0, 0], scale: [1, 1, 1] };
const points = Float32Array.of(10, 10, 20, 10, 15, 20);
const template = Float32Array.of(5, 2, 15, 2, 10, 8);
const identity = Float64Array.of(1, 0, 0, 0, 1, 0);
const textureChip = (step: number) => Uint8Array.from({ length: 3 * 128 * 128 }, (_, i) => (i * step) % 251);
const flowChip = (step: number) => Uint8Array.from({ length: 160 * 160 }, (_, i) => (i * step) % 251);
const depthMap = { width: 40, height: 30, fx: 50, fy: 50, cx: 20, cy: 15, z16: new Uint8Array(2 * 40 * 30) };
const mesh = Float32Array.from({ length: 3 * 468 }, (_, i) => (i * 7) % 29);
const tensor = () => new Float32Array(3 * 20 * 10);

/** What a caller without types could pass. */
type Loose = Record<string, (...args: unknown[]) => unknown>;
const loose = native as unknown as Loose;

/** For every export: arguments that work. */
const calls: Readonly<Record<string, readonly unknown[]>> = {
  alignToTensor: [picture, points, template, format, tensor()],
  warpToTensor: [picture, identity, format, tensor()],
  similarity: [points, template, new Float64Array(6)],
  halve: [picture, new Uint8Array(20 * 15 * 3)],
  nv12ToRgb: [new Uint8Array(24), 4, 4, new Uint8Array(48)],
  measureLuminance: [new Uint8Array(64 * 64), 64, new Float32Array(8)],
  warpToLuminance: [picture, identity, 16, 12, new Uint8Array(16 * 12)],
  normaliseChip: [flowChip(1), flowChip(2)],
  measureFaceFlow: [flowChip(1), flowChip(2), new Float32Array(3 + 2 * 64)],
  warpToPlanes: [picture, identity, 16, 12, new Uint8Array(3 * 16 * 12)],
  measureTexture: [textureChip(1), textureChip(2), textureChip(3), new Float32Array(textureFeatureNames.length)],
  noiseSigns: [picture, { column: 1, row: 1, columns: 4, rows: 3, step: 2 }, new Int8Array(12)],
  perceptualHash: [picture, new Uint8Array(8)],
  cosine: [Float32Array.of(0.6, 0.8), Float32Array.of(0.8, 0.6)],
  measureDepth: [depthMap, mesh, new Float32Array(9), new Float32Array(256)],
  estimateRelief: [mesh, new Float32Array(3)],
  compareListed: [rows, Int32Array.of(0), Int32Array.of(2), new Float32Array(1)],
  compareShare: [rows, labels, share, tally()],
  sortListed: [pairArrays(4), new Int32Array(2)],
  searchShare: [rows, search, share, results()],
  openRecord: [
    { magic: 'FBE1', readable: false, context: new Uint8Array(9), key: new Uint8Array(32) },
    new Uint8Array(132),
    new Uint8Array(32),
  ],
  openSealed: [
    {
      subjectIds: ['ada', 'bob'],
      tags: [[], []],
      templateIds: ['t1', 't2'],
      records: [new Uint8Array(356), new Uint8Array(0)],
      wrappedKeys: [new Uint8Array(132), new Uint8Array(0)],
      versions: Int32Array.of(1, 2),
      keyGenerations: Int32Array.of(1, 1),
    },
    {
      modelId: 'm@1',
      readable: false,
      epoch: new Uint8Array(8),
      key: new Uint8Array(32),
      serviceKey: new Uint8Array(32),
    },
    new Float32Array(128),
  ],
  createGallery: [
    { dimension: 64, precision: 'int8', bytesMax: 2 ** 24, threads: 1, queueMax: 1, seed: new Uint8Array(32) },
  ],
};

function faultOf(call: () => unknown): { code: unknown; message: string } {
  try {
    call();
  } catch (fault) {
    return fault as { code: unknown; message: string };
  }
  throw new Error('the call was accepted');
}

function withArgument(name: string, place: number, value: unknown): () => unknown {
  const args = [...(calls[name] ?? [])];
  args[place] = value;
  return () => loose[name]?.(...args);
}

const places = Object.entries(calls).flatMap(([name, args]) => args.map((_, place) => [name, place] as const));

const isArray = (value: unknown) =>
  value instanceof Uint8Array ||
  value instanceof Int8Array ||
  value instanceof Int32Array ||
  value instanceof Float32Array ||
  value instanceof Float64Array;

/** Longer by one where it has a length, as the last array of an object has; numbers become a size that nothing fits. */
function misfit(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value.length + 1);
  if (value instanceof Int8Array) return new Int8Array(value.length + 1);
  if (value instanceof Int32Array) return new Int32Array(value.length + 1);
  if (value instanceof Float32Array) return new Float32Array(value.length + 1);
  if (value instanceof Float64Array) return new Float64Array(value.length + 1);
  if (typeof value === 'number') return value + 2;
  const fields = Object.entries(value as object) as [string, unknown][];
  const arrays = fields.filter(([, field]) => isArray(field));
  const numbers = fields.filter(([, field]) => typeof field === 'number');
  const spoilt = arrays.length > 0 ? arrays.slice(-1) : numbers;
  return { ...(value as object), ...Object.fromEntries(spoilt.map(([name, field]) => [name, misfit(field)])) };
}

test('the exports are those of the declaration, in its order', () => {
  expect(Object.keys(native)).toEqual([...Object.keys(calls), 'cpuFeatures']);
});

test.each(Object.entries(calls))('%s accepts good arguments', (name, args) => {
  expect(() => loose[name]?.(...args)).not.toThrow();
});

describe.each(places)('%s, argument %i', (name, place) => {
  const wrongTypes = [
    undefined,
    null,
    'text',
    3.5,
    Number.NaN,
    true,
    [],
    {},
    () => 0,
    new Int16Array(6),
    new DataView(new ArrayBuffer(8)),
  ];

  test.each(wrongTypes.map((value) => [inspect(value), value] as const))('refuses %s', (_, value) => {
    const fault = faultOf(withArgument(name, place, value));
    expect(fault.code).toBe('BAD_ARGUMENT');
    expect(fault.message).toMatch(/must be .+; it is |must have /);
  });

  test('refuses a length that does not fit', () => {
    expect(faultOf(withArgument(name, place, misfit(calls[name]?.[place]))).code).toBe('BAD_ARGUMENT');
  });
});

test.each([
  ['width', 0],
  ['width', -1],
  ['width', 16385],
  ['width', 2 ** 32 + 20],
  ['height', 1.5],
  ['height', '10'],
  ['order', 'yuv'],
  ['order', 0],
  ['layout', 'chwn'],
  ['mean', [0, 0]],
  ['mean', [0, 0, '0']],
  ['mean', new Float32Array(3)],
  ['scale', [1, 1, Number.POSITIVE_INFINITY]],
  ['scale', undefined],
])('a format with %s %p is refused by name', (field, value) => {
  const fault = faultOf(withArgument('warpToTensor', 2, { ...format, [field]: value }));
  expect(fault.code).toBe('BAD_ARGUMENT');
  expect(fault.message).toContain(`format.${field} must be`);
});

test('a detached buffer is refused', () => {
  const out = tensor();
  structuredClone(out.buffer, { transfer: [out.buffer] });
  expect(faultOf(() => native.warpToTensor(picture, identity, format, out)).message).toBe(
    'out must be 600 elements long; it is 0 long',
  );
});

test('a getter that detaches the output cannot make the addon write to freed memory', () => {
  const out = tensor();
  const hostile = {
    ...format,
    get scale() {
      structuredClone(out.buffer, { transfer: [out.buffer] });
      return [1, 1, 1];
    },
  };
  expect(faultOf(() => native.warpToTensor(picture, identity, hostile, out)).code).toBe('BAD_ARGUMENT');
});

test('an error thrown by a getter passes through', () => {
  const hostile = {
    ...format,
    get mean(): number[] {
      throw new Error('mine');
    },
  };
  expect(() => native.warpToTensor(picture, identity, hostile, tensor())).toThrow('mine');
});

test('points that determine no similarity are a bad argument', () => {
  const fault = faultOf(() => native.similarity(new Float32Array(6), template, new Float64Array(6)));
  expect(fault.code).toBe('BAD_ARGUMENT');
  expect(fault.message).toContain('must determine a similarity');
});

test('aligning is warping by the similarity', () => {
  const [aligned, warped, map] = [tensor(), tensor(), new Float64Array(6)];
  native.alignToTensor(picture, points, template, format, aligned);
  native.similarity(points, template, map);
  native.warpToTensor(picture, map, format, warped);
  expect(aligned).toEqual(warped);
});

test('the template lands on the points', () => {
  const map = new Float64Array(6);
  native.similarity(Float32Array.of(10, 20, 30, 20), Float32Array.of(0, 0, 10, 0), map);
  expect(Array.from(map)).toEqual([2, -0, 10, 0, 2, 20].map((v) => expect.closeTo(v, 9) as unknown));
});

test('the identity copies pixels into planes, normalised in the order of the tensor', () => {
  const out = tensor();
  native.warpToTensor(picture, identity, { ...format, order: 'bgr', mean: [1, 2, 3], scale: [2, 4, 8] }, out);
  const at = (x: number, y: number) => picture.data.subarray((y * 40 + x) * 3, (y * 40 + x) * 3 + 3);
  const [red, green, blue] = at(7, 4) as unknown as [number, number, number];
  const index = 4 * 20 + 7;
  expect([out[index], out[200 + index], out[400 + index]]).toEqual([(blue - 1) * 2, (green - 2) * 4, (red - 3) * 8]);
});

test('halving takes rounded means', () => {
  const out = new Uint8Array(3);
  native.halve({ data: Uint8Array.of(0, 10, 255, 1, 20, 255, 1, 30, 255, 0, 41, 254), width: 2, height: 2 }, out);
  expect(Array.from(out)).toEqual([1, 25, 255]);
});

test('NV12 white is white', () => {
  const out = new Uint8Array(12);
  native.nv12ToRgb(Uint8Array.of(235, 235, 235, 235, 128, 128), 2, 2, out);
  expect(Array.from(out)).toEqual(Array(12).fill(255));
});

test('a flat chip measures flat', () => {
  const out = new Float32Array(8);
  native.measureLuminance(new Uint8Array(64 * 64).fill(255), 64, out);
  expect(Array.from(out)).toEqual([0, 0, 1, 0, 1, 255, 1, 0]);
});

test('luminance of a gray picture is its level', () => {
  const gray = { data: new Uint8Array(40 * 30 * 3).fill(77), width: 40, height: 30 };
  const out = new Uint8Array(16 * 12);
  native.warpToLuminance(gray, identity, 16, 12, out);
  expect(new Set(out)).toEqual(new Set([77]));
});

test.each([
  ['column', 0],
  ['row', -1],
  ['columns', 0],
  ['rows', 1.5],
  ['step', '1'],
  ['step', 2 ** 31],
  ['columns', 9],
])('a window with %s %p is refused', (field, value) => {
  const window = { column: 1, row: 1, columns: 4, rows: 3, step: 1, [field]: value };
  const fault = faultOf(() => loose['noiseSigns']?.(picture, window, new Int8Array(4 * 3 * 9)));
  expect(fault.code).toBe('BAD_ARGUMENT');
});

test('a brighter cell is plus, and its neighbours are minus', () => {
  const data = new Uint8Array(40 * 30 * 3).fill(90);
  for (const y of [8, 9, 10, 11]) data.fill(91, (y * 40 + 8) * 3, (y * 40 + 12) * 3);
  const out = new Int8Array(9);
  native.noiseSigns({ data, width: 40, height: 30 }, { column: 1, row: 1, columns: 3, rows: 3, step: 1 }, out);
  expect(Array.from(out)).toEqual([0, -1, 0, -1, 1, -1, 0, -1, 0]);
});

test('cosine is the dot product', () => {
  expect(native.cosine(Float32Array.of(0.6, 0.8), Float32Array.of(0.8, 0.6))).toBeCloseTo(0.96, 6);
});

test('a depth map without a surface leaves the results as they were', () => {
  const out = new Float32Array(9).fill(5);
  const relief = new Float32Array(256).fill(5);
  expect(native.measureDepth(depthMap, mesh, out, relief)).toBe(false);
  expect(new Set([...out, ...relief])).toEqual(new Set([5]));
});

test.each([
  ['fx', 0],
  ['fy', -1],
  ['cx', Number.NaN],
  ['cy', Number.POSITIVE_INFINITY],
  ['width', 0],
  ['height', 30.5],
])('a depth map with %s %p is refused', (field, value) => {
  const fault = faultOf(withArgument('measureDepth', 0, { ...depthMap, [field]: value }));
  expect(fault.code).toBe('BAD_ARGUMENT');
});
