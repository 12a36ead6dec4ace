import { byDominance, type Detection, type Detector, looks } from './detection.js';
import { area, at, eyeLineAngle, intersectionOverUnion, square } from './geometry.js';
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

/** Upright faces nearly all reach this presence (99 % on LFW); of faces taken for upright ones many do not. */
const presenceUpright = 0.98;
/** Side of the region in which turns are compared, divided by the face box: the scale at which detectors are surest. */
const turnScale = 3.5;

/**
 * Finds the dominant face and its mesh.
 *
 * The detector proposes, the mesh confirms. An ordinary frame takes one look and one mesh; only a look without a
 * confirmed face leads to the next. A face that lies or stands on its head is often taken for an upright one, also by
 * the mesh, but not with their full scores: where either is in doubt, once a frame, the face is looked at in all four
 * turns, and the turn in which the detector is surest counts.
 */
export function createFaceFinder(detector: Detector, mesh: MeshNetwork, cropScale: number): FaceFinder {
  const fit = async (detection: Detection): Promise<FoundFace> => {
    const { box, points } = detection;
    const side = Math.max(box.width, box.height) * cropScale;
    const region = square(box.left + box.width / 2, box.top + box.height / 2, side, eyeLineAngle(points));
    return { detection, mesh: await mesh.fit(region) };
  };
  const turned = async (face: FoundFace): Promise<FoundFace> => {
    const better = await bestTurn(detector, face.detection);
    if (!better) return face;
    const other = await fit(better);
    return isUsable(other) && other.mesh.presence >= presenceSure ? other : face;
  };
  const find = async (picture: Picture, watch: Stopwatch): Promise<Findings> => {
    let best: FoundFace | null = null;
    let all: readonly Detection[] = [];
    let turns = 1;
    for (const region of looks(picture.width, picture.height)) {
      const seen = byDominance(await detector.look(region), picture);
      watch.lap('detect');
      for (const detection of seen.slice(0, candidatesMax)) {
        let face = await fit(detection);
        watch.lap('mesh');
        if (turns > 0 && (detection.score < detector.uprightScore || face.mesh.presence < presenceUpright)) {
          turns -= 1;
          face = await turned(face);
          watch.lap('turns');
        }
        if (!isUsable(face) || (best && face.mesh.presence <= best.mesh.presence)) continue;
        best = face;
        all = seen;
        if (face.mesh.presence >= presenceSure) return findings(best, all);
      }
    }
    return findings(best, all);
  };
  return { find };
}

/** The face as seen in the turn where it scores highest, or null when that is as it stands. */
async function bestTurn(detector: Detector, { box }: Detection): Promise<Detection | null> {
  const side = Math.max(box.width, box.height) * turnScale;
  const [centreX, centreY] = [box.left + box.width / 2, box.top + box.height / 2];
  let best: Detection | null = null;
  let highest = 0;
  for (const quarters of [0, 1, -1, 2]) {
    const seen = await detector.look(square(centreX, centreY, side, (quarters * Math.PI) / 2));
    const same = seen.find((other) => intersectionOverUnion(other.box, box) >= sameFaceOverlap);
    if (!same || same.score <= highest) continue;
    highest = same.score;
    best = quarters === 0 ? null : same;
  }
  return best;
}

/** Boxes of one face in two turns overlap at least this much: a box leaves out the forehead, whichever way it lies. */
const sameFaceOverlap = 0.3;

/** Less than this is no face but a collapsed answer, which no alignment can use; pixels of inter-eye distance. */
const eyeDistanceMin = 2;

function isUsable({ detection, mesh: { landmarks, presence } }: FoundFace): boolean {
  if (!Number.isFinite(presence) || !landmarks.every(Number.isFinite)) return false;
  if (!detection.points.every(Number.isFinite)) return false;
  const points = fivePoints(landmarks);
  return Math.hypot(at(points, 2) - at(points, 0), at(points, 3) - at(points, 1)) >= eyeDistanceMin;
}

function findings(face: FoundFace | null, seen: readonly Detection[]): Findings {
  const areas = seen.map(({ box }) => area(box)).sort((a, b) => b - a);
  const [largest = 0, second = 0] = areas;
  return { face, faceCount: face ? seen.length : 0, secondFaceRatio: largest > 0 ? second / largest : 0 };
}
