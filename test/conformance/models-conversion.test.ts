import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../src/models/manifest.js';
import { preparePack, verifyPack, type PrepareEvent } from '../../src/models/prepare.js';
import { sharedModels } from '../support/model-cache.js';
import { temporaryFolder } from '../support/tiny-models.js';

/** Made from their sources here and now, the files have the sha256 that the manifest was written with elsewhere. */

async function prepared(packName: string, cacheFolder: string, folders: readonly string[]) {
  const events: PrepareEvent[] = [];
  await preparePack(readManifest(), packName, { cacheFolder, folders, onEvent: (event) => events.push(event) });
  const states = (await verifyPack(readManifest(), packName, cacheFolder)).map(({ state }) => state);
  return { states, events };
}

/** Precondition: the registry answers, or npm's cache holds the packages; set-up has just used them. */
test('the default pack comes from npm alone, byte for byte', async () => {
  const { states, events } = await prepared('default', await temporaryFolder(), []);
  expect(new Set(states)).toEqual(new Set(['right']));
  expect(events.filter(({ kind }) => kind === 'failed')).toEqual([]);
});

const folder = existsSync(join(sharedModels, 'face-reidentification-retail-0095.xml')) ? sharedModels : null;

test(
  folder === null
    ? 'the other packs are not made here, because ../shared/models does not exist'
    : 'the other packs come from a folder, byte for byte',
  async () => {
    if (folder === null) return;
    const cacheFolder = await temporaryFolder();
    for (const packName of ['recommended', 'accurate', 'research']) {
      const { states } = await prepared(packName, cacheFolder, [folder]);
      expect(new Set(states)).toEqual(new Set(['right']));
    }
  },
);
