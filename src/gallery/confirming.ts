import { comparisonScore } from '../biometrics/embedding.js';
import { isFaceError } from '../errors.js';
import type { GalleryCandidate, GalleryFound, GalleryPair, GalleryQuery } from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import type { ReferenceOpener, TemplateFeed } from './ports.js';

/**
 * Candidates of an index whose scores are not comparison scores, compared again: their sealed templates are opened, and
 * those that do not reach the score asked for are dropped. So whatever an index keeps, and whoever could change it, a
 * candidate is one by the template in the store alone.
 */

/** Templates that are open at one time. */
const OPENED_AT_ONCE = 256;

export interface ConfirmingParts {
  readonly feed: TemplateFeed;
  readonly opener: ReferenceOpener;
}

/** How many candidates are asked of the index, whose order is not quite that of the scores. */
export function candidatesFor(limit: number): number {
  return limit + Math.max(16, limit);
}

export async function confirmed(
  parts: ConfirmingParts,
  { probe, scoreMin, limit }: GalleryQuery,
  found: GalleryFound,
  call: Call,
): Promise<GalleryFound> {
  const candidates: GalleryCandidate[] = [];
  const subjectIds = found.candidates.map(({ subjectId }) => subjectId);
  for (let first = 0; first < subjectIds.length; first += OPENED_AT_ONCE) {
    const chunk = subjectIds.slice(first, first + OPENED_AT_ONCE);
    await withEmbeddings(parts, chunk, call, (embeddings) => {
      for (const [subjectId, embedding] of embeddings) {
        const score = scoreOf(probe, embedding);
        if (score >= scoreMin) candidates.push({ subjectId, score });
      }
    });
  }
  const dropped = found.candidates.length - candidates.length;
  candidates.sort(byFallingScore);
  return { candidates: candidates.slice(0, limit), found: found.found - dropped, searched: found.searched };
}

export async function confirmedPairs(
  parts: ConfirmingParts,
  pairs: readonly GalleryPair[],
  scoreMin: number,
  call: Call,
): Promise<readonly GalleryPair[]> {
  const kept: GalleryPair[] = [];
  for (let first = 0; first < pairs.length; first += OPENED_AT_ONCE / 2) {
    const chunk = pairs.slice(first, first + OPENED_AT_ONCE / 2);
    const subjectIds = [...new Set(chunk.flatMap(({ subjectId, otherSubjectId }) => [subjectId, otherSubjectId]))];
    await withEmbeddings(parts, subjectIds, call, (embeddings) => {
      for (const pair of chunk) {
        const [one, other] = [embeddings.get(pair.subjectId), embeddings.get(pair.otherSubjectId)];
        if (!one || !other) continue;
        const score = scoreOf(one, other);
        if (score >= scoreMin) kept.push({ ...pair, score });
      }
    });
  }
  return kept;
}

/** Falling score; equal scores by subject, in byte order as the store has it. */
export function byFallingScore(a: GalleryCandidate, b: GalleryCandidate): number {
  return b.score - a.score || (a.subjectId < b.subjectId ? -1 : 1);
}

/** Of the precision of a comparison with the stored template (recognition/reference.ts). */
function scoreOf(a: Float32Array, b: Float32Array): number {
  return Math.fround(comparisonScore(a, b));
}

/** Embeddings of the subjects that have a template which opens; zeroed when `work` is done. */
async function withEmbeddings(
  { feed, opener }: ConfirmingParts,
  subjectIds: readonly string[],
  call: Call,
  work: (embeddings: ReadonlyMap<string, Float32Array>) => void,
): Promise<void> {
  const embeddings = new Map<string, Float32Array>();
  try {
    for (const reference of await feed.references(subjectIds, call)) {
      try {
        embeddings.set(reference.template.subjectId, await opener.open(reference));
      } catch (error) {
        if (!isFaceError(error) || error.code !== 'TEMPLATE_INTEGRITY') throw error;
      }
    }
    work(embeddings);
  } finally {
    for (const embedding of embeddings.values()) embedding.fill(0);
  }
}
