import type { FrameReason } from '../../src/biometrics/outcome.js';
import { passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { frameFaults, qualityComponents, unifiedQuality } from '../../src/biometrics/quality.js';
import { face, noFace, observation, twoFaces, type FaceChanges } from '../support/observations.js';

const { gates } = passive(defaultPolicySettings);
const turned = (yawDeg: number, pitchDeg = 0) => ({ pose: { yawDeg, pitchDeg, rollDeg: 0 } });

test('a good frame has no fault', () => {
  expect(frameFaults(observation(), gates.enrolment)).toEqual([]);
  expect(frameFaults(observation(), gates.verification)).toEqual([]);
});

const faulty: readonly [FrameReason, FaceChanges][] = [
  ['NOT_A_FACE', { presenceScore: 0.2 }],
  ['FACE_TOO_SMALL', { quality: { interEyeDistance: 12 } }],
  ['FACE_CUT_OFF', { quality: { marginRatio: -0.5 } }],
  ['TOO_DARK', { quality: { luminanceMean: 12 } }],
  ['TOO_BRIGHT', { quality: { luminanceMean: 250 } }],
  ['TOO_BRIGHT', { quality: { overExposure: 0.7 } }],
  ['LOW_CONTRAST', { quality: { dynamicRange: 2 } }],
  ['UNEVEN_LIGHT', { quality: { illuminationUniformity: 0.02 } }],
  ['BLURRED', { quality: { sharpness: 2 } }],
  ['HEAD_TURNED', turned(-55)],
  ['HEAD_TURNED', turned(0, 50)],
];

test.each(faulty)('%s is the one fault of %j', (reason, changes) => {
  expect(frameFaults(observation(changes), gates.verification)).toEqual([reason]);
});

test('a head may lean to its shoulder, since alignment undoes it', () => {
  const leaning = observation({ pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 40 } });
  expect(frameFaults(leaning, gates.enrolment)).toEqual([]);
});

test('without a face there is one reason, and a second face comes before any other', () => {
  expect(frameFaults(noFace, gates.verification)).toEqual(['NO_FACE']);
  expect(frameFaults(twoFaces, gates.verification)).toEqual(['MULTIPLE_FACES']);
});

test('all faults are told, in the order in which a person can mend them', () => {
  const wrong = observation({ ...turned(60), quality: { luminanceMean: 10, interEyeDistance: 10 } });
  expect(frameFaults(wrong, gates.verification)).toEqual(['FACE_TOO_SMALL', 'TOO_DARK', 'HEAD_TURNED']);
});

test('what enters a template must be better than what is compared with it once', () => {
  const passing = observation({ quality: { sharpness: 10, luminanceMean: 35 } });
  expect(frameFaults(passing, gates.verification)).toEqual([]);
  expect(frameFaults(passing, gates.enrolment)).toEqual(['TOO_DARK', 'BLURRED']);
});

describe('components', () => {
  const valueOf = (name: string, changes: FaceChanges = {}): number =>
    qualityComponents(face(changes), 0).find((component) => component.name === name)?.value ?? NaN;

  test('are 0–100 and better when what they measure is better', () => {
    for (const { value } of qualityComponents(face(), 0)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(100);
    }
    expect(valueOf('Sharpness')).toBeGreaterThan(valueOf('Sharpness', { quality: { sharpness: 10 } }));
    expect(valueOf('OverExposurePrevention')).toBeGreaterThan(
      valueOf('OverExposurePrevention', { quality: { overExposure: 0.5 } }),
    );
    expect(valueOf('EyesOpen')).toBeGreaterThan(valueOf('EyesOpen', { eyeOpening: { left: 0.9, right: 0.1 } }));
  });

  test('head pose is the squared cosine, as in ISO/IEC 29794-5', () => {
    expect(valueOf('HeadPoseYaw', turned(0))).toBeCloseTo(100);
    expect(valueOf('HeadPoseYaw', turned(60))).toBeCloseTo(25);
    expect(valueOf('HeadPoseYaw', turned(-120))).toBe(0);
  });

  test('name no eyes where they were not measured', () => {
    const named = qualityComponents(face({ eyeOpening: null }), 0).map(({ name }) => name);
    expect(named).not.toContain('EyesOpen');
  });
});

describe('unified quality', () => {
  const quality = (changes: FaceChanges = {}) => unifiedQuality(qualityComponents(face(changes), 0));

  test('one fault spoils a sample that is otherwise good', () => {
    expect(quality()).toBeGreaterThan(75);
    expect(quality({ quality: { sharpness: 5 } })).toBeLessThan(quality() - 20);
  });

  test('does not mind a leaning head, and is 0 of nothing', () => {
    expect(quality({ pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 45 } })).toBe(quality());
    expect(unifiedQuality([])).toBe(0);
  });
});
