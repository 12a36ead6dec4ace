import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { FaceError } from '../errors.js';
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
  if (!existsSync(folder)) throw new FaceError('BAD_FIELD', `there is no folder ${folder}`);
  const images = existsSync(join(folder, 'images')) ? join(folder, 'images') : folder;
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

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort();

function picturesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isPicture).sort();
  } catch {
    // A link to a file is no folder.
    return [];
  }
}

export const personOf = (picture: string): string => picture.slice(0, picture.indexOf('/'));

/** The list that lies in the folder, if there is one. */
export function pairsFileOf(dataset: Dataset): string | null {
  const path = join(dataset.folder, 'pairs.csv');
  return existsSync(path) ? path : null;
}

/**
 * `mated,a,b`: 1 or 0, and two pictures, relative to the folder of the persons' folders.
 *
 * @throws FaceError BAD_FIELD, naming the line
 */
export function readPairs(path: string, dataset: Dataset): readonly ListedPair[] {
  const { header, lines } = readCsv(path);
  if (header.join(',') !== 'mated,a,b') throw badLine(path, 1, 'the header mated,a,b is expected');
  const indices = new Map(dataset.pictures.map((picture, index) => [picture, index]));
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
