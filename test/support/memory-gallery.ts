import { comparisonScore } from '../../src/biometrics/embedding.js';
import { FaceError } from '../../src/errors.js';
import type {
  Gallery,
  GalleryFilter,
  GalleryFound,
  GalleryPair,
  GalleryPairsStep,
  GalleryPhase,
  GalleryQuery,
  GalleryState,
} from '../../src/recognition/gallery-ports.js';
import type { Call, Store, Vault } from '../../src/recognition/ports.js';

interface Entry {
  readonly subjectId: string;
  readonly tags: readonly string[];
  readonly embedding: Float32Array;
}

const SUBJECTS_MAX = 10_000;

/** A gallery over arrays, as slow as it is plain. What a store holds gets into it with `caughtUp`, and only then. */
export class MemoryGallery implements Gallery {
  phase: GalleryPhase = 'ready';
  /** Runs after each search, before its answer: tests delete subjects here. */
  onSearched: () => Promise<void> = () => Promise.resolve();
  /** What `caughtUp` fails with. */
  fault: FaceError | null = null;
  readonly queries: GalleryQuery[] = [];
  #entries = new Map<string, Entry>();
  readonly #followed: { readonly store: Store; readonly vault: Vault; readonly modelId: string } | null;

  constructor(followed: { store: Store; vault: Vault; modelId: string } | null = null) {
    this.#followed = followed;
  }

  put(subjectId: string, embedding: Float32Array, tags: readonly string[] = []): void {
    this.#entries.set(subjectId, { subjectId, tags, embedding: embedding.slice() });
  }

  state(): GalleryState {
    const { size } = this.#entries;
    const memory = { bytes: 512 * size, bytesMax: 2 ** 20 };
    const rest = { changeSequence: 0, templatesUnopened: 0, faultCode: null };
    return { backend: 'native', phase: this.phase, references: size, total: size, ...memory, ...rest };
  }

  async size(filter: GalleryFilter, call: Call): Promise<number> {
    await this.#ready(call);
    return this.#left(filter).length;
  }

  async search(query: GalleryQuery, call: Call): Promise<GalleryFound> {
    await this.#ready(call);
    const squares = query.probe.reduce((sum, value) => sum + value * value, 0);
    if (!(squares > 0 && squares < 1 + 1e-4)) throw new FaceError('INTERNAL', 'a probe must have a length up to 1');
    this.queries.push({ ...query, probe: query.probe.slice() });
    const left = this.#left(query.filter);
    const reached = left
      .map(({ subjectId, embedding }) => ({ subjectId, score: comparisonScore(query.probe, embedding) }))
      .filter(({ score }) => score >= query.scoreMin)
      .sort((a, b) => b.score - a.score || (a.subjectId < b.subjectId ? -1 : 1));
    await this.onSearched();
    return { candidates: reached.slice(0, query.limit), found: reached.length, searched: left.length };
  }

  async *pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void> {
    await this.#ready(call);
    const all = [...this.#entries.values()].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
    for (const [index, { subjectId, embedding }] of all.entries()) {
      const pairs = all.slice(index + 1).flatMap((other): GalleryPair[] => {
        const score = comparisonScore(embedding, other.embedding);
        return score >= scoreMin ? [{ subjectId, otherSubjectId: other.subjectId, score }] : [];
      });
      await this.onSearched();
      if (call.signal.aborted) throw new FaceError('CANCELLED', 'the call ended');
      yield { done: index + 1, total: all.length, pairs, cut: false };
    }
  }

  async caughtUp(call: Call): Promise<void> {
    if (this.fault) throw this.fault;
    if (!this.#followed) return;
    const { store, vault, modelId } = this.#followed;
    this.#entries = await store.transaction(async (unit) => {
      const entries = new Map<string, Entry>();
      for (const { subjectId, tags } of await unit.subjects.list({ after: null, limit: SUBJECTS_MAX })) {
        const row = await unit.templates.find(subjectId, modelId);
        if (row) entries.set(subjectId, { subjectId, tags, embedding: (await vault.open(row, unit)).slice() });
      }
      return entries;
    }, call);
  }

  #left({ subjectIds, tagsAny }: GalleryFilter): Entry[] {
    return [...this.#entries.values()].filter(
      ({ subjectId, tags }) =>
        (subjectIds === null || subjectIds.includes(subjectId)) &&
        (tagsAny === null || tags.some((tag) => tagsAny.includes(tag))),
    );
  }

  async #ready({ signal }: Call): Promise<void> {
    await Promise.resolve();
    if (signal.aborted) throw new FaceError('CANCELLED', 'the call ended');
    if (this.phase === 'loading') throw new FaceError('GALLERY_LOADING', 'the gallery is being loaded');
    if (this.phase === 'full') throw new FaceError('GALLERY_FULL', 'the gallery is full');
  }
}
