import type { DepthOrigin } from '../biometrics/depth.js';

/** What a client sends during a capture. */

export const imageFormats = ['JPEG', 'PNG', 'WEBP', 'RGB24', 'GRAY8', 'NV12'] as const;
export type ImageFormat = (typeof imageFormats)[number];

export interface Image {
  readonly format: ImageFormat;
  /** The bytes as they came. `observe` takes the buffer over: it is transferred to a worker and unusable afterwards. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Pixels; needed for RGB24, GRAY8 and NV12, and 0 for formats that carry their own size. */
  readonly width: number;
  readonly height: number;
}

/** A depth map that was taken with a picture and shows what it shows, pixel for pixel or in another resolution. */
export interface DepthFrame {
  /**
   * Rows from the top without padding, two bytes a pixel, the lower one first: millimetres, 0 where nothing was seen;
   * `z16.length === width × height × 2`. Biometric: `observe` takes the buffer over and zeroes it, as the picture's.
   */
  readonly z16: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Pinhole model, pixels of the map. */
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  readonly origin: DepthOrigin;
}

/** What a worker looks at. */
export interface Sight extends Image {
  /** Left out where no depth came with the picture. */
  readonly depth?: DepthFrame;
}

/** Zeroes what a sight shows, when no worker takes it over. */
export function wipe({ data, depth }: Sight): void {
  data.fill(0);
  depth?.z16.fill(0);
}

export interface Frame {
  /** Strictly rising within a stream. */
  readonly sequence: number;
  /** The capture clock of the client, milliseconds since 1970. */
  readonly capturedAtMs: number;
  readonly image: Sight;
  /** Left out when the frame carries none. */
  readonly signature?: FrameSignature;
}

export interface FrameSignature {
  /** 64 bytes. */
  readonly bytes: Uint8Array;
  /** The client's capture clock as signed, whole milliseconds since 1970. */
  readonly atMs: number;
}

/** The client's word that it shows an action to the person. */
export interface ChallengeReport {
  /** That of the challenge. */
  readonly nonce: Uint8Array;
  /** On the capture clock; null: when the report arrived. */
  readonly shownAtMs: number | null;
}

/** What a client sends during a capture, in its order. */
export type CaptureInput = Frame | ChallengeReport;
