// Materialises a pack into models/cache, and with the pack `default` the pictures of the demo. Set-up runs it after
// compiling. node scripts/prepare-models.mjs [pack]
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { digestOf, writeStamp } from './setup/fingerprint.mjs';
import { MODELS_STAMP } from './setup/models.mjs';
import { main, root, SetUpError } from './setup/project.mjs';

const require = createRequire(import.meta.url);
const { writeWhole } = require('../dist/src/models/cache.js');
const { sha256Of } = require('../dist/src/models/digest.js');
const { readManifest } = require('../dist/src/models/manifest.js');
const { npmPack, NpmPackages } = require('../dist/src/models/npm-package.js');
const { preparePack } = require('../dist/src/models/prepare.js');

const CACHE = join(root, 'models/cache');
const DEMO_PACKAGE = '@vladmandic/human';
const DEMO_PICTURE = {
  path: 'package/assets/screenshot-facematch.jpg',
  name: 'screenshot-facematch.jpg',
  sha256: '0d3e56e29cf588faf2d5515f10ab18ad0f1bab4959b7e3cc885bd43f1d305465',
};

/** One tarball serves models and pictures: each package is fetched once, into a folder of this run. */
function packOnce(folder) {
  const fetched = new Map();
  return (spec, _folder, signal) => {
    if (!fetched.has(spec))
      fetched.set(
        spec,
        mkdtemp(join(folder, 'npm-')).then((into) => npmPack(spec, into, signal)),
      );
    return fetched.get(spec);
  };
}

/** From the same package, at the same integrity, as the models of the manifest. */
function demoSource(manifest) {
  const source = manifest.models
    .flatMap(({ sources }) => sources)
    .find((s) => s.kind === 'npm' && s.package === DEMO_PACKAGE);
  if (source === undefined) throw new SetUpError(`models/manifest.json names no model of ${DEMO_PACKAGE}.`);
  return { ...source, path: DEMO_PICTURE.path, companions: [] };
}

async function prepareDemo(manifest, pack) {
  const picture = 'models/cache/demo/' + DEMO_PICTURE.name;
  const licence = 'models/cache/demo/LICENCE.txt';
  if (digestOf(picture) !== DEMO_PICTURE.sha256 || digestOf(licence) === null) {
    const source = demoSource(manifest);
    const files = await new NpmPackages([source], pack).files(source, new AbortController().signal);
    const bytes = files.get(DEMO_PICTURE.path);
    if (sha256Of(bytes) !== DEMO_PICTURE.sha256)
      throw new SetUpError(`${DEMO_PICTURE.path} is not the pinned picture.`);
    const note = `${DEMO_PICTURE.name} is assets/${DEMO_PICTURE.name} of the npm package ${source.package} ${source.version}, whose licence follows.\n\n`;
    await writeWhole(join(root, picture), bytes);
    await writeWhole(join(root, licence), Buffer.concat([Buffer.from(note), files.get(source.licencePath)]));
  }
  return [picture, licence];
}

await main(async () => {
  const packName = process.argv[2] ?? 'default';
  const manifest = readManifest();
  const folder = await mkdtemp(join(tmpdir(), 'face-engine-setup-'));
  try {
    const packPackage = packOnce(folder);
    const given = process.env.FACE_MODELS_DIR;
    const prepared = await preparePack(manifest, packName, {
      cacheFolder: CACHE,
      folders: given ? [given] : [],
      packPackage,
      onEvent: ({ kind, model, source }) => console.log(`${model} ${kind}${source ? `: ${source}` : ''}`),
    });
    if (packName !== 'default') return 0;
    const paths = [...prepared.paths.values()].map((path) => relative(root, path));
    paths.push(...(await prepareDemo(manifest, packPackage)));
    writeStamp(MODELS_STAMP, {
      manifest: digestOf('models/manifest.json'),
      script: digestOf('scripts/prepare-models.mjs'),
      files: paths.map((path) => ({ path, sha256: digestOf(path) })),
    });
    return 0;
  } catch (error) {
    // A FaceError tells which sources were tried and what helps; its stack adds nothing.
    throw error.code === 'INTERNAL' ? new SetUpError(error.message) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
