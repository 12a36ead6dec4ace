import { join } from 'node:path';
import { readManifest } from '../../src/models/manifest.js';
import { preparePack, type PreparedPack } from '../../src/models/prepare.js';

/** The repository, three folders above the compiled form of this file. */
export const repository = join(__dirname, '../../..');

/** Materialises a pack where set-up keeps it. */
export function packInCache(name: string): Promise<PreparedPack> {
  const given = process.env['FACE_MODELS_DIR'];
  return preparePack(readManifest(), name, {
    cacheFolder: join(repository, 'models/cache'),
    folders: [...(given === undefined ? [] : [given]), join(repository, '../shared/models')],
  });
}
