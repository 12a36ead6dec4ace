import { crc32, deflateSync } from 'node:zlib';
import type { Image, ImageFormat } from '../../src/recognition/capture-input.js';

/** Pictures built byte by byte: whole ones, and ones no encoder would write. */

export function imageOf(format: ImageFormat, bytes: Uint8Array, width = 0, height = 0): Image {
  return { format, data: Uint8Array.from(bytes), width, height };
}

export function segment(code: number, body: readonly number[]): number[] {
  return [0xff, code, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
}

export interface FrameOptions {
  readonly width?: number;
  readonly height?: number;
  readonly bits?: number;
  /** Sampling factors of each component, across in the high four bits. */
  readonly factors?: readonly number[];
}

/** SOF segment of components 1, 2, … */
export function frameHeader(
  code: number,
  { width = 64, height = 64, bits = 8, factors = [0x11] }: FrameOptions = {},
): number[] {
  const components = factors.flatMap((factor, index) => [index + 1, factor, 0]);
  return segment(code, [bits, height >> 8, height & 255, width >> 8, width & 255, factors.length, ...components]);
}

/** SOS segment of the named components, with `data` as its entropy-coded bytes. */
export function scan(components: readonly number[], data: readonly number[] = [0x12, 0xff, 0x00, 0x34]): number[] {
  return [...segment(0xda, [components.length, ...components.flatMap((id) => [id, 0]), 0, 63, 0]), ...data];
}

export function jpeg(...parts: readonly (readonly number[])[]): Image {
  return imageOf('JPEG', Uint8Array.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xd9]));
}

/**
 * A progressive JPEG that decoders accept: one DC scan, then AC scans whose blocks all end at once, in runs of 32,767.
 * A few bytes a scan, and each makes the decoder walk all blocks.
 */
export function progressiveBomb(width: number, height: number, acScans: number): Image {
  const quantisation = segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]);
  const oneCode = (tableClass: number, symbol: number) =>
    segment(0xc4, [tableClass, 1, ...Array.from({ length: 15 }, () => 0), symbol]);
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const dc = segment(0xda, [1, 1, 0x00, 0, 0, 0]);
  const dcData = Array.from({ length: Math.ceil(blocks / 8) }, () => 0);
  const runs = Math.ceil(blocks / 32_767);
  const bits = Array.from({ length: runs }, () => `0${'1'.repeat(14)}`).join('');
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const acData = (padded.match(/.{8}/g) ?? [])
    .map((byte) => parseInt(byte, 2))
    .flatMap((byte) => (byte === 255 ? [255, 0] : [byte]));
  const ac = (index: number) => [
    ...segment(0xda, [1, 1, 0x00, 1, 63, index === 0 ? 0x0d : ((14 - index) << 4) | (13 - index)]),
    ...acData,
  ];
  const acTotal = Array.from({ length: acScans }, (_, index) => ac(Math.min(index, 13)));
  return jpeg(
    quantisation,
    frameHeader(0xc2, { width, height }),
    oneCode(0x00, 0),
    oneCode(0x10, 0xe0),
    [...dc, ...dcData],
    acTotal.flat(),
  );
}

export function chunk(name: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const length = Buffer.alloc(4);
  const checksum = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

export interface IhdrOptions {
  readonly width?: number;
  readonly height?: number;
  /** Bit depth, colour type, compression, filter, interlace. */
  readonly kind?: readonly [number, number, number, number, number];
}

export function ihdr({ width = 64, height = 64, kind = [8, 0, 0, 0, 0] }: IhdrOptions = {}): Buffer {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width);
  body.writeUInt32BE(height, 4);
  body.set(kind, 8);
  return chunk('IHDR', body);
}

/** IDAT of `bytes` zeros, deflated: a thousandth of them. */
export function idat(bytes: number): Buffer {
  return chunk('IDAT', deflateSync(Buffer.alloc(bytes), { level: 9 }));
}

export function png(...chunks: readonly Uint8Array[]): Image {
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return imageOf('PNG', Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]));
}

export function riffChunk(name: string, body: readonly number[]): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, Uint8Array.from(body), Buffer.alloc(body.length % 2)]);
}

/** VP8 key frame header. */
export function vp8(width = 64, height = 64): Buffer {
  return riffChunk('VP8 ', [0x10, 0, 0, 0x9d, 0x01, 0x2a, width & 255, width >> 8, height & 255, height >> 8]);
}

export function vp8l(width = 64, height = 64, version = 0): Buffer {
  const body = Buffer.alloc(5, 0x2f);
  body.writeUInt32LE((((version << 29) >>> 0) | ((height - 1) << 14) | (width - 1)) >>> 0, 1);
  return riffChunk('VP8L', [...body]);
}

export function vp8x(flags = 0, width = 64, height = 64): Buffer {
  const sides = [width - 1, height - 1].flatMap((side) => [side & 255, (side >> 8) & 255, side >> 16]);
  return riffChunk('VP8X', [flags, 0, 0, 0, ...sides]);
}

export function webp(...chunks: readonly Uint8Array[]): Image {
  const body = Buffer.concat(chunks);
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  return imageOf('WEBP', Buffer.concat([header, body]));
}
