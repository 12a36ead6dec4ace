import sharp from 'sharp';
import { decodeImage, setUpDecoder } from '../../src/engine/decode.js';
import { loadNative, type Picture } from '../../src/engine/native.js';
import type { Image, ImageFormat } from '../../src/recognition/capture-input.js';
import {
  chunk,
  idat,
  ihdr,
  imageOf,
  png,
  progressiveBomb,
  riffChunk,
  webp as webpOf,
} from '../support/picture-bytes.js';

const WIDTH = 64;
const HEIGHT = 48;
const native = loadNative();

/** Smooth, so that JPEG keeps it, and without any symmetry: red grows to the right, green downwards. */
const pixels = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, index) => {
  const pixel = Math.floor(index / 3);
  const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
  return [40 + x * 3, 30 + y * 4, 120][index % 3] ?? 0;
});
const picture = () => sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

beforeAll(setUpDecoder);

const decode = (image: Image): Promise<Picture> => decodeImage(image, native);

/** Greatest difference of any value. */
function difference(decoded: Picture, expected: Uint8Array): number {
  expect(decoded.data).toHaveLength(expected.length);
  return decoded.data.reduce((worst, value, index) => Math.max(worst, Math.abs(value - (expected[index] ?? 999))), 0);
}

/** BT.601 limited range, chroma of each 2 × 2 block from its first pixel. */
function nv12Of(rgb: Uint8Array): Uint8Array {
  const nv12 = new Uint8Array(WIDTH * HEIGHT * 1.5);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [r = 0, g = 0, b = 0] = rgb.subarray((y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3);
      nv12[y * WIDTH + x] = Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
      const chromaAt = WIDTH * HEIGHT + (y >> 1) * WIDTH + (x & ~1);
      if ((x | y) & 1) continue;
      nv12[chromaAt] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
      nv12[chromaAt + 1] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
    }
  }
  return nv12;
}

describe('every format shows the same picture', () => {
  const encoders: readonly (readonly [string, ImageFormat, () => Promise<Buffer>, number])[] = [
    ['JPEG', 'JPEG', () => picture().jpeg({ quality: 95 }).toBuffer(), 8],
    ['progressive JPEG', 'JPEG', () => picture().jpeg({ quality: 95, progressive: true }).toBuffer(), 8],
    [
      'JPEG without chroma subsampling',
      'JPEG',
      () => picture().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      4,
    ],
    ['PNG', 'PNG', () => picture().png().toBuffer(), 0],
    ['interlaced PNG', 'PNG', () => picture().png({ progressive: true }).toBuffer(), 0],
    ['PNG of 16 bits', 'PNG', () => picture().toColourspace('rgb16').png().toBuffer(), 1],
    ['PNG with opaque alpha', 'PNG', () => picture().ensureAlpha(1).png().toBuffer(), 0],
    ['lossy WebP', 'WEBP', () => picture().webp({ quality: 95 }).toBuffer(), 12],
    ['lossless WebP', 'WEBP', () => picture().webp({ lossless: true }).toBuffer(), 0],
  ];
  test.each(encoders)('%s', async (_, format, encode, tolerance) => {
    const decoded = await decode(imageOf(format, await encode()));
    expect([decoded.width, decoded.height]).toEqual([WIDTH, HEIGHT]);
    expect(difference(decoded, pixels)).toBeLessThanOrEqual(tolerance);
  });

  test('RGB24', async () => {
    expect(difference(await decode(imageOf('RGB24', pixels, WIDTH, HEIGHT)), pixels)).toBe(0);
  });

  test('NV12', async () => {
    expect(difference(await decode(imageOf('NV12', nv12Of(pixels), WIDTH, HEIGHT)), pixels)).toBeLessThanOrEqual(8);
  });

  test('GRAY8, and grey pictures of the encoded formats', async () => {
    const gray = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, index) => 20 + (index % WIDTH) * 3);
    const expected = Uint8Array.from({ length: gray.length * 3 }, (_, index) => gray[Math.floor(index / 3)] ?? 0);
    const source = () => sharp(gray, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).toColourspace('b-w');
    expect(difference(await decode(imageOf('GRAY8', gray, WIDTH, HEIGHT)), expected)).toBe(0);
    expect(difference(await decode(imageOf('PNG', await source().png().toBuffer())), expected)).toBe(0);
    expect(
      difference(await decode(imageOf('JPEG', await source().jpeg({ quality: 95 }).toBuffer())), expected),
    ).toBeLessThan(4);
  });

  test('what is transparent is grey', async () => {
    const clear = await sharp({ create: { width: 32, height: 32, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer();
    const decoded = await decode(imageOf('PNG', clear));
    expect(new Set(decoded.data)).toEqual(new Set([128]));
  });
});

/** How a viewer turns a stored picture for each Exif orientation; the inverse is stored, so that all come out alike. */
const stored: readonly (readonly [orientation: number, stored: () => sharp.Sharp])[] = [
  [1, picture],
  [2, () => picture().flop()],
  [3, () => picture().rotate(180)],
  [4, () => picture().flip()],
  [5, () => sharp(transposed(pixels), { raw: { width: HEIGHT, height: WIDTH, channels: 3 } })],
  [6, () => picture().rotate(270)],
  [7, () => sharp(transposed(pixels), { raw: { width: HEIGHT, height: WIDTH, channels: 3 } }).rotate(180)],
  [8, () => picture().rotate(90)],
];

function transposed(rgb: Uint8Array): Uint8Array {
  const turned = new Uint8Array(rgb.length);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const from = (y * WIDTH + x) * 3;
      turned.set(rgb.subarray(from, from + 3), (x * HEIGHT + y) * 3);
    }
  }
  return turned;
}

