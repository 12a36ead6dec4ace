import { checkSize, imageLimits, type PictureSize, undecodable, unsupported, viewOf } from './image-limits.js';

/** Marker codes of ISO/IEC 10918-1, table B.1: the byte after 0xFF. */
const SOF0 = 0xc0;
const SOF2 = 0xc2;
const DHT = 0xc4;
const JPG = 0xc8;
const DAC = 0xcc;
const SOF15 = 0xcf;
const RST0 = 0xd0;
const RST7 = 0xd7;
const EOI = 0xd9;
const SOS = 0xda;
const DNL = 0xdc;
const DHP = 0xde;
const EXP = 0xdf;

const ACCEPTED =
  'baseline and progressive JPEG with Huffman coding, 8 bits a sample, grey or three colours are accepted. Save it so';

interface JpegFrame extends PictureSize {
  /** Samples of each component, by component id. */
  readonly samples: ReadonlyMap<number, number>;
}

/** What the scans seen so far cost a decoder. */
interface Scans {
  count: number;
  samples: number;
}

/**
 * Walks all markers of a JPEG, over the entropy-coded data too, and refuses what a decoder should not be given.
 *
 * Bytes after the end of the image are left alone: phones append depth maps, gain maps and videos there.
 */
export function readJpegHeader(data: Uint8Array): PictureSize {
  const view = viewOf(data);
  const scans: Scans = { count: 0, samples: 0 };
  let frame: JpegFrame | null = null;
  let at = 2;
  for (let segments = 0; segments < imageLimits.jpegSegmentsMax; segments += 1) {
    const codeAt = skipFill(data, at);
    const code = view.getUint8(codeAt);
    if (code === EOI) return finished(frame, scans);
    const body = segmentBody(view, codeAt + 1, code);
    at = codeAt + 3 + body.byteLength;
    if (code === SOS) {
      countScan(body, frame, scans);
      at = skipEntropyCoded(data, at);
    } else if (isFrameHeader(code)) {
      if (frame) throw undecodable('the JPEG has a second frame header, where one is expected');
      frame = readFrame(body, code);
    } else {
      checkKind(code);
    }
  }
  throw undecodable(`the JPEG has more than ${imageLimits.jpegSegmentsMax} segments`);
}

/** From where a marker must stand to its code: 0xFF, a few times, then the code. */
function skipFill(data: Uint8Array, at: number): number {
  if (at < data.length && data[at] !== 0xff) {
    throw undecodable(`the JPEG has no marker at byte ${at}, where one is expected`);
  }
  let codeAt = at;
  while (data[codeAt] === 0xff && codeAt - at <= imageLimits.jpegFillBytesMax) codeAt += 1;
  if (codeAt >= data.length) throw cutOff();
  if (data[codeAt] === 0xff) throw tooMuchFill(at);
  return codeAt;
}

/** What follows the length of a segment whose length field stands at `at`. */
function segmentBody(view: DataView, at: number, code: number): DataView {
  if (code < SOF0 || (code >= RST0 && code < SOS)) {
    throw undecodable(`the JPEG has marker 0x${code.toString(16)} before byte ${at}, where a segment is expected`);
  }
  if (at + 2 > view.byteLength) throw cutOff();
  const length = view.getUint16(at);
  if (length < 2) throw undecodable(`the JPEG has a segment of length ${length} at byte ${at}; at least 2 is expected`);
  if (at + length > view.byteLength) throw cutOff();
  return new DataView(view.buffer, view.byteOffset + at + 2, length - 2);
}

/** To the first marker after a scan; a stuffed zero and restart markers belong to the scan. */
function skipEntropyCoded(data: Uint8Array, from: number): number {
  const last = data.length - 1;
  let fillBytes = 0;
  for (let at = from; at < last; at += 1) {
    if (data[at] !== 0xff) continue;
    const next = data[at + 1] ?? 0;
    if (next === 0 || (next >= RST0 && next <= RST7)) at += 1;
    else if (next !== 0xff) return at;
    else if (++fillBytes > imageLimits.jpegFillBytesMax) throw tooMuchFill(from);
  }
  throw cutOff();
}

