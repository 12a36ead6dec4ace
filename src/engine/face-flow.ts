import type { FaceFlow } from '../biometrics/observation.js';
import { at } from './geometry.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';
import { arcFace } from './quality-chip.js';

/** As native/core/face_flow.h has it. */
const side = 160;
const vectors = 64;

/** The template about the middle of the chip, from the brows to below the chin. */
const scale = (side / 112) * 1.15;
const centre = [0, 1].map((axis) => arcFace.reduce((sum, value, i) => sum + (i % 2 === axis ? value / 5 : 0), 0));
const template = arcFace.map((value, i) => (value - at(centre, i % 2)) * scale + side * (i % 2 === 0 ? 0.5 : 0.52));
const interEyeDistance = Math.hypot(at(template, 2) - at(template, 0), at(template, 3) - at(template, 1));

export interface FlowMeter {
  /** The face's normalised luma, which the caller owns. @param points five, pixels of the picture in the pyramid */
  chip(points: Float32Array): Uint8Array;
  /** Null where no homography lies between the two. */
  flow(reference: Uint8Array, chip: Uint8Array): FaceFlow | null;
}

export function createFlowMeter(native: Native, pyramid: Pyramid): FlowMeter {
  const map = new Float64Array(6);
  const luma = new Uint8Array(side * side);
  const measured = new Float32Array(3 + 2 * vectors);
  return {
    chip(points) {
      native.similarity(points, template, map);
      pyramid.toLuminance(map, side, luma);
      const chip = new Uint8Array(side * side);
      native.normaliseChip(luma, chip);
      luma.fill(0);
      return chip;
    },
    flow(reference, chip) {
      if (!native.measureFaceFlow(reference, chip, measured)) return null;
      const leftOver = measured.slice(3).map((value) => value / interEyeDistance);
      return {
        displacement: at(measured, 1),
        meanSquare: leftOver.reduce((sum, value) => sum + value * value, 0) / vectors,
        noise: at(measured, 2) / interEyeDistance ** 2,
        leftOver,
      };
    },
  };
}
