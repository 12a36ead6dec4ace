import { active, passive, sensor } from '../../src/biometrics/built-in-policies.js';
import { noIntegrity } from '../../src/biometrics/capture-integrity.js';
import type { DepthEvidence } from '../../src/biometrics/depth.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import {
  detectPresentationAttack,
  MOTION_NEUTRAL,
  motionLlr,
  type LivenessEvidence,
} from '../../src/biometrics/presentation-attack.js';

const policy = passive(defaultPolicySettings);
const varianceMin = policy.microMotionMinVariance;
const unmoved: LivenessEvidence = {
  framesJudged: 10,
  frameLlr: 3,
  depth: null,
  microMotionVariance: null,
  sharedMotion: null,
  framesFollowed: 0,
  blinks: 0,
  spliced: false,
  integrity: noIntegrity,
  challenge: null,
};
const seen = (changes: Partial<LivenessEvidence>, asked = policy) =>
  detectPresentationAttack({ ...unmoved, ...changes }, asked);

test('neither motion nor blink leaves it open', () => {
  expect(seen({})).toEqual({ outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion: null });
});

test('motion is shown from the least variance the policy asks for, and no earlier', () => {
  expect(seen({ microMotionVariance: varianceMin })).toMatchObject({ outcome: 'BONA_FIDE', motion: 0.5 });
  expect(seen({ microMotionVariance: varianceMin * 0.99 }).outcome).toBe('INCONCLUSIVE');
  expect(seen({ microMotionVariance: varianceMin * 10 }).motion).toBeGreaterThan(0.99);
});

test('a blink shows life where the face moved as lids do, and alone shows nothing', () => {
  const moved = { microMotionVariance: varianceMin };
  expect(seen({ ...moved, blinks: 1 })).toEqual({ outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 });
  expect(seen({ blinks: 1 }).outcome).toBe('INCONCLUSIVE');
  expect(seen({ blinks: 3, microMotionVariance: 0 })).toMatchObject({ outcome: 'INCONCLUSIVE', motion: 0 });
});

test('in a spliced stream neither motion nor blink shows anything', () => {
  expect(seen({ spliced: true, blinks: 3, microMotionVariance: 1 })).toMatchObject({
    outcome: 'INCONCLUSIVE',
    reason: 'STREAM_SPLICED',
  });
});

test('what the frames say decides against both thresholds, whatever motion was seen', () => {
  const alive = { blinks: 0, microMotionVariance: 1, sharedMotion: MOTION_NEUTRAL };
  expect(seen({ ...alive, frameLlr: policy.bonaFideLlrMin }).outcome).toBe('BONA_FIDE');
  expect(seen({ ...alive, frameLlr: policy.bonaFideLlrMin - 0.01 }).outcome).toBe('INCONCLUSIVE');
  expect(seen({ ...alive, frameLlr: policy.attackLlrMax + 0.01 }).outcome).toBe('INCONCLUSIVE');
  expect(seen({ ...alive, blinks: 1, sharedMotion: 1, frameLlr: -0.01 }).outcome).toBe('INCONCLUSIVE');
  expect(seen({ ...alive, blinks: 1, sharedMotion: 1, frameLlr: 0 }).outcome).toBe('BONA_FIDE');
  expect(seen({ ...alive, frameLlr: policy.attackLlrMax })).toMatchObject({
    outcome: 'ATTACK',
    reason: 'PRESENTATION_ATTACK',
  });
});

test('neither motion nor a blink makes up for frames that look like an attack', () => {
  expect(seen({ blinks: 5, microMotionVariance: 1, sharedMotion: 1, frameLlr: -0.7 }).outcome).toBe('ATTACK');
});

test('frames that look alive do not make up for a picture that does not move as a head does', () => {
  expect(seen({ frameLlr: 10, microMotionVariance: 0, sharedMotion: 0 }).outcome).toBe('INCONCLUSIVE');
});

test('motion counts from its neutral value on, within bounds, and noise that nothing shares counts against', () => {
  expect(motionLlr(null)).toBe(0);
  expect(motionLlr(MOTION_NEUTRAL)).toBe(0);
  expect(motionLlr(1)).toBe(1);
  expect(motionLlr(-1)).toBe(-0.7);
});

test.each([NaN, null])('where frames could not be judged (%p) nobody is bona fide, whatever the policy', (frameLlr) => {
  const depth: DepthEvidence = { framesMeasured: 5, llr: 3.5, seenShare: 1, origin: 'SENSOR_TOF' };
  const challenge = { passed: true, failure: null };
  const shown = { frameLlr, blinks: 1, microMotionVariance: 1, sharedMotion: 1, depth, challenge };
  for (const asked of [policy, active(defaultPolicySettings), sensor(defaultPolicySettings)]) {
    expect(seen(shown, asked)).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN' });
  }
});

describe('under a policy that challenges', () => {
  const challenged = (changes: Partial<LivenessEvidence>) =>
    detectPresentationAttack({ ...unmoved, ...changes }, active(defaultPolicySettings));

  test('who has answered is bona fide, with all the motion there can be', () => {
    const passed = { passed: true, failure: null };
    expect(challenged({ challenge: passed })).toEqual({ outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 });
  });

  test('a blink and motion are no answer', () => {
    const lively = { blinks: 3, microMotionVariance: 1, framesFollowed: 40 };
    expect(challenged(lively)).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'CHALLENGE_NOT_FINISHED' });
    const failed = { passed: false, failure: 'CHALLENGE_LATE' as const };
    expect(challenged({ ...lively, challenge: failed })).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reason: 'CHALLENGE_LATE',
    });
  });

  test('an answer makes up neither for the networks nor for a splice', () => {
    const challenge = { passed: true, failure: null };
    expect(challenged({ challenge, frameLlr: -3 }).outcome).toBe('ATTACK');
    expect(challenged({ challenge, spliced: true }).reason).toBe('STREAM_SPLICED');
  });
});

describe('depth', () => {
  const depth = (changes: Partial<DepthEvidence> = {}): DepthEvidence => ({
    framesMeasured: 5,
    llr: 3.5,
    seenShare: 0.98,
    origin: 'SENSOR_TOF',
    ...changes,
  });
  const asked = sensor(defaultPolicySettings);

  test('of a face is what the policy sensor asks for, and nothing else will do', () => {
    expect(seen({ depth: depth() }, asked)).toMatchObject({ outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN' });
    expect(seen({ blinks: 3, microMotionVariance: 1 }, asked)).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reason: 'DEPTH_MISSING',
    });
  });

  test('neither outweighs the networks nor a stream that jumped', () => {
    expect(seen({ depth: depth(), frameLlr: -3 }, asked)).toMatchObject({
      outcome: 'ATTACK',
      reason: 'PRESENTATION_ATTACK',
    });
    expect(seen({ depth: depth(), spliced: true }, asked)).toMatchObject({ reason: 'STREAM_SPLICED' });
  });

  test('that is undecided, or of too few frames, leaves it open', () => {
    for (const weak of [depth({ llr: 0.5 }), depth({ framesMeasured: 2 }), depth({ llr: NaN })]) {
      expect(seen({ depth: weak }, asked)).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN' });
    }
  });

  test('that is no face is an attack whatever the policy, and whatever else was seen', () => {
    for (const any of [asked, policy]) {
      expect(seen({ depth: depth({ llr: -3 }), blinks: 2 }, any)).toMatchObject({
        outcome: 'ATTACK',
        reason: 'DEPTH_NOT_A_FACE',
      });
    }
  });

  test('of a face adds nothing that the policy passive would need', () => {
    expect(seen({ depth: depth() })).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN' });
  });
});
