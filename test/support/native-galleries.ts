import { loadNative } from '../../src/engine/native.js';
import type { NativeGallery, NativeGalleryOptions, NativeQuery } from '../../src/engine/native-gallery.js';

const native = loadNative();

const options: NativeGalleryOptions = {
  dimension: 64,
  seed: new Uint8Array(32).fill(5),
  precision: 'float32',
  bytesMax: 2 ** 30,
  threads: 2,
  queueMax: 16,
};

export function nativeGallery(changed: Partial<NativeGalleryOptions> = {}): NativeGallery {
  return native.createGallery({ ...options, ...changed });
}

/** The highest reference without a threshold. */
export const nearest: NativeQuery = { names: null, tagsAny: null, scoreMin: -Infinity, limit: 1, certified: true };

/** A unit vector of its own for each number. */
export function vectorOf(number: number, dimension = 64): Float32Array {
  const vector = Float32Array.from({ length: dimension }, (_, i) => Math.sin((number + 1) * (i + 1) * 1.7 + i));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Puts references named `person-0`, `person-1`, …, each with a tag of its own. */
export async function putPeople(gallery: NativeGallery, count: number, dimension = 64): Promise<void> {
  const vectors = new Float32Array(count * dimension);
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (const i of numbers) vectors.set(vectorOf(i, dimension), i * dimension);
  await gallery.put(
    numbers.map((i) => `person-${i}`),
    numbers.map((i) => [`tag-${i}`]),
    vectors,
  );
}

/** What a call throws at once. */
export function faultOf(call: () => unknown): { readonly code: unknown; readonly message: string } {
  try {
    call();
  } catch (fault) {
    return fault as { code: unknown; message: string };
  }
  throw new Error('the call was accepted');
}
