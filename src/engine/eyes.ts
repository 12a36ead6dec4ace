import type { EyeOpening } from '../biometrics/observation.js';
import type { ModelOfRole } from '../models/manifest.js';
import { at, clamp, mirrored, type Region, regionToTensor, softmaxAt, square } from './geometry.js';
import { eyeCorners } from './mesh.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

type EyesEntry = ModelOfRole<'eyes'>;

export interface EyesNetwork {
  /** @param landmarks of the mesh, 468 × (x, y, z), picture pixels */
  opening(landmarks: Float32Array): Promise<EyeOpening>;
}

export function createEyes(entry: EyesEntry, network: Network, pyramid: Pyramid): EyesNetwork {
  const { width, height } = entry.input;
  const map = new Float64Array(6);
  const output = network.sole();
  const isIris = entry.architecture === 'iris';
  const read = isIris ? irisOpening : (logits: Float32Array) => softmaxAt(logits, entry.openIndex ?? 0);
  const one = async (landmarks: Float32Array, corners: readonly [number, number], mirror: boolean) => {
    regionToTensor(eyeRegion(landmarks, corners, entry.cropScale), width, height, map);
    pyramid.toTensor(mirror ? mirrored(map, width) : map, entry.input, network.input);
    await network.run();
    return read(output);
  };
  return {
    async opening(landmarks) {
      const [leftCorners, rightCorners] = eyeCorners;
      const left = await one(landmarks, leftCorners, false);
      // The iris network has learnt eyes with the outer corner on the left.
      return { left, right: await one(landmarks, rightCorners, isIris) };
    },
  };
}

/** A square about an eye, its lower edge along the line of the corners, which are given image-left first. */
function eyeRegion(landmarks: Float32Array, [a, b]: readonly [number, number], cropScale: number): Region {
  const [ax, ay, bx, by] = [
    at(landmarks, 3 * a),
    at(landmarks, 3 * a + 1),
    at(landmarks, 3 * b),
    at(landmarks, 3 * b + 1),
  ];
  const side = Math.hypot(bx - ax, by - ay) * cropScale;
  return square((ax + bx) / 2, (ay + by) / 2, side, Math.atan2(by - ay, bx - ax));
}

/** Points of the eye contour in the iris network's output, (x, y, z) each: corners at 0 and 8, lower lid between, upper lid 9–15. */
const lowerLid = [1, 2, 3, 4, 5, 6, 7] as const;
const upperLid = [9, 10, 11, 12, 13, 14, 15] as const;
/**
 * Mean lid distance divided by eye width at opening 0 (closed) and at opening 1 (wide open). Half of the eyes on NUAA's
 * bona fide frames read 0.45–0.65; those of the two frames known to show closed eyes read 0–0.11.
 */
const closedRatio = 0.08;
const openRatio = 0.3;

/**
 * Opening from the contour of the iris network (Ablavatski et al. 2020): 0 where the lids are as close as those of a closed
 * eye, 1 where they are as far apart as those of a wide open one, straight between and held within.
 */
export function irisOpening(contour: Float32Array): number {
  const distance = (i: number, j: number) =>
    Math.hypot(at(contour, 3 * i) - at(contour, 3 * j), at(contour, 3 * i + 1) - at(contour, 3 * j + 1));
  const gaps = upperLid.map((upper, i) => distance(upper, lowerLid[i] ?? 0));
  const ratio = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / distance(0, 8);
  return clamp((ratio - closedRatio) / (openRatio - closedRatio), 0, 1);
}
