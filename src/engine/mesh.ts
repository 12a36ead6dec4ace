import type { ModelOfRole } from '../models/manifest.js';
import { at, logistic, mapX, mapY, regionToTensor, type Region, scaleOf } from './geometry.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

export const landmarkCount = 468;

/** Indices into the MediaPipe mesh: corner, corner, then two pairs of upper and lower lid. */
const imageLeftEye = [33, 133, 160, 144, 158, 153] as const;
const imageRightEye = [362, 263, 385, 380, 387, 373] as const;
const noseTips = [1, 4] as const;
const imageLeftMouthCorner = 61;
const imageRightMouthCorner = 291;

/** The corners of each eye; the image-left eye and the image-left corner come first. */
export const eyeCorners = [
  [33, 133],
  [362, 263],
] as const;

export interface Mesh {
  /** 468 × (x, y, z), pixels of the picture; z grows away from the camera, from the head's own middle. */
  readonly landmarks: Float32Array;
  /** Probability that the crop shows a face, 0–1. */
  readonly presence: number;
}

export interface MeshNetwork {
  /** @param region square, turned so that the face is upright in it */
  fit(region: Region): Promise<Mesh>;
}

/** MediaPipe face mesh (Kartynnik et al. 2019): 468 points, x and y in input pixels from the edge, z in the same unit. */
export function createMesh(entry: ModelOfRole<'mesh'>, network: Network, pyramid: Pyramid): MeshNetwork {
  const map = new Float64Array(6);
  const points = network.sized(landmarkCount * 3);
  const flag = network.sized(1);
  return {
    async fit(region) {
      regionToTensor(region, entry.input.width, entry.input.height, map);
      pyramid.toTensor(map, entry.input, network.input);
      await network.run();
      const landmarks = new Float32Array(points.length);
      const scale = scaleOf(map);
      for (let i = 0; i < points.length; i += 3) {
        const x = at(points, i) - 0.5;
        const y = at(points, i + 1) - 0.5;
        landmarks[i] = mapX(map, x, y);
        landmarks[i + 1] = mapY(map, x, y);
        landmarks[i + 2] = at(points, i + 2) * scale;
      }
      const raw = at(flag, 0);
      return { landmarks, presence: entry.presence === 'logit' ? logistic(raw) : raw };
    },
  };
}

/** Eye centres, nose tip and mouth corners of a mesh, image-left first: 5 × (x, y). */
export function fivePoints(landmarks: Float32Array): Float32Array {
  const groups = [imageLeftEye, imageRightEye, noseTips, [imageLeftMouthCorner], [imageRightMouthCorner]];
  const points = new Float32Array(10);
  groups.forEach((indices, i) => {
    points[2 * i] = mean(landmarks, indices, 0);
    points[2 * i + 1] = mean(landmarks, indices, 1);
  });
  return points;
}

function mean(landmarks: Float32Array, indices: readonly number[], axis: number): number {
  let sum = 0;
  for (const index of indices) sum += at(landmarks, 3 * index + axis);
  return sum / indices.length;
}
