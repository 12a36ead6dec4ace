import type { QualityMeasurements } from '../biometrics/observation.js';
import { geometryOf, type PlacedFace } from './face-geometry.js';
import { at } from './geometry.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';
import { createSkinColourMeter } from './skin-colour.js';

const side = 128;

/** The ArcFace template (Deng et al. 2019), eye centres, nose tip and mouth corners on 112 × 112 pixels. */
export const arcFace = Float32Array.of(
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
);

/** The template spread over a square chip: the face fills the inscribed ellipse. */
export const alignedTemplate = (chipSide: number): Float32Array =>
  arcFace.map((coordinate) => (coordinate + 0.5) * (chipSide / 112) - 0.5);

const template = alignedTemplate(side);

/** What quality components are made of: pixels of one aligned luma chip and of the cheeks, and the mesh's place. */
export function createQualityMeter(native: Native, pyramid: Pyramid): (face: PlacedFace) => QualityMeasurements {
  const map = new Float64Array(6);
  const chip = new Uint8Array(side * side);
  const measured = new Float32Array(8);
  const skinColour = createSkinColourMeter(pyramid);
  return (face) => {
    native.similarity(face.points, template, map);
    pyramid.toLuminance(map, side, chip);
    native.measureLuminance(chip, side, measured);
    return {
      sharpness: at(measured, 0),
      underExposure: at(measured, 1),
      overExposure: at(measured, 2),
      dynamicRange: at(measured, 3),
      illuminationUniformity: at(measured, 4),
      luminanceMean: at(measured, 5),
      linearLuminanceMean: at(measured, 6),
      linearLuminanceVariance: at(measured, 7),
      skinColourDistance: skinColour(face),
      ...geometryOf(face),
    };
  };
}
