import { join } from 'node:path';
import type { NoiseWindow } from '../biometrics/observation.js';
import type { NativeGallery, NativeGalleryOptions, SealedBatch, SealedKeys } from './native-gallery.js';

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

/** z16: rows without padding, two bytes a pixel, the lower one first, millimetres, 0 where nothing was seen. */
export interface DepthMap {
  readonly width: number;
  readonly height: number;
  /** Pixels of the map itself. */
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  /** `z16.length === width × height × 2`. */
  readonly z16: Uint8Array;
}

/** Places of the numbers that `measureDepth` writes, and how many there are; units of native/core/depth.h. */
export const depthMeasureCount = 9;
/** Places of a relief: 16 × 16. */
export const reliefLength = 256;

/** Vectors of equal length row by row; `values.length === count × dimension`, dimension 1–4096. */
export interface EmbeddingRows {
  readonly values: Float32Array;
  readonly dimension: number;
  readonly count: number;
}

/** The labels of each row; arrays are `count` long. */
export interface PairLabels {
  /** ≥ 0. */
  readonly identities: Int32Array;
  /** With label errors put right, −1 where nobody knows. */
  readonly corrected: Int32Array;
  /** `count` numbers for each attribute, one attribute after the other: 0 to `groupCount` − 1, −1 without a group. */
  readonly groups: Int32Array;
  readonly groupCount: number;
}

/** From `first` to before `last`. */
export interface Share {
  readonly first: number;
  readonly last: number;
}

