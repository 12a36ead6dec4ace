import { type Affine, at, scaleOf } from './geometry.js';
import type { Native, Picture, TensorFormat } from './native.js';

/** Halvings of the largest picture the addon takes (16,384 pixels a side) down to a single pixel. */
const levelsMax = 14;

/**
 * One picture at falling sizes, each half the one before.
 *
 * Bilinear sampling of more than two pixels a step skips pixels, and fine texture turns into noise. A warp therefore
 * reads the level at which it takes less than two pixels a step. Levels are made when first needed, into memory that
 * is kept from frame to frame.
 */
export class Pyramid {
  readonly #native: Native;
  readonly #memory: Uint8Array[] = [];
  readonly #levels: Picture[] = [];
  readonly #map = new Float64Array(6);

  constructor(native: Native) {
    this.#native = native;
  }

  /** The picture is borrowed until `clear`. */
  load(picture: Picture): void {
    this.#levels.length = 0;
    this.#levels.push(picture);
  }

  /** Zeroes the halved pictures and lets go of the one that was loaded, which stays its owner's. */
  clear(): void {
    for (const level of this.#levels.slice(1)) level.data.fill(0);
    this.#levels.length = 0;
  }

  /** @param map from tensor pixels to pixels of the picture that was loaded */
  toTensor(map: Affine, format: TensorFormat, out: Float32Array): void {
    const level = this.#levelFor(map);
    this.#native.warpToTensor(level, this.#map, format, out);
  }

  /** @param map from pixels of the square chip to pixels of the picture that was loaded */
  toLuminance(map: Affine, side: number, out: Uint8Array): void {
    const level = this.#levelFor(map);
    this.#native.warpToLuminance(level, this.#map, side, side, out);
  }

  /** @param map from pixels of the square chip to pixels of the picture that was loaded */
  toPlanes(map: Affine, side: number, out: Uint8Array): void {
    const level = this.#levelFor(map);
    this.#native.warpToPlanes(level, this.#map, side, side, out);
  }

  /** Chooses a level and rewrites `map` for it: pixel i of a level covers pixels i·2^k … of the picture. */
  #levelFor(map: Affine): Picture {
    let index = 0;
    let scale = scaleOf(map);
    let level = this.#level(0);
    while (scale >= 2 && index < levelsMax && level.width >= 4 && level.height >= 4) {
      index += 1;
      scale /= 2;
      level = this.#level(index);
    }
    const step = 2 ** index;
    for (let i = 0; i < 6; i++) this.#map[i] = at(map, i) / step;
    this.#map[2] = (at(map, 2) + 0.5) / step - 0.5;
    this.#map[5] = (at(map, 5) + 0.5) / step - 0.5;
    return level;
  }

  #level(index: number): Picture {
    const known = this.#levels[index];
    if (known) return known;
    const finer = this.#level(index - 1);
    const width = finer.width >> 1;
    const height = finer.height >> 1;
    const length = width * height * 3;
    let memory = this.#memory[index];
    if (memory === undefined || memory.length < length) {
      memory = new Uint8Array(length);
      this.#memory[index] = memory;
    }
    const made = { data: memory.subarray(0, length), width, height };
    this.#native.halve(finer, made.data);
    this.#levels[index] = made;
    return made;
  }
}
