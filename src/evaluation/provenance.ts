import { cpus } from 'node:os';
import type { PictureObserver } from './ports.js';
import type { Provenance } from './results.js';

/** What a result was measured with; kept with it, so that figures of different machines are never compared unawares. */
export function provenanceOf(observer: Pick<PictureObserver, 'pack' | 'modelId'>, data: string): Provenance {
  const all = cpus();
  return {
    data,
    pack: observer.pack,
    modelId: observer.modelId,
    at: new Date().toISOString(),
    machine: { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length, node: process.version },
  };
}
