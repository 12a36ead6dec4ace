import { readImageHeader } from '../../src/engine/image-header.js';
import type { Image } from '../../src/recognition/capture-input.js';
import {
  chunk,
  frameHeader,
  idat,
  ihdr,
  imageOf,
  jpeg,
  png,
  progressiveBomb,
  riffChunk,
  scan,
  segment,
  vp8,
  vp8l,
  vp8x,
  webp,
} from '../support/picture-bytes.js';

type Refused = readonly [what: string, image: Image, code: string, message: string | RegExp];
type Accepted = readonly [what: string, image: Image, width: number, height: number];

const SOF0 = 0xc0;
const SOF2 = 0xc2;
const colour = [0x22, 0x11, 0x11];
const zeros = (length: number) => Buffer.alloc(length);
const cut = (image: Image, bytes: number): Image => ({ ...image, data: image.data.slice(0, -bytes) });
const followedBy = (image: Image, bytes: Uint8Array): Image =>
  imageOf(image.format, Buffer.concat([image.data, bytes]));
const frame = (width: number, height: number) => jpeg(frameHeader(SOF0, { width, height }), scan([1]));
const repeated = <T>(count: number, part: T): T[] => Array.from({ length: count }, () => part);
const ascii = (text: string) => Buffer.from(text.padEnd(16, '\0'), 'latin1');
const tinyPng = (kind: readonly [number, number, number, number, number]) => png(ihdr({ kind }), idat(64 * 64 * 8));

const accepted: readonly Accepted[] = [
  ['a grey baseline JPEG', frame(64, 48), 64, 48],
  [
    'a colour JPEG in three scans',
    jpeg(frameHeader(SOF0, { factors: colour }), ...[1, 2, 3].map((id) => scan([id]))),
    64,
    64,
  ],
  ['a 12 MP progressive JPEG of ten scans at 4:4:4', jpeg(frameHeader(SOF2, { width: 4032, height: 3024, factors: [0x11, 0x11, 0x11] }), scan([1, 2, 3]), ...[1, 1, 1, 1, 2, 3, 2, 3].map((id) => scan([id])), scan([1, 2, 3])), 4032, 3024], // prettier-ignore
  ['extended sequential Huffman coding', jpeg(frameHeader(0xc1), scan([1])), 64, 64],
  [
    'restart markers, stuffing and fill bytes',
    jpeg(frameHeader(SOF0), scan([1], [1, 0xff, 0xd0, 2, 0xff, 0, 0xff, 0xff])),
    64,
    64,
  ],
  [
    'application segments that hold markers',
    jpeg(segment(0xe1, [0xff, 0xd9, 0xff, 0xda]), frameHeader(SOF0), scan([1])),
    64,
    64,
  ],
  ['a JPEG with bytes after its end', followedBy(frame(64, 64), Uint8Array.of(0xff, 0xd8, 0xff, 0xc0)), 64, 64],
  ['a grey PNG', png(ihdr({ width: 60, height: 50 }), idat(3050)), 60, 50],
  ['an interlaced PNG of 16 bits with alpha', tinyPng([16, 6, 0, 0, 1]), 64, 64],
  ['a PNG with bytes after its end', followedBy(png(ihdr(), idat(4160)), zeros(9)), 64, 64],
  ['a lossy WebP', webp(vp8(100, 40)), 100, 40],
  ['a lossless WebP', webp(vp8l(100, 40)), 100, 40],
  ['an extended WebP', webp(vp8x(0x08, 70, 90), riffChunk('EXIF', [1, 2, 3]), vp8(70, 90)), 70, 90],
  ['RGB24', imageOf('RGB24', zeros(40 * 33 * 3), 40, 33), 40, 33],
  ['GRAY8', imageOf('GRAY8', zeros(40 * 33), 40, 33), 40, 33],
  ['NV12', imageOf('NV12', zeros(40 * 34 * 1.5), 40, 34), 40, 34],
];

