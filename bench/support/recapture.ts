import type { Picture } from '../../src/engine/native.js';
import type { Random } from '../../src/evaluation/rates/random.js';
import { bell, type FacePicture, happens, photographed, pixelsOf, raw, uniform } from './face-picture.js';

/**
 * Simulated presentations: a picture of a person as a print or a screen would show it to a camera.
 *
 * It is a model, not a measurement: it knows rasters, sub-pixels, moiré, gamut, gloss and borders of a sheet, drawn from
 * wide ranges, and none of what nobody thought of. It serves to widen what little recorded data there is, and to ask
 * whether a scorer that was fitted to one of the two knows the other.
 */
export const simulatedSpecies = ['simulated-print', 'simulated-screen'] as const;
export type SimulatedSpecies = (typeof simulatedSpecies)[number];

/** @param scene what is behind the sheet or the screen; of any size */
export async function recaptured(
  species: SimulatedSpecies,
  face: FacePicture,
  scene: Picture,
  random: Random,
): Promise<FacePicture> {
  // Two lenses and a resampling lie between the person and the second camera.
  const soft = await pixelsOf(raw(face.picture).blur(uniform(random, 0.4, 1.3)));
  const shown = species === 'simulated-print' ? printed(soft, random) : onScreen(soft, random);
  glare(shown, random, species === 'simulated-print' ? 0.4 : 0.5);
  const whole = happens(random, 0.4) ? shown : await heldUp(shown, { ...face, picture: shown }, scene, random);
  return photographed({ ...face, picture: whole }, random);
}

const luma = (r: number, g: number, b: number): number => 0.299 * r + 0.587 * g + 0.114 * b;
const byte = (level: number): number => Math.max(0, Math.min(255, Math.round(level)));

/** What ink or a panel makes of levels: its black and white, its gamma, its colours. */
interface Gamut {
  readonly black: number;
  readonly white: number;
  readonly gamma: number;
  readonly saturation: number;
  readonly balance: readonly [number, number, number];
}

/** Waves across a picture at an angle, in radians a pixel; a slow bend stands for a sheet that is not quite flat. */
function wave(random: Random, pitch: number, angle: number): (x: number, y: number) => number {
  const [u, v] = [(2 * Math.PI * Math.cos(angle)) / pitch, (2 * Math.PI * Math.sin(angle)) / pitch];
  const bend = uniform(random, -1, 1) * 1e-3 * u;
  const start = uniform(random, 0, 2 * Math.PI);
  return (x, y) => Math.cos(u * x + v * y + bend * (x * y) + start);
}

function shownBy(
  { data, width, height }: Picture,
  { black, white, gamma, saturation, balance }: Gamut,
  modulation: (x: number, y: number, channel: number, level: number) => number,
): Picture {
  const out = new Uint8Array(data.length);
  const curve = Float32Array.from({ length: 256 }, (_, level) => black + (white - black) * (level / 255) ** gamma);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const grey = luma(data[i]!, data[i + 1]!, data[i + 2]!);
      for (let channel = 0; channel < 3; channel++) {
        const coloured = grey + saturation * (data[i + channel]! - grey);
        const level = curve[byte(coloured)]! * balance[channel]!;
        out[i + channel] = byte(level + modulation(x, y, channel, level));
      }
    }
  }
  return { data: out, width, height };
}

/** Halftone screens of the inks at angles of their own, or the fine grain of a photo lab, on paper that is not even. */
function printed(picture: Picture, random: Random): Picture {
  const gamut: Gamut = {
    black: uniform(random, 8, 55),
    white: uniform(random, 185, 255),
    gamma: uniform(random, 0.8, 1.3),
    saturation: uniform(random, 0.6, 1.15),
    balance: [uniform(random, 0.88, 1.12), 1, uniform(random, 0.85, 1.15)],
  };
  const pitch = uniform(random, 1.4, 6);
  const turned = uniform(random, 0, Math.PI);
  const raster = happens(random, 0.7) ? uniform(random, 1, 10) : 0;
  const inks = [0.26, 1.31, 0].map((angle) => [
    wave(random, pitch, turned + angle),
    wave(random, pitch, turned + angle + Math.PI / 2),
  ]);
  const grain = uniform(random, 0, 4);
  return shownBy(picture, gamut, (x, y, channel, level) => {
    // Dots show most in the middle tones: there is no ink in white, and no gap in black.
    const tone = (level * (255 - level)) / 16_256;
    const dots = raster === 0 ? 0 : raster * tone * (inks[channel]![0]!(x, y) + inks[channel]![1]!(x, y));
    return dots + grain * bell(random);
  });
}

/** The sub-pixels of a panel, three stripes a pixel and dark lines between rows; sampled by a camera they beat as moiré. */
function onScreen(picture: Picture, random: Random): Picture {
  const gamut: Gamut = {
    black: uniform(random, 3, 45),
    white: uniform(random, 200, 262),
    gamma: uniform(random, 0.75, 1.3),
    saturation: uniform(random, 0.7, 1.35),
    balance: [uniform(random, 0.85, 1.05), 1, uniform(random, 0.95, 1.2)],
  };
  const pitch = uniform(random, 0.55, 3.2);
  const turned = uniform(random, -0.35, 0.35);
  const stripes = uniform(random, 0.01, 0.15);
  const rows = uniform(random, 0.005, 0.1);
  const across = wave(random, pitch, turned);
  const down = wave(random, pitch, turned + Math.PI / 2);
  const apart = pitch / 3;
  return shownBy(
    picture,
    gamut,
    (x, y, channel, level) => level * (stripes * across(x + channel * apart, y) + rows * down(x, y)),
  );
}

/** A lamp mirrored by gloss: a soft bright spot without colour, in place. */
function glare({ data, width, height }: Picture, random: Random, probability: number): void {
  if (!happens(random, probability)) return;
  const [centreX, centreY] = [uniform(random, 0.2, 0.8) * width, uniform(random, 0.1, 0.8) * height];
  const [radiusX, radiusY] = [uniform(random, 0.04, 0.3) * width, uniform(random, 0.04, 0.3) * height];
  const strength = uniform(random, 30, 160);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const distance = ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2;
      if (distance > 6) continue;
      const added = strength * Math.exp(-distance);
      for (let channel = 0; channel < 3; channel++) data[i + channel] = byte(data[i + channel]! + added);
    }
  }
}

/** The presentation as a turned rectangle with a border, before a scene. */
async function heldUp(shown: Picture, { box }: FacePicture, scene: Picture, random: Random): Promise<Picture> {
  const { width, height } = shown;
  const behind = await pixelsOf(raw(scene).resize(width, height, { fit: 'cover' }));
  const out = behind.data;
  const [centreX, centreY] = [box.left + box.width / 2, box.top + box.height / 2];
  const [halfX, halfY] = [(box.width / 2) * uniform(random, 1.2, 2), (box.height / 2) * uniform(random, 1.2, 2)];
  const border = box.width * uniform(random, 0, 0.15);
  const edge = happens(random, 0.5) ? uniform(random, 190, 250) : uniform(random, 5, 60);
  const angle = uniform(random, -0.3, 0.3);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const along = Math.abs(cos * (x - centreX) + sin * (y - centreY));
      const aside = Math.abs(cos * (y - centreY) - sin * (x - centreX));
      if (along > halfX + border || aside > halfY + border) continue;
      const inside = along <= halfX && aside <= halfY;
      for (let channel = 0; channel < 3; channel++) out[i + channel] = inside ? shown.data[i + channel]! : edge;
    }
  }
  return { data: out, width, height };
}
