import type { DepthMeasures, SensorDepth, SensorOrigin } from '../biometrics/depth.js';
import { FaceError } from '../errors.js';
import type { DepthFrame } from '../recognition/capture-input.js';
import { at } from './geometry.js';
import { depthMeasureCount, type Native, type Picture, reliefLength } from './native.js';
import { reliefDescriptor } from './relief-descriptor.js';

/** What a frame's depth says of its face. */
export interface FaceDepth {
  readonly depth: DepthMeasures | null;
  /** Unit vector of the relief; null where no sensor saw enough of it. */
  readonly relief: Float32Array | null;
}

export interface DepthMeter {
  /**
   * @param landmarks 468 × (x, y, z), pixels of the picture
   * @param frame null where none came with the picture: then the mesh's own shape is told, if that is wanted
   */
  measure(landmarks: Float32Array, picture: Picture, frame: DepthFrame | null): FaceDepth;
}

/** @param estimate DEPTH_ESTIMATION_FALLBACK */
export function createDepthMeter(native: Native, estimate: boolean): DepthMeter {
  const numbers = new Float32Array(depthMeasureCount);
  const relief = new Float32Array(reliefLength);
  return {
    measure(landmarks, picture, frame) {
      if (!frame) return { depth: estimate ? estimated(native, landmarks) : null, relief: null };
      const { width, height, fx, fy, cx, cy, z16, origin } = frame;
      const map = { width, height, fx, fy, cx, cy, z16 };
      try {
        const seen = native.measureDepth(map, inMap(landmarks, picture, frame), numbers, relief);
        if (!seen) return { depth: null, relief: null };
        if (origin === 'ESTIMATED') return { depth: { origin, ...reliefOf(numbers) }, relief: null };
        return { depth: sensorDepthOf(numbers, origin), relief: reliefDescriptor(relief) };
      } finally {
        relief.fill(0);
      }
    },
  };
}

function estimated(native: Native, landmarks: Float32Array): DepthMeasures {
  const numbers = new Float32Array(3);
  native.estimateRelief(landmarks, numbers);
  return { origin: 'ESTIMATED', ...reliefOf(numbers) };
}

const reliefOf = (numbers: Float32Array) => ({
  planeResidualMm: at(numbers, 0),
  surfaceResidualMm: at(numbers, 1),
  noseReliefMm: at(numbers, 2),
});

/** @param numbers as `Native.measureDepth` leaves them */
export function sensorDepthOf(numbers: Float32Array, origin: SensorOrigin): SensorDepth {
  return {
    origin,
    ...reliefOf(numbers),
    shapeCorrelation: at(numbers, 3),
    reliefCorrelation: at(numbers, 4),
    interEyeMm: at(numbers, 5),
    distanceMm: at(numbers, 6),
    noiseMm: at(numbers, 7),
    holeShare: at(numbers, 8),
  };
}

/** The landmarks in pixels of the map, which shows what the picture shows in another resolution. */
function inMap(landmarks: Float32Array, picture: Picture, map: DepthFrame): Float32Array {
  const [across, down] = [map.width / picture.width, map.height / picture.height];
  const scales = [across, down, Math.sqrt(across * down)];
  return landmarks.map((value, i) => (i % 3 === 2 ? value * at(scales, 2) : (value + 0.5) * at(scales, i % 3) - 0.5));
}

/** How far the proportions of map and picture may differ: sizes are whole pixels. */
const ASPECT_DIFFERENCE_MAX = 0.02;

/** @throws FaceError DEPTH_MISMATCH when the map cannot show what the upright picture shows */
export function checkProportions(picture: Picture, map: DepthFrame): void {
  const difference = Math.abs(Math.log((map.width * picture.height) / (map.height * picture.width)));
  if (difference <= ASPECT_DIFFERENCE_MAX) return;
  throw new FaceError(
    'DEPTH_MISMATCH',
    `frame.depth: a map with the proportions of the upright picture, ${picture.width} × ${picture.height} pixels, was expected; one of ${map.width} × ${map.height} came.`,
    { field: 'frame.depth' },
  );
}
