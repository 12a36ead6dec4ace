import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { FaceError } from '../../errors.js';
import { badLine, readCsv } from './csv.js';

/** Pictures in one folder for each identity: `images/PERSON/file.jpg`, or `PERSON/file.jpg` directly below the folder. */
export interface Dataset {
  /** Name of the folder, not its path. */
  readonly name: string;
  /** As given. */
  readonly folder: string;
  /** `PERSON/file.jpg`, sorted; indices into this list name pictures everywhere. */
  readonly pictures: readonly string[];
  /** Identity number of each picture. */
  readonly identities: Int32Array;
  /** Name of each identity number. */
  readonly names: readonly string[];
  /** Where the picture lies. */
  path(picture: number): string;
  /** Its path below `folder`, as results name it. */
  below(picture: number): string;
}

export interface ListedPair {
  readonly mated: boolean;
  /** Pictures. */
  readonly a: number;
  readonly b: number;
}

const isPicture = (file: string): boolean => /\.(jpe?g|png|webp)$/i.test(file);

/** @throws FaceError BAD_FIELD for a folder that is not laid out like one */
export function readDataset(folder: string): Dataset {
  if (!isFolder(folder)) throw new FaceError('BAD_FIELD', `there is no folder ${folder}`);
  const images = isFolder(join(folder, 'images')) ? join(folder, 'images') : folder;
  const names = foldersIn(images).filter((name) => picturesIn(join(images, name)).length > 0);
  const pictures = names.flatMap((name) => picturesIn(join(images, name)).map((file) => `${name}/${file}`));
  if (pictures.length === 0) {
    throw new FaceError(
      'BAD_FIELD',
      `${folder} must hold one folder of .jpg, .png or .webp pictures for each person, as images/PERSON/*.jpg or PERSON/*.jpg; there is none`,
    );
  }
  const numbers = new Map(names.map((name, number) => [name, number]));
  const path = (picture: number): string => join(images, pictures[picture] ?? '');
  return {
    name: basename(resolve(folder)),
    folder,
    pictures,
    identities: Int32Array.from(pictures, (picture) => numbers.get(personOf(picture)) ?? -1),
    names,
    path,
    below: (picture) => relative(folder, path(picture)),
  };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const foldersIn = (folder: string): string[] =>
  entriesOf(folder)
    .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(folder, entry.name))))
    .map(({ name }) => name)
    .sort();

/** A link that leads nowhere is one: whoever copied the data left something behind, and is told when it is read. */
const picturesIn = (folder: string): string[] =>
  entriesOf(folder)
    .filter((entry) => isPicture(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
    .map(({ name }) => name)
    .sort();

/** Names that begin with a dot belong to the system; `._1.jpg` beside 1.jpg is no picture. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  } catch (cause) {
    throw new FaceError('BAD_FIELD', `the folder ${folder} cannot be read`, { cause });
  }
}

export const personOf = (picture: string): string => picture.slice(0, picture.indexOf('/'));

/** The list that lies in the folder, if there is one. */
export function pairsFileOf(dataset: Dataset): string | null {
  const path = join(dataset.folder, 'pairs.csv');
  return existsSync(path) ? path : null;
}

/**
 * `mated,a,b`: 1 or 0, and two pictures, relative to the folder of the persons' folders or, as results name them, to
 * that of the data.
 *
 * @throws FaceError BAD_FIELD, naming the line
 */
export function readPairs(path: string, dataset: Dataset): readonly ListedPair[] {
  const { header, lines } = readCsv(path);
  if (header.join(',') !== 'mated,a,b') throw badLine(path, 1, 'the header mated,a,b is expected');
  if (lines.length === 0) throw new FaceError('BAD_FIELD', `${path} holds no pair: one is expected on each line`);
  const indices = new Map(
    dataset.pictures.flatMap((picture, index) => [
      [dataset.below(index), index],
      [picture, index],
    ]),
  );
  return lines.map(({ number, fields: [mated, nameA = '', nameB = '', ...more] }) => {
    const [a, b] = [indices.get(nameA), indices.get(nameB)];
    if ((mated !== '0' && mated !== '1') || more.length > 0) {
      throw badLine(path, number, '1 or 0 and two pictures are expected, such as 1,PERSON/a.jpg,PERSON/b.jpg');
    }
    if (a === undefined || b === undefined) {
      const which = a === undefined ? 'first' : 'second';
      throw badLine(path, number, `the ${which} picture is none of ${dataset.name}; PERSON/file.jpg is expected`);
    }
    return { mated: mated === '1', a, b };
  });
}
