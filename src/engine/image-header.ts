import { FaceError } from '../errors.js';
import type { Image, ImageFormat } from '../recognition/capture-input.js';
import { checkBytes, checkSize, type PictureSize, undecodable } from './image-limits.js';
import { readJpegHeader } from './jpeg-header.js';
import { readPngHeader } from './png-header.js';
import { readWebpHeader } from './webp-header.js';

/** Bytes a picture begins with; `null` stands for any byte. */
interface Magic {
  readonly name: string;
  readonly bytes: readonly (number | null)[];
}

const encodedMagic = {
  JPEG: { name: 'JPEG', bytes: [0xff, 0xd8, 0xff] },
  PNG: { name: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  WEBP: { name: 'WEBP', bytes: [...letters('RIFF'), null, null, null, null, ...letters('WEBP')] },
} as const satisfies Partial<Record<ImageFormat, Magic>>;

type EncodedFormat = keyof typeof encodedMagic;
type RawFormat = Exclude<ImageFormat, EncodedFormat>;

/** Named so that a caller who sends one learns what it is. */
const otherMagic: readonly Magic[] = [
  { name: 'GIF', bytes: letters('GIF8') },
  { name: 'TIFF', bytes: letters('II*\0') },
  { name: 'TIFF', bytes: letters('MM\0*') },
  { name: 'BMP', bytes: letters('BM') },
  { name: 'HEIF or AVIF', bytes: [null, null, null, null, ...letters('ftyp')] },
  { name: 'JPEG XL', bytes: [0xff, 0x0a] },
  { name: 'JPEG 2000', bytes: [0, 0, 0, 12, ...letters('jP  ')] },
  { name: 'PDF', bytes: letters('%PDF') },
  { name: 'SVG or XML', bytes: letters('<') },
];

const readers = {
  JPEG: readJpegHeader,
  PNG: readPngHeader,
  WEBP: readWebpHeader,
} as const satisfies Record<EncodedFormat, (data: Uint8Array) => PictureSize>;

/** Bytes of a picture of raw pixels. */
const rawBytes = {
  RGB24: (pixels: number) => pixels * 3,
  GRAY8: (pixels: number) => pixels,
  NV12: (pixels: number) => (pixels * 3) / 2,
} as const satisfies Record<RawFormat, (pixels: number) => number>;

/**
 * The part of the header pass that takes the same time for every picture: number of bytes, first bytes, size of raw
 * pixels. Fit for the main thread, so that a plainly wrong picture never waits for a worker.
 *
 * @throws FaceError IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT, IMAGE_UNDECODABLE or BAD_FIELD
 */
export function admitImage(image: Image): void {
  checkBytes(image.data);
  if (isRaw(image.format)) checkRaw(image, image.format);
  else checkEncoded(image, image.format);
}

/**
 * Reads the stored size of a picture and refuses all that a decoder should not be given; at most about 1 ns a byte.
 *
 * @throws FaceError IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT, IMAGE_UNDECODABLE or BAD_FIELD
 */
export function readImageHeader(image: Image): PictureSize {
  admitImage(image);
  if (isRaw(image.format)) return { width: image.width, height: image.height };
  return readers[image.format](image.data);
}

export function isRaw(format: ImageFormat): format is RawFormat {
  return format in rawBytes;
}

function checkRaw({ data, width, height }: Image, format: RawFormat): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new FaceError('BAD_FIELD', `${format} needs width and height in pixels; they are ${width} and ${height}.`, {
      field: 'image.width',
    });
  }
  checkSize({ width, height });
  if (format === 'NV12' && (width % 2 || height % 2)) {
    throw new FaceError('BAD_FIELD', `NV12 needs an even width and height; they are ${width} and ${height}.`, {
      field: 'image.width',
    });
  }
  const expected = rawBytes[format](width * height);
  if (data.length !== expected) {
    throw new FaceError(
      'BAD_FIELD',
      `${format} of ${width} × ${height} pixels needs ${expected} bytes; ${data.length} came. Send rows without padding.`,
      { field: 'image.data' },
    );
  }
}

function checkEncoded({ data, width, height }: Image, format: EncodedFormat): void {
  if (!beginsWith(data, encodedMagic[format])) throw wrongMagic(data, format);
  if (width !== 0 || height !== 0) {
    throw new FaceError(
      'BAD_FIELD',
      `${format} carries its own size; width and height are ${width} and ${height}. Leave both 0.`,
      { field: 'image.width' },
    );
  }
}

function wrongMagic(data: Uint8Array, format: EncodedFormat): FaceError {
  const accepted = Object.values(encodedMagic).find((magic) => beginsWith(data, magic));
  if (accepted) {
    return new FaceError(
      'BAD_FIELD',
      `the picture is declared ${format}, and its bytes are ${accepted.name}. Declare the format that it has.`,
      { field: 'image.format' },
    );
  }
  const other = otherMagic.find((magic) => beginsWith(data, magic));
  if (other) {
    return new FaceError(
      'UNSUPPORTED_FORMAT',
      `the picture is ${other.name}; JPEG, PNG, WebP and raw RGB24, GRAY8, NV12 are accepted. Convert it first.`,
      { field: 'image.format' },
    );
  }
  return undecodable(`the picture is declared ${format}, and its first bytes are not those of a ${format}`);
}

function beginsWith(data: Uint8Array, { bytes }: Magic): boolean {
  return bytes.every((byte, index) => byte === null || data[index] === byte);
}

function letters(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
