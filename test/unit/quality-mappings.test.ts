import { qualityComponentNames, type QualityComponentName } from '../../src/biometrics/outcome.js';
import { qualityValue } from '../../src/biometrics/quality-mappings.js';

/**
 * Conformance: native value → value, rounded as the standard tells values. Rows marked OFIQ were worked out by hand from
 * the formula and the parameters that the reference software of ISO/IEC 29794-5 publishes; the others from our own.
 */
const table: Readonly<Record<QualityComponentName, readonly (readonly [native: number, value: number])[]>> = {
  Sharpness: [
    [0, 0],
    [10, 20],
    [20, 50],
    [40, 80],
    [60, 90],
    [140, 98],
  ],
  // OFIQ: 120 · (0.832 − 1 / (1 + e^((0.92 − x) / 0.05)))
  UnderExposurePrevention: [
    [0, 100],
    [0.5, 100],
    [0.8, 90],
    [0.87, 68],
    [0.92, 40],
    [0.97, 12],
    [1, 0],
  ],
  // OFIQ: 1 / (x + 0.01)
  OverExposurePrevention: [
    [0, 100],
    [0.01, 50],
    [0.04, 20],
    [0.09, 10],
    [0.24, 4],
    [1, 1],
  ],
  // OFIQ: 12.5 · x
  DynamicRange: [
    [0, 0],
    [2, 25],
    [6, 75],
    [8, 100],
  ],
  IlluminationUniformity: [
    [0, 3],
    [0.15, 12],
    [0.35, 50],
    [0.55, 88],
    [0.8, 99],
  ],
  // OFIQ: 100 · σ(x; 0.2, 0.05) · (1 − σ(x; 0.8, 0.05))
  LuminanceMean: [
    [0, 2],
    [0.1, 12],
    [0.2, 50],
    [0.3, 88],
    [0.5, 100],
    [0.8, 50],
    [0.9, 12],
    [1, 2],
  ],
  // OFIQ: 100 · sin(60x / (60x + 1) · π)
  LuminanceVariance: [
    [0, 0],
    [1 / 300, 50],
    [1 / 60, 100],
    [1 / 12, 50],
  ],
  // OFIQ: 200 · (1 − σ(x; 0, 10))
  NaturalColour: [
    [0, 100],
    [10, 54],
    [20, 24],
    [100, 0],
  ],
  // OFIQ: 100 · (1 − x)
  SingleFacePresent: [
    [0, 100],
    [0.25, 75],
    [1, 0],
  ],
  // OFIQ: 100 · σ(x; 70, 20)
  InterEyeDistance: [
    [10, 5],
    [30, 12],
    [50, 27],
    [70, 50],
    [90, 73],
    [130, 95],
  ],
  // OFIQ: 200 · (1 − σ(|x − 0.45|; 0, 0.05))
  HeadSize: [
    [0.2, 1],
    [0.35, 24],
    [0.4, 54],
    [0.45, 100],
    [0.5, 54],
    [0.7, 1],
  ],
  // OFIQ: 100 · σ(x; 0.9, 0.1), the two margins at 1.4 and 1.8
  LeftwardCropOfTheFaceImage: [
    [0, 0],
    [0.8, 27],
    [0.9, 50],
    [1.1, 88],
    [2, 100],
  ],
  RightwardCropOfTheFaceImage: [
    [-1, 0],
    [0.7, 12],
    [0.9, 50],
    [1, 73],
    [2, 100],
  ],
  MarginAboveOfTheFaceImage: [
    [1, 2],
    [1.3, 27],
    [1.4, 50],
    [1.6, 88],
    [2, 100],
  ],
  MarginBelowOfTheFaceImage: [
    [1.4, 2],
    [1.7, 27],
    [1.8, 50],
    [2, 88],
    [2.4, 100],
  ],
  // OFIQ: 100 · cos²
  HeadPoseYaw: [
    [0, 100],
    [30, 75],
    [-45, 50],
    [60, 25],
    [90, 0],
    [-120, 0],
  ],
  HeadPosePitch: [
    [0, 100],
    [-30, 75],
    [45, 50],
    [90, 0],
  ],
  HeadPoseRoll: [
    [0, 100],
    [30, 75],
    [-60, 25],
    [180, 0],
  ],
  EyesOpen: [
    [0, 5],
    [0.1, 27],
    [0.15, 50],
    [0.25, 88],
    [0.6, 100],
  ],
  // OFIQ: 100 · (1 − σ(x; 0.2, 0.06))
  MouthClosed: [
    [0, 97],
    [0.08, 88],
    [0.14, 73],
    [0.2, 50],
    [0.32, 12],
    [0.5, 1],
  ],
};

test.each(qualityComponentNames)('%s is mapped as its table says', (name) => {
  for (const [native, value] of table[name])
    expect([native, Math.round(qualityValue(name, native))]).toEqual([native, value]);
});

test('no value leaves 0–100, however far off the native value is', () => {
  for (const name of qualityComponentNames) {
    for (const native of [-1e6, -1, 0, 1, 1e6]) {
      expect(qualityValue(name, native)).toBeGreaterThanOrEqual(0);
      expect(qualityValue(name, native)).toBeLessThanOrEqual(100);
    }
  }
});
