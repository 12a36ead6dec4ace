import type { Box, QualityMeasurements } from '../biometrics/observation.js';
import { at } from './geometry.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';

const side = 128;

/** The ArcFace template (Deng et al. 2019, 112 × 112) spread over the chip: the face fills the inscribed ellipse. */
const template = Float32Array.of(
  38.2946,
  51.6963,
  73.5318,
  51.5014,
  56.0252,
  71.7366,
  41.5493,
  92.3655,
  70.7299,
  92.2041,
).map((coordinate) => (coordinate + 0.5) * (side / 112) - 0.5);

export interface MeasuredFace {
  /** 5 × (x, y), picture pixels. */
  readonly points: Float32Array;
  readonly box: Box;
  readonly picture: { readonly width: number; readonly height: number };
}

/** Native values of the quality components, from one aligned luminance chip and the face's place in the picture. */
export function createQualityMeter(native: Native, pyramid: Pyramid): (face: MeasuredFace) => QualityMeasurements {
  const map = new Float64Array(6);
  const chip = new Uint8Array(side * side);
  const measured = new Float32Array(6);
  return ({ points, box, picture }) => {
    native.similarity(points, template, map);
    pyramid.toLuminance(map, side, chip);
    native.measureLuminance(chip, side, measured);
    return {
      sharpness: at(measured, 0),
      underExposure: at(measured, 1),
      overExposure: at(measured, 2),
      dynamicRange: at(measured, 3),
      illuminationUniformity: at(measured, 4),
      luminanceMean: at(measured, 5),
      interEyeDistance: Math.hypot(at(points, 2) - at(points, 0), at(points, 3) - at(points, 1)),
      marginRatio: marginRatioOf(box, picture),
    };
  };
}

function marginRatioOf(box: Box, picture: MeasuredFace['picture']): number {
  const right = picture.width - (box.left + box.width);
  const bottom = picture.height - (box.top + box.height);
  return Math.min(box.left, box.top, right, bottom) / box.width;
}
