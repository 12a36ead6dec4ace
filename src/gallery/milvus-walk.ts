import type { Call } from '../recognition/ports.js';
import type { ReferenceRange } from './gallery-index.js';
import type { MilvusCollection } from './milvus-collection.js';
import { fields, inRange, ofSubjects } from './milvus-expressions.js';
import { RESULTS_MAX } from './milvus-search.js';

/**
 * Subject ids of a range, in rising order, page by page.
 *
 * Milvus gives at most 16,384 rows to a query and promises no order for them, so a full answer tells only that the range
 * is too wide: it is halved at the middle of the ids that came. What comes or goes meanwhile may be told or not.
 */
export async function* subjectIdsIn(
  collection: MilvusCollection,
  range: ReferenceRange,
  call: Call,
): AsyncGenerator<readonly string[], void> {
  const rows = await collection.query(inRange(range), { names: [fields.subjectId], limit: RESULTS_MAX }, call);
  const ids = rows.map((row) => String(row[fields.subjectId])).sort();
  const middle = ids[Math.floor(ids.length / 2)];
  if (ids.length < RESULTS_MAX || middle === undefined || middle === range.through) {
    yield ids;
    return;
  }
  yield* subjectIdsIn(collection, { ...range, through: middle }, call);
  yield* subjectIdsIn(collection, { ...range, after: middle }, call);
}

/** Rotated vectors of subjects, those that are there. */
export async function vectorsOf(
  collection: MilvusCollection,
  subjectIds: readonly string[],
  call: Call,
): Promise<readonly { readonly subjectId: string; readonly vector: readonly number[] }[]> {
  const names = [fields.subjectId, fields.vector];
  const rows = await collection.query(ofSubjects(subjectIds), { names, limit: subjectIds.length }, call);
  return rows.map((row) => {
    const vector: unknown = row[fields.vector];
    return { subjectId: String(row[fields.subjectId]), vector: Array.isArray(vector) ? vector.map(Number) : [] };
  });
}
