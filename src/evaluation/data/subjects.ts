import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { badLine, readCsv } from './csv.js';

export const SUBJECTS_FILE = 'sessions.csv';

/**
 * DIR/sessions.csv (label,subject,session,…): whom each session shows.
 *
 * @returns the subject by `LABEL/SESSION`; null where there is no such file
 * @throws FaceError BAD_FIELD for a file that is none such
 */
export function readSubjects(folder: string): ReadonlyMap<string, string> | null {
  const path = join(folder, SUBJECTS_FILE);
  if (!existsSync(path)) return null;
  const { header, lines } = readCsv(path);
  const columns = ['label', 'subject', 'session'].map((name) => header.indexOf(name));
  if (columns.includes(-1)) throw badLine(path, 1, 'the columns label, subject and session are expected');
  return new Map(
    lines.map(({ number, fields }) => {
      const [label, subject, session] = columns.map((column) => fields[column]);
      if (!label || !subject || !session) throw badLine(path, number, 'a label, a subject and a session are expected');
      return [`${label}/${session}`, subject];
    }),
  );
}