function isFrameHeader(code: number): boolean {
  return code >= SOF0 && code <= SOF15 && code !== DHT && code !== JPG && code !== DAC;
}

function checkKind(code: number): void {
  if (code === DAC) throw unsupported('the JPEG is arithmetic-coded', ACCEPTED);
  if (code === DHP || code === EXP) throw unsupported('the JPEG is hierarchical', ACCEPTED);
  if (code === DNL) throw unsupported('the JPEG gives its height after the first scan', ACCEPTED);
}

function readFrame(body: DataView, code: number): JpegFrame {
  if (code > SOF2)
    throw unsupported(`the JPEG has frame header SOF${code - SOF0} (lossless, hierarchical or arithmetic)`, ACCEPTED);
  if (body.byteLength < 6 || body.byteLength !== 6 + 3 * body.getUint8(5)) {
    throw undecodable('the JPEG has a frame header whose length does not fit its number of components');
  }
  const bits = body.getUint8(0);
  const components = body.getUint8(5);
  if (bits !== 8) throw unsupported(`the JPEG has ${bits} bits a sample`, ACCEPTED);
  if (components !== 1 && components !== 3) throw unsupported(`the JPEG has ${components} components`, ACCEPTED);
  const size = checkSize({ width: body.getUint16(3), height: body.getUint16(1) });
  return { ...size, samples: componentSamples(body, size, components) };
}

function componentSamples(body: DataView, { width, height }: PictureSize, components: number): Map<number, number> {
  const factors = Array.from({ length: components }, (_, index) => {
    const both = body.getUint8(7 + 3 * index);
    return { id: body.getUint8(6 + 3 * index), across: both >> 4, down: both & 15 };
  });
  if (factors.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4)) {
    throw undecodable('the JPEG has a sampling factor outside 1 to 4');
  }
  const acrossMax = Math.max(...factors.map(({ across }) => across));
  const downMax = Math.max(...factors.map(({ down }) => down));
  const samples = new Map<number, number>();
  for (const { id, across, down } of factors) {
    samples.set(id, Math.ceil((width * across) / acrossMax) * Math.ceil((height * down) / downMax));
  }
  if (samples.size !== components) throw undecodable('the JPEG has two components of one name');
  return samples;
}

/** A scan walks all blocks of its components, however few bytes it has. */
function countScan(body: DataView, frame: JpegFrame | null, scans: Scans): void {
  if (!frame) throw undecodable('the JPEG has a scan before its frame header');
  const components = body.byteLength > 0 ? body.getUint8(0) : 0;
  if (components < 1 || components > frame.samples.size || body.byteLength !== 4 + 2 * components) {
    throw undecodable('the JPEG has a scan header whose length does not fit its number of components');
  }
  for (let index = 0; index < components; index += 1) {
    const samples = frame.samples.get(body.getUint8(1 + 2 * index));
    if (samples === undefined)
      throw undecodable('the JPEG has a scan of a component that its frame header does not name');
    scans.samples += samples;
  }
  scans.count += 1;
  if (scans.count > imageLimits.jpegScansMax || scans.samples > imageLimits.jpegScanSamplesMax) {
    throw unsupported(
      `the JPEG has ${scans.count} or more scans over ${frame.width} × ${frame.height} pixels`,
      `at most ${imageLimits.jpegScansMax} scans and ${imageLimits.jpegScanSamplesMax} samples over all scans are ` +
        'accepted. Save it as a baseline JPEG',
    );
  }
}

function finished(frame: JpegFrame | null, scans: Scans): PictureSize {
  if (!frame || scans.count === 0) throw undecodable('the JPEG ends before its first scan');
  return { width: frame.width, height: frame.height };
}

function tooMuchFill(at: number): Error {
  return undecodable(`the JPEG has more than ${imageLimits.jpegFillBytesMax} fill bytes after byte ${at}`);
}

function cutOff(): Error {
  return undecodable('the JPEG is cut off before its end marker');
}
