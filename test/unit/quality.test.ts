import { passive } from '../../src/biometrics/built-in-policies.js';
import { frameFaults } from '../../src/biometrics/frame-gates.js';
import { hintFor } from '../../src/biometrics/frame-hints.js';
import {
  frameReasons,
  qualityComponentNames,
  type FrameReason,
  type QualityComponentName,
  type ReVerifyHint,
} from '../../src/biometrics/outcome.js';
import { defaultPolicySettings, type FrameGates } from '../../src/biometrics/policy.js';
import { qualityComponents } from '../../src/biometrics/quality-components.js';
import { unifiedQuality } from '../../src/biometrics/unified-quality.js';
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
  ['FACE_TOO_LARGE', { quality: { faceWidthRatio: 1.2 } }],
  ['FACE_CUT_OFF', { quality: { marginRatio: -0.5 } }],
  ['TOO_DARK', { quality: { luminanceMean: 12 } }],
  ['TOO_BRIGHT', { quality: { luminanceMean: 250 } }],
  ['TOO_BRIGHT', { quality: { overExposure: 0.7 } }],
  ['LOW_CONTRAST', { quality: { dynamicRange: 2 } }],
  ['UNEVEN_LIGHT', { quality: { illuminationUniformity: 0.02 } }],
  ['BLURRED', { quality: { sharpness: 2 } }],
  ['HEAD_TURNED', turned(-55)],
  ['HEAD_TURNED', turned(0, 50)],
  ['EYES_CLOSED', { eyeOpening: { left: 0.9, right: 0 } }],
  ['MOUTH_OPEN', { quality: { mouthOpening: 0.6 } }],
];

test.each(faulty)('%s is the one fault of %j', (reason, changes) => {
  expect(frameFaults(observation(changes), gates.enrolment)).toEqual([reason]);
});

test('a blink passes at verification, where it may be the sign of life that is looked for', () => {
  const blinking = observation({ eyeOpening: { left: 0, right: 0 } });
  expect(frameFaults(blinking, gates.verification)).toEqual([]);
  expect(frameFaults(blinking, gates.enrolment)).toEqual(['EYES_CLOSED']);
});