/** Parallel arrays of equal length. */
export interface PairArrays {
  readonly scores: Float32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** What `compareShare` adds to. Counts are by score bin: bin ⌊(score + 1) · 100,000 + ½⌋, 200,001 bins. */
export interface PairTally {
  readonly nonMated: Float64Array;
  readonly disputed: Float64Array;
  /** The bins of each group, one group after the other. */
  readonly nonMatedWithin: Float64Array;
  /** For each row the number of mated pairs whose first row comes before it, and in the end that of all. */
  readonly matedStarts: Int32Array;
  /** Room for all mated pairs; a share fills the places of its rows, by second row. */
  readonly mated: PairArrays;
  /** Undisputed non-mated pairs of at least this score are listed. */
  readonly listedMin: number;
  /** Twice as long as pairs are wanted; holds the highest, in no order. */
  readonly listed: PairArrays;
  /** Pairs in `listed`; and 1 once lower ones had to be given up. */
  readonly listedState: Int32Array;
}

export interface SearchTask {
  /** Rows that are references, and rows that are probes. */
  readonly gallery: Int32Array;
  readonly probes: Int32Array;
  /** For each probe the place of its mate in `gallery`, −1 without one. */
  readonly mates: Int32Array;
}

/** One element for each probe of the share. */
export interface SearchResults {
  /** NaN without a mate. */
  readonly mate: Float32Array;
  /** 1 plus the number of others that score higher than the mate; 0 without a mate. */
  readonly rank: Int32Array;
  /** −∞ where there is no other. */
  readonly highestOther: Float32Array;
}

/** What a sealed record is opened as; docs/template-record.md. */
export interface RecordOpening {
  readonly magic: 'FBE1' | 'FBK1' | 'FBS1';
  /** Whether readable records (suite 2) are opened besides those of suite 1. */
  readonly readable: boolean;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Canonical bytes of everything the record is bound to. */
  readonly context: Uint8Array;
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
  /**
   * Takes light and contrast out of an aligned luma chip of 160 × 160 pixels: 128 + 32 · the distance from the mean
   * about a pixel in standard deviations.
   */
  normaliseChip(luma: Uint8Array, out: Uint8Array): void;
  /**
   * How a face moved between two normalised chips beyond what a plane can: out = [correlation after the best
   * homography, how far that carries a corner as a share of the side, the noise, then 8 × 8 × (x, y) left over]; chip pixels.
   *
   * @returns false when no homography was found, and `out` means nothing
   */
  measureFaceFlow(reference: Uint8Array, current: Uint8Array, out: Float32Array): boolean;
  /** Like `warpToTensor`, to three planes of 8 bits, R, G and B, rounded. */
  warpToPlanes(picture: Picture, transform: Float64Array, width: number, height: number, out: Uint8Array): void;
  /**
   * Texture of one face in three views, each three planes (R, G, B) of 128 × 128 pixels: `face` aligned and filling the
   * chip, `detail` its middle at the picture's own pixels, `surround` with what is around it. `out` gets the 60 numbers
   * of `textureFeatureNames`.
   */
  measureTexture(face: Uint8Array, detail: Uint8Array, surround: Uint8Array, out: Float32Array): void;
  /**
   * The sign of the noise at each place of the window, row by row into columns · rows codes: 0 where there is nothing to
   * see, ±1 where noise decides it, ±2 where the scene does. Each place needs its four neighbours in the picture.
   */
  noiseSigns(picture: Picture, window: NoiseWindow, out: Int8Array): void;
  /** 64 bits in 8 bytes, near for pictures that look alike. */
  perceptualHash(picture: Picture, out: Uint8Array): void;
  /** Dot product of two vectors of equal length ≥ 1: the cosine, when both are unit vectors. */
  cosine(a: Float32Array, b: Float32Array): number;
  /**
   * The face in a depth map: out = [planeResidualMm, surfaceResidualMm, noseReliefMm, shapeCorrelation,
   * reliefCorrelation, interEyeMm, distanceMm, noiseMm, holeShare], relief = heights of the face from its front in
   * millimetres, NaN where nothing was seen.
   *
   * @param mesh 468 × (x, y, z), pixels of the map
   * @returns false, and nothing written, where the map holds too little of the face
   */
  measureDepth(map: DepthMap, mesh: Float32Array, out: Float32Array, relief: Float32Array): boolean;
  /** The mesh's own shape: out = [planeResidualMm, surfaceResidualMm, noseReliefMm] at an adult's size; no measurement. */
  estimateRelief(mesh: Float32Array, out: Float32Array): void;
  /** Dot products of single pairs: `out[i]` is that of rows `a[i]` and `b[i]`. All three have one length. */
  compareListed(rows: EmbeddingRows, a: Int32Array, b: Int32Array, out: Float32Array): void;
  /**
   * Compares the rows of the share with every later row. A pair of equal `identities` is mated; any other is disputed
   * where `corrected` are equal or −1, else non-mated. The score of a pair does not depend on how rows are shared out.
   */
  compareShare(rows: EmbeddingRows, labels: PairLabels, share: Share, tally: PairTally): void;
  /** Leaves the wanted pairs of a tally in `listed`, the highest first, equal scores by row; sets `listedState`. */
  sortListed(listed: PairArrays, listedState: Int32Array): void;
  /** Open-set identification of the probes of the share. */
  searchShare(rows: EmbeddingRows, search: SearchTask, share: Share, results: SearchResults): void;
  /**
   * Opens one sealed record, as src/crypto does. @param out as long as the plaintext, 100 bytes shorter than the record
   * @returns false, and `out` zero, for a record that is not what was sealed; never a reason
   */
  openRecord(opening: RecordOpening, record: Uint8Array, out: Uint8Array): boolean;
  /**
   * Opens template rows. @param out rows × dimension, the caller's, who zeroes it; a row that does not open is zero
   * @returns the places of the rows that did not open, or have another dimension
   */
  openSealed(batch: SealedBatch, keys: SealedKeys, out: Float32Array): Int32Array;
  /** An empty gallery with threads of its own; `close` ends them. */
  createGallery(options: NativeGalleryOptions): NativeGallery;
  /** Which kernels were chosen at load. `FACE_CPU_FEATURES` (scalar | avx2 | avx512) forces a lower one, for tests. */
  cpuFeatures(): { readonly detected: readonly string[]; readonly kernels: 'scalar' | 'avx2' | 'avx512' | 'neon' };
}

/** The addon lies beside the project's package.json, three folders above the compiled form of this file. */
export const nativePath = join(__dirname, '../../../build/Release/face_engine.node');

export function loadNative(): Native {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(nativePath) as Native;
}
