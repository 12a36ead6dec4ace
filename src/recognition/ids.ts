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

export const TAGS_MAX = 16;
const TAG_LENGTH_MAX = 64;
const tagPattern = /^[A-Za-z0-9._:-]+$/;

/** Tags as a caller may choose them. @throws FaceError BAD_FIELD, which never repeats one */
export function tagsOf(values: readonly string[], field: string): readonly string[] {
  if (values.length > TAGS_MAX) throw badField(field, `at most ${TAGS_MAX} tags`, `${values.length}`);
  const expected = `1–${TAG_LENGTH_MAX} characters of [A-Za-z0-9._:-]`;
  for (const [index, tag] of values.entries()) {
    const place = `${field}[${index}]`;
    if (tag.length === 0 || tag.length > TAG_LENGTH_MAX) throw badField(place, expected, `${tag.length} characters`);
    if (!tagPattern.test(tag)) throw badField(place, expected, 'another character');
    if (values.indexOf(tag) !== index) throw badField(place, 'every tag once', 'one that was there before');
  }
  return values;
}
