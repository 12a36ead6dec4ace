import {
  checkSize,
  fourLetters,
  imageLimits,
  type PictureSize,
  undecodable,
  unsupported,
  viewOf,
} from './image-limits.js';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum around the data of a chunk. */
const CHUNK_OVERHEAD_BYTES = 12;
/** Deflate cannot make more than 1032 bytes of one. */
const INFLATION_MAX = 1032;

/** Channels by colour type, and the bit depths each may have (ISO/IEC 15948, table 11.1). */
const colourTypes: ReadonlyMap<number, { readonly channels: number; readonly depths: readonly number[] }> = new Map([
  [0, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { channels: 3, depths: [8, 16] }],
  [3, { channels: 1, depths: [1, 2, 4, 8] }],
  [4, { channels: 2, depths: [8, 16] }],
  [6, { channels: 4, depths: [8, 16] }],
]);

const animation: ReadonlySet<string> = new Set(['acTL', 'fcTL', 'fdAT']);
const inflated: ReadonlySet<string> = new Set(['zTXt', 'iTXt', 'iCCP']);

interface PngHeader extends PictureSize {
  readonly bitsPerPixel: number;
}

interface Counts {
  imageBytes: number;
  inflatedChunks: number;
}

/** Walks the chunks of a PNG without inflating any. Bytes after IEND are left alone. */
export function readPngHeader(data: Uint8Array): PictureSize {
  const view = viewOf(data);
  const header = readIhdr(view);
  const counts: Counts = { imageBytes: 0, inflatedChunks: 0 };
  let at = SIGNATURE_BYTES + CHUNK_OVERHEAD_BYTES + 13;
  for (let chunks = 1; chunks < imageLimits.pngChunksMax; chunks += 1) {
    if (at + CHUNK_OVERHEAD_BYTES > view.byteLength) throw cutOff();
    const length = view.getUint32(at);
    const name = fourLetters(view, at + 4);
    if (at + CHUNK_OVERHEAD_BYTES + length > view.byteLength) throw cutOff();
    if (name === 'IEND') return finished(header, counts);
    countChunk(name, length, counts);
    at += CHUNK_OVERHEAD_BYTES + length;
  }
  throw undecodable(`the PNG has more than ${imageLimits.pngChunksMax} chunks`);
}

function readIhdr(view: DataView): PngHeader {
  if (view.byteLength < SIGNATURE_BYTES + CHUNK_OVERHEAD_BYTES + 13) throw cutOff();
  if (view.getUint32(SIGNATURE_BYTES) !== 13 || fourLetters(view, SIGNATURE_BYTES + 4) !== 'IHDR') {
    throw undecodable('the PNG does not begin with a header chunk of 13 bytes');
  }
  const at = SIGNATURE_BYTES + 8;
  const size = checkSize({ width: view.getUint32(at), height: view.getUint32(at + 4) });
  const depth = view.getUint8(at + 8);
  const colour = view.getUint8(at + 9);
  const type = colourTypes.get(colour);
  if (!type?.depths.includes(depth)) {
    throw undecodable(`the PNG has colour type ${colour} with ${depth} bits, which the standard does not define`);
  }
  if (view.getUint8(at + 10) !== 0 || view.getUint8(at + 11) !== 0 || view.getUint8(at + 12) > 1) {
    throw undecodable('the PNG has a compression, filter or interlace method that the standard does not define');
  }
  return { ...size, bitsPerPixel: type.channels * depth };
}

function countChunk(name: string, length: number, counts: Counts): void {
  if (!/^[A-Za-z]{4}$/.test(name)) throw undecodable('the PNG has a chunk whose name is not four letters');
  if (name === 'IHDR') throw undecodable('the PNG has a second header chunk, where one is expected');
  if (animation.has(name)) {
    throw unsupported('the PNG is animated', 'a still picture is accepted. Send each frame as its own picture');
  }
  if (name === 'IDAT') counts.imageBytes += length;
  if (!inflated.has(name)) return;
  counts.inflatedChunks += 1;
  if (counts.inflatedChunks > imageLimits.pngInflatedChunksMax) {
    throw unsupported(
      `the PNG has more than ${imageLimits.pngInflatedChunksMax} compressed text and profile chunks`,
      `at most ${imageLimits.pngInflatedChunksMax} are accepted. Save it without metadata`,
    );
  }
}

/** A few bytes that claim a great picture would make the decoder take the memory before it finds out. */
function finished({ width, height, bitsPerPixel }: PngHeader, counts: Counts): PictureSize {
  if (counts.imageBytes * INFLATION_MAX < (width * height * bitsPerPixel) / 8) {
    throw undecodable(`the PNG has ${counts.imageBytes} bytes of image data, too few for ${width} × ${height} pixels`);
  }
  return { width, height };
}

function cutOff(): Error {
  return undecodable('the PNG is cut off before its end chunk');
}
