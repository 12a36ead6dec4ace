import { passive, sensor } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import type { DepthEvidence } from '../../src/biometrics/depth.js';
import { detectPresentationAttack, type LivenessEvidence } from '../../src/biometrics/presentation-attack.js';

const policy = passive(defaultPolicySettings);
const varianceMin = policy.microMotionMinVariance;
const seen = (changes: Partial<LivenessEvidence>, asked = policy) =>
  detectPresentationAttack(
    {
      framesJudged: 10,
      framesJudgedAttack: 0,
      liveness: 0.95,
      depth: null,
      microMotionVariance: null,
      framesFollowed: 0,
      blinks: 0,
      spliced: false,
      ...changes,
    },
    asked,
  );

test('neither motion nor blink leaves it open', () => {
  expect(seen({})).toEqual({ outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion: null });
});

test('motion is shown from the least variance the policy asks for, and no earlier', () => {
  expect(seen({ microMotionVariance: varianceMin })).toMatchObject({ outcome: 'BONA_FIDE', motion: 0.5 });
  expect(seen({ microMotionVariance: varianceMin * 0.99 }).outcome).toBe('INCONCLUSIVE');
  expect(seen({ microMotionVariance: varianceMin * 10 }).motion).toBeGreaterThan(0.99);
});

test('a blink alone shows life', () => {
  expect(seen({ blinks: 1 })).toEqual({ outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 });
});

test('in a spliced stream neither motion nor blink shows anything', () => {
  expect(seen({ spliced: true, blinks: 3, microMotionVariance: 1 })).toMatchObject({
    outcome: 'INCONCLUSIVE',
    reason: 'STREAM_SPLICED',
  });
});

test('most frames held for an attack are an attack, whatever else was seen', () => {
  const alive = { blinks: 5, microMotionVariance: 1 };
  expect(seen({ ...alive, framesJudgedAttack: 6 })).toMatchObject({ outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK' });
  expect(seen({ ...alive, framesJudgedAttack: 5 }).outcome).toBe('BONA_FIDE');
});

test('where no network ran, motion and blink decide alone', () => {
  const unjudged = { framesJudged: 0, liveness: null };
  expect(seen({ ...unjudged, blinks: 1 }).outcome).toBe('BONA_FIDE');
  expect(seen(unjudged).outcome).toBe('INCONCLUSIVE');
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
    expect(seen({ depth: depth(), framesJudgedAttack: 6 }, asked)).toMatchObject({
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
