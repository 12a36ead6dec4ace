import type { GalleryPair, GalleryPairsStep } from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import type { MilvusCollection } from './milvus-collection.js';
import { batches, inRange } from './milvus-expressions.js';
import { ask, everythingFound } from './milvus-search.js';
import { subjectIdsIn, vectorsOf } from './milvus-walk.js';

/** References that are searched for at a time, and results of each before it is searched for alone. */
const PROBES = 32;
const RESULTS_OF_PROBE = 256;

/** All pairs that reach a score; each reference is searched for among those of larger ids. */
export async function* pairsOf(
  collection: MilvusCollection,
  { scoreMin, total }: { readonly scoreMin: number; readonly total: number },
  call: Call,
): AsyncGenerator<GalleryPairsStep, void> {
  let done = 0;
  for await (const page of subjectIdsIn(collection, { after: null, through: null }, call)) {
    for (const subjectIds of batches(page, PROBES)) {
      const pairs = await pairsFrom(collection, { subjectIds, scoreMin }, call);
      done += subjectIds.length;
      yield { done, total: Math.max(total, done), pairs, cut: false };
    }
  }
}

/** @param subjectIds in rising order */
async function pairsFrom(
  collection: MilvusCollection,
  { subjectIds, scoreMin }: { readonly subjectIds: readonly string[]; readonly scoreMin: number },
  call: Call,
): Promise<readonly GalleryPair[]> {
  const probes = await vectorsOf(collection, subjectIds, call);
  const first = subjectIds[0];
  if (probes.length === 0 || first === undefined) return [];
  const question = { expression: inRange({ after: first, through: null }), scoreMin, limit: RESULTS_OF_PROBE };
  const vectors = probes.map(({ vector }) => vector);
  const lists = await ask(collection, { ...question, vectors, scoreMax: Infinity }, call);
  const pairs: GalleryPair[] = [];
  for (const [i, { subjectId, vector }] of probes.entries()) {
    let found = lists[i] ?? [];
    if (found.length >= RESULTS_OF_PROBE) {
      found = await everythingFound(collection, { ...question, vectors: [vector] }, call);
    }
    for (const { subjectId: otherSubjectId, score } of found) {
      if (otherSubjectId > subjectId) pairs.push({ subjectId, otherSubjectId, score });
    }
  }
  return pairs;
}
