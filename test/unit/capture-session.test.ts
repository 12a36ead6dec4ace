import {
  advance,
  emptyCapture,
  frameFault,
  livenessEvidence,
  mainSkip,
  type CapturePlan,
  type CaptureState,
} from '../../src/biometrics/capture-session.js';
import { normalised } from '../../src/biometrics/embedding.js';
import type { FaceFlow, Observation } from '../../src/biometrics/observation.js';
import { comparisonOnly, passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { detectPresentationAttack } from '../../src/biometrics/presentation-attack.js';
import { landmarksOf } from '../support/head.js';
import {
  alice,
  flatFlow,
  liveFlow,
  livePerson,
  mallory,
  noFace,
  observation,
  sampleOf,
  scoring,
  stillPicture,
  twoFaces,
} from '../support/observations.js';
import { randomFrom } from '../support/seeded.js';

const policy = passive(defaultPolicySettings);
const verification: CapturePlan = { policy, purpose: 'verification' };
const enrolment: CapturePlan = { policy, purpose: 'enrolment' };
const unchecked: CapturePlan = { policy: comparisonOnly(defaultPolicySettings), purpose: 'verification' };

/** One frame every `everyMs` of the capture clock. */
function captured(shown: readonly Observation[], everyMs = 100, plan = verification): CaptureState {
  return shown.reduce(
    (state, seen, i) => advance(state, { kind: 'observed', atMs: i * everyMs, observation: seen }, plan),
    emptyCapture,
  );
}
const padOf = (state: CaptureState) => detectPresentationAttack(livenessEvidence(state), policy);

describe('limits', () => {
  test('finished is final', () => {
    const ended = advance(captured([observation()]), { kind: 'ended', end: 'CLIENT_ENDED' }, verification);
    expect(advance(ended, { kind: 'observed', atMs: 200, observation: observation() }, verification)).toBe(ended);
    expect(advance(ended, { kind: 'ended', end: 'IDLE' }, verification)).toBe(ended);
    expect(ended.end).toBe('CLIENT_ENDED');
  });

  test('the last frame that is allowed still counts, and ends the capture', () => {
    const plan = { ...verification, policy: { ...policy, limits: { ...policy.limits, framesMax: 3 } } };
    const state = captured(livePerson(alice, 5), 100, plan);
    expect(state).toMatchObject({ end: 'FRAMES_MAX', framesSeen: 3 });
    expect(state.samples).toHaveLength(3);
  });

  test('a capture without frames ends without samples', () => {
    const state = advance(emptyCapture, { kind: 'ended', end: 'IDLE' }, verification);
    expect(state).toMatchObject({ end: 'IDLE', framesSeen: 0, samples: [] });
    expect(mainSkip(state)).toBeNull();
  });
});

describe('samples', () => {
  test('every frame that passes the gates becomes one, weighted by its quality', () => {
    const { samples, skipped } = captured([observation(), observation({ quality: { sharpness: 12 } })]);
    expect(samples).toHaveLength(2);
    expect(skipped.size).toBe(0);
    expect(samples[0]?.weight).toBeGreaterThan(samples[1]?.weight ?? Infinity);
  });

  test('frames passed over are counted by their reason, and the main one is the most frequent', () => {
    const state = captured([noFace, observation({ quality: { sharpness: 1 } }), twoFaces, twoFaces, observation()]);
    expect(Object.fromEntries(state.skipped)).toEqual({ NO_FACE: 1, BLURRED: 1, MULTIPLE_FACES: 2 });
    expect(mainSkip(state)).toBe('MULTIPLE_FACES');
    expect(state.samples).toHaveLength(1);
  });

  test('a face without an embedding is no sample', () => {
    expect(captured([observation({ embedding: null })]).samples).toHaveLength(0);
  });

  test.each([
    ['enrolment', enrolment, 0.5],
    ['verification', verification, 0.4],
  ])('at %s frames of too little liveness are passed over', (_, plan, livenessMin) => {
    expect(frameFault(observation({ liveness: livenessMin - 0.001 }), plan)).toBe('LIVENESS_LOW');
    expect(frameFault(observation({ liveness: livenessMin }), plan)).toBeNull();
  });

  test('liveness that is not a number passes nothing', () => {
    expect(frameFault(observation({ liveness: NaN }), verification)).toBe('LIVENESS_LOW');
    const state = captured(livePerson(alice, 12, { liveness: NaN }));
    expect(padOf(state).outcome).toBe('INCONCLUSIVE');
  });

  test('no frame is passed over for liveness that was not measured, or is not asked for', () => {
    expect(frameFault(observation({ liveness: null }), verification)).toBeNull();
    expect(frameFault(observation({ liveness: 0 }), unchecked)).toBeNull();
  });
});

describe('liveness', () => {
  test.each([50, 100, 200])('a person who moves shows life, with a frame every %d ms', (everyMs) => {
    const pad = padOf(captured(livePerson(alice, 12), everyMs));
    expect(pad).toMatchObject({ outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN' });
  });

  test('a person who sits still and blinks shows life, a picture that only seems to blink does not', () => {
    const blinking = (flow: FaceFlow) => {
      const shown = stillPicture(alice, 12);
      const closed = observation({ eyeOpening: { left: 0.1, right: 0.1 }, flow, embedding: scoring(alice, 0.98, 2) });
      return captured([...shown.slice(0, 3), closed, ...shown.slice(3)]);
    };
    const [lids, noise] = [blinking(liveFlow(2)), blinking(flatFlow(randomFrom(1)))];
    expect([lids, noise].map((state) => livenessEvidence(state).blinks)).toEqual([1, 1]);
    expect(padOf(lids).outcome).toBe('BONA_FIDE');
    expect(padOf(noise).outcome).toBe('INCONCLUSIVE');
  });

  test('a still picture does not, however long it is held', () => {
    expect(padOf(captured(stillPicture(alice, 140)))).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reason: 'LIVENESS_NOT_SHOWN',
    });
  });

  test('frames that are passed over for their quality still show motion', () => {
    const state = captured(livePerson(alice, 10, { quality: { sharpness: 1 } }));
    expect(state.samples).toHaveLength(0);
    expect(padOf(state).outcome).toBe('BONA_FIDE');
  });

  test('the mean log-likelihood ratio of the frames is told', () => {
    const state = captured([0.9, 0.3, 0.6].map((liveness) => observation({ liveness })));
    const { framesJudged, frameLlr } = livenessEvidence(state);
    expect(framesJudged).toBe(3);
    expect(frameLlr).toBeCloseTo(Math.log((0.9 / 0.1) * (0.3 / 0.7) * (0.6 / 0.4)) / 3, 9);
  });
});

describe('continuity', () => {
  /** Different photographs of Alice, as good as a matcher could wish. */
  const photographs = Array.from({ length: 8 }, (_, i) => {
    const landmarks = landmarksOf({ yawDeg: 15 * Math.sin(5 * i), smile: 0.2 * (i % 2), shapeSeed: i });
    return observation({ landmarks, embedding: sampleOf(alice, i) });
  });

  test('a slideshow of different photographs of one person is spliced', () => {
    expect(padOf(captured(photographs))).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'STREAM_SPLICED' });
  });

  test('photographs a second apart have no motion at all', () => {
    const state = captured(photographs, 1_000);
    expect(livenessEvidence(state)).toMatchObject({ microMotionVariance: null, spliced: false });
    expect(padOf(state).outcome).toBe('INCONCLUSIVE');
  });

  test('another face between two frames is spliced', () => {
    expect(captured([...livePerson(mallory, 6), ...stillPicture(alice, 6)]).life.spliced).toBe(true);
  });

  test.each([
    ['shows life and then holds up a picture', [...livePerson(mallory, 8), ...stillPicture(alice, 8)]],
    ['holds up a picture and then shows life', [...stillPicture(alice, 8), ...livePerson(mallory, 8)]],
  ])('one person who %s of another does not lend it life, however long the pause', (_, shown) => {
    const state = shown.reduce((before, seen, i) => {
      const atMs = i * 100 + (i < 8 ? 0 : 5_000);
      return advance(before, { kind: 'observed', atMs, observation: seen }, verification);
    }, emptyCapture);
    expect(padOf(state).outcome).toBe('INCONCLUSIVE');
  });

  test.each([100, 1_000])('one face turned into another in small steps, %i ms apart, lends it no life', (stepMs) => {
    const turned = Array.from({ length: 11 }, (_, i) => {
      const share = i / 10;
      const mixed = mallory.map((value, axis) => (1 - share) * value + share * (alice[axis] ?? 0));
      return observation({ embedding: normalised(mixed) });
    });
    const still = Array.from({ length: 12 }, (_, i) => observation({ embedding: sampleOf(alice, i) }));
    const live = livePerson(mallory, 8);
    const state = [...live, ...turned, ...still].reduce((before, seen, i) => {
      const atMs = i < live.length ? i * 100 : 5_000 + i * stepMs;
      return advance(before, { kind: 'observed', atMs, observation: seen }, verification);
    }, emptyCapture);
    expect(padOf(state)).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'STREAM_SPLICED' });
  });

  test('a pause starts motion and blink anew, and keeps what was seen before', () => {
    const atMs = (i: number) => i * 100 + (i < 10 ? 0 : 2_000);
    const state = [...livePerson(alice, 10), ...stillPicture(alice, 8)].reduce(
      (before, seen, i) => advance(before, { kind: 'observed', atMs: atMs(i), observation: seen }, verification),
      emptyCapture,
    );
    expect(state.life.spliced).toBe(false);
    expect(padOf(state).outcome).toBe('BONA_FIDE');
  });

  test('eyes that close before a pause and open after it are no blink', () => {
    const closed = observation({ eyeOpening: { left: 0, right: 0 } });
    const state = [0, 100, 850].reduce(
      (before, atMs, i) =>
        advance(before, { kind: 'observed', atMs, observation: i === 1 ? closed : observation() }, verification),
      emptyCapture,
    );
    expect(livenessEvidence(state).blinks).toBe(0);
  });

  test('frames without a face do not part neighbours within the time limit', () => {
    const state = captured([...livePerson(alice, 4), noFace, ...livePerson(alice, 6).slice(4)]);
    expect(state.life.spliced).toBe(false);
    expect(state.tracker.motion.count).toBe(5);
  });
});
