import { FaceError } from '../errors.js';
import { sha256Of } from './digest.js';
import type { EmbeddingEntry, Manifest, ModelEntry, ModelOfRole, ModelPack, ResolvedEmbedding } from './manifest.js';

export interface PackSummary {
  readonly name: string;
  readonly purpose: string;
  /** Of all its files, as they lie in the cache. */
  readonly bytes: number;
  readonly licences: readonly string[];
  /** Shown before the pack is used; for weights that may not be used everywhere. */
  readonly notices: readonly string[];
}

const invalid = (message: string) => new FaceError('INTERNAL', `model manifest: ${message}`);

function named<T extends { readonly name: string }>(entries: readonly T[], name: string, kind: string): T {
  const found = entries.find((entry) => entry.name === name);
  if (found) return found;
  throw invalid(`there is no ${kind} ${name}; known are ${entries.map((entry) => entry.name).join(', ')}`);
}

function isRole<R extends ModelEntry['role']>(model: ModelEntry, role: R): model is ModelOfRole<R> {
  return model.role === role;
}

function modelOf<R extends ModelEntry['role']>(manifest: Manifest, name: string, role: R): ModelOfRole<R> {
  const model = named(manifest.models, name, 'model');
  if (isRole(model, role)) return model;
  throw invalid(`model ${name} is of role ${model.role}; ${role} was expected`);
}

/**
 * The identity stamped on every template: two templates compare only when theirs is the same.
 *
 * A composed embedding's sha256 is taken over its parts' sha256 and weights, in order.
 */
export function modelIdOf(embedding: EmbeddingEntry, embedders: readonly ModelOfRole<'embedder'>[]): string {
  const [first, ...more] = embedders;
  if (first === undefined) throw invalid(`embedding ${embedding.name} has no parts`);
  if (more.length === 0) return `${embedding.name}@${first.sha256.slice(0, 12)}`;
  const parts = embedders.map(({ sha256 }, index) => `${sha256} ${embedding.parts[index]?.weight ?? NaN}\n`);
  return `${embedding.name}@${sha256Of(Buffer.from(parts.join(''))).slice(0, 12)}`;
}

/** BlazeFace finds the eyes and the nose too, and of the mouth only its middle. */
const fivePointDetectors: readonly ModelOfRole<'detector'>['architecture'][] = ['yunet'];

/** Why a pack of this detector cannot feed these embedders; null when it can. */
function pointsLacking(
  detector: ModelOfRole<'detector'>,
  embedders: readonly ModelOfRole<'embedder'>[],
): string | null {
  if (fivePointDetectors.includes(detector.architecture)) return null;
  const astray = embedders.find(({ points }) => points === 'detector');
  if (!astray) return null;
  return (
    `embedder ${astray.name} is aligned to the five points of its pack's detector, and ${detector.name} ` +
    `(${detector.architecture}) does not find five; ${fivePointDetectors.join(', ')} would`
  );
}

/** An embedder aligned to points that its pack does not find would embed another part of the face, without any error. */
function checkPoints(detector: ModelOfRole<'detector'>, embedders: readonly ModelOfRole<'embedder'>[]): void {
  const lacking = pointsLacking(detector, embedders);
  if (lacking !== null) throw invalid(lacking);
}

function resolveEmbedding(manifest: Manifest, name: string): ResolvedEmbedding {
  const embedding = named(manifest.embeddings, name, 'embedding');
  const embedders = embedding.parts.map(({ model }) => modelOf(manifest, model, 'embedder'));
  const dimension = embedders.reduce((sum, model) => sum + model.dimension, 0);
  if (dimension !== embedding.dimension) {
    throw invalid(`embedding ${embedding.name} has ${embedding.dimension} dimensions; its parts have ${dimension}`);
  }
  return { embedding, embedders, modelId: modelIdOf(embedding, embedders) };
}

/** Why a pack cannot measure this embedding beside its own; null when it can. */
export function formerRefusal(manifest: Manifest, packName: string, former: string): string | null {
  const { detector, embedding } = resolvePack(manifest, packName);
  if (former === embedding.name) return `the pack ${packName} has the embedding ${former} in use already`;
  return pointsLacking(detector, resolveEmbedding(manifest, former).embedders);
}

/**
 * @throws FaceError when a name is unknown, a model has another role, the dimensions do not add up, the detector does
 *   not find the points that an embedder is aligned to, or the former embedding is the one in use
 */
export function resolvePack(manifest: Manifest, packName: string): ModelPack {
  const pack = named(manifest.packs, packName, 'pack');
  const inUse = resolveEmbedding(manifest, pack.embedding);
  const former = pack.former === undefined ? null : resolveEmbedding(manifest, pack.former);
  if (pack.former === pack.embedding) {
    throw invalid(
      `pack ${packName} has ${pack.embedding} for its embedding and for its former one; leave the former out`,
    );
  }
  const detector = modelOf(manifest, pack.detector, 'detector');
  checkPoints(detector, [...inUse.embedders, ...(former?.embedders ?? [])]);
  return {
    name: pack.name,
    purpose: pack.purpose,
    detector,
    mesh: modelOf(manifest, pack.mesh, 'mesh'),
    eyes: pack.eyes === null ? null : modelOf(manifest, pack.eyes, 'eyes'),
    pad: pack.pad.map((name) => modelOf(manifest, name, 'pad')),
    ...inUse,
    former,
  };
}

/** Each network once, in the order in which a frame meets them. */
export function modelsOf(pack: ModelPack): ModelEntry[] {
  const embedders = [...pack.embedders, ...(pack.former?.embedders ?? [])];
  const all = [pack.detector, pack.mesh, ...(pack.eyes ? [pack.eyes] : []), ...pack.pad, ...embedders];
  return [...new Set<ModelEntry>(all)];
}

export function listPacks(manifest: Manifest): PackSummary[] {
  return manifest.packs.map(({ name, purpose }) => {
    const models = modelsOf(resolvePack(manifest, name));
    return {
      name,
      purpose,
      bytes: models.reduce((sum, model) => sum + model.bytes, 0),
      licences: [...new Set(models.map((model) => model.licence))],
      notices: models.flatMap((model) => (model.notice === undefined ? [] : [model.notice])),
    };
  });
}

function joined<T extends { readonly name: string }>(base: readonly T[], extra: readonly T[], kind: string): T[] {
  const twice = extra.filter((entry) => base.some((known) => known.name === entry.name));
  if (twice.length > 0)
    throw invalid(`${kind} ${twice.map((entry) => entry.name).join(', ')} is already defined; choose another name`);
  return [...base, ...extra];
}

/**
 * Adds a user's own manifest, which may name the models of the first. Nothing is replaced: a name, or a file of the
 * cache, always means one network.
 *
 * @throws FaceError when a name or a file is taken, or a pack of the result does not resolve
 */
export function mergeManifests(base: Manifest, extra: Manifest): Manifest {
  const merged: Manifest = {
    version: 1,
    models: joined(base.models, extra.models, 'model'),
    embeddings: joined(base.embeddings, extra.embeddings, 'embedding'),
    packs: joined(base.packs, extra.packs, 'pack'),
  };
  // One file may serve two networks that see different parts of a picture.
  const files = new Map(merged.models.map(({ file, sha256 }) => [file, sha256]));
  const taken = merged.models.filter(({ file, sha256 }) => files.get(file) !== sha256).map(({ file }) => file);
  if (taken.length > 0) throw invalid(`two models have the file ${taken.join(', ')}`);
  for (const { name } of merged.packs) resolvePack(merged, name);
  return merged;
}
