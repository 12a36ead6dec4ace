import type { Manifest } from '../models/manifest.js';
import { listPacks } from '../models/packs.js';
import { preparePack, verifyPack } from '../models/prepare.js';
import type { ModelSettings } from '../config/config.js';
import { FaceError } from '../errors.js';
import { exitCodes, table, type Terminal } from './terminal.js';

export function showPacks(manifest: Manifest, terminal: Terminal): number {
  const packs = listPacks(manifest);
  const rows = packs.map(({ name, bytes, licences, purpose }) => [
    name,
    `${(bytes / 1e6).toFixed(1)} MB`,
    licences.join(', '),
    purpose,
  ]);
  terminal.result({ packs }, table(['pack', 'size', 'licences', 'for'], rows));
  return exitCodes.ok;
}

export async function preparePackNamed(
  manifest: Manifest,
  packName: string,
  { cacheDir, folders }: Pick<ModelSettings, 'cacheDir' | 'folders'>,
  terminal: Terminal,
): Promise<number> {
  needPack(manifest, packName);
  const prepared = await preparePack(manifest, packName, {
    cacheFolder: cacheDir,
    folders,
    onEvent: (event) => {
      if (event.kind === 'fetching') terminal.note(`${event.model}: from ${event.source}`);
      if (event.kind === 'failed') terminal.note(`${event.model}: ${event.source} failed: ${event.reason}`);
    },
  });
  const { pack } = prepared;
  const files = [...prepared.paths].map(([model, path]) => ({ model, path }));
  terminal.result({ pack: pack.name, modelId: pack.modelId, files }, [
    `pack ${pack.name} is ready: ${files.length} networks, embedding ${pack.modelId}`,
  ]);
  return exitCodes.ok;
}

export async function verifyPackNamed(
  manifest: Manifest,
  packName: string,
  { cacheDir }: Pick<ModelSettings, 'cacheDir'>,
  terminal: Terminal,
): Promise<number> {
  needPack(manifest, packName);
  const models = await verifyPack(manifest, packName, cacheDir);
  const right = models.every(({ state }) => state === 'right');
  terminal.result(
    { pack: packName, right, models },
    table(
      ['model', 'state'],
      models.map(({ model, state }) => [model, state]),
    ),
  );
  return right ? exitCodes.ok : exitCodes.data;
}

function needPack(manifest: Manifest, packName: string): void {
  const known = manifest.packs.map(({ name }) => name);
  if (!known.includes(packName)) throw new FaceError('BAD_FIELD', `the pack must be one of ${known.join(', ')}`);
}
