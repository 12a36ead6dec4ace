import { loadNative } from '../../src/engine/native.js';
import { MemoryIndex } from '../support/memory-index.js';
import { nativeIndex } from '../support/native-indexes.js';
import { indexContract } from './gallery-index.js';

indexContract({ name: 'MemoryIndex', make: () => Promise.resolve(new MemoryIndex()), scoreError: 0 });
indexContract({
  name: 'MemoryIndex that is not exact',
  make: () => Promise.resolve(new MemoryIndex({ error: 0.002 })),
  scoreError: 0.003,
});
indexContract({
  name: 'NativeIndex over a fake',
  make: (dimension) => Promise.resolve(nativeIndex({ dimension })),
  scoreError: 0,
});

const native = loadNative();
/** How far scores of each precision may be from comparison scores of unit vectors. */
const errors = { float32: 0, bfloat16: 0.01, int8: 0.02 } as const;
for (const precision of ['float32', 'bfloat16', 'int8'] as const) {
  indexContract({
    name: `NativeIndex of precision ${precision}`,
    make: (dimension) =>
      Promise.resolve(nativeIndex({ dimension, precision, create: (options) => native.createGallery(options) })),
    scoreError: errors[precision],
  });
}
