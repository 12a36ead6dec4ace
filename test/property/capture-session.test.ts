import * as fc from 'fast-check';
import {
  advance,
  emptyCapture,
  type CaptureEvent,
  type CapturePlan,
  type CaptureState,
} from '../../src/biometrics/capture-session.js';
import { passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { alice, livePerson, noFace, observation, stillPicture, twoFaces } from '../support/observations.js';
import { testSeed } from '../support/seeded.js';

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
