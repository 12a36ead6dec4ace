import { createHash } from 'node:crypto';
import type { NativeGallery, NativeGalleryOptions } from '../../src/engine/native-gallery.js';
import { NativeIndex } from '../../src/gallery/native-index.js';
import { FakeNativeGallery } from './fake-native-gallery.js';

/** A native index over the fake of the addon's gallery. */
export interface NativeIndexChange {
  readonly dimension?: number;
  readonly bytesMax?: number;
  readonly precision?: NativeGalleryOptions['precision'];
  readonly seed?: Uint8Array;
  /** Of the key at hand; templates of another one do not open. */
  readonly epoch?: Uint8Array;
  readonly create?: (options: NativeGalleryOptions) => NativeGallery;
}

export function nativeIndex(change: NativeIndexChange = {}): NativeIndex {
  const { dimension = 64, bytesMax = 1e9, precision = 'float32', epoch = new Uint8Array(8) } = change;
  const keys = { key: new Uint8Array(32), epoch, serviceKey: new Uint8Array(32), modelId: 'm@1', readable: false };
  return new NativeIndex({
    create: change.create ?? ((options) => new FakeNativeGallery(options)),
    limits: { dimension, precision, bytesMax, threads: 1, queueMax: 4 },
    seed: () => (change.seed ?? new Uint8Array(32).fill(7)).slice(),
    digest: (seed) => createHash('sha256').update(seed).digest('hex').slice(0, 16),
    withKeys: (run) => run(keys),
  });
}
