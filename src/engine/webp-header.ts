import {
  checkSize,
  fourLetters,
  imageLimits,
  type PictureSize,
  undecodable,
  unsupported,
  viewOf,
} from './image-limits.js';

/** `RIFF`, a length, `WEBP`. */
const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const ANIMATION_FLAG = 0x02;
const START_CODE = 0x9d012a;
const LOSSLESS_SIGNATURE = 0x2f;

/** Walks the chunks of a still WebP (RFC 9649). Bytes after the RIFF container are left alone. */
export function readWebpHeader(data: Uint8Array): PictureSize {
  const view = containerOf(data);
  let canvas: PictureSize | null = null;
  let image: PictureSize | null = null;
  let at = RIFF_HEADER_BYTES;
  for (let chunks = 0; at < view.byteLength; chunks += 1) {
    if (chunks === imageLimits.webpChunksMax)
      throw undecodable(`the WebP has more than ${imageLimits.webpChunksMax} chunks`);
    const name = chunkName(view, at);
    const body = chunkBody(view, at);
    if (name === 'VP8X') canvas = readCanvas(body, chunks);
    else if (name === 'VP8 ') image = only(image, readLossy(body));
    else if (name === 'VP8L') image = only(image, readLossless(body));
    else if (name === 'ANIM' || name === 'ANMF') throw animated();
    at += CHUNK_HEADER_BYTES + body.byteLength + (body.byteLength % 2);
  }
  if (!image) throw undecodable('the WebP has no image chunk');
  if (canvas && (canvas.width !== image.width || canvas.height !== image.height)) {
    throw undecodable('the WebP has a canvas of another size than its image');
  }
  return image;
}

/** The RIFF container alone, as long as it says it is. */
function containerOf(data: Uint8Array): DataView {
  if (data.length < RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES) throw cutOff();
  const bytes = viewOf(data).getUint32(4, true) + 8;
  if (bytes < RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES) throw undecodable('the WebP has a container without chunks');
  if (bytes > data.length) throw cutOff();
  return new DataView(data.buffer, data.byteOffset, bytes);
}

function chunkName(view: DataView, at: number): string {
  if (at + CHUNK_HEADER_BYTES > view.byteLength) throw cutOff();
  return fourLetters(view, at);
}

function chunkBody(view: DataView, at: number): DataView {
  const length = view.getUint32(at + 4, true);
  const start = at + CHUNK_HEADER_BYTES;
  if (start + length > view.byteLength) throw cutOff();
  return new DataView(view.buffer, view.byteOffset + start, length);
}

function readCanvas(body: DataView, before: number): PictureSize {
  if (before > 0 || body.byteLength < 10) throw undecodable('the WebP has a misplaced or short VP8X chunk');
  if (body.getUint8(0) & ANIMATION_FLAG) throw animated();
  return checkSize({ width: 1 + littleEndian24(body, 4), height: 1 + littleEndian24(body, 7) });
}

function readLossy(body: DataView): PictureSize {
  if (body.byteLength < 10) throw cutOff();
  const isKeyFrame = (body.getUint8(0) & 1) === 0;
  const startCode = (body.getUint8(3) << 16) | body.getUint16(4);
  if (!isKeyFrame || startCode !== START_CODE) throw undecodable('the WebP does not begin with a VP8 key frame');
  return checkSize({ width: body.getUint16(6, true) & 0x3fff, height: body.getUint16(8, true) & 0x3fff });
}

function readLossless(body: DataView): PictureSize {
  if (body.byteLength < 5) throw cutOff();
  const bits = body.getUint32(1, true);
  if (body.getUint8(0) !== LOSSLESS_SIGNATURE || bits >>> 29 !== 0) {
    throw undecodable('the WebP does not begin with a VP8L signature of version 0');
  }
  return checkSize({ width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) });
}

function only(earlier: PictureSize | null, image: PictureSize): PictureSize {
  if (earlier) throw undecodable('the WebP has a second image chunk, where one is expected');
  return image;
}

function littleEndian24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function animated(): Error {
  return unsupported('the WebP is animated', 'a still picture is accepted. Send each frame as its own picture');
}

function cutOff(): Error {
  return undecodable('the WebP is cut off before its end');
}
