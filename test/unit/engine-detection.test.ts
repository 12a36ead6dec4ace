import { anchorCentres } from '../../src/engine/blazeface.js';
import { byDominance, type Detection, looks, suppressOverlaps } from '../../src/engine/detection.js';
import { createFaceFinder } from '../../src/engine/face-finder.js';
import { Stopwatch } from '../../src/engine/stopwatch.js';

const face = (left: number, side: number, score = 0.9): Detection => ({
  box: { left, top: 0, width: side, height: side },
  score,
  points: Float32Array.of(left, 0, left + side, 0),
});

test('BlazeFace has 512 anchors of stride 16, two a cell, and 384 of stride 32, six a cell', () => {
  const fine = anchorCentres(256, 16, 2);
  const coarse = anchorCentres(256, 32, 6);
  expect([fine.length / 2, coarse.length / 2]).toEqual([512, 384]);
  expect([...fine.slice(0, 6)]).toEqual([8, 8, 8, 8, 24, 8]);
  expect([...coarse.slice(-2)]).toEqual([240, 240]);
});

test('of overlapping detections the surest stays, and the rest keep their order', () => {
  const kept = suppressOverlaps([face(0, 100, 0.6), face(5, 100, 0.9), face(300, 50, 0.7)]);
  expect(kept.map(({ score }) => score)).toEqual([0.9, 0.7]);
});

test('the largest face dominates, unless another of nearly its size stands in the middle', () => {
  const picture = { width: 640, height: 100 };
  expect(byDominance([face(270, 100), face(0, 200)], picture)[0]?.box.left).toBe(0);
  expect(byDominance([face(270, 100), face(0, 110)], picture)[0]?.box.left).toBe(270);
});

test('looks are bounded, and the first takes in the whole picture', () => {
  for (const [width, height] of [
    [20, 20],
    [640, 480],
    [16384, 16384],
    [16384, 1],
  ] as const) {
    const all = looks(width, height);
    expect(all.length).toBeLessThanOrEqual(9);
    expect(all[0]).toMatchObject({ width: Math.max(width, height), angle: 0 });
  }
});

describe('the face finder', () => {
  const picture = { width: 640, height: 480, data: new Uint8Array(0) };
  const landmarks = Float32Array.from({ length: 468 * 3 }, (_, i) => i);
  const watch = new Stopwatch(undefined);
  const finderOver = (seen: (look: number) => Detection[], presence: number) => {
    let count = 0;
    const detector = { uprightScore: 0.8, look: () => Promise.resolve(seen(count++)) };
    const finder = createFaceFinder(detector, { fit: () => Promise.resolve({ landmarks, presence }) }, 1.5);
    return { find: () => finder.find(picture, watch), looksMade: () => count };
  };

  test('an ordinary frame takes one look', async () => {
    const { find, looksMade } = finderOver(() => [face(200, 200)], 1);
    expect(await find()).toMatchObject({ faceCount: 1, secondFaceRatio: 0 });
    expect(looksMade()).toBe(1);
  });

  test('an empty picture takes every look and no more', async () => {
    const { find, looksMade } = finderOver(() => [], 1);
    expect(await find()).toEqual({ face: null, faceCount: 0, secondFaceRatio: 0 });
    expect(looksMade()).toBe(looks(640, 480).length);
  });

  test('a doubtful face is looked at in all turns, once', async () => {
    const { find, looksMade } = finderOver((look) => [face(200, 200, look === 3 ? 0.95 : 0.7)], 1);
    expect((await find()).face?.detection.score).toBe(0.95);
    expect(looksMade()).toBe(5);
  });

  test('the second face counts by its area', async () => {
    const { find } = finderOver(() => [face(200, 200), face(500, 100)], 1);
    expect(await find()).toMatchObject({ faceCount: 2, secondFaceRatio: 0.25 });
  });

  test('a detection whose points are not finite is no face', async () => {
    const points = Float32Array.of(200, 0, 400, 0, NaN, 0);
    expect((await finderOver(() => [{ ...face(200, 200), points }], 1).find()).face).toBeNull();
  });

  test('a mesh that is not finite or has collapsed is no face', async () => {
    const collapsed = { landmarks: new Float32Array(468 * 3), presence: 1 };
    const notFinite = { landmarks: landmarks.map((value, i) => (i === 7 ? NaN : value)), presence: 1 };
    for (const mesh of [collapsed, notFinite, { landmarks, presence: NaN }]) {
      const detector = { uprightScore: 0.8, look: () => Promise.resolve([face(200, 200)]) };
      const finder = createFaceFinder(detector, { fit: () => Promise.resolve(mesh) }, 1.5);
      expect((await finder.find(picture, watch)).face).toBeNull();
    }
  });
});
