import { comparisonScore } from '../../src/biometrics/embedding.js';
import { FaceError } from '../../src/errors.js';
import type { GalleryIndex, IndexEntry } from '../../src/gallery/gallery-index.js';
import {
  everyone,
  type GalleryFilter,
  type GalleryFound,
  type GalleryPair,
  type GalleryPairsStep,
  type GalleryQuery,
} from '../../src/recognition/gallery-ports.js';
import type { Call } from '../../src/recognition/ports.js';

export interface MemoryIndexOptions {
  /** References there is room for. */
  readonly referencesMax?: number;
  /** What is added to every score, by which an index that is not exact is off. */
  readonly error?: number;
}

interface Held {
  readonly tags: readonly string[];
  readonly embedding: Float32Array;
}

/** The promises of an index, kept over a map. */
export class MemoryIndex implements GalleryIndex {
  readonly backend = 'native';
  readonly exact: boolean;
  readonly #error: number;
  readonly #held = new Map<string, Held>();
  referencesMax: number;
  /** What was asked of it, in order. */
  readonly log: string[] = [];

  constructor({ referencesMax = Infinity, error = 0 }: MemoryIndexOptions = {}) {
    this.referencesMax = referencesMax;
    this.#error = error;
    this.exact = error === 0;
  }

  get subjectIds(): readonly string[] {
    return [...this.#held.keys()].sort();
  }

  clear(): Promise<void> {
    this.log.push('clear');
    this.#held.clear();
    return Promise.resolve();
  }

  async put(entries: readonly IndexEntry[], call: Call): Promise<void> {
    await step(call);
    for (const { subjectId, tags, embedding } of entries) {
      if (!this.#held.has(subjectId) && this.#held.size >= this.referencesMax)
        throw new FaceError('GALLERY_FULL', 'There is no room for more references.');
      this.#held.set(subjectId, { tags: [...tags], embedding: embedding.slice() });
    }
    this.log.push(`put ${entries.map(({ subjectId }) => subjectId).join(' ')}`);
  }

  async remove(subjectIds: readonly string[], call: Call): Promise<void> {
    await step(call);
    for (const subjectId of subjectIds) this.#held.delete(subjectId);
    this.log.push(`remove ${subjectIds.join(' ')}`);
  }

  async size(filter: GalleryFilter, call: Call): Promise<number> {
    await step(call);
    return this.#filtered(filter).length;
  }

  async search({ probe, filter, scoreMin, limit }: GalleryQuery, call: Call): Promise<GalleryFound> {
    await step(call);
    const searched = this.#filtered(filter);
    const reached = searched
      .map(([subjectId, { embedding }]) => ({ subjectId, score: this.#score(probe, embedding) }))
      .filter(({ score }) => score >= scoreMin)
      .sort((a, b) => b.score - a.score || (a.subjectId < b.subjectId ? -1 : 1));
    return { candidates: reached.slice(0, limit), found: reached.length, searched: searched.length };
  }

  async *pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void> {
    const all = this.#filtered(everyone).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [done, [subjectId, one]] of all.entries()) {
      await step(call);
      const pairs: GalleryPair[] = all
        .slice(done + 1)
        .map(([otherSubjectId, other]) => ({
          subjectId,
          otherSubjectId,
          score: this.#score(one.embedding, other.embedding),
        }))
        .filter(({ score }) => score >= scoreMin);
      yield { done: done + 1, total: all.length, pairs, cut: false };
    }
  }

  memory() {
    return { references: this.#held.size, bytes: this.#held.size * 2_048, bytesMax: 1e9 };
  }

  close(): Promise<void> {
    this.#held.clear();
    return Promise.resolve();
  }

  #score(a: Float32Array, b: Float32Array): number {
    return Math.fround(comparisonScore(a, b) + this.#error);
  }

  #filtered({ subjectIds, tagsAny }: GalleryFilter): [string, Held][] {
    return [...this.#held].filter(
      ([subjectId, { tags }]) =>
        (subjectIds === null || subjectIds.includes(subjectId)) &&
        (tagsAny === null || tags.some((tag) => tagsAny.includes(tag))),
    );
  }
}

/** Work takes at least a turn of the loop, and ends with its call. */
async function step({ signal }: Call): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new FaceError('CANCELLED', 'The call ended before the index answered.');
}
