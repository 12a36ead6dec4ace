import { badField } from '../errors.js';
import type { GalleryFilter } from '../recognition/gallery-ports.js';
import type { ReferenceRange } from './gallery-index.js';
import type { Marks } from './milvus-marks.js';

/** Conditions in Milvus' own language. Nothing gets into one but subject ids of the agreed letters and hexadecimal digits. */

export const fields = {
  subjectId: 'subject_id',
  vector: 'vector',
  tags: 'tags',
  revision: 'revision',
} as const;

/** Ids of one condition: as many as a search takes in without being slowed by reading them. */
const IDS_MAX = 1_000;

const subjectIdPattern = /^[A-Za-z0-9._:@-]{1,128}$/;

export function ofSubjects(subjectIds: readonly string[]): string {
  return `${fields.subjectId} in [${subjectIds.map(quoted).join(',')}]`;
}

export function inRange({ after, through }: ReferenceRange): string {
  const bounds = [
    ...(after === null ? [] : [`${fields.subjectId} > ${quoted(after)}`]),
    ...(through === null ? [] : [`${fields.subjectId} <= ${quoted(through)}`]),
  ];
  // A condition there must be: a query without one is refused when it has no limit.
  return bounds.length === 0 ? `${fields.subjectId} > ""` : bounds.join(' and ');
}

/** Conditions whose results, put together, are what the filter leaves; one of them empty: everyone. */
export function expressionsOf(filter: GalleryFilter, marks: Marks): readonly string[] {
  const tags =
    filter.tagsAny === null
      ? []
      : [`array_contains_any(${fields.tags}, [${filter.tagsAny.map((tag) => `"${marks.tag(tag)}"`).join(',')}])`];
  if (filter.subjectIds === null) return [tags.join('')];
  return batches([...new Set(filter.subjectIds)], IDS_MAX).map((ids) => [ofSubjects(ids), ...tags].join(' and '));
}

export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

export const idBatches = (subjectIds: readonly string[]): readonly (readonly string[])[] =>
  batches([...new Set(subjectIds)], IDS_MAX);

function quoted(subjectId: string): string {
  if (subjectIdPattern.test(subjectId)) return `"${subjectId}"`;
  throw badField(
    'subject_id',
    '1–128 characters of [A-Za-z0-9._:@-]',
    `${subjectId.length} characters, others among them`,
  );
}
