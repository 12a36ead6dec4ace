import { type TextureFeatures, textureFeatureNames } from '../biometrics/texture-features.js';
import type { PlacedFace } from './face-geometry.js';
import { type Affine, at, clamp, eyeLineAngle, nearestQuarterTurn, regionToTensor, square } from './geometry.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';
import { alignedTemplate } from './quality-chip.js';

/** kTextureSide of native/core/texture_chip.h. */
const side = 128;
const template = alignedTemplate(side);

/** Side of the surround divided by the longer side of the face box: a sheet or a screen held up is about as large. */
const surroundScale = 2.5;

export type TextureMeter = (face: Omit<PlacedFace, 'landmarks'>) => TextureFeatures;

/**
 * Measures the texture of a face in the picture that the pyramid holds. The chips are zeroed before the answer; the
 * numbers are the caller's.
 */
export function createTextureMeter(native: Native, pyramid: Pyramid): TextureMeter {
  const map = new Float64Array(6);
  const [face, detail, surround] = [chip(), chip(), chip()];
  return (placed) => {
    const features = new Float32Array(textureFeatureNames.length);
    try {
      native.similarity(placed.points, template, map);
      pyramid.toPlanes(map, side, face);
      pyramid.toPlanes(detailMap(map), side, detail);
      pyramid.toPlanes(surroundMap(placed, map), side, surround);
      native.measureTexture(face, detail, surround, features);
    } finally {
      for (const view of [face, detail, surround]) view.fill(0);
    }
    return features;
  };
}

const chip = (): Uint8Array => new Uint8Array(3 * side * side);

/**
 * Rewrites the map of the aligned face: the same middle, upright and pixel for pixel, so that nothing is resampled. A
 * face that is smaller than the chip is enlarged to fill it, for its surround has a texture of its own.
 */
function detailMap(map: Affine): Affine {
  const middle = (side - 1) / 2;
  const centreX = at(map, 0) * middle + at(map, 1) * middle + at(map, 2);
  const centreY = at(map, 3) * middle + at(map, 4) * middle + at(map, 5);
  const scale = Math.hypot(at(map, 0), at(map, 3));
  const step = Math.min(1, scale);
  // At whole pixels of the picture: half a pixel off, sampling would blur what this view is for.
  const corner = (centre: number): number => (step === 1 ? Math.round(centre - middle) : centre - step * middle);
  map.set([step, 0, corner(centreX), 0, step, corner(centreY)]);
  return map;
}

/** Turned by quarter turns and inside the picture, as a black border would be a cue of its own. */
function surroundMap({ box, points, picture }: Parameters<TextureMeter>[0], map: Affine): Affine {
  const longer = Math.max(box.width, box.height);
  const size = Math.min(longer * surroundScale, picture.width - 1, picture.height - 1);
  const centreX = clamp(box.left + box.width / 2, size / 2, picture.width - 1 - size / 2);
  const centreY = clamp(box.top + box.height / 2, size / 2, picture.height - 1 - size / 2);
  return regionToTensor(square(centreX, centreY, size, nearestQuarterTurn(eyeLineAngle(points))), side, side, map);
}
