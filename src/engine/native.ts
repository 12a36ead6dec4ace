import { join } from 'node:path';

/** 8-bit interleaved RGB, rows without padding; `data.length === width × height × 3`. */
export interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How pixels become a network's input: value = (v − mean[c]) × scale[c], with v in 0–255. */
export interface TensorFormat {
  readonly width: number;
  readonly height: number;
  /** `gray` is one channel, Rec. 601 luminance; `mean[0]` and `scale[0]` count. */
  readonly order: 'rgb' | 'bgr' | 'gray';
  readonly layout: 'nchw' | 'nhwc';
  /** One value per channel, in the order of the tensor. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/**
 * The addon's exports: same names, same order as native/addon/addon.cc.
 *
 * Arrays are borrowed for the call; results are written into `out`, whose length must be exact. Every function is
 * synchronous and is called in worker threads. Errors carry `code: 'BAD_ARGUMENT'` and say what was expected.
 */
export interface Native {
  /**
   * Warps the picture so that `points` fall on `template` in the least-squares sense (similarity: rotation, uniform
   * scale, translation; Umeyama 1991), bilinear, black outside the picture, straight into a normalised tensor.
   *
   * @param points n × (x, y), pixels of the picture, n ≥ 2
   * @param template n × (x, y), pixels of the tensor
   */
  alignToTensor(
    picture: Picture,
    points: Float32Array,
    template: Float32Array,
    format: TensorFormat,
    out: Float32Array,
  ): void;
  /**
   * Warps by a given map from tensor pixels to picture pixels: x' = m0·x + m1·y + m2, y' = m3·x + m4·y + m5, where
   * integer coordinates are pixel centres.
   */
  warpToTensor(picture: Picture, transform: Float64Array, format: TensorFormat, out: Float32Array): void;
  /** Similarity that maps `template` pixels to `points` pixels, as six coefficients for `warpToTensor`. */
  similarity(points: Float32Array, template: Float32Array, out: Float64Array): void;
  /** Half the size in both directions by 2 × 2 means; an odd last row or column is dropped. `out` holds ⌊w/2⌋·⌊h/2⌋·3. */
  halve(picture: Picture, out: Uint8Array): void;
  /** NV12 (full-resolution Y plane, then interleaved half-resolution UV; BT.601 limited range) to RGB. Width and height even. */
  nv12ToRgb(nv12: Uint8Array, width: number, height: number, out: Uint8Array): void;
  /**
   * Luminance measures over an aligned luma chip (side × side, 8 bit), inside the inscribed face ellipse:
   * out = [sharpness, underExposure, overExposure, dynamicRange, illuminationUniformity, lumaMean, luminanceMean,
   * luminanceVariance] with the meaning and units of `QualityMeasurements`.
   */
  measureLuminance(chip: Uint8Array, side: number, out: Float32Array): void;
  /** Like `warpToTensor`, to 8-bit luminance (Rec. 601, rounded). */
  warpToLuminance(picture: Picture, transform: Float64Array, width: number, height: number, out: Uint8Array): void;
  /** Dot product of two vectors of equal length ≥ 1: the cosine, when both are unit vectors. */
  cosine(a: Float32Array, b: Float32Array): number;
  /** Which kernels were chosen at load. `FACE_CPU_FEATURES` (scalar | avx2 | avx512) forces a lower one, for tests. */
  cpuFeatures(): { readonly detected: readonly string[]; readonly kernels: 'scalar' | 'avx2' | 'avx512' | 'neon' };
}

/** The addon lies beside the project's package.json, three folders above the compiled form of this file. */
export const nativePath = join(__dirname, '../../../build/Release/face_engine.node');

export function loadNative(): Native {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(nativePath) as Native;
}
