import { MemoryIndex } from '../support/memory-index.js';
import { indexContract } from './gallery-index.js';

indexContract({ name: 'MemoryIndex', make: () => Promise.resolve(new MemoryIndex()), scoreError: 0 });
indexContract({
  name: 'MemoryIndex that is not exact',
  make: () => Promise.resolve(new MemoryIndex({ error: 0.002 })),
  scoreError: 0.003,
});
