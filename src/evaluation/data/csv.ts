import { readFileSync } from 'node:fs';
import { FaceError } from '../../errors.js';

/**
 * Comma-separated lists with a header: fields are trimmed and may be quoted (RFC 4180) but not broken into lines; empty
 * lines are passed over.
 */

export interface CsvLine {
  /** Counted from 1, the header being 1. */
  readonly number: number;
  readonly fields: readonly string[];
}

export interface Csv {
  readonly header: readonly string[];
  readonly lines: readonly CsvLine[];
}

/** @throws FaceError BAD_FIELD for a file that cannot be read or is empty */
export function readCsv(path: string): Csv {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new FaceError('BAD_FIELD', `${path} cannot be read`);
  }
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ number: index + 1, fields: fieldsOf(line) }))
    .filter(({ fields }) => fields.some((field) => field !== ''));
  const [header, ...rest] = lines;
  if (!header) throw new FaceError('BAD_FIELD', `${path} is empty; a header and one line for each entry are expected`);
  return { header: header.fields, lines: rest };
}

/** A field is quoted whole, a quote in it doubled, or not at all. */
const FIELD = /,(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g;

const fieldsOf = (line: string): string[] =>
  Array.from(`,${line}`.matchAll(FIELD), ([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim());

/** The sentence for a line that is not as it should be. The line itself is not repeated: it may hold names. */
export function badLine(path: string, number: number, expected: string): FaceError {
  return new FaceError('BAD_FIELD', `${path}, line ${number}: ${expected}`);
}
