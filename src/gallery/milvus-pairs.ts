import type { GalleryCandidate, GalleryPairsStep } from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import type { MilvusCollection } from './milvus-collection.js';
import { batches, inRange } from './milvus-expressions.js';
import { ask } from './milvus-search.js';
import { subjectIdsIn, vectorsOf } from './milvus-walk.js';

/** References that are searched for at a time, and results of each before it is searched for alone. */
const PROBES = 32;
const RESULTS_OF_PROBE = 256;
/** Pairs that are told of one reference, as in the native index: whoever is like more is like everybody. */
export const PAIRS_OF_PROBE = 1_000;
/** What is found besides: the reference itself, and those of smaller ids that are searched for with it. */
const RESULTS_MAX = PAIRS_OF_PROBE + PROBES + 1;

/** All pairs that reach a score; each reference is searched for among those of larger ids. */
export async function* pairsOf(
  collection: MilvusCollection,
  { scoreMin, total }: { readonly scoreMin: number; readonly total: number },
  call: Call,
): AsyncGenerator<GalleryPairsStep, void> {
  let done = 0;
  for await (const page of subjectIdsIn(collection, { after: null, through: null }, call)) {
    for (const subjectIds of batches(page, PROBES)) {
      const found = await pairsFrom(collection, { subjectIds, scoreMin }, call);
      done += subjectIds.length;
      yield { done, total: Math.max(total, done), ...found };
    }
  }
}

/** Of one step. */
type Found = Pick<GalleryPairsStep, 'pairs' | 'cut'>;

/** @param subjectIds in rising order */
async function pairsFrom(
  collection: MilvusCollection,
  { subjectIds, scoreMin }: { readonly subjectIds: readonly string[]; readonly scoreMin: number },
  call: Call,
): Promise<Found> {
  const probes = await vectorsOf(collection, subjectIds, call);
  const first = subjectIds[0];
  if (probes.length === 0 || first === undefined) return { pairs: [], cut: false };
  const question = { expression: inRange({ after: first, through: null }), scoreMin, scoreMax: Infinity };
  const vectors = probes.map(({ vector }) => vector);
  const lists = await ask(collection, { ...question, vectors, limit: RESULTS_OF_PROBE }, call);
  const all: Found[] = [];
  for (const [i, { subjectId, vector }] of probes.entries()) {
    let found = lists[i] ?? [];
    if (found.length >= RESULTS_OF_PROBE) {
      [found = []] = await ask(collection, { ...question, vectors: [vector], limit: RESULTS_MAX }, call);
    }
    all.push(pairsWith(subjectId, found));
  }
  return { pairs: all.flatMap(({ pairs }) => pairs), cut: all.some(({ cut }) => cut) };
}

/** Pairs of a reference and those of larger ids, the highest scores first. */
export function pairsWith(subjectId: string, found: readonly GalleryCandidate[]): Found {
  const others = found.filter((other) => other.subjectId > subjectId);
  const told = others.slice(0, PAIRS_OF_PROBE);
  return {
    pairs: told.map((other) => ({ subjectId, otherSubjectId: other.subjectId, score: other.score })),
    cut: others.length > told.length,
  };
}
