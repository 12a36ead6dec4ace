import { byDominance, type Detection, type Detector, looks } from './detection.js';
import { area, at, eyeLineAngle, square } from './geometry.js';
import { fivePoints, type Mesh, type MeshNetwork } from './mesh.js';
import type { Picture } from './native.js';
import type { Stopwatch } from './stopwatch.js';

export interface FoundFace {
  readonly detection: Detection;
  readonly mesh: Mesh;
}

export interface Findings {
  readonly face: FoundFace | null;
  readonly faceCount: number;
  /** Area of the second largest face divided by that of the largest. */
  readonly secondFaceRatio: number;
}

export interface FaceFinder {
  find(picture: Picture, watch: Stopwatch): Promise<Findings>;
}

/** The mesh is sure of a face from here on; below, a further look may show a better one. */
const presenceSure = 0.5;
/** Faces of one look that the mesh is asked about: a false detection must not hide a face behind it. */
const candidatesMax = 2;

/**
 * Finds the dominant face and its mesh.
 *
 * The detector proposes, the mesh confirms. An ordinary frame takes one look and one mesh; only a look without a
 * confirmed face leads to the next.
 */
export function createFaceFinder(detector: Detector, mesh: MeshNetwork, cropScale: number): FaceFinder {
  const fit = ({ box, points }: Detection) => {
    const side = Math.max(box.width, box.height) * cropScale;
    return mesh.fit(square(box.left + box.width / 2, box.top + box.height / 2, side, eyeLineAngle(points)));
  };
  return {
    async find(picture, watch) {
      let best: FoundFace | null = null;
      let all: readonly Detection[] = [];
      for (const region of looks(picture.width, picture.height)) {
        const seen = byDominance(await detector.look(region), picture);
        watch.lap('detect');
        for (const detection of seen.slice(0, candidatesMax)) {
          const face = { detection, mesh: await fit(detection) };
          watch.lap('mesh');
          if (!isUsable(face.mesh) || (best && face.mesh.presence <= best.mesh.presence)) continue;
          best = face;
          all = seen;
          if (face.mesh.presence >= presenceSure) return findings(best, all);
        }
      }
      return findings(best, all);
    },
  };
}

/** Less than this is no face but a collapsed answer, which no alignment can use; pixels of inter-eye distance. */
const eyeDistanceMin = 2;

function isUsable({ landmarks, presence }: Mesh): boolean {
  if (!Number.isFinite(presence) || !landmarks.every(Number.isFinite)) return false;
  const points = fivePoints(landmarks);
  return Math.hypot(at(points, 2) - at(points, 0), at(points, 3) - at(points, 1)) >= eyeDistanceMin;
}

function findings(face: FoundFace | null, seen: readonly Detection[]): Findings {
  const areas = seen.map(({ box }) => area(box)).sort((a, b) => b - a);
  const [largest = 0, second = 0] = areas;
  return { face, faceCount: face ? seen.length : 0, secondFaceRatio: largest > 0 ? second / largest : 0 };
}
