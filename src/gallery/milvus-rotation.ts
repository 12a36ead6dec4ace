import { createCipheriv, createHmac } from 'node:crypto';

/**
 * A rotation drawn from a key: inner products stay, single values do not. Four times over, the values are shuffled, given
 * signs, and mixed by Hadamard transforms (Ailon and Chazelle, "The fast Johnson–Lindenstrauss transform", 2009) of the
 * largest power of two that fits, over the first values and then over the last, so that every dimension can be had.
 * Each step is orthogonal, and so is the whole.
 *
 * What it hides and what it does not is in docs/decisions/0021-beyond-one-machine.md. The draw is part of what is stored:
 * another order of the same steps would be another rotation, which a test holds.
 */
export class KeyedRotation {
  readonly dimension: number;
  readonly #span: number;
  readonly #steps: readonly Step[];

  /** @param key 32 bytes @param dimension 64–1024 */
  constructor(key: Uint8Array, dimension: number) {
    if (key.length !== 32) throw new RangeError(`a key of 32 bytes was expected; ${key.length} came`);
    if (!Number.isInteger(dimension) || dimension < 64 || dimension > 1024) {
      throw new RangeError(`a dimension from 64 to 1024 was expected; ${dimension} came`);
    }
    this.dimension = dimension;
    this.#span = 2 ** Math.floor(Math.log2(dimension));
    const draws = new Draws(createHmac('sha256', key).update('gallery rotation steps 1').digest());
    this.#steps = Array.from({ length: STEPS }, () => stepFrom(draws, dimension));
  }

  /** @returns the rotated vector, of the caller's; rounded to float32 only when it is stored as such */
  turn(vector: Float32Array): Float64Array {
    if (vector.length !== this.dimension) {
      throw new RangeError(`a vector of ${this.dimension} values was expected; ${vector.length} came`);
    }
    let from = Float64Array.from(vector);
    let to = new Float64Array(this.dimension);
    for (const { places, signs } of this.#steps) {
      for (let i = 0; i < this.dimension; i++) to[i] = (from[places[i] ?? 0] ?? 0) * (signs[i] ?? 0);
      mix(to.subarray(0, this.#span));
      if (this.#span < this.dimension) mix(to.subarray(this.dimension - this.#span));
      [from, to] = [to, from];
    }
    // The embedding as it came was in there.
    to.fill(0);
    return from;
  }
}

const STEPS = 4;

interface Step {
  readonly places: Uint16Array;
  readonly signs: Int8Array;
}

function stepFrom(draws: Draws, dimension: number): Step {
  const places = Uint16Array.from({ length: dimension }, (_, i) => i);
  for (let last = dimension - 1; last > 0; last--) {
    const other = draws.below(last + 1);
    [places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0];
  }
  return { places, signs: Int8Array.from({ length: dimension }, () => 1 - 2 * draws.below(2)) };
}

/** Fast Walsh–Hadamard transform in place, scaled to be orthogonal. @param values a power of two of them */
function mix(values: Float64Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const [a, b] = [values[i] ?? 0, values[i + half] ?? 0];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }
  const scale = 1 / Math.sqrt(values.length);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
}

/** Whole numbers from the key stream of AES-256-CTR, each as likely as the others. */
class Draws {
  readonly #stream: ReturnType<typeof createCipheriv>;

  constructor(key: Uint8Array) {
    this.#stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  }

  below(bound: number): number {
    const fair = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const drawn = this.#stream.update(Buffer.alloc(4)).readUInt32LE();
      if (drawn < fair) return drawn % bound;
    }
  }
}
