import type { Box, QualityMeasurements } from '../biometrics/observation.js';
import { at } from './geometry.js';

/** Where a face is in its picture. */
export interface PlacedFace {
  /** 468 × (x, y, z) of the mesh, picture pixels. */
  readonly landmarks: Float32Array;
  /** Eye centres, nose tip, mouth corners, image-left first: 5 × (x, y), picture pixels. */
  readonly points: Float32Array;
  readonly box: Box;
  readonly picture: { readonly width: number; readonly height: number };
}

export type FaceGeometry = Pick<
  QualityMeasurements,
  | 'interEyeDistance'
  | 'headSize'
  | 'leftwardCrop'
  | 'rightwardCrop'
  | 'marginAbove'
  | 'marginBelow'
  | 'marginRatio'
  | 'faceWidthRatio'
  | 'mouthOpening'
>;

/** Index of the mesh: the lowest point of the chin. */
const chin = 152;
/** Inner upper and lower lip, indices of the mesh, from image-left to image-right. */
const innerLips = [
  [82, 87],
  [13, 14],
  [312, 317],
] as const;

/** Measures of size and place as ISO/IEC 29794-5 defines them, from the mesh instead of 98 landmarks. */
export function geometryOf({ landmarks, points, box, picture }: PlacedFace): FaceGeometry {
  const interEyeDistance = Math.hypot(at(points, 2) - at(points, 0), at(points, 3) - at(points, 1));
  const eyesX = (at(points, 0) + at(points, 2)) / 2;
  const eyesY = (at(points, 1) + at(points, 3)) / 2;
  const toChin = Math.hypot(at(landmarks, 3 * chin) - eyesX, at(landmarks, 3 * chin + 1) - eyesY);
  // The standard's T. Held at a pixel: a mesh that has collapsed must not make numbers that are not finite.
  const eyeChinDistance = Math.max(1, toChin);
  const lips = innerLips.map(([upper, lower]) => distance(landmarks, upper, lower));
  return {
    interEyeDistance,
    headSize: eyeChinDistance / picture.height,
    leftwardCrop: at(points, 0) / interEyeDistance,
    rightwardCrop: (picture.width - at(points, 2)) / interEyeDistance,
    marginAbove: eyesY / eyeChinDistance,
    marginBelow: (picture.height - eyesY) / eyeChinDistance,
    marginRatio: marginRatioOf(box, picture),
    faceWidthRatio: box.width / picture.width,
    mouthOpening: Math.max(...lips) / eyeChinDistance,
  };
}

function distance(landmarks: Float32Array, a: number, b: number): number {
  return Math.hypot(at(landmarks, 3 * a) - at(landmarks, 3 * b), at(landmarks, 3 * a + 1) - at(landmarks, 3 * b + 1));
}

function marginRatioOf(box: Box, picture: PlacedFace['picture']): number {
  const right = picture.width - (box.left + box.width);
  const bottom = picture.height - (box.top + box.height);
  return Math.min(box.left, box.top, right, bottom) / box.width;
}
