import sharp from 'sharp';
import type { Box } from '../../src/biometrics/observation.js';
import type { Picture } from '../../src/engine/native.js';
import type { Random } from '../../src/evaluation/rates/random.js';

/** A picture and where the face is in it. */
export interface FacePicture {
  readonly picture: Picture;
  readonly box: Box;
  /** 5 × (x, y), pixels. */
  readonly points: Float32Array;
}

export const uniform = (random: Random, low: number, high: number): number =>
  low + ((high - low) * random.below(2 ** 30)) / 2 ** 30;

export const happens = (random: Random, probability: number): boolean => uniform(random, 0, 1) < probability;

/** A raw picture for sharp. */
export const raw = ({ data, width, height }: Picture): sharp.Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } });

export async function pixelsOf(pipeline: sharp.Sharp): Promise<Picture> {
  const { data, info } = await pipeline.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** The part of a picture that texture is measured on, with some more around it: all else would only cost time. */
export async function cropped({ picture, box, points }: FacePicture): Promise<FacePicture> {
  const size = Math.min(Math.ceil(Math.max(box.width, box.height) * 2.7), picture.width, picture.height);
  const start = (centre: number, limit: number): number =>
    Math.round(Math.min(Math.max(0, centre - size / 2), limit - size));
  const left = start(box.left + box.width / 2, picture.width);
  const top = start(box.top + box.height / 2, picture.height);
  return {
    picture: await pixelsOf(raw(picture).extract({ left, top, width: size, height: size })),
    box: { ...box, left: box.left - left, top: box.top - top },
    points: points.map((value, i) => value - (i % 2 === 0 ? left : top)),
  };
}

async function resized({ picture, box, points }: FacePicture, factor: number): Promise<FacePicture> {
  const width = Math.round(picture.width * factor);
  const height = Math.round(picture.height * factor);
  const [across, down] = [width / picture.width, height / picture.height];
  return {
    picture: await pixelsOf(raw(picture).resize(width, height, { fit: 'fill', kernel: 'cubic' })),
    box: { left: box.left * across, top: box.top * down, width: box.width * across, height: box.height * down },
    points: points.map((value, i) => (value + 0.5) * (i % 2 === 0 ? across : down) - 0.5),
  };
}

/**
 * What any camera and any way to a server may do to a picture, of a person or of a presentation alike: size, resolution,
 * blur, tone, noise, JPEG. A cue that takes one of these for an attack would turn against people.
 */
export async function photographed(face: FacePicture, random: Random): Promise<FacePicture> {
  const smaller = happens(random, 0.5) ? await resized(face, uniform(random, 0.6, 1)) : face;
  let { picture } = smaller;
  if (happens(random, 0.3)) picture = await enlarged(picture, uniform(random, 0.35, 0.8));
  if (happens(random, 0.5)) picture = await pixelsOf(raw(picture).blur(uniform(random, 0.3, 1.2)));
  if (happens(random, 0.7)) picture = exposed(picture, random);
  if (happens(random, 0.8)) {
    const quality = Math.round(uniform(random, 50, 95));
    const chromaSubsampling = happens(random, 0.7) ? '4:2:0' : '4:4:4';
    picture = await pixelsOf(sharp(await raw(picture).jpeg({ quality, chromaSubsampling }).toBuffer()));
  }
  return { ...smaller, picture };
}

/** As from a sensor of fewer pixels than the picture has, or by digital zoom. */
async function enlarged(picture: Picture, share: number): Promise<Picture> {
  const { width, height } = picture;
  const few = await pixelsOf(
    raw(picture).resize(Math.round(width * share), Math.round(height * share), { fit: 'fill' }),
  );
  return pixelsOf(raw(few).resize(width, height, { fit: 'fill', kernel: 'cubic' }));
}

/** Gain, gamma and balance of the camera, then its noise. */
function exposed({ data, width, height }: Picture, random: Random): Picture {
  const gain = uniform(random, 0.8, 1.2);
  const gamma = uniform(random, 0.8, 1.25);
  const balance = [uniform(random, 0.93, 1.07), 1, uniform(random, 0.93, 1.07)];
  const noise = uniform(random, 0, 5);
  const curves = balance.map((by) =>
    Float32Array.from({ length: 256 }, (_, level) => 255 * (gain * by * (level / 255)) ** gamma),
  );
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const level = curves[i % 3]![data[i]!]! + noise * bell(random);
    out[i] = Math.max(0, Math.min(255, Math.round(level)));
  }
  return { data: out, width, height };
}

/** Near to a normal deviate, from four uniform ones out of one draw. */
export function bell(random: Random): number {
  const bits = random.below(2 ** 32);
  return ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) / 148;
}
