import {
  follow,
  isFollowed,
  leave,
  microMotionVariance,
  noMotion,
  shapeStep,
  sharedMotion,
  type MotionTrack,
} from '../../src/biometrics/motion.js';
import type { FaceFlow } from '../../src/biometrics/observation.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { interEyeDistanceOf, landmarksOf } from '../support/head.js';
import { flatFlow, liveFlow } from '../support/observations.js';
import { randomFrom } from '../support/seeded.js';

const { microMotionMinVariance } = defaultPolicySettings;
const times = (count: number) => Array.from({ length: count }, (_, time) => time);
const followed = (flows: readonly FaceFlow[]): MotionTrack => flows.reduce(follow, noMotion);

test('eight frames after their reference are the least that say anything', () => {
  expect(microMotionVariance(followed(times(7).map(liveFlow)))).toBeNull();
  expect(microMotionVariance(followed(times(8).map(liveFlow)))).not.toBeNull();
});

test('a face that moves smoothly moves as no picture does, and its neighbours share it', () => {
  const track = followed(times(12).map(liveFlow));
  expect(microMotionVariance(track)).toBeGreaterThan(microMotionMinVariance);
  expect(sharedMotion(track)).toBeGreaterThan(microMotionMinVariance);
});

test('noise is no motion, however strong it is: more of it explains more', () => {
  const random = randomFrom(1);
  const loud = (factor: number) =>
    times(12).map(() => {
      const { leftOver, ...flow } = flatFlow(random);
      const louder = leftOver.map((value) => value * factor);
      const meanSquare = louder.reduce((sum, value) => sum + value * value, 0) / 64;
      return { ...flow, leftOver: louder, meanSquare, noise: meanSquare / 25 };
    });
  for (const factor of [1, 10, 100]) {
    const track = followed(loud(factor));
    expect(microMotionVariance(track)).toBeLessThan(0);
    expect(Math.abs(sharedMotion(track) ?? NaN)).toBeLessThan((factor * 0.002) ** 2 / 10);
  }
});

test('two pictures in turn share nothing', () => {
  expect(sharedMotion(followed(times(12).map((time) => liveFlow(10 * (time % 2)))))).toBeLessThanOrEqual(0);
});

test('what earlier stretches showed stays when a new reference is taken', () => {
  const first = followed(times(8).map(liveFlow));
  const left = leave(first);
  expect(microMotionVariance(left)).toBe(microMotionVariance(first));
  expect(sharedMotion(left)).toBeCloseTo(sharedMotion(first) ?? NaN, 12);
  const both = times(8).map(liveFlow).reduce(follow, left);
  expect(both.count).toBe(16);
  expect(sharedMotion(both)).toBeCloseTo(sharedMotion(first) ?? NaN, 12);
});

test('a face that turned or came too far is not followed', () => {
  expect(isFollowed({ ...liveFlow(1), displacement: 0.1 })).toBe(true);
  expect(isFollowed({ ...liveFlow(1), displacement: 0.11 })).toBe(false);
  expect(isFollowed(null)).toBe(false);
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
