import fc from 'fast-check';
import { builtInPolicies } from '../../src/biometrics/built-in-policies.js';
import { frameFaults } from '../../src/biometrics/frame-gates.js';
import type { MeasuredFace } from '../../src/biometrics/observation.js';
import { qualityComponentNames, type QualityComponent } from '../../src/biometrics/outcome.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { qualityComponents } from '../../src/biometrics/quality-components.js';
import { unifiedQuality } from '../../src/biometrics/unified-quality.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}: repeat with SEED=${seed}`);
fc.configureGlobal({ seed, numRuns: 500 });

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const share = between(0, 1);
const anyFace: fc.Arbitrary<MeasuredFace> = fc.record({
  presenceScore: share,
  pose: fc.record({ yawDeg: between(-90, 90), pitchDeg: between(-90, 90), rollDeg: between(-180, 180) }),
  eyeOpening: fc.option(fc.record({ left: share, right: share })),
  quality: fc.record({
    sharpness: between(0, 1000),
    underExposure: share,
    overExposure: share,
    dynamicRange: between(0, 8),
    illuminationUniformity: share,
    luminanceMean: between(0, 255),
    linearLuminanceMean: share,
    linearLuminanceVariance: between(0, 0.25),
    skinColourDistance: fc.option(between(0, 100)),
    interEyeDistance: between(2, 300),
    headSize: between(0, 2),
    leftwardCrop: between(-1, 5),
    rightwardCrop: between(-1, 5),
    marginAbove: between(-1, 5),
    marginBelow: between(-1, 5),
    marginRatio: between(-1, 2),
    faceWidthRatio: between(0, 2),
    mouthOpening: between(0, 1),
  }),
});

/** Better, or as good, in one thing; the rest as it was. */
const improvements: readonly ((face: MeasuredFace, by: number) => MeasuredFace)[] = [
  (face, by) => withQuality(face, { sharpness: face.quality.sharpness * (1 + by) }),
  (face, by) => withQuality(face, { underExposure: face.quality.underExposure * (1 - by) }),
  (face, by) => withQuality(face, { overExposure: face.quality.overExposure * (1 - by) }),
  (face, by) => withQuality(face, { illuminationUniformity: Math.min(1, face.quality.illuminationUniformity + by) }),
  (face, by) => withQuality(face, { interEyeDistance: face.quality.interEyeDistance * (1 + by) }),
  (face, by) => withQuality(face, { mouthOpening: face.quality.mouthOpening * (1 - by) }),
  (face, by) => ({ ...face, pose: { ...face.pose, pitchDeg: face.pose.pitchDeg * (1 - by) } }),
  (face, by) => ({
    ...face,
    eyeOpening: face.eyeOpening && {
      left: Math.min(1, face.eyeOpening.left + by),
      right: Math.min(1, face.eyeOpening.right + by),
    },
  }),
];

function withQuality(face: MeasuredFace, changes: Partial<MeasuredFace['quality']>): MeasuredFace {
  return { ...face, quality: { ...face.quality, ...changes } };
}

const qualityOf = (face: MeasuredFace) => unifiedQuality(qualityComponents(face, 0));

test('a face that is better in one thing has no lower unified quality', () => {
  fc.assert(
    fc.property(anyFace, fc.constantFrom(...improvements), share, (face, improved, by) => {
      expect(qualityOf(improved(face, by))).toBeGreaterThanOrEqual(qualityOf(face) - 1e-9);
    }),
  );
});

const anyComponents: fc.Arbitrary<QualityComponent[]> = fc
  .tuple(...qualityComponentNames.map(() => fc.record({ value: between(0, 100), nativeValue: share })))
  .map((values) =>
    qualityComponentNames.map((name, i) => ({
      name,
      nativeValue: 0,
      value: 0,
      status: 'ASSESSED' as const,
      ...values[i],
    })),
  );

test('it rises with the value of every component, and stays within 0–100', () => {
  fc.assert(
    fc.property(anyComponents, fc.nat(qualityComponentNames.length - 1), between(0, 100), (components, i, value) => {
      const better = components.map((one, k) => (k === i ? { ...one, value: Math.max(one.value, value) } : one));
      const quality = unifiedQuality(components);
      expect(unifiedQuality(better)).toBeGreaterThanOrEqual(quality);
      expect(quality).toBeGreaterThanOrEqual(0);
      expect(quality).toBeLessThanOrEqual(100);
    }),
  );
});

test('every component is within its bounds, whatever was measured', () => {
  fc.assert(
    fc.property(anyFace, share, (face, secondFaceRatio) => {
      for (const { value, nativeValue, status } of qualityComponents(face, secondFaceRatio)) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
        if (status === 'FAILURE_TO_ASSESS') expect([nativeValue, value]).toEqual([0, 0]);
      }
    }),
  );
});

test('what passes at enrolment passes at verification, under every policy that comes with the engine', () => {
  const policies = Object.values(builtInPolicies).map((make) => make(defaultPolicySettings));
  fc.assert(
    fc.property(anyFace, share, fc.constantFrom(...policies), (face, secondFaceRatio, { gates }) => {
      const frame = { face, secondFaceRatio };
      if (frameFaults(frame, gates.enrolment).length > 0) return;
      expect(frameFaults(frame, gates.verification)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});
