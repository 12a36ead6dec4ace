import type { Box, PadCue } from '../biometrics/observation.js';
import type { LlrCalibration, ModelOfRole } from '../models/manifest.js';
import { at, clamp, nearestQuarterTurn, type Region, regionToTensor } from './geometry.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

type PadEntry = ModelOfRole<'pad'>;

export interface PadNetwork {
  judge(face: Face): Promise<PadCue>;
}

interface Face {
  readonly box: Box;
  /** Of the eye line, radians. */
  readonly angle: number;
  readonly picture: { readonly width: number; readonly height: number };
}

export function createPadNetwork(entry: PadEntry, network: Network, pyramid: Pyramid): PadNetwork {
  const { width, height } = entry.input;
  const map = new Float64Array(6);
  const logits = network.sole();
  return {
    async judge(face) {
      regionToTensor(padRegion(entry.crop, face), width, height, map);
      pyramid.toTensor(map, entry.input, network.input);
      await network.run();
      return calibratedCue(entry.name, logOddsAt(logits, entry.liveIndex), entry.calibration);
    },
  };
}

/** Log-odds of one class against all others. */
function logOddsAt(logits: ArrayLike<number>, index: number): number {
  const others = Array.from(logits).filter((_, i) => i !== index);
  const largest = Math.max(...others);
  const sum = others.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return at(logits, index) - largest - Math.log(sum);
}

export function calibratedCue(name: string, raw: number, { midpoint, slope, limit }: LlrCalibration): PadCue {
  return { name, raw, llr: clamp(slope * (raw - midpoint), -limit, limit) };
}

/**
 * The part of the picture that a PAD network sees: the face and its surround, which gives a print or a screen away.
 *
 * The crop turns by quarter turns only, as these networks were trained on upright boxes. With `clip` it shrinks and
 * moves until it lies inside the picture (as in minivision-ai/Silent-Face-Anti-Spoofing); a black border would be a cue of its own.
 */
export function padRegion(crop: PadEntry['crop'], { box, angle, picture }: Face): Region {
  const turn = nearestQuarterTurn(angle);
  const longer = Math.max(box.width, box.height);
  const faceWidth = crop.square ? longer : box.width;
  const faceHeight = crop.square ? longer : box.height;
  const scale = crop.clip
    ? Math.min(crop.scale, (picture.width - 1) / faceWidth, (picture.height - 1) / faceHeight)
    : crop.scale;
  const width = faceWidth * scale;
  const height = faceHeight * scale;
  let centreX = box.left + box.width / 2;
  let centreY = box.top + box.height / 2;
  if (crop.clip) {
    centreX = clamp(centreX, width / 2, picture.width - 1 - width / 2);
    centreY = clamp(centreY, height / 2, picture.height - 1 - height / 2);
  }
  const lying = Math.abs(Math.sin(turn)) > 0.5;
  return { centreX, centreY, width: lying ? height : width, height: lying ? width : height, angle: turn };
}
