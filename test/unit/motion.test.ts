import { follow, microMotionVariance, shapeStep, startTrack } from '../../src/biometrics/motion.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { interEyeDistanceOf, jittered, landmarksOf, photographOf, type HeadView } from '../support/head.js';
import { randomFrom } from '../support/seeded.js';

const { microMotionMinVariance } = defaultPolicySettings;

/** What the landmark network adds on a still picture, inter-eye distances. */
const JITTER = 0.003;

function varianceOf(frames: readonly Float32Array[]): number | null {
  const [first, ...rest] = frames;
  if (!first) return null;
  return microMotionVariance(rest.reduce(follow, startTrack(first, interEyeDistanceOf(first))));
}

const times = Array.from({ length: 12 }, (_, i) => i);
const heads = (viewAt: (time: number) => HeadView) => times.map((time) => landmarksOf(viewAt(time)));

test('four frames after the first are the least that say anything', () => {
  const frames = heads((time) => ({ yawDeg: 3 * time }));
  expect(varianceOf(frames.slice(0, 4))).toBeNull();
  expect(varianceOf(frames.slice(0, 5))).not.toBeNull();
});

test.each([
  ['turns', (time: number) => ({ yawDeg: 12 * Math.sin(time / 2) })],
  ['nods', (time: number) => ({ pitchDeg: 12 * Math.sin(time / 2) })],
  ['speaks', (time: number) => ({ mouthOpen: 0.15 * (1 + Math.sin(time)) })],
  ['smiles', (time: number) => ({ smile: 0.02 * time })],
] as const)('a face that %s moves as no flat picture does', (_, viewAt) => {
  expect(varianceOf(heads(viewAt))).toBeGreaterThan(microMotionMinVariance);
});

test('a face that only moves before the camera, stiffly and squarely, hardly does', () => {
  expect(varianceOf(heads((time) => ({ shift: [0.02 * time, 0, 0] })))).toBeLessThan(microMotionMinVariance);
});

test('a photograph that is waved leaves the noise of the network alone', () => {
  const random = randomFrom(1);
  const frames = times.map((time) =>
    jittered(photographOf(landmarksOf(), { yawDeg: 5 * time, shift: [0.1 * time, 0, -0.2 * time] }), JITTER, random),
  );
  // The noise is new in every frame: of its variance hardly anything is shared.
  expect(varianceOf(frames)).toBeLessThan(JITTER ** 2 / 2);
  expect(varianceOf(frames)).toBeLessThan(microMotionMinVariance / 2);
});

test('two pictures in turn share nothing', () => {
  const frames = heads((time) => ({ yawDeg: 10 * (time % 2) }));
  expect(varianceOf(frames)).toBe(0);
});

test('the same picture again and again has no variance at all', () => {
  expect(varianceOf(times.map(() => landmarksOf()))).toBeLessThan(1e-12);
});

test('the distance to the camera is no matter: variance counts in inter-eye distances', () => {
  const near = varianceOf(heads((time) => ({ yawDeg: time })));
  const small = varianceOf(heads((time) => ({ yawDeg: time })).map((frame) => frame.map((value) => value / 3)));
  expect((small ?? NaN) / (near ?? NaN)).toBeCloseTo(1, 3);
});

test('a landmark set that no homography reaches is left out', () => {
  const frames = heads((time) => ({ yawDeg: time }));
  expect(varianceOf([...frames, new Float32Array(468 * 3).fill(NaN)])).toBe(varianceOf(frames));
});

describe('shape step', () => {
  const step = (before: Float32Array, after: Float32Array) => shapeStep(before, after, interEyeDistanceOf(after));

  test('is small from frame to frame, and large between two photographs', () => {
    expect(step(landmarksOf(), landmarksOf({ yawDeg: 5, mouthOpen: 0.05 }))).toBeLessThan(0.04);
    expect(step(landmarksOf({ yawDeg: -20 }), landmarksOf({ yawDeg: 20, smile: 0.2 }))).toBeGreaterThan(0.08);
  });

  test('is without end where the points are degenerate', () => {
    expect(step(landmarksOf(), new Float32Array(468 * 3))).toBe(Infinity);
  });
});
