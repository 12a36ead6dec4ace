import type { ModelOfRole } from '../models/manifest.js';
import { boxOf, type Detection, type Detector, suppressOverlaps } from './detection.js';
import { at, mapX, mapY, regionToTensor } from './geometry.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

/**
 * YuNet (Wu et al. 2023), anchor-free, at strides 8, 16 and 32; the input's sides are multiples of 32.
 *
 * A cell (column, row) of stride s answers with class and objectness (score = √(cls·obj)), a box (centre = (cell + d)·s,
 * size = exp(·)·s) and five points ((cell + k)·s): image-left eye, image-right eye, nose tip, mouth corners.
 */
const strides = [8, 16, 32] as const;
const pointCount = 5;
/** On 4,788 upright faces of LFW 99 % score more, and hardly any turned one does. */
const uprightScore = 0.92;

export function createYunet(entry: ModelOfRole<'detector'>, network: Network, pyramid: Pyramid): Detector {
  const { width, height } = entry.input;
  const map = new Float64Array(6);
  const heads = strides.map((stride) => ({
    stride,
    columns: width / stride,
    classes: network.named(`cls_${stride}`),
    objects: network.named(`obj_${stride}`),
    boxes: network.named(`bbox_${stride}`),
    points: network.named(`kps_${stride}`),
  }));

  const decode = (head: (typeof heads)[number], cell: number, score: number): Detection => {
    const { stride } = head;
    const column = cell % head.columns;
    const row = Math.floor(cell / head.columns);
    const points = new Float32Array(2 * pointCount);
    for (let i = 0; i < pointCount; i++) {
      const x = (column + at(head.points, cell * 2 * pointCount + 2 * i)) * stride;
      const y = (row + at(head.points, cell * 2 * pointCount + 2 * i + 1)) * stride;
      points[2 * i] = mapX(map, x, y);
      points[2 * i + 1] = mapY(map, x, y);
    }
    const box = (i: number) => at(head.boxes, cell * 4 + i);
    const centre = [(column + box(0)) * stride, (row + box(1)) * stride] as const;
    return { box: boxOf(map, centre, [Math.exp(box(2)) * stride, Math.exp(box(3)) * stride]), score, points };
  };

  return {
    uprightScore,
    async look(region) {
      regionToTensor(region, width, height, map);
      pyramid.toTensor(map, entry.input, network.input);
      await network.run();
      const found: Detection[] = [];
      for (const head of heads) {
        for (let i = 0; i < head.classes.length; i++) {
          const score = Math.sqrt(Math.max(0, at(head.classes, i) * at(head.objects, i)));
          if (score >= entry.scoreMin) found.push(decode(head, i, Math.min(1, score)));
        }
      }
      return suppressOverlaps(found);
    },
  };
}
