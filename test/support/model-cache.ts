import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelPath } from '../../src/models/cache.js';
import { sha256Of } from '../../src/models/digest.js';
import { readManifest, type ModelEntry } from '../../src/models/manifest.js';

/** The compiled form of this file lies three folders below the project. */
const projectFolder = join(__dirname, '../../..');

export const cacheFolder = join(projectFolder, 'models/cache');

/** Where a working copy may keep the files that cannot be fetched from npm. */
export const sharedModels = join(projectFolder, '../shared/models');

export function modelNamed(name: string): ModelEntry {
  const model = readManifest().models.find((entry) => entry.name === name);
  if (model === undefined) throw new RangeError(`the manifest has no model ${name}`);
  return model;
}

/** Why a model cannot take part in a test, or null when its weights are there and right. */
export function reasonMissing(name: string): string | null {
  const model = modelNamed(name);
  const path = modelPath(cacheFolder, model);
  if (!existsSync(path)) return `models/cache has no ${model.file}`;
  return sha256Of(readFileSync(path)) === model.sha256 ? null : `models/cache/${model.file} is another file`;
}

/** Why a test that prepares the model itself cannot, or null when its weights are in the cache or beside the project. */
export function reasonUnobtainable(name: string): string | null {
  const besideProject = modelNamed(name).sources.some(
    (source) => source.kind === 'file' && source.files.every((file) => existsSync(join(sharedModels, file.name))),
  );
  return besideProject ? null : reasonMissing(name);
}
