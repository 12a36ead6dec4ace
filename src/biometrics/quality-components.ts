import type { MeasuredFace, QualityMeasurements } from './observation.js';
import { qualityComponentNames, type QualityComponent, type QualityComponentName } from './outcome.js';
import { qualityValue } from './quality-mappings.js';

/** Beyond this the eyes' distance in the picture says nothing of the face's size any more. */
const yawCorrectedMaxDeg = 60;

/** Null: this frame does not tell. */
type Native = (face: MeasuredFace, secondFaceRatio: number) => number | null;

const natives: Readonly<Record<QualityComponentName, Native>> = {
  Sharpness: pixels(({ sharpness }) => sharpness),
  UnderExposurePrevention: pixels(({ underExposure }) => underExposure),
  OverExposurePrevention: pixels(({ overExposure }) => overExposure),
  DynamicRange: pixels(({ dynamicRange }) => dynamicRange),
  IlluminationUniformity: pixels(({ illuminationUniformity }) => illuminationUniformity),
  LuminanceMean: pixels(({ linearLuminanceMean }) => linearLuminanceMean),
  LuminanceVariance: pixels(({ linearLuminanceVariance }) => linearLuminanceVariance),
  NaturalColour: ({ quality }) => quality.skinColourDistance,
  SingleFacePresent: (_, secondFaceRatio) => Math.sqrt(secondFaceRatio),
  InterEyeDistance: ({ quality, pose }) => quality.interEyeDistance / cosineOfYaw(pose.yawDeg),
  HeadSize: ({ quality }) => quality.headSize,
  LeftwardCropOfTheFaceImage: ({ quality }) => quality.leftwardCrop,
  RightwardCropOfTheFaceImage: ({ quality }) => quality.rightwardCrop,
  MarginAboveOfTheFaceImage: ({ quality }) => quality.marginAbove,
  MarginBelowOfTheFaceImage: ({ quality }) => quality.marginBelow,
  HeadPoseYaw: ({ pose }) => pose.yawDeg,
  HeadPosePitch: ({ pose }) => pose.pitchDeg,
  HeadPoseRoll: ({ pose }) => pose.rollDeg,
  EyesOpen: ({ eyeOpening }) => eyeOpening && Math.min(eyeOpening.left, eyeOpening.right),
  MouthClosed: ({ quality }) => quality.mouthOpening,
};

/** Every component, in the order of their names; one that this frame does not tell has the status FAILURE_TO_ASSESS. */
export function qualityComponents(face: MeasuredFace, secondFaceRatio: number): QualityComponent[] {
  return qualityComponentNames.map((name) => rated(name, natives[name](face, secondFaceRatio)));
}

function rated(name: QualityComponentName, nativeValue: number | null): QualityComponent {
  if (nativeValue === null || !Number.isFinite(nativeValue)) {
    return { name, nativeValue: 0, value: 0, status: 'FAILURE_TO_ASSESS' };
  }
  return { name, nativeValue, value: qualityValue(name, nativeValue), status: 'ASSESSED' };
}

/** Pixels tell of a face only when both eyes are in the picture: what is outside of it was measured as black. */
function pixels(measure: (quality: QualityMeasurements) => number): Native {
  return ({ quality }) => (eyesInPicture(quality) ? measure(quality) : null);
}

function eyesInPicture({ leftwardCrop, rightwardCrop, marginAbove, marginBelow }: QualityMeasurements): boolean {
  return Math.min(leftwardCrop, rightwardCrop, marginAbove, marginBelow) >= 0;
}

function cosineOfYaw(yawDeg: number): number {
  return Math.cos((Math.min(Math.abs(yawDeg), yawCorrectedMaxDeg) * Math.PI) / 180);
}
