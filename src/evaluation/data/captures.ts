import { readdirSync, type Dirent } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FaceError } from '../../errors.js';

/**
 * Labelled presentations: DIR/bona-fide/SESSION/*.jpg and DIR/SPECIES/SESSION/*.jpg, frames in name order at about five
 * a second; or stills directly in the folder of their label.
 */
export interface Captures {
  /** Name of the folder, not its path. */
  readonly name: string;
  /** True when every presentation is one picture. */
  readonly stills: boolean;
  readonly bonaFide: readonly Presentation[];
  /** One folder a PAI species. */
  readonly attacks: ReadonlyMap<string, readonly Presentation[]>;
}

export interface Presentation {
  /** SESSION, or the file's name for a still. */
  readonly name: string;
  /** Paths in the order of time; at least one. */
  readonly frames: readonly string[];
}

export const BONA_FIDE_FOLDER = 'bona-fide';

/** @throws FaceError BAD_FIELD for a folder that is laid out otherwise */
export function readCaptures(folder: string): Captures {
  const labels = entriesOf(folder).filter((entry) => isFolder(folder, entry));
  const read = new Map(labels.map(({ name }) => [name, readLabel(join(folder, name))]));
  const bonaFide = read.get(BONA_FIDE_FOLDER);
  if (!bonaFide) throw badLayout(folder, `it has no folder ${BONA_FIDE_FOLDER}`);
  read.delete(BONA_FIDE_FOLDER);
  if (read.size === 0) throw badLayout(folder, `beside ${BONA_FIDE_FOLDER} it has no folder of attacks`);
  const stills = new Set([bonaFide, ...read.values()].map((label) => label.stills));
  if (stills.size > 1) throw badLayout(folder, 'some of its labels hold stills and others sessions');
  return {
    name: basename(resolve(folder)),
    stills: bonaFide.stills,
    bonaFide: bonaFide.presentations,
    attacks: new Map([...read].map(([species, { presentations }]) => [species, presentations])),
  };
}

interface Label {
  readonly stills: boolean;
  readonly presentations: readonly Presentation[];
}

function readLabel(folder: string): Label {
  const entries = entriesOf(folder);
  const pictures = picturesOf(entries);
  const sessions = entries.filter((entry) => isFolder(folder, entry)).map(({ name }) => name);
  if (pictures.length > 0 && sessions.length > 0) throw badLayout(folder, 'it holds both pictures and folders');
  if (pictures.length > 0) {
    return { stills: true, presentations: pictures.map((name) => ({ name, frames: [join(folder, name)] })) };
  }
  if (sessions.length === 0) throw badLayout(folder, 'it is empty');
  return { stills: false, presentations: sessions.sort().map((name) => readSession(folder, name)) };
}

function readSession(folder: string, name: string): Presentation {
  const session = join(folder, name);
  const frames = picturesOf(entriesOf(session)).map((file) => join(session, file));
  if (frames.length === 0) throw badLayout(session, 'it holds no .jpg, .png or .webp pictures');
  return { name, frames };
}

function picturesOf(entries: readonly Dirent[]): string[] {
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.(jpe?g|png|webp)$/i.test(entry.name))
    .map(({ name }) => name)
    .sort(byName);
}

/** 2 before 10: many cameras count their frames without leading zeros. */
const { compare: byName } = new Intl.Collator('en', { numeric: true });

/** Names that begin with a dot belong to the system. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  } catch (cause) {
    throw new FaceError('BAD_FIELD', `there is no folder ${folder} that can be read`, { cause });
  }
}

function isFolder(parent: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    readdirSync(join(parent, entry.name));
    return true;
  } catch {
    return false;
  }
}

function badLayout(folder: string, why: string): FaceError {
  return new FaceError(
    'BAD_FIELD',
    `${folder} is not laid out as presentations are: ${why}. Expected are ${BONA_FIDE_FOLDER}/SESSION/*.jpg and ` +
      'SPECIES/SESSION/*.jpg, frames in name order at about five a second, or stills directly in the folder of their label',
  );
}