test('eyes that were not measured are not closed', () => {
  expect(frameFaults(observation({ eyeOpening: null }), gates.enrolment)).toEqual([]);
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

test('a number that is none passes no gate', () => {
  const measured: readonly FaceChanges[] = [
    { presenceScore: NaN },
    { quality: { sharpness: NaN } },
    { quality: { mouthOpening: NaN } },
    { eyeOpening: { left: NaN, right: NaN } },
    turned(NaN),
  ];
  for (const changes of measured) expect(frameFaults(observation(changes), gates.verification)).toHaveLength(1);
});

const lowQuality: readonly [FrameReason, FaceChanges][] = [
  ['BLURRED', { quality: { sharpness: 16 } }],
  ['HEAD_TURNED', turned(0, -28)],
  ['FACE_TOO_SMALL', { quality: { interEyeDistance: 21 } }],
  ['TOO_BRIGHT', { quality: { overExposure: 0.3 } }],
  ['FACE_CUT_OFF', { quality: { marginAbove: -0.1 } }],
];

test.each(lowQuality)('when the whole is too poor, %s is told of %j, the worst of it', (reason, changes) => {
  const strict: FrameGates = { ...gates.verification, qualityMin: 90 };
  expect(frameFaults(observation(), strict)).toEqual([]);
  expect(frameFaults(observation(changes), strict)).toEqual([reason]);
});

test('every reason has its hint', () => {
  const expected: Readonly<Record<FrameReason, ReVerifyHint>> = {
    NO_FACE: 'FACE_THE_CAMERA',
    MULTIPLE_FACES: 'ONE_PERSON',
    NOT_A_FACE: 'FACE_THE_CAMERA',
    FACE_TOO_SMALL: 'MOVE_CLOSER',
    FACE_TOO_LARGE: 'MOVE_AWAY',
    FACE_CUT_OFF: 'CENTRE_FACE',
    HEAD_TURNED: 'FACE_THE_CAMERA',
    TOO_DARK: 'MORE_LIGHT',
    TOO_BRIGHT: 'LESS_LIGHT',
    LOW_CONTRAST: 'BETTER_LIGHT',
    UNEVEN_LIGHT: 'LIGHT_FROM_THE_FRONT',
    BLURRED: 'HOLD_STILL',
    EYES_CLOSED: 'OPEN_EYES',
    MOUTH_OPEN: 'CLOSE_MOUTH',
    FACE_OCCLUDED: 'UNCOVER_FACE',
    LIVENESS_LOW: 'SHOW_LIVENESS',
    DUPLICATE_FRAME: 'RESTART_CAMERA',
  };
  for (const reason of frameReasons) expect(hintFor(reason)).toBe(expected[reason]);
});

describe('components', () => {
  const component = (name: QualityComponentName, changes: FaceChanges = {}, secondFaceRatio = 0) =>
    qualityComponents(face(changes), secondFaceRatio).find((one) => one.name === name)!;

  test('are all there, in order, assessed where the frame tells them', () => {
    const all = qualityComponents(face(), 0);
    expect(all.map(({ name }) => name)).toEqual(qualityComponentNames);
    for (const { status } of all) expect(status).toBe('ASSESSED');
  });

  test('native values are the standard’s', () => {
    expect(component('SingleFacePresent', {}, 0.25)).toMatchObject({ nativeValue: 0.5, value: 50 });
    expect(component('EyesOpen', { eyeOpening: { left: 0.9, right: 0.15 } }).nativeValue).toBe(0.15);
    expect(component('HeadPoseYaw', turned(-30)).nativeValue).toBe(-30);
  });

  test('inter-eye distance is that of the face seen from the front, as far as a turned one tells', () => {
    const of = (yawDeg: number) =>
      component('InterEyeDistance', { ...turned(yawDeg), quality: { interEyeDistance: 40 } }).nativeValue;
    expect(of(0)).toBe(40);
    expect(of(-45)).toBeCloseTo(40 * Math.SQRT2);
    expect(of(60)).toBeCloseTo(80);
    expect(of(89)).toBeCloseTo(80);
  });

  const failure = { nativeValue: 0, value: 0, status: 'FAILURE_TO_ASSESS' };

  test('say so where they could not be assessed', () => {
    expect(component('EyesOpen', { eyeOpening: null })).toMatchObject(failure);
    expect(component('NaturalColour', { quality: { skinColourDistance: null } })).toMatchObject(failure);
    expect(component('MouthClosed', { quality: { mouthOpening: NaN } })).toMatchObject(failure);
    expect(component('HeadSize', { quality: { headSize: Infinity } })).toMatchObject(failure);
  });

  test('that look at pixels fail with an eye outside the picture, those that look at its place do not', () => {
    for (const border of ['leftwardCrop', 'rightwardCrop', 'marginAbove', 'marginBelow'] as const) {
      const changes = { quality: { [border]: -0.01 } };
      expect(component('Sharpness', changes)).toMatchObject(failure);
      expect(component('DynamicRange', changes)).toMatchObject(failure);
      expect(component('HeadPoseYaw', changes).status).toBe('ASSESSED');
      expect(unifiedQuality(qualityComponents(face(changes), 0))).toBe(0);
    }
  });
});

describe('unified quality', () => {
  const quality = (changes: FaceChanges = {}) => unifiedQuality(qualityComponents(face(changes), 0));

  test('one fault spoils a sample that is otherwise good', () => {
    expect(quality()).toBeGreaterThan(75);
    expect(quality({ quality: { sharpness: 5 } })).toBeLessThan(quality() / 2);
    expect(quality(turned(0, 50))).toBeLessThan(quality() / 2);
  });

  test('does not mind a leaning head, and is 0 of nothing', () => {
    expect(quality({ pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 45 } })).toBe(quality());
    expect(unifiedQuality([])).toBe(0);
  });

  test('a component that could not be assessed takes nothing from it', () => {
    const without = quality({ eyeOpening: null });
    expect(without).toBeGreaterThanOrEqual(quality());
    expect(without).toBeCloseTo(quality({ eyeOpening: { left: 1, right: 1 } }), 3);
  });
});
