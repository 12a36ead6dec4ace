// Set-up knows what is done by contents, not by times: a stamp says from which inputs which outputs were made.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { root } from './project.mjs';

/** Paths below the project of all files in `folders` whose name passes; a folder that is not there has none. */
export function filesIn(folders, passes = () => true) {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && passes(entry.name))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
        .sort();
    } catch (error) {
      if (error.code === 'ENOENT') return [];
      throw error;
    }
  });
}

/** sha256 of one file of the project, or null where there is none. */
export function digestOf(path) {
  try {
    return createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** One digest over the names and contents of `files`, and whatever else decides the result. */
export function fingerprint(files, ...more) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.split(sep).join('/')}\n${digestOf(file)}\n`);
  return hash.update(JSON.stringify(more)).digest('hex');
}

/** What was written by `writeStamp`, or null: a stamp that cannot be read counts as none. */
export function readStamp(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return null;
  }
}

export function writeStamp(path, stamp) {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(stamp)}\n`);
  renameSync(unfinished, target);
}
