import { badField } from '../errors.js';

export const ID_LENGTH_MAX = 128;

const idPattern = /^[A-Za-z0-9._:@-]+$/;

/** An id as a caller may choose it. @throws FaceError BAD_FIELD, which never repeats it: it may be a name */
export function idOf(value: string, field: string): string {
  const expected = `1–${ID_LENGTH_MAX} characters of [A-Za-z0-9._:@-]`;
  if (value === '') throw badField(field, expected, 'nothing');
  if (value.length > ID_LENGTH_MAX) throw badField(field, expected, `${value.length} characters`);
  if (!idPattern.test(value)) throw badField(field, expected, 'another character');
  return value;
}
