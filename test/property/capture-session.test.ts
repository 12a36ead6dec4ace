import * as fc from 'fast-check';
import {
  advance,
  emptyCapture,
  livenessEvidence,
  type CaptureEvent,
  type CapturePlan,
  type CaptureState,
} from '../../src/biometrics/capture-session.js';
import { passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { detectPresentationAttack } from '../../src/biometrics/presentation-attack.js';
import { jittered, landmarksOf, photographOf, type HeadView } from '../support/head.js';
import { alice, livePerson, noFace, observation, sampleOf, stillPicture, twoFaces } from '../support/observations.js';
import { randomFrom, testSeed, type Random } from '../support/seeded.js';

const policy = { ...passive(defaultPolicySettings) };
const plan: CapturePlan = {
  policy: { ...policy, limits: { ...policy.limits, framesMax: 12 } },
  purpose: 'verification',
};
const run = (events: readonly CaptureEvent[]): CaptureState =>
  events.reduce((state, event) => advance(state, event, plan), emptyCapture);

const palette = [
  noFace,
  twoFaces,
  ...livePerson(alice, 4),
  ...stillPicture(alice, 2),
  observation({ liveness: 0.1 }),
  observation({ liveness: null, eyeOpening: null }),
  observation({ embedding: null }),
  observation({ quality: { sharpness: 0 }, eyeOpening: { left: 0, right: 0 } }),
];
const observed = fc.record({
  kind: fc.constant('observed' as const),
  atMs: fc.nat(5_000),
  observation: fc.constantFrom(...palette),
});
const ended = fc.record({
  kind: fc.constant('ended' as const),
  end: fc.constantFrom('ENOUGH' as const, 'TIME_OVER' as const, 'IDLE' as const, 'CLIENT_ENDED' as const),
});
const anyEvents = fc.array(fc.oneof({ weight: 9, arbitrary: observed }, { weight: 1, arbitrary: ended }), {
  maxLength: 20,
});

test(`finished is final (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyEvents, anyEvents, ended, (before, after, end) => {
      const finished = advance(run(before), end, plan);
      expect(finished.end).not.toBeNull();
      expect(after.reduce((state, event) => advance(state, event, plan), finished)).toBe(finished);
    }),
    { seed: testSeed },
  );
});

test(`the same events give the same state, and no event changes a state that was (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const half = run(events.slice(0, events.length / 2));
      const kept = structuredClone(half);
      const whole = events.slice(events.length / 2).reduce((state, event) => advance(state, event, plan), half);
      expect(half).toEqual(kept);
      expect(run(events)).toEqual(whole);
    }),
    { seed: testSeed },
  );
});

test(`every frame seen is a sample or was passed over, and there are never too many (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const state = run(events);
      const passedOver = [...state.skipped.values()].reduce((sum, count) => sum + count, 0);
      expect(state.samples.length + passedOver).toBe(state.framesSeen);
      expect(state.framesSeen).toBeLessThanOrEqual(12);
      if (state.framesSeen === 12) expect(state.end).toBe('FRAMES_MAX');
    }),
    { seed: testSeed },
  );
});

/** A smooth path: every quantity of the view swings with its own size and pace. */
function cameraPath(random: Random): (time: number) => HeadView {
  const swing = (most: number) => {
    const [size, pace, phase] = [random.between(0, most), random.between(0.2, 1.2), random.between(0, 6)];
    return (time: number) => size * Math.sin(pace * time + phase);
  };
  const [yaw, pitch, roll, x, y, z] = [swing(30), swing(30), swing(30), swing(0.6), swing(0.6), swing(1.5)];
  return (time) => ({
    yawDeg: yaw(time),
    pitchDeg: pitch(time),
    rollDeg: roll(time),
    shift: [x(time), y(time), z(time)],
  });
}

/** What the landmark network adds on every coordinate, inter-eye distances. */
const JITTER = 0.003;
const PATHS = 1_000;
const FRAMES = 8;
/** A living face may need longer to show itself: two and a half seconds at ten frames a second. */
const FRAMES_OF_LIFE = 25;
const embeddings = Array.from({ length: FRAMES_OF_LIFE }, (_, time) => sampleOf(alice, time));
const longPlan: CapturePlan = { ...plan, policy };

function motionOf(landmarksAt: (time: number) => Float32Array, frames = FRAMES) {
  let state = emptyCapture;
  for (let time = 0; time < frames; time++) {
    const seen = observation({ landmarks: landmarksAt(time), embedding: embeddings[time] ?? alice });
    state = advance(state, { kind: 'observed', atMs: time * 100, observation: seen }, longPlan);
  }
  return detectPresentationAttack(livenessEvidence(state), policy);
}

test(`no path of a camera gives a photograph life by motion (${PATHS} paths, seed ${testSeed})`, () => {
  const random = randomFrom(testSeed);
  for (let path = 0; path < PATHS; path++) {
    const print = landmarksOf({ yawDeg: random.between(-20, 20), smile: random.between(0, 0.1), shapeSeed: path });
    const viewAt = cameraPath(random);
    const pad = motionOf((time) => jittered(photographOf(print, viewAt(time)), JITTER, random));
    if (pad.outcome === 'BONA_FIDE') throw new Error(`path ${path} of seed ${testSeed} came out bona fide`);
    expect(pad.motion).toBeLessThan(0.5);
  }
});

test(`a head that turns or speaks shows life on any path (100 paths, seed ${testSeed})`, () => {
  const random = randomFrom(testSeed);
  for (let path = 0; path < 100; path++) {
    const [turn, open] = [random.between(14, 20), random.between(0, 0.1)];
    const [pace, speech] = [random.between(0.15, 0.25), random.between(0.1, 0.3)];
    const headAt = (time: number): HeadView => ({
      yawDeg: turn * Math.sin(pace * time),
      mouthOpen: open * (1 + Math.sin(speech * time)),
      shapeSeed: path,
    });
    const pad = motionOf((time) => jittered(landmarksOf(headAt(time)), JITTER, random), FRAMES_OF_LIFE);
    expect(pad).toMatchObject({ outcome: 'BONA_FIDE' });
  }
});
