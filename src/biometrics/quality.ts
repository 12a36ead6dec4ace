import type { MeasuredFace, MeasuredFrame } from './observation.js';
import type { FrameReason, QualityComponent } from './outcome.js';
import type { FrameGates } from './policy.js';

/**
 * Quality of one sample, with the component names of ISO/IEC 29794-5: native values mapped to 0–100, a unified score,
 * and the gates that pass a frame over with a reason the person before the camera can act on.
 */

/** A logistic map to 0–100: 50 at `middle`, about 88 one `step` above it. A negative step makes small values good. */
function rated(name: string, nativeValue: number, middle: number, step: number): QualityComponent {
  return { name, nativeValue, value: 100 / (1 + Math.exp((-2 * (nativeValue - middle)) / step)) };
}

/** Cosine-squared of the angle, as ISO/IEC 29794-5 maps head pose. */
function turned(name: string, degrees: number): QualityComponent {
  const cosine = Math.max(0, Math.cos((degrees * Math.PI) / 180));
  return { name, nativeValue: degrees, value: 100 * cosine * cosine };
}

export function qualityComponents(face: MeasuredFace, secondFaceRatio: number): QualityComponent[] {
  const { quality, pose, eyeOpening } = face;
  const components = [
    rated('Sharpness', quality.sharpness, 40, 60),
    rated('UnderExposurePrevention', quality.underExposure, 0.4, -0.2),
    rated('OverExposurePrevention', quality.overExposure, 0.3, -0.15),
    rated('DynamicRange', quality.dynamicRange, 5, 1),
    rated('IlluminationUniformity', quality.illuminationUniformity, 0.3, 0.2),
    rated('InterEyeDistance', quality.interEyeDistance, 32, 16),
    rated('SingleFacePresent', secondFaceRatio, 0.5, -0.2),
    turned('HeadPoseYaw', pose.yawDeg),
    turned('HeadPosePitch', pose.pitchDeg),
    turned('HeadPoseRoll', pose.rollDeg),
  ];
  if (eyeOpening) components.push(rated('EyesOpen', Math.min(eyeOpening.left, eyeOpening.right), 0.5, 0.25));
  return components;
}

/**
 * Unified quality, 0–100: half the mean, half the worst of the components. One fault spoils a sample that is
 * otherwise good. Roll is left out, since alignment undoes it.
 */
export function unifiedQuality(components: readonly QualityComponent[]): number {
  const values = components.filter(({ name }) => name !== 'HeadPoseRoll').map(({ value }) => value);
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return (mean + Math.min(...values)) / 2;
}

/** One gate a frame must pass; the first that fails names the reason. */
type FrameGate = (face: MeasuredFace, gates: FrameGates) => FrameReason | null;

/** In the order in which a person can mend them. */
const frameGates: readonly FrameGate[] = [
  ({ presenceScore }, g) => (presenceScore < g.presenceScoreMin ? 'NOT_A_FACE' : null),
  ({ quality }, g) => (quality.interEyeDistance < g.interEyeDistanceMinPx ? 'FACE_TOO_SMALL' : null),
  ({ quality }, g) => (quality.marginRatio < g.marginRatioMin ? 'FACE_CUT_OFF' : null),
  ({ quality }, g) => (quality.luminanceMean < g.luminanceMeanMin ? 'TOO_DARK' : null),
  ({ quality }, g) =>
    quality.luminanceMean > g.luminanceMeanMax || quality.overExposure > g.overExposureMax ? 'TOO_BRIGHT' : null,
  ({ quality }, g) => (quality.dynamicRange < g.dynamicRangeMinBits ? 'LOW_CONTRAST' : null),
  ({ quality }, g) => (quality.illuminationUniformity < g.illuminationUniformityMin ? 'UNEVEN_LIGHT' : null),
  ({ quality }, g) => (quality.sharpness < g.sharpnessMin ? 'BLURRED' : null),
  ({ pose }, g) =>
    Math.abs(pose.yawDeg) > g.yawAbsMaxDeg || Math.abs(pose.pitchDeg) > g.pitchAbsMaxDeg ? 'HEAD_TURNED' : null,
];

/** Every reason why this frame would be passed over for its quality; empty when it is good. */
export function frameFaults({ face, secondFaceRatio }: MeasuredFrame, gates: FrameGates): FrameReason[] {
  if (!face) return ['NO_FACE'];
  const faults = frameGates.flatMap((gate) => gate(face, gates) ?? []);
  return secondFaceRatio > gates.secondFaceRatioMax ? ['MULTIPLE_FACES', ...faults] : faults;
}
