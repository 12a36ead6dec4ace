import sharp from 'sharp';
import { unreachable } from '../errors.js';
import type { Image } from '../recognition/capture-input.js';
import { isRaw, readImageHeader } from './image-header.js';
import { imageLimits, type PictureSize, undecodable } from './image-limits.js';
import type { Native, Picture } from './native.js';

/** A decoder that takes longer than this is stopped; twelve megapixels take a quarter of a second. */
const DECODE_TIMEOUT_SECONDS = 3;

/** What shows through a transparent picture: neutral for the measures of exposure. */
const BEHIND = { r: 128, g: 128, b: 128 };

/** The three decoders a picture can reach; `setUpDecoder` closes all others, among them the one for gain maps. */
const DECODERS = ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'];

/**
 * Sets libvips up for many small pictures, each decoded in one thread. It holds for the whole process.
 *
 * Precondition: the main thread has loaded sharp before any worker does; glibc cannot load libvips in a worker first.
 */
export function setUpDecoder(): void {
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: DECODERS });
}

/**
 * Makes an upright RGB picture. No size is changed: coordinates stay pixels of the picture as a viewer shows it.
 *
 * Embedded colour profiles are not applied: they change a face little, and reading them is one more parser to attack.
 * The caller owns the result and zeroes it after use.
 *
 * @throws FaceError IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT, IMAGE_UNDECODABLE or BAD_FIELD
 */
export async function decodeImage(image: Image, native: Native): Promise<Picture> {
  const size = readImageHeader(image);
  if (!isRaw(image.format)) return decodeEncoded(image.data, size);
  switch (image.format) {
    case 'RGB24':
      return { ...size, data: image.data };
    case 'GRAY8':
      return { ...size, data: grayToRgb(image.data) };
    case 'NV12': {
      const data = new Uint8Array(size.width * size.height * 3);
      native.nv12ToRgb(image.data, size.width, size.height, data);
      return { ...size, data };
    }
    default:
      return unreachable(image.format);
  }
}

async function decodeEncoded(encoded: Uint8Array<ArrayBuffer>, stored: PictureSize): Promise<Picture> {
  const { data, info } = await sharp(encoded, {
    failOn: 'warning',
    limitInputPixels: imageLimits.pixelsMax,
    sequentialRead: true,
    autoOrient: true,
    ignoreIcc: true,
  })
    .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
    .flatten({ background: BEHIND })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw undecodable(`the picture could not be decoded: ${firstLine(error)}`, error);
    });
  const { width, height } = info;
  const sameSize =
    width * height === stored.width * stored.height && (width === stored.width || width === stored.height);
  if (!sameSize || data.length !== width * height * 3) {
    throw undecodable(
      `the picture was announced as ${stored.width} × ${stored.height} pixels and decoded as ${width} × ${height}`,
    );
  }
  return { width, height, data };
}

function grayToRgb(gray: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(gray.length * 3);
  for (let from = 0, to = 0; from < gray.length; from += 1, to += 3) {
    const level = gray[from] ?? 0;
    rgb[to] = level;
    rgb[to + 1] = level;
    rgb[to + 2] = level;
  }
  return rgb;
}

/** The decoder's own words, for example "VipsJpeg: premature end of JPEG image". */
function firstLine(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'no reason given';
  return (text.split('\n', 1)[0] ?? '').slice(0, 120);
}
