import type { Box } from '../biometrics/observation.js';
import { type Affine, area, intersectionOverUnion, mapX, mapY, nearestQuarterTurn, type Region } from './geometry.js';

/** A face as a detector sees it, in pixels of the picture. */
export interface Detection {
  readonly box: Box;
  /** 0–1. */
  readonly score: number;
  /** n × (x, y), n ≥ 2; the first two are the eye centres, image-left first in an upright face. */
  readonly points: Float32Array;
}

export interface Detector {
  /** Upright faces score at least this, with few exceptions, and faces that lie or stand on their heads less. */
  readonly uprightScore: number;
  /** The faces in one region of the loaded picture, best first, overlaps removed. */
  look(region: Region): Promise<Detection[]>;
}

/** Boxes that overlap more than this are one face. */
const overlapMax = 0.3;

/** Greedy non-maximum suppression; the result is sorted by falling score. */
export function suppressOverlaps(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((better) => intersectionOverUnion(better.box, candidate.box) <= overlapMax)) kept.push(candidate);
  }
  return kept;
}

/**
 * A box given by centre and size in tensor pixels, as an upright box of the picture.
 *
 * The map turns by quarter turns only, where width and height at most change places.
 */
export function boxOf(map: Affine, centre: readonly [number, number], size: readonly [number, number]): Box {
  const x = mapX(map, ...centre);
  const y = mapY(map, ...centre);
  const dx = Math.abs((map[0] ?? NaN) * size[0]) + Math.abs((map[1] ?? NaN) * size[1]);
  const dy = Math.abs((map[3] ?? NaN) * size[0]) + Math.abs((map[4] ?? NaN) * size[1]);
  return { left: x - dx / 2, top: y - dy / 2, width: dx, height: dy };
}

/** How much of its weight a face loses in the far corner of the picture. */
const cornerLoss = 0.75;

/**
 * The faces by falling dominance: the largest first, where one near the centre may win against a slightly larger one,
 * since whoever is meant stands in the middle, and a sure one against a doubtful one.
 */
export function byDominance(
  detections: readonly Detection[],
  picture: { readonly width: number; readonly height: number },
): Detection[] {
  const halfDiagonal = Math.hypot(picture.width, picture.height) / 2;
  const weight = ({ box, score }: Detection) => {
    const dx = box.left + box.width / 2 - picture.width / 2;
    const dy = box.top + box.height / 2 - picture.height / 2;
    return area(box) * score * (1 - cornerLoss * Math.min(1, Math.hypot(dx, dy) / halfDiagonal));
  };
  return detections.toSorted((a, b) => weight(b) - weight(a));
}

/** Where to look, in order; a look is made only when those before it found nothing. */
export function looks(width: number, height: number): Region[] {
  const long = Math.max(width, height);
  const whole = (zoom: number, angle: number): Region => ({
    centreX: (width - 1) / 2,
    centreY: (height - 1) / 2,
    width: long * zoom,
    height: long * zoom,
    angle: nearestQuarterTurn(angle),
  });
  return [
    whole(1, 0),
    // A face that fills the picture has no surround, and detectors have learnt faces with one.
    whole(2, 0),
    ...tiles(width, height),
    whole(1.25, Math.PI / 2),
    whole(1.25, -Math.PI / 2),
    whole(1.25, Math.PI),
  ];
}

/** Below this a closer look shows nothing but blur, pixels. */
const tiledSideMin = 320;
/** Side of a tile divided by the long side of the picture: neighbours share a fifth of it. */
const tileShare = 0.6;

/** At most four overlapping squares, for small faces in large pictures. */
function tiles(width: number, height: number): Region[] {
  const long = Math.max(width, height);
  if (long < tiledSideMin) return [];
  const side = long * tileShare;
  const centres = (length: number) => (length > side ? [(side - 1) / 2, length - (side + 1) / 2] : [(length - 1) / 2]);
  return centres(height).flatMap((centreY) =>
    centres(width).map((centreX) => ({ centreX, centreY, width: side, height: side, angle: 0 })),
  );
}
