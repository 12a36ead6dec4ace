import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with images/PERSON/*.jpg and pairs.csv (mated,a,b; a and b relative to images/). */
export interface Dataset {
  /** `PERSON/file.jpg`, sorted. */
  readonly pictures: readonly string[];
  /** Index of the person of each picture, as the folders have it. */
  readonly labels: Int32Array;
  readonly pairs: readonly Pair[];
  path(picture: string): string;
}

export interface Pair {
  readonly mated: boolean;
  /** Indices into `pictures`. */
  readonly a: number;
  readonly b: number;
}

export const personOf = (picture: string): string => picture.slice(0, picture.indexOf('/'));

/** Numbers names in the order in which they come. */
export function numbered(names: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
}

export function readDataset(folder: string): Dataset {
  const images = join(folder, 'images');
  const pictures = readdirSync(images)
    .toSorted()
    .flatMap((person) =>
      readdirSync(join(images, person))
        .filter((file) => /\.(jpe?g|png|webp)$/i.test(file))
        .toSorted()
        .map((file) => `${person}/${file}`),
    );
  return {
    pictures,
    labels: numbered(pictures.map(personOf)),
    pairs: readPairs(join(folder, 'pairs.csv'), pictures),
    path: (picture) => join(images, picture),
  };
}

function readPairs(path: string, pictures: readonly string[]): Pair[] {
  const indices = new Map(pictures.map((picture, index) => [picture, index]));
  const [header, ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  if (header?.trim() !== 'mated,a,b') throw new Error(`${path} must begin with the line mated,a,b`);
  return rows.map((row, i) => {
    const [mated, nameA = '', nameB = ''] = row.split(',').map((field) => field.trim());
    const a = indices.get(nameA);
    const b = indices.get(nameB);
    if (a === undefined || b === undefined || (mated !== '0' && mated !== '1')) {
      throw new Error(`${path}, line ${i + 2}, must be 0 or 1 and two pictures under images/; it is "${row}"`);
    }
    return { mated: mated === '1', a, b };
  });
}

/** What is known to be wrong about a data set's labels: kept out of calibration, never out of the figures. */
export interface LabelErrors {
  /** Folders that show one person. */
  readonly samePerson: readonly (readonly string[])[];
  /** Pictures that do not show the person of their folder. */
  readonly otherPerson: readonly string[];
}

/** -1 says that nobody knows who it is. */
export const unknownPerson = -1;

/** The person of each picture with the label errors put right. */
export function correctedLabels(pictures: readonly string[], { samePerson, otherPerson }: LabelErrors): Int32Array {
  const names = new Map(samePerson.flatMap((folders) => folders.map((folder) => [folder, folders[0] ?? folder])));
  const wrong = new Set(otherPerson);
  const corrected = numbered(pictures.map((picture) => names.get(personOf(picture)) ?? personOf(picture)));
  return corrected.map((label, i) => (wrong.has(pictures[i] ?? '') ? unknownPerson : label));
}