test.each(stored)('orientation %i comes out upright', async (orientation, make) => {
  const raw = await make().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = raw.info;
  const source = () => sharp(raw.data, { raw: { width, height, channels: 3 } }).withMetadata({ orientation });
  for (const [format, bytes, tolerance] of [
    ['JPEG', await source().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(), 4],
    ['WEBP', await source().webp({ lossless: true }).toBuffer(), 0],
  ] as const) {
    const decoded = await decode(imageOf(format, bytes));
    expect([decoded.width, decoded.height]).toEqual([WIDTH, HEIGHT]);
    expect(difference(decoded, pixels)).toBeLessThanOrEqual(tolerance);
  }
});

describe('hostile pictures', () => {
  const refuses = async (image: Image, code: string): Promise<void> => {
    await expect(decode(image)).rejects.toMatchObject({ code });
  };

  test('CMYK', async () => {
    await refuses(imageOf('JPEG', await picture().toColourspace('cmyk').jpeg().toBuffer()), 'UNSUPPORTED_FORMAT');
  });

  test('animated WebP', async () => {
    const frames = Buffer.concat([pixels, pixels.toReversed()]);
    const animated = await sharp(frames, { raw: { width: WIDTH, height: HEIGHT * 2, channels: 3, pageHeight: HEIGHT } }).webp().toBuffer(); // prettier-ignore
    await refuses(imageOf('WEBP', animated), 'UNSUPPORTED_FORMAT');
  });

  test('a PNG whose pixels are a bomb of zeros', async () => {
    const started = performance.now();
    await refuses(
      png(ihdr({ width: 4096, height: 3072, kind: [16, 6, 0, 0, 1] }), idat(1_000_000)),
      'IMAGE_UNDECODABLE',
    );
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('profiles that are bombs, as many as are let through, cost little', async () => {
    const text = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), idat(8_000_000).subarray(8, -4)]);
    const bombs = Array.from({ length: 16 }, () => chunk('zTXt', text));
    const before = process.memoryUsage().rss;
    await decode(png(ihdr(), ...bombs, idat(64 * 65))).catch(() => undefined);
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
  });

  test('a progressive JPEG of as many empty scans as are let through ends in time', async () => {
    const started = performance.now();
    await decode(progressiveBomb(4096, 3072, 14)).catch(() => undefined);
    expect(performance.now() - started).toBeLessThan(3000);
    await refuses(progressiveBomb(4096, 3072, 16), 'UNSUPPORTED_FORMAT');
  });

  test('pictures that are cut off or damaged where only a decoder sees it', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const short = Buffer.concat([jpeg.subarray(0, -60), jpeg.subarray(-2)]);
    await refuses(imageOf('JPEG', short), 'IMAGE_UNDECODABLE');
    const damaged = await picture().png().toBuffer();
    damaged[80]! ^= 0x55;
    await refuses(imageOf('PNG', damaged), 'IMAGE_UNDECODABLE');
    const webp = await picture().webp().toBuffer();
    await refuses(webpOf(riffChunk('VP8 ', [...webp.subarray(20, -60)])), 'IMAGE_UNDECODABLE');
  });

  test('bytes after the end are not looked at', async () => {
    const jpeg = await picture().jpeg({ quality: 95 }).toBuffer();
    const decoded = await decode(imageOf('JPEG', Buffer.concat([jpeg, Buffer.from('a video'), jpeg])));
    expect(difference(decoded, pixels)).toBeLessThanOrEqual(8);
  });

  test('no other decoder can be reached', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>');
    await expect(sharp(svg).raw().toBuffer()).rejects.toThrow();
    const gif = await picture().gif().toBuffer();
    await expect(sharp(gif).raw().toBuffer()).rejects.toThrow();
  });
});