const anyFormat: readonly Refused[] = [
  ['no bytes', imageOf('JPEG', zeros(0)), 'BAD_FIELD', 'no bytes'],
  ['too many bytes', imageOf('PNG', zeros(10_000_001)), 'IMAGE_TOO_LARGE', 'has 10000001 bytes; at most 10000000'],
  [
    'a PNG declared JPEG',
    { ...png(ihdr(), idat(9)), format: 'JPEG' },
    'BAD_FIELD',
    'declared JPEG, and its bytes are PNG',
  ],
  ['a JPEG declared WebP', { ...frame(64, 64), format: 'WEBP' }, 'BAD_FIELD', 'declared WEBP, and its bytes are JPEG'],
  ['GIF', imageOf('PNG', ascii('GIF89a')), 'UNSUPPORTED_FORMAT', 'is GIF'],
  ['HEIF', imageOf('JPEG', ascii('\0\0\0\x18ftypheic')), 'UNSUPPORTED_FORMAT', 'is HEIF or AVIF'],
  ['SVG', imageOf('JPEG', ascii('<svg/>')), 'UNSUPPORTED_FORMAT', 'is SVG or XML'],
  ['anything else', imageOf('JPEG', ascii('no picture')), 'IMAGE_UNDECODABLE', 'not those of a JPEG'],
  [
    'an encoded picture with a size beside it',
    { ...frame(64, 64), width: 64, height: 64 },
    'BAD_FIELD',
    'Leave both 0',
  ],
  ['a side too long', frame(4097, 64), 'IMAGE_TOO_LARGE', /is 4097 × 64 pixels; at most 4096 a side and 12 megapixels/],
  ['too many pixels', frame(4096, 3073), 'IMAGE_TOO_LARGE', 'is 4096 × 3073 pixels'],
  ['a side too short', frame(31, 64), 'BAD_FIELD', 'is 31 × 64 pixels; at least 32'],
  ['raw pixels without a size', imageOf('RGB24', zeros(300), 0, 10), 'BAD_FIELD', 'they are 0 and 10'],
  ['raw pixels of half a width', imageOf('RGB24', zeros(300), 32.5, 32), 'BAD_FIELD', '32.5'],
  ['raw pixels too wide', imageOf('GRAY8', zeros(300), 5000, 32), 'IMAGE_TOO_LARGE', '5000 × 32'],
  ['one raw byte too few', imageOf('RGB24', zeros(3071), 32, 32), 'BAD_FIELD', 'needs 3072 bytes; 3071 came'],
  ['NV12 of an odd height', imageOf('NV12', zeros(32 * 33 * 1.5), 32, 33), 'BAD_FIELD', 'even width and height'],
];

const jpegs: readonly Refused[] = [
  ['no segment', imageOf('JPEG', Uint8Array.of(0xff, 0xd8, 0xff)), 'IMAGE_UNDECODABLE', 'cut off'],
  ['no frame', jpeg(), 'IMAGE_UNDECODABLE', 'ends before its first scan'],
  ['no scan', jpeg(frameHeader(SOF0)), 'IMAGE_UNDECODABLE', 'ends before its first scan'],
  ['a scan before the frame', jpeg(scan([1]), frameHeader(SOF0)), 'IMAGE_UNDECODABLE', 'before its frame header'],
  ['two frames', jpeg(frameHeader(SOF0), frameHeader(SOF0), scan([1])), 'IMAGE_UNDECODABLE', 'second frame header'],
  ['no end', cut(frame(64, 64), 2), 'IMAGE_UNDECODABLE', 'cut off'],
  ['a cut segment', cut(jpeg(frameHeader(SOF0)), 6), 'IMAGE_UNDECODABLE', 'cut off'],
  ['a segment of length 1', jpeg([0xff, 0xe0, 0, 1]), 'IMAGE_UNDECODABLE', 'length 1'],
  [
    'bytes between segments',
    jpeg(segment(0xfe, []), [1, 2], frameHeader(SOF0), scan([1])),
    'IMAGE_UNDECODABLE',
    'no marker at byte 6',
  ],
  ['a second start', jpeg([0xff, 0xd8]), 'IMAGE_UNDECODABLE', 'marker 0xd8'],
  ['lossless coding', jpeg(frameHeader(0xc3)), 'UNSUPPORTED_FORMAT', 'SOF3'],
  ['hierarchical coding', jpeg(frameHeader(0xc5)), 'UNSUPPORTED_FORMAT', 'SOF5'],
  ['an arithmetic-coded frame', jpeg(frameHeader(0xc9)), 'UNSUPPORTED_FORMAT', 'SOF9'],
  ['arithmetic conditioning', jpeg(segment(0xcc, [0, 0])), 'UNSUPPORTED_FORMAT', 'arithmetic'],
  ['a hierarchical progression', jpeg(segment(0xde, [8])), 'UNSUPPORTED_FORMAT', 'hierarchical'],
  ['a late height', jpeg(frameHeader(SOF0), scan([1]), segment(0xdc, [0, 64])), 'UNSUPPORTED_FORMAT', 'height after'],
  ['12 bits', jpeg(frameHeader(SOF0, { bits: 12 })), 'UNSUPPORTED_FORMAT', '12 bits'],
  ['CMYK', jpeg(frameHeader(SOF0, { factors: [0x11, 0x11, 0x11, 0x11] })), 'UNSUPPORTED_FORMAT', '4 components'],
  ['a frame of another length', jpeg(segment(SOF0, [8, 0, 64, 0, 64, 3, 1, 0x11, 0])), 'IMAGE_UNDECODABLE', 'length'],
  ['a sampling factor of 0', jpeg(frameHeader(SOF0, { factors: [0x01] })), 'IMAGE_UNDECODABLE', 'sampling factor'],
  ['a sampling factor of 5', jpeg(frameHeader(SOF0, { factors: [0x51] })), 'IMAGE_UNDECODABLE', 'sampling factor'],
  ['two components of one name', jpeg(segment(SOF0, [8, 0, 64, 0, 64, 3, 1, 17, 0, 1, 17, 0, 2, 17, 0])), 'IMAGE_UNDECODABLE', 'one name'], // prettier-ignore
  ['a scan of an unknown component', jpeg(frameHeader(SOF0), scan([2])), 'IMAGE_UNDECODABLE', 'does not name'],
  ['a scan header of another length', jpeg(frameHeader(SOF0), segment(0xda, [1, 1])), 'IMAGE_UNDECODABLE', 'length'],
  ['65 scans', jpeg(frameHeader(SOF2), ...repeated(65, scan([1]))), 'UNSUPPORTED_FORMAT', '65 or more scans'],
  ['more samples than 200 million', progressiveBomb(4096, 3072, 16), 'UNSUPPORTED_FORMAT', 'samples over all scans'],
  ['much fill before a marker', jpeg(repeated(300, 0xff)), 'IMAGE_UNDECODABLE', 'fill bytes'],
  [
    'much fill within a scan',
    jpeg(frameHeader(SOF0), scan([1], repeated(300, 0xff))),
    'IMAGE_UNDECODABLE',
    'fill bytes',
  ],
  ['too many segments', jpeg(...repeated(4097, segment(0xfe, []))), 'IMAGE_UNDECODABLE', 'more than 4096 segments'],
];

