import type { ModelOfRole } from '../models/manifest.js';
import { boxOf, type Detection, type Detector, suppressOverlaps } from './detection.js';
import { at, logistic, mapX, mapY, regionToTensor } from './geometry.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

/**
 * BlazeFace (Bazarevsky et al. 2019), the back-camera form: a single-shot detector over 896 anchors that all have the
 * size of the whole input, so a prediction is an offset from the anchor's centre, in input pixels.
 *
 * Outputs in two groups: stride 16 with 2 anchors a cell (512), stride 32 with 6 (384). An anchor's 16 numbers are
 * centre, size, then six points: image-left eye, image-right eye, nose tip, mouth, image-left ear, image-right ear.
 */
const groups = [
  { stride: 16, anchorsPerCell: 2 },
  { stride: 32, anchorsPerCell: 6 },
] as const;

const valuesPerAnchor = 16;
const pointCount = 6;
/** On 4,788 upright faces of LFW 95 % score more; of faces upside down 98 % score less, of lying ones 90 %. */
const uprightScore = 0.8;

/** Centres of a group's anchors, (x, y) each, in input pixels counted from the edge. */
export function anchorCentres(side: number, stride: number, anchorsPerCell: number): Float32Array {
  const cells = Math.ceil(side / stride);
  const centres = new Float32Array(cells * cells * anchorsPerCell * 2);
  for (let i = 0; i < centres.length / 2; i++) {
    const cell = Math.floor(i / anchorsPerCell);
    centres[2 * i] = ((cell % cells) + 0.5) * stride;
    centres[2 * i + 1] = (Math.floor(cell / cells) + 0.5) * stride;
  }
  return centres;
}

export function createBlazeFace(entry: ModelOfRole<'detector'>, network: Network, pyramid: Pyramid): Detector {
  const { width, height } = entry.input;
  const map = new Float64Array(6);
  const parts = groups.map(({ stride, anchorsPerCell }) => {
    const centres = anchorCentres(width, stride, anchorsPerCell);
    const count = centres.length / 2;
    return { centres, scores: network.sized(count), values: network.sized(count * valuesPerAnchor) };
  });
  // Comparing logits spares 896 exponentials a look.
  const logitMin = Math.log(entry.scoreMin / (1 - entry.scoreMin));

  const decode = ({ centres, values }: (typeof parts)[number], anchor: number, score: number): Detection => {
    const value = (i: number) => at(values, anchor * valuesPerAnchor + i);
    const fromEdge = (axis: number) => at(centres, 2 * anchor + axis) - 0.5;
    const points = new Float32Array(2 * pointCount);
    for (let i = 0; i < pointCount; i++) {
      const x = value(4 + 2 * i) + fromEdge(0);
      const y = value(5 + 2 * i) + fromEdge(1);
      points[2 * i] = mapX(map, x, y);
      points[2 * i + 1] = mapY(map, x, y);
    }
    const centre = [value(0) + fromEdge(0), value(1) + fromEdge(1)] as const;
    return { box: boxOf(map, centre, [value(2), value(3)]), score, points };
  };

  return {
    uprightScore,
    async look(region) {
      regionToTensor(region, width, height, map);
      pyramid.toTensor(map, entry.input, network.input);
      await network.run();
      const found: Detection[] = [];
      for (const part of parts) {
        for (let i = 0; i < part.scores.length; i++) {
          const logit = at(part.scores, i);
          if (logit >= logitMin) found.push(decode(part, i, logistic(logit)));
        }
      }
      return suppressOverlaps(found);
    },
  };
}
