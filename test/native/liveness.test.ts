import { loadNative, type DepthMap, type Picture } from '../../src/engine/native.js';

/** What the addon's cues of liveness promise beyond the types of their arguments (boundary.test.ts). */

const native = loadNative();

const picture: Picture = { data: new Uint8Array(40 * 30 * 3), width: 40, height: 30 };
const depthMap: DepthMap = { width: 40, height: 30, fx: 50, fy: 50, cx: 20, cy: 15, z16: new Uint8Array(2 * 40 * 30) };
const mesh = Float32Array.from({ length: 3 * 468 }, (_, i) => (i * 7) % 29);
const badArgument = expect.objectContaining({ code: 'BAD_ARGUMENT' }) as Error;

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
  expect(() => native.noiseSigns(picture, window, new Int8Array(4 * 3 * 9))).toThrow(badArgument);
});

test('a brighter cell is plus, and its neighbours are minus', () => {
  const data = new Uint8Array(40 * 30 * 3).fill(90);
  for (const y of [8, 9, 10, 11]) data.fill(91, (y * 40 + 8) * 3, (y * 40 + 12) * 3);
  const out = new Int8Array(9);
  native.noiseSigns({ data, width: 40, height: 30 }, { column: 1, row: 1, columns: 3, rows: 3, step: 1 }, out);
  expect(Array.from(out)).toEqual([0, -1, 0, -1, 1, -1, 0, -1, 0]);
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
  const map = { ...depthMap, [field]: value };
  expect(() => native.measureDepth(map, mesh, new Float32Array(9), new Float32Array(256))).toThrow(badArgument);
});

test('an even chip becomes even, and has no flow', () => {
  const chip = new Uint8Array(160 * 160);
  native.normaliseChip(new Uint8Array(160 * 160).fill(90), chip);
  expect(new Set(chip)).toEqual(new Set([128]));
  expect(native.measureFaceFlow(chip, chip, new Float32Array(3 + 2 * 64))).toBe(false);
});
