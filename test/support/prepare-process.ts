import { preparePack } from '../../src/models/prepare.js';
import { tinyManifest } from './tiny-models.js';

/** Prepares the tiny pack again and again into a folder that others prepare too: `prepare-process.js CACHE SOURCE`. */
async function main(): Promise<void> {
  const [cacheFolder = '', folder = ''] = process.argv.slice(2);
  for (let round = 0; round < 20; round++)
    await preparePack(tinyManifest(), 'tiny', { cacheFolder, folders: [folder] });
}

void main();