const pngs: readonly Refused[] = [
  ['no header chunk', png(idat(64)), 'IMAGE_UNDECODABLE', 'header chunk'],
  ['nothing after the signature', cut(png(ihdr()), 30), 'IMAGE_UNDECODABLE', 'cut off'],
  ['two header chunks', png(ihdr(), ihdr(), idat(4160)), 'IMAGE_UNDECODABLE', 'second header chunk'],
  ['3 bits', tinyPng([3, 0, 0, 0, 0]), 'IMAGE_UNDECODABLE', 'colour type 0 with 3 bits'],
  ['colour type 5', tinyPng([8, 5, 0, 0, 0]), 'IMAGE_UNDECODABLE', 'colour type 5'],
  ['another compression', tinyPng([8, 0, 1, 0, 0]), 'IMAGE_UNDECODABLE', 'compression'],
  ['another filter', tinyPng([8, 0, 0, 1, 0]), 'IMAGE_UNDECODABLE', 'filter'],
  ['another interlacing', tinyPng([8, 0, 0, 0, 2]), 'IMAGE_UNDECODABLE', 'interlace'],
  ['animation', png(ihdr(), chunk('acTL', zeros(8)), idat(4160)), 'UNSUPPORTED_FORMAT', 'animated'],
  ['animation behind the image', png(ihdr(), idat(4160), chunk('fdAT', zeros(8))), 'UNSUPPORTED_FORMAT', 'animated'],
  ['a name that is none', png(ihdr(), chunk('a1bc', zeros(1)), idat(4160)), 'IMAGE_UNDECODABLE', 'four letters'],
  ['no end', cut(png(ihdr(), idat(4160)), 12), 'IMAGE_UNDECODABLE', 'cut off'],
  ['a chunk longer than the file', cut(png(ihdr(), chunk('IDAT', zeros(999))), 13), 'IMAGE_UNDECODABLE', 'cut off'],
  ['no image data', png(ihdr()), 'IMAGE_UNDECODABLE', 'too few'],
  ['a great size in a few bytes', png(ihdr({ width: 4096, height: 3072 }), idat(64)), 'IMAGE_UNDECODABLE', 'too few'],
  ['65,536 pixels a side', png(ihdr({ width: 65_536, height: 65_536 }), idat(64)), 'IMAGE_TOO_LARGE', '65536 × 65536'],
  [
    'many profiles',
    png(ihdr(), ...repeated(17, chunk('zTXt', zeros(9))), idat(4160)),
    'UNSUPPORTED_FORMAT',
    'metadata',
  ],
  ['many chunks', png(ihdr(), ...repeated(16_384, chunk('teSt', zeros(0)))), 'IMAGE_UNDECODABLE', 'more than 16384'],
];

