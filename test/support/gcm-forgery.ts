import { createCipheriv } from 'node:crypto';

/**
 * Builds one AES-256-GCM ciphertext and tag that open under two keys: GHASH is a polynomial in a key-dependent point, so
 * one free block can be solved to make both tags equal (Dodis, Grubbs, Ristenpart, Woodage: Fast Message Franking,
 * CRYPTO 2018).
 */
export interface Forgery {
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

export interface ForgeryInput {
  readonly keys: readonly [Uint8Array, Uint8Array];
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  /** A whole number of blocks; the last one is replaced. */
  readonly filler: Uint8Array;
}

const BLOCK = 16;
const REDUCTION = 0xe1n << 120n;

export function forgeForTwoKeys({ keys, iv, aad, filler }: ForgeryInput): Forgery {
  const [one, two] = [pointOf(keys[0], iv), pointOf(keys[1], iv)];
  const blocks = [...blocksOf(aad), ...blocksOf(filler)];
  const last = blocks.length - 1;
  blocks[last] = 0n;
  const lengths = (BigInt(aad.length * 8) << 64n) | BigInt(filler.length * 8);
  const difference = hash(one.h, blocks, lengths) ^ hash(two.h, blocks, lengths) ^ one.mask ^ two.mask;
  blocks[last] = multiply(difference, inverse(multiply(one.h, one.h) ^ multiply(two.h, two.h)));
  const solved = toBytes(blocks[last] ?? 0n);
  return {
    ciphertext: Buffer.concat([filler.subarray(0, -BLOCK), solved]),
    tag: toBytes(hash(one.h, blocks, lengths) ^ one.mask),
  };
}

/** The point of the polynomial and the mask on the tag, for one key. */
function pointOf(key: Uint8Array, iv: Uint8Array): { h: bigint; mask: bigint } {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return {
    h: toNumber(cipher.update(new Uint8Array(BLOCK))),
    mask: toNumber(cipher.update(Buffer.concat([iv, Buffer.of(0, 0, 0, 1)]))),
  };
}

function hash(h: bigint, blocks: readonly bigint[], lengths: bigint): bigint {
  const sum = blocks.reduce((acc, block) => multiply(acc ^ block, h), 0n);
  return multiply(sum ^ lengths, h);
}

/** In GF(2^128), bits in GCM's order. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ REDUCTION : shifted >> 1n;
  }
  return product;
}

/** a^(2^128 − 2). */
function inverse(a: bigint): bigint {
  let result = 1n << 127n;
  let power = a;
  for (let bit = 1; bit < 128; bit++) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

function blocksOf(bytes: Uint8Array): bigint[] {
  const padded = Buffer.alloc(Math.ceil(bytes.length / BLOCK) * BLOCK);
  padded.set(bytes);
  return Array.from({ length: padded.length / BLOCK }, (_, i) => toNumber(padded.subarray(i * BLOCK, (i + 1) * BLOCK)));
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
}
