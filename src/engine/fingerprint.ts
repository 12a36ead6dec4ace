import type { Box, Fingerprint, NoiseSigns, NoiseWindow } from '../biometrics/observation.js';
import type { Native, Picture } from './native.js';

/** Of a cell's side; native/core/fingerprint.h. */
const CELL_PX = 4;
/** Places of a fingerprint, along each side at most. */
const PICTURE_PLACES_MAX = 48;
const FACE_PLACES_MAX = 48;
/**
 * Places on a face lie this far apart: one for each of these pixels of the picture's longer side, in cells. It depends on
 * the picture alone, so that frames of one camera share their places.
 */
const FACE_STEP_PX = 640;

export type FingerprintMeter = (picture: Picture, face: Box) => Fingerprint;

export function createFingerprintMeter(native: Native): FingerprintMeter {
  const signsAt = (picture: Picture, window: NoiseWindow): NoiseSigns => {
    const signs = new Int8Array(window.columns * window.rows);
    // A picture too small for a single place has none.
    if (signs.length > 0) native.noiseSigns(picture, window, signs);
    return { window, signs };
  };
  return (picture, face) => {
    const hash = new Uint8Array(8);
    native.perceptualHash(picture, hash);
    return {
      hash,
      picture: signsAt(picture, pictureWindow(picture)),
      face: signsAt(picture, faceWindow(picture, face)),
    };
  };
}

type Size = Pick<Picture, 'width' | 'height'>;

/** The whole picture. */
export function pictureWindow({ width, height }: Size): NoiseWindow {
  const inner = { width: innerCells(width), height: innerCells(height) };
  const step = Math.max(1, Math.ceil(Math.max(inner.width, inner.height) / PICTURE_PLACES_MAX));
  return windowOf(
    { first: 1, last: inner.width },
    { first: 1, last: inner.height },
    { step, placesMax: PICTURE_PLACES_MAX },
  );
}

/** The face, or the middle of one that is larger than the window. */
export function faceWindow({ width, height }: Size, { left, top, ...size }: Box): NoiseWindow {
  const step = Math.max(1, Math.floor(Math.max(width, height) / FACE_STEP_PX));
  return windowOf(
    { first: Math.max(1, cellOf(left)), last: Math.min(innerCells(width), cellOf(left + size.width)) },
    { first: Math.max(1, cellOf(top)), last: Math.min(innerCells(height), cellOf(top + size.height)) },
    { step, placesMax: FACE_PLACES_MAX },
  );
}

/** Cells of an axis that have a neighbour on either side are 1 … this. */
const innerCells = (sidePx: number): number => Math.floor(sidePx / CELL_PX) - 2;
const cellOf = (px: number): number => Math.round(px / CELL_PX);

interface Range {
  readonly first: number;
  readonly last: number;
}

interface Grid {
  readonly step: number;
  readonly placesMax: number;
}

function windowOf(across: Range, down: Range, grid: Grid): NoiseWindow {
  const x = placesOf(across, grid);
  const y = placesOf(down, grid);
  return { column: x.first, row: y.first, columns: x.count, rows: y.count, step: grid.step };
}

/** The places of the grid 1, 1 + step, … within a range, those in its middle when there are too many. */
function placesOf({ first, last }: Range, { step, placesMax }: Grid): { first: number; count: number } {
  const from = Math.ceil((first - 1) / step);
  const there = Math.max(0, Math.floor((last - 1) / step) - from + 1);
  const count = Math.min(there, placesMax);
  return { first: 1 + (from + Math.floor((there - count) / 2)) * step, count };
}
