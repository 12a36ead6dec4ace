import { FaceError } from '../errors.js';

/**
 * What a picture may cost. Every limit is checked before a decoder sees a byte, because a decoder's own limits are
 * checked after the memory is taken: a progressive JPEG under 1 KiB was seen to take 38 s and 12 GiB.
 */
export const imageLimits = {
  bytesMax: 10_000_000,
  sideMin: 32,
  sideMax: 4096,
  /** Twelve binary megapixels, so that the 4032 × 3024 of a 12 MP camera fits. */
  pixelsMax: 12 * 1024 * 1024,
  /** Encoders write 10 to 20 scans; a scan costs time even where it holds no data. */
  jpegScansMax: 64,
  /** Samples over all scans. Ten scans of a 12 MP picture without chroma subsampling are 176 million. */
  jpegScanSamplesMax: 200_000_000,
  jpegSegmentsMax: 4096,
  /** 0xFF bytes that stand for nothing, before one marker or within one scan. */
  jpegFillBytesMax: 256,
  pngChunksMax: 16_384,
  /** Compressed text and profile chunks: libpng inflates each to as much as 8 MB before anyone asks for it. */
  pngInflatedChunksMax: 16,
  webpChunksMax: 64,
} as const;

/** Size as stored: Exif orientation may still swap the sides. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export function checkBytes(data: Uint8Array): void {
  if (data.length === 0) {
    throw new FaceError('BAD_FIELD', 'the picture has no bytes. Send the encoded picture, or its raw pixels.', {
      field: 'image.data',
    });
  }
  if (data.length > imageLimits.bytesMax) {
    throw new FaceError(
      'IMAGE_TOO_LARGE',
      `the picture has ${data.length} bytes; at most ${imageLimits.bytesMax} are accepted. Send a smaller picture.`,
      { field: 'image.data' },
    );
  }
}

export function checkSize({ width, height }: PictureSize): PictureSize {
  if (width > imageLimits.sideMax || height > imageLimits.sideMax || width * height > imageLimits.pixelsMax) {
    throw new FaceError(
      'IMAGE_TOO_LARGE',
      `the picture is ${width} × ${height} pixels; at most ${imageLimits.sideMax} a side and 12 megapixels ` +
        `(${imageLimits.pixelsMax} pixels) are accepted. Send a smaller picture.`,
      { field: 'image' },
    );
  }
  if (width < imageLimits.sideMin || height < imageLimits.sideMin) {
    throw new FaceError(
      'BAD_FIELD',
      `the picture is ${width} × ${height} pixels; at least ${imageLimits.sideMin} a side are needed. Send a larger picture.`,
      { field: 'image' },
    );
  }
  return { width, height };
}

/** The bytes break the rules of their own format. */
export function undecodable(what: string, cause?: unknown): FaceError {
  const options = cause === undefined ? {} : { cause };
  return new FaceError('IMAGE_UNDECODABLE', `${what}. Send a complete picture.`, { field: 'image.data', ...options });
}

/** The bytes are in order, but of a kind that is not decoded here. */
export function unsupported(what: string, accepted: string): FaceError {
  return new FaceError('UNSUPPORTED_FORMAT', `${what}; ${accepted}.`, { field: 'image.data' });
}

export function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

/** A four-letter chunk name, as PNG and RIFF have them; for comparing only, the bytes may be anything. */
export function fourLetters(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
