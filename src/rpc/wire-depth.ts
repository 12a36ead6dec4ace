import { badField, FaceError } from '../errors.js';
import type { DepthFrame } from '../recognition/capture-input.js';
import type { DepthMeasures } from '../biometrics/depth.js';
import type { CameraIntrinsics__Output } from './generated/faceengine/v1/CameraIntrinsics.js';
import type { DepthFrame__Output } from './generated/faceengine/v1/DepthFrame.js';
import type { DepthMeasures as WireDepthMeasures } from './generated/faceengine/v1/DepthMeasures.js';
import type { DepthOrigin__Output } from './generated/faceengine/v1/DepthOrigin.js';
import { depthOriginFromWire, depthOriginToWire, finite } from './wire.js';
import { required } from './wire-requests.js';

/** Depth on the wire; whether a map fits its picture is known when that is decoded (engine/depth.ts). */

const SIDE_MIN = 32;
const SIDE_MAX = 2048;

/**
 * A map in an ArrayBuffer of its own, to be transferred to a worker.
 *
 * @throws FaceError DEPTH_MISMATCH, BAD_FIELD
 */
export function depthOf(depth: DepthFrame__Output, field: string): DepthFrame {
  const origin = originOf(depth.origin, `${field}.origin`);
  const { width, height, z16: bytes } = depth;
  checkSide(width, `${field}.width`);
  checkSide(height, `${field}.height`);
  const expected = 2 * width * height;
  if (bytes.byteLength !== expected) {
    const what = `${expected} bytes for ${width} × ${height} pixels`;
    throw mismatch(`${field}.z16`, what, `${bytes.byteLength} bytes`);
  }
  const intrinsics = intrinsicsOf(required(depth.intrinsics, `${field}.intrinsics`), depth, `${field}.intrinsics`);
  const z16 = new Uint8Array(bytes.byteLength);
  z16.set(bytes);
  return { z16, width, height, ...intrinsics, origin };
}

function originOf(value: DepthOrigin__Output, field: string): DepthFrame['origin'] {
  // A number that this version has no name for comes through as it is.
  const origin = Object.hasOwn(depthOriginFromWire, value) ? depthOriginFromWire[value] : null;
  if (origin === null)
    throw badField(field, 'SENSOR_TOF, SENSOR_STRUCTURED_LIGHT, STEREO or ESTIMATED', 'none of them');
  return origin;
}

function checkSide(side: number, field: string): void {
  if (side >= SIDE_MIN && side <= SIDE_MAX) return;
  throw mismatch(field, `${SIDE_MIN}–${SIDE_MAX} pixels`, `${side}`);
}

/** Focal lengths in sides of the map: from a fisheye to a long lens. */
const FOCAL_MIN = 0.2;
const FOCAL_MAX = 10;
/** Principal points likewise: a map may be cut out of a larger one. */
const CENTRE_MIN = -0.5;
const CENTRE_MAX = 1.5;

function intrinsicsOf(
  { fx, fy, cx, cy }: CameraIntrinsics__Output,
  { width, height }: Pick<DepthFrame__Output, 'width' | 'height'>,
  field: string,
): Pick<DepthFrame, 'fx' | 'fy' | 'cx' | 'cy'> {
  const check = (name: string, value: number, [min, max]: readonly [number, number]): void => {
    if (value >= min && value <= max) return;
    throw mismatch(`${field}.${name}`, `${min}–${max} pixels for a map of ${width} × ${height}`, 'another number');
  };
  check('fx', fx, [FOCAL_MIN * width, FOCAL_MAX * width]);
  check('fy', fy, [FOCAL_MIN * height, FOCAL_MAX * height]);
  check('cx', cx, [CENTRE_MIN * width, CENTRE_MAX * width]);
  check('cy', cy, [CENTRE_MIN * height, CENTRE_MAX * height]);
  return { fx, fy, cx, cy };
}

function mismatch(field: string, expected: string, came: string): FaceError {
  return new FaceError('DEPTH_MISMATCH', `${field}: ${expected} was expected; ${came} came.`, { field });
}

/** The shape alone, whatever it was measured on. */
export function toWireDepth(depth: DepthMeasures): WireDepthMeasures {
  return {
    origin: depthOriginToWire[depth.origin],
    planeResidualMm: finite(depth.planeResidualMm),
    surfaceResidualMm: finite(depth.surfaceResidualMm),
    noseReliefMm: finite(depth.noseReliefMm),
  };
}