const webps: readonly Refused[] = [
  ['nothing but a container', webp(), 'IMAGE_UNDECODABLE', 'cut off'],
  ['no image', webp(riffChunk('EXIF', [1, 2, 3, 4])), 'IMAGE_UNDECODABLE', 'no image chunk'],
  ['an empty container', { ...webp(vp8()), data: Uint8Array.from(Buffer.concat([ascii('RIFF\0\0\0\0WEBP'), zeros(9)])) }, 'IMAGE_UNDECODABLE', 'without chunks'], // prettier-ignore
  ['animation by flag', webp(vp8x(0x02), vp8()), 'UNSUPPORTED_FORMAT', 'animated'],
  ['animation by chunk', webp(vp8x(), riffChunk('ANMF', repeated(16, 0))), 'UNSUPPORTED_FORMAT', 'animated'],
  ['a canvas of another size', webp(vp8x(0, 80, 80), vp8()), 'IMAGE_UNDECODABLE', 'another size'],
  ['a misplaced canvas', webp(vp8(), vp8x()), 'IMAGE_UNDECODABLE', 'VP8X'],
  ['two images', webp(vp8(), vp8()), 'IMAGE_UNDECODABLE', 'second image'],
  ['a great canvas', webp(vp8x(0, 1 << 24, 64), vp8()), 'IMAGE_TOO_LARGE', '16777216 × 64'],
  ['a great lossy image', webp(vp8(16_383, 16_383)), 'IMAGE_TOO_LARGE', '16383 × 16383'],
  ['a great lossless image', webp(vp8l(16_384, 16_384)), 'IMAGE_TOO_LARGE', '16384 × 16384'],
  [
    'no key frame',
    webp(riffChunk('VP8 ', [0x11, 0, 0, 0x9d, 1, 0x2a, 64, 0, 64, 0])),
    'IMAGE_UNDECODABLE',
    'key frame',
  ],
  ['no start code', webp(riffChunk('VP8 ', repeated(10, 0))), 'IMAGE_UNDECODABLE', 'key frame'],
  ['another lossless version', webp(vp8l(64, 64, 1)), 'IMAGE_UNDECODABLE', 'version 0'],
  ['a short image', webp(riffChunk('VP8L', [0x2f])), 'IMAGE_UNDECODABLE', 'cut off'],
  ['a cut container', cut(webp(vp8()), 1), 'IMAGE_UNDECODABLE', 'cut off'],
  ['many chunks', webp(...repeated(65, riffChunk('ICCP', []))), 'IMAGE_UNDECODABLE', 'more than 64'],
];

test.each(accepted)('accepts %s', (_, image, width, height) => {
  expect(readImageHeader(image)).toEqual({ width, height });
});

describe.each([
  ['any format', anyFormat],
  ['JPEG', jpegs],
  ['PNG', pngs],
  ['WebP', webps],
] as const)('%s', (_, refused) => {
  test.each(refused)('refuses %s', (_, image, code, message) => {
    const expected = typeof message === 'string' ? (expect.stringContaining(message) as string) : (expect.stringMatching(message) as string); // prettier-ignore
    let error: unknown;
    try {
      readImageHeader(image);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code, message: expected });
  });
});

/** Processor time, because other tests share the machine; the best of five. */
function leastMs(image: Image): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    try {
      readImageHeader(image);
    } catch {
      // Only the time counts.
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

test('the slowest pictures to refuse take at most 20 ms', () => {
  const stuffing = new Uint8Array(9_999_000).map((_, index) => (index % 2 ? 0 : 0xff));
  const start = Uint8Array.from([0xff, 0xd8, ...frameHeader(SOF0), ...scan([1])]);
  const fill = new Uint8Array(9_999_000).fill(0xff);
  const worst = [
    imageOf('JPEG', Buffer.concat([start, stuffing])),
    imageOf('JPEG', Buffer.concat([start, fill])),
    imageOf('JPEG', Buffer.concat([Uint8Array.of(0xff, 0xd8), fill])),
    jpeg(...repeated(4097, segment(0xfe, []))),
    progressiveBomb(4096, 3072, 400),
    png(ihdr(), ...repeated(16_384, chunk('teSt', zeros(0)))),
  ];
  for (const image of worst) expect(leastMs(image)).toBeLessThan(20);
});
