import { FaceError } from '../errors.js';
import type { GalleryCandidate } from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import type { MilvusCollection } from './milvus-collection.js';
import { accepted, milvusSdk } from './milvus-connection.js';
import { fields } from './milvus-expressions.js';

/** Most results Milvus gives to one search, and most rows to one query. */
export const RESULTS_MAX = 16_384;

/** How far float32 and the order of a sum can move a score; references so close below a threshold are told too. */
const SCORE_MARGIN = 1e-5;

/** Digits below are noise, which would put equal references in another order every time. */
const SCORE_STEPS = 1e6;

export interface Question {
  /** Rotated. */
  readonly vectors: readonly (readonly number[])[];
  readonly expression: string;
  /** −∞: no threshold. */
  readonly scoreMin: number;
  /** Highest score that is told; +∞: no bound. */
  readonly scoreMax: number;
  /** 1–16,384. */
  readonly limit: number;
}

/** One search; for each vector the highest scores, falling. */
export async function ask(
  collection: MilvusCollection,
  question: Question,
  call: Call,
): Promise<readonly (readonly GalleryCandidate[])[]> {
  const { vectors, expression, scoreMin, scoreMax, limit } = question;
  const answer = await collection.ask('search', call, async (client) => {
    const told = await client.search({
      collection_name: collection.name,
      anns_field: fields.vector,
      data: vectors.map((vector) => [...vector]),
      filter: expression,
      limit,
      metric_type: 'IP',
      // Without an upper bound one that every score keeps: a search has a range or it has none.
      params: {
        ...collection.searchParameters,
        ...(scoreMin === -Infinity && scoreMax === Infinity
          ? {}
          : { radius: Math.max(scoreMin - SCORE_MARGIN, -2), range_filter: Math.min(scoreMax, 2) }),
      },
      output_fields: [fields.subjectId],
      consistency_level: milvusSdk().ConsistencyLevelEnum.Strong,
    });
    accepted(told.status);
    return told.results;
  });
  if (answer.length === 0) return vectors.map(() => []);
  const lists: readonly unknown[] = vectors.length === 1 ? [answer] : answer;
  return lists.map((list) => (Array.isArray(list) ? list.map(candidateOf) : []).sort(byRank));
}

/**
 * What a probe finds: with a threshold everything that reaches it, without one the highest `limit`.
 *
 * A full answer is followed by a search from its lowest score downwards. The two overlap by the margin, since an engine
 * that moves rows meanwhile may change the last bit of a score.
 */
export async function everythingFound(
  collection: MilvusCollection,
  { limit, ...question }: Omit<Question, 'scoreMax'>,
  call: Call,
): Promise<readonly GalleryCandidate[]> {
  const all = new Map<string, GalleryCandidate>();
  const wanted = question.scoreMin === -Infinity ? limit : Infinity;
  let scoreMax = Infinity;
  while (all.size < wanted) {
    const pageLimit = Math.min(RESULTS_MAX, wanted);
    const [page = []] = await ask(collection, { ...question, scoreMax, limit: pageLimit }, call);
    const before = all.size;
    for (const candidate of page) all.set(candidate.subjectId, candidate);
    if (page.length < pageLimit) break;
    if (all.size === before) {
      throw new FaceError('STORE_DOWN', `More than ${RESULTS_MAX} references of the vector engine have one score.`);
    }
    scoreMax = (page.at(-1)?.score ?? 0) + SCORE_MARGIN;
  }
  return [...all.values()].sort(byRank);
}

export const byRank = (a: GalleryCandidate, b: GalleryCandidate): number =>
  b.score - a.score || (a.subjectId < b.subjectId ? -1 : 1);

function candidateOf(row: unknown): GalleryCandidate {
  if (typeof row === 'object' && row !== null && 'score' in row && typeof row.score === 'number') {
    const subjectId: unknown = Reflect.get(row, fields.subjectId);
    if (typeof subjectId === 'string') return { subjectId, score: Math.round(row.score * SCORE_STEPS) / SCORE_STEPS };
  }
  throw new FaceError('STORE_DOWN', 'The vector engine gave a result without a subject or without a score.');
}
