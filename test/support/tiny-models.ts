import { join } from 'node:path';
import { create } from 'tar';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { sha256Of } from '../../src/models/digest.js';
import { manifestSchema, type Manifest, type ModelSource } from '../../src/models/manifest.js';

/** A manifest of one pack whose three networks are a few bytes each: enough for everything but inference. */

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'face-engine-test-'));

export const bytesOf = (name: string): Uint8Array => Buffer.from(`network ${name}`);

const input = { width: 8, height: 8, layout: 'nchw', order: 'rgb', mean: [0, 0, 0], scale: [1, 1, 1] };

const common = (name: string, sources: readonly ModelSource[]) => ({
  name,
  file: `${name}.onnx`,
  sha256: sha256Of(bytesOf(name)),
  bytes: bytesOf(name).length,
  input,
  licence: 'none',
  provenance: 'made by a test',
  sources,
});

export const fileSource = (name: string): ModelSource => ({
  kind: 'file',
  files: [{ name: `${name}.bin`, sha256: sha256Of(bytesOf(name)) }],
});

const template = Array.from({ length: 5 }, (_, index) => [index, index]);

export const embedder = (name: string, dimension: number, sources = [fileSource(name)]) => ({
  ...common(name, sources),
  role: 'embedder',
  architecture: 'embedder',
  points: 'mesh',
  template,
  dimension,
});

export const embedding = (name: string, models: readonly string[], dimension: number) => ({
  name,
  parts: models.map((model) => ({ model, weight: 1 })),
  dimension,
  calibration: {
    impostorMedian: 0,
    points: [
      { fmr: 0.01, score: 0.2 },
      { fmr: 0.001, score: 0.3 },
    ],
    nonMatedPairs: 1000,
    data: 'made by a test',
    date: '2026-01-01',
  },
});

export const pack = (name: string, embeddingName: string) => ({
  name,
  detector: 'detector',
  mesh: 'mesh',
  eyes: null,
  pad: [],
  embedding: embeddingName,
  purpose: 'A test.',
});

/** @param sourcesOf the sources of each network; a file of its name unless told otherwise */
export function tinyManifest(
  sourcesOf: (name: string) => readonly ModelSource[] = (name) => [fileSource(name)],
): Manifest {
  const detector = { role: 'detector', architecture: 'blazeface', scoreMin: 0.5 };
  const mesh = { role: 'mesh', architecture: 'facemesh', cropScale: 1.5, presence: 'logit' };
  return manifestSchema.parse({
    version: 1,
    models: [
      { ...common('detector', sourcesOf('detector')), ...detector },
      { ...common('mesh', sourcesOf('mesh')), ...mesh },
      { ...embedder('embedder', 4), sources: sourcesOf('embedder') },
    ],
    embeddings: [embedding('embedding', ['embedder'], 4)],
    packs: [pack('tiny', 'embedding')],
  });
}

export const tinyNames = ['detector', 'mesh', 'embedder'] as const;

/** A folder with the files that `fileSource` names. */
export async function folderOfFiles(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of tinyNames) await writeFile(join(folder, `${name}.bin`), bytesOf(name));
  return folder;
}

/** A package tarball with `package/<name>.bin` and a licence; returns its path. */
export async function packageTarball(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'package'));
  for (const name of tinyNames) await writeFile(join(folder, 'package', `${name}.bin`), bytesOf(name));
  await writeFile(join(folder, 'package', 'LICENSE'), 'licence of a test');
  const tarball = join(folder, 'tiny-1.0.0.tgz');
  await create({ file: tarball, gzip: true, cwd: folder }, ['package']);
  return tarball;
}
