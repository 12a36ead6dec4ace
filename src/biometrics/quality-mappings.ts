import type { QualityComponentName } from './outcome.js';

/**
 * From native values to 0–100, larger is better.
 *
 * "OFIQ" marks what the reference software of ISO/IEC 29794-5 does with the same quantity (BSI-OFIQ/OFIQ-Project 1.0,
 * its default configuration); it rounds to whole numbers, this does not. "Ours" marks the rest, with the reason.
 */
export const qualityMappings: Readonly<Record<QualityComponentName, (nativeValue: number) => number>> = {
  // Ours: OFIQ votes with a random forest. A half at 20, below which 1 % of LFW's faces are.
  Sharpness: (variance) => (100 * variance ** 2) / (variance ** 2 + 20 ** 2),
  UnderExposurePrevention: (share) => 120 * (0.832 - sigmoid(share, 0.92, 0.05)), // OFIQ
  OverExposurePrevention: (share) => 1 / (share + 0.01), // OFIQ
  DynamicRange: (bits) => 12.5 * bits, // OFIQ
  // Ours: OFIQ intersects two zones of the cheeks, we the halves of the face, which hold enough pixels for 256 bins.
  IlluminationUniformity: (intersection) => 100 * sigmoid(intersection, 0.35, 0.1),
  LuminanceMean: (mean) => 100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05)), // OFIQ
  LuminanceVariance: (variance) => 100 * Math.sin(((60 * variance) / (60 * variance + 1)) * Math.PI), // OFIQ
  NaturalColour: (distance) => 200 * (1 - sigmoid(distance, 0, 10)), // OFIQ
  SingleFacePresent: (ratio) => 100 * (1 - ratio), // OFIQ
  InterEyeDistance: (pixels) => 100 * sigmoid(pixels, 70, 20), // OFIQ
  HeadSize: (ratio) => 200 * (1 - sigmoid(Math.abs(ratio - 0.45), 0, 0.05)), // OFIQ
  LeftwardCropOfTheFaceImage: (ratio) => 100 * sigmoid(ratio, 0.9, 0.1), // OFIQ
  RightwardCropOfTheFaceImage: (ratio) => 100 * sigmoid(ratio, 0.9, 0.1), // OFIQ
  MarginAboveOfTheFaceImage: (ratio) => 100 * sigmoid(ratio, 1.4, 0.1), // OFIQ
  MarginBelowOfTheFaceImage: (ratio) => 100 * sigmoid(ratio, 1.8, 0.1), // OFIQ
  HeadPoseYaw: cosineSquared, // OFIQ
  HeadPosePitch: cosineSquared, // OFIQ
  HeadPoseRoll: cosineSquared, // OFIQ
  // Ours: OFIQ takes the lids' distance from 98 landmarks, we the opening from an eye network, 0 closed to 1 wide open.
  EyesOpen: (opening) => 100 * sigmoid(opening, 0.15, 0.05),
  MouthClosed: (ratio) => 100 * (1 - sigmoid(ratio, 0.2, 0.06)), // OFIQ
};

/** @returns 0–100, whatever the map gives beyond */
export function qualityValue(name: QualityComponentName, nativeValue: number): number {
  return Math.min(100, Math.max(0, qualityMappings[name](nativeValue)));
}

/** 0–1: a half at `middle`, 0.73 one `width` above it. */
export function sigmoid(value: number, middle: number, width: number): number {
  return 1 / (1 + Math.exp((middle - value) / width));
}

function cosineSquared(degrees: number): number {
  return 100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2;
}
