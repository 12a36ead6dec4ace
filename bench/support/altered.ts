import sharp from 'sharp';
import type { Random } from '../../src/evaluation/rates/random.js';

/** One picture made to look like another one of its scene, as somebody would who has only the one. */

export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function pixelsOf(encoded: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(encoded).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Makes a JPEG; the same draw gives the same bytes. */
export type Alteration = (pixels: Pixels, random: Random) => Promise<Uint8Array<ArrayBuffer>>;

const QUALITY = 90;

/** By kind; each draws its own strength within the range its name tells. */
export const alterations: Readonly<Record<string, Alteration>> = {
  'quality 60–95': (pixels, random) => encoded(pixels, 60 + random.below(36)),
  'noise σ 1–3': (pixels, random) => {
    const sigma = 1 + random.below(201) / 100;
    return encoded(mapped(pixels, (level) => level + sigma * gaussian(random)));
  },
  'brightness ±5 %': (pixels, random) => {
    const gain = 0.95 + random.below(101) / 1000;
    return encoded(mapped(pixels, (level) => level * gain));
  },
  'crop 1 px': (pixels) => cropped(pixels, 1),
  'crop 2–4 px': (pixels, random) => cropped(pixels, 2 + random.below(3)),
  'half size and back': (pixels) => resized(pixels),
};

/** A second picture of a scene before a camera: moved sideways, under noise of its own. */
export async function shotOf(scene: Pixels, shot: Shot, random: Random): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = scene;
  const moved = await raw(scene)
    .affine([1, 0, 0, 1], { idx: shot.movedPx, interpolator: 'bicubic' })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return encoded(mapped({ data: moved, width, height }, (level) => level + shot.sigma * gaussian(random)));
}

export interface Shot {
  readonly movedPx: number;
  /** Of the noise of each pixel, grey levels. */
  readonly sigma: number;
}

/** The picture without most of its noise, as a scene. */
export async function sceneOf(pixels: Pixels): Promise<Pixels> {
  return pixelsOf(await resized(pixels));
}

const raw = ({ data, width, height }: Pixels): sharp.Sharp => sharp(data, { raw: { width, height, channels: 3 } });

async function bytesOf(picture: sharp.Sharp, quality = QUALITY): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await picture.jpeg({ quality }).toBuffer());
}

function encoded(pixels: Pixels, quality = QUALITY): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(raw(pixels), quality);
}

/** From all four borders, and back to the old size. */
function cropped(pixels: Pixels, px: number): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = pixels;
  const inner = { left: px, top: px, width: width - 2 * px, height: height - 2 * px };
  return bytesOf(raw(pixels).extract(inner).resize(width, height, { fit: 'fill' }));
}

async function resized(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const half = await raw(pixels)
    .resize(pixels.width >> 1, pixels.height >> 1)
    .png()
    .toBuffer();
  return bytesOf(sharp(half).resize(pixels.width, pixels.height, { fit: 'fill' }));
}

function mapped(pixels: Pixels, change: (level: number) => number): Pixels {
  // A Buffer takes numbers modulo 256.
  const data = Buffer.from(pixels.data.map((level) => Math.max(0, Math.min(255, Math.round(change(level))))));
  return { ...pixels, data };
}

function gaussian(random: Random): number {
  const uniform = (): number => (random.below(2 ** 24) + 1) / 2 ** 24;
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
