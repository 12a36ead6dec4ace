import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FaceError } from '../../errors.js';
import { type Dataset, personOf } from './dataset.js';

/** What is known to be wrong about the labels of a data set. */
export interface LabelErrors {
  /** Folders that show one person. */
  readonly samePerson: readonly (readonly string[])[];
  /** Pictures, `PERSON/file.jpg`, that do not show the person of their folder. */
  readonly otherPerson: readonly string[];
}

export const noLabelErrors: LabelErrors = { samePerson: [], otherPerson: [] };

/** Nobody knows who it is. */
export const UNKNOWN_IDENTITY = -1;

const schema = z.strictObject({
  samePerson: z.array(z.array(z.string()).min(2)).default([]),
  otherPerson: z.array(z.string()).default([]),
});

/** @throws FaceError BAD_FIELD */
export function readLabelErrors(path: string): LabelErrors {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new FaceError(
      'BAD_FIELD',
      `${path} must be a JSON object { "samePerson": [["FOLDER", "FOLDER"]], "otherPerson": ["FOLDER/file.jpg"] }`,
    );
  }
}

/** The identity of each picture with the label errors put right, UNKNOWN_IDENTITY where nobody knows. */
export function correctedIdentities(dataset: Dataset, { samePerson, otherPerson }: LabelErrors): Int32Array {
  const numbers = new Map(dataset.names.map((name, number) => [name, number]));
  const first = new Map(samePerson.flatMap((names) => names.map((name) => [name, names[0] ?? name])));
  const wrong = new Set(otherPerson);
  return Int32Array.from(dataset.pictures, (picture, index) => {
    if (wrong.has(picture)) return UNKNOWN_IDENTITY;
    const name = first.get(personOf(picture));
    const own = dataset.identities[index] ?? UNKNOWN_IDENTITY;
    // A folder that the list names first need not be in the data.
    return name === undefined ? own : (numbers.get(name) ?? own);
  });
}

/** Whether the corrections contradict the label of a comparison, or nobody knows. */
export function isDisputed(mated: boolean, correctedA: number, correctedB: number): boolean {
  if (correctedA === UNKNOWN_IDENTITY || correctedB === UNKNOWN_IDENTITY) return true;
  return mated !== (correctedA === correctedB);
}
