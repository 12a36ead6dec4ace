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
