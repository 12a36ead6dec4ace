import type { MeasuredFace, MeasuredFrame } from './observation.js';
import type { FrameReason } from './outcome.js';
import type { FrameGates } from './policy.js';
import { qualityComponents } from './quality-components.js';
import { unifiedQuality, weakestFault } from './unified-quality.js';

/** One gate a frame must pass. It asks whether a value is good enough, so that what is not a number passes none. */
interface FrameGate {
  readonly reason: FrameReason;
  readonly passes: (face: MeasuredFace, gates: FrameGates) => boolean;
}

/** In the order in which a person can mend them. */
const frameGates: readonly FrameGate[] = [
  { reason: 'NOT_A_FACE', passes: ({ presenceScore }, g) => presenceScore >= g.presenceScoreMin },
  { reason: 'FACE_TOO_SMALL', passes: ({ quality }, g) => quality.interEyeDistance >= g.interEyeDistanceMinPx },
  { reason: 'FACE_TOO_LARGE', passes: ({ quality }, g) => quality.faceWidthRatio <= g.faceWidthRatioMax },
  { reason: 'FACE_CUT_OFF', passes: ({ quality }, g) => quality.marginRatio >= g.marginRatioMin },
  { reason: 'TOO_DARK', passes: ({ quality }, g) => quality.luminanceMean >= g.luminanceMeanMin },
  {
    reason: 'TOO_BRIGHT',
    passes: ({ quality }, g) =>
      quality.luminanceMean <= g.luminanceMeanMax && quality.overExposure <= g.overExposureMax,
  },
  { reason: 'LOW_CONTRAST', passes: ({ quality }, g) => quality.dynamicRange >= g.dynamicRangeMinBits },
  {
    reason: 'UNEVEN_LIGHT',
    passes: ({ quality }, g) => quality.illuminationUniformity >= g.illuminationUniformityMin,
  },
  { reason: 'BLURRED', passes: ({ quality }, g) => quality.sharpness >= g.sharpnessMin },
  {
    reason: 'HEAD_TURNED',
    passes: ({ pose }, g) => Math.abs(pose.yawDeg) <= g.yawAbsMaxDeg && Math.abs(pose.pitchDeg) <= g.pitchAbsMaxDeg,
  },
  {
    reason: 'EYES_CLOSED',
    passes: ({ eyeOpening }, g) =>
      eyeOpening === null || Math.min(eyeOpening.left, eyeOpening.right) >= g.eyeOpeningMin,
  },
  { reason: 'MOUTH_OPEN', passes: ({ quality }, g) => quality.mouthOpening <= g.mouthOpeningMax },
];

/** Every reason why this frame would be passed over for its quality; empty when it is good. */
export function frameFaults({ face, secondFaceRatio }: MeasuredFrame, gates: FrameGates): FrameReason[] {
  if (!face) return ['NO_FACE'];
  const faults = frameGates.flatMap(({ reason, passes }) => (passes(face, gates) ? [] : [reason]));
  if (!(secondFaceRatio <= gates.secondFaceRatioMax)) faults.unshift('MULTIPLE_FACES');
  if (faults.length > 0) return faults;
  const components = qualityComponents(face, secondFaceRatio);
  return unifiedQuality(components) >= gates.qualityMin ? [] : [weakestFault(components)];
}
