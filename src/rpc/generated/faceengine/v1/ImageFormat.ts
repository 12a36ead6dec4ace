// Original file: proto/faceengine/v1/types.proto

/**
 * How the bytes of a picture are to be read.
 */
export const ImageFormat = {
  /**
   * Refused with BAD_FIELD.
   */
  IMAGE_FORMAT_UNSPECIFIED: 'IMAGE_FORMAT_UNSPECIFIED',
  /**
   * Baseline or progressive JPEG, 8 bits a channel.
   */
  IMAGE_FORMAT_JPEG: 'IMAGE_FORMAT_JPEG',
  /**
   * PNG without animation.
   */
  IMAGE_FORMAT_PNG: 'IMAGE_FORMAT_PNG',
  /**
   * WebP without animation.
   */
  IMAGE_FORMAT_WEBP: 'IMAGE_FORMAT_WEBP',
  /**
   * Rows from the top, R, G, B, 8 bits each, without padding: 3 · width · height bytes.
   */
  IMAGE_FORMAT_RGB24: 'IMAGE_FORMAT_RGB24',
  /**
   * Rows from the top, 8 bits of luminance, without padding: width · height bytes.
   */
  IMAGE_FORMAT_GRAY8: 'IMAGE_FORMAT_GRAY8',
  /**
   * A luminance plane, then interleaved U and V at half size, without padding: 1.5 · width · height bytes; both even.
   */
  IMAGE_FORMAT_NV12: 'IMAGE_FORMAT_NV12',
} as const;

/**
 * How the bytes of a picture are to be read.
 */
export type ImageFormat =
  /**
   * Refused with BAD_FIELD.
   */
  | 'IMAGE_FORMAT_UNSPECIFIED'
  | 0
  /**
   * Baseline or progressive JPEG, 8 bits a channel.
   */
  | 'IMAGE_FORMAT_JPEG'
  | 1
  /**
   * PNG without animation.
   */
  | 'IMAGE_FORMAT_PNG'
  | 2
  /**
   * WebP without animation.
   */
  | 'IMAGE_FORMAT_WEBP'
  | 3
  /**
   * Rows from the top, R, G, B, 8 bits each, without padding: 3 · width · height bytes.
   */
  | 'IMAGE_FORMAT_RGB24'
  | 4
  /**
   * Rows from the top, 8 bits of luminance, without padding: width · height bytes.
   */
  | 'IMAGE_FORMAT_GRAY8'
  | 5
  /**
   * A luminance plane, then interleaved U and V at half size, without padding: 1.5 · width · height bytes; both even.
   */
  | 'IMAGE_FORMAT_NV12'
  | 6

/**
 * How the bytes of a picture are to be read.
 */
export type ImageFormat__Output = typeof ImageFormat[keyof typeof ImageFormat]
