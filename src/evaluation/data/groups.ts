import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { badLine, readCsv } from './csv.js';
import type { Dataset } from './dataset.js';

/** One attribute that the data name for each identity, such as sex or age. */
export interface Attribute {
  readonly name: string;
  /** Its values, in the order of their names. */
  readonly values: readonly string[];
  /** Value number of each identity of the data set, NO_GROUP where none is named. */
  readonly groupOf: Int32Array;
}

export const NO_GROUP = -1;

export function groupsFileOf(dataset: Dataset): string | null {
  const path = join(dataset.folder, 'groups.csv');
  return existsSync(path) ? path : null;
}

/**
 * `identity,attr1,attr2,…`: the name of a person's folder and one value for each attribute, empty where unknown. A
 * person without pictures is passed over.
 *
 * @throws FaceError BAD_FIELD, naming the line
 */
export function readGroups(path: string, dataset: Dataset): readonly Attribute[] {
  const { header, lines } = readCsv(path);
  const [first, ...attributes] = header;
  if (first !== 'identity' || attributes.length === 0 || attributes.includes('')) {
    throw badLine(path, 1, 'the header identity and the name of at least one attribute are expected: identity,sex,age');
  }
  const numbers = new Map(dataset.names.map((name, number) => [name, number]));
  const seen = new Set<string>();
  for (const { number, fields } of lines) {
    const name = fields[0] ?? '';
    if (fields.length !== header.length || name === '') {
      throw badLine(path, number, `a folder's name and ${attributes.length} values are expected`);
    }
    if (seen.has(name)) throw badLine(path, number, 'each identity is expected once; this one came before');
    seen.add(name);
  }
  return attributes.map((name, column) => {
    const values = [...new Set(lines.map(({ fields }) => fields[column + 1] ?? ''))].filter((v) => v !== '').sort();
    const groupOf = new Int32Array(dataset.names.length).fill(NO_GROUP);
    for (const { fields } of lines) {
      const identity = numbers.get(fields[0] ?? '');
      if (identity !== undefined) groupOf[identity] = values.indexOf(fields[column + 1] ?? '');
    }
    return { name, values, groupOf };
  });
}
