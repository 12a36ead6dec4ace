import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelEntry } from './manifest.js';

/** Where a materialised model lies. */
export const modelPath = (cacheFolder: string, model: Pick<ModelEntry, 'file'>): string =>
  join(cacheFolder, model.file);

/** `@vladmandic/human` has its licence in `licences/vladmandic-human.txt`. */
export const licencePath = (cacheFolder: string, packageName: string): string =>
  join(cacheFolder, 'licences', `${packageName.replace(/^@/, '').replaceAll('/', '-')}.txt`);

/**
 * Writes a whole file or nothing.
 *
 * The bytes go to a file of another name that no other process uses, reach the disk, and only then take the name: a
 * reader never sees half a model, and of two writers either may be last.
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(partial, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
