import { FaceError, isFaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import { type GalleryIndex, type IndexEntry, opensSealed, type Unopened } from './gallery-index.js';
import type { ReferenceOpener, ReferenceRow, TemplateFeed } from './ports.js';
import { breathe } from './waiting.js';

/** Templates opened before others get the thread: about 5 ms. */
const OPENED_AT_ONCE = 200;
/** Of those that found no memory, how many are tried again in one go. */
const TRIED_AGAIN = 500;

export interface HoldingsOptions {
  readonly index: GalleryIndex;
  readonly feed: TemplateFeed;
  readonly opener: ReferenceOpener;
  /** Told of subjects whose reference is another one now, or none, before `refresh` resolves. */
  readonly onChanged: (subjectIds: readonly string[]) => Promise<void>;
}

/**
 * What is in the index, and what should be and is not: templates that do not open, and those there was no memory for.
 * One piece of work at a time.
 */
export class Holdings {
  readonly #options: HoldingsOptions;
  readonly #unopened = new Map<string, Unopened['code']>();
  readonly #homeless = new Set<string>();

  constructor(options: HoldingsOptions) {
    this.#options = options;
  }

  /** Subjects whose template does not open. */
  get unopened(): ReadonlyMap<string, Unopened['code']> {
    return this.#unopened;
  }

  /** References there was no memory for. */
  get homeless(): number {
    return this.#homeless.size;
  }

  async clear(call: Call): Promise<void> {
    this.#unopened.clear();
    this.#homeless.clear();
    await this.#options.index.clear(call);
  }

  /** Starts over from a snapshot, which has no template that did not open. */
  restart(unopened: ReadonlyMap<string, Unopened['code']>): void {
    this.#unopened.clear();
    this.#homeless.clear();
    for (const [subjectId, code] of unopened) this.#unopened.set(subjectId, code);
  }

  /** Puts references. @throws FaceError GALLERY_FULL when there is no memory for them; some may be in then */
  async put(references: readonly ReferenceRow[], call: Call): Promise<void> {
    const { index } = this.#options;
    const unopened = opensSealed(index) ? await index.putSealed(references, call) : await this.#open(references, call);
    for (const { template } of references) this.#unopened.delete(template.subjectId);
    for (const { subjectId, code } of unopened) this.#unopened.set(subjectId, code);
    // What was there before is no reference of theirs any more.
    if (unopened.length > 0) await index.remove(subjectIdsOf(unopened), call);
  }

  /**
   * Brings these subjects to what the store has of them now; those there is no memory for wait, and their former
   * references are gone.
   */
  async refresh(subjectIds: readonly string[], call: Call): Promise<void> {
    const { index, feed, onChanged } = this.#options;
    const references = await feed.references(subjectIds, call);
    const there = new Set(references.map(({ template }) => template.subjectId));
    const gone = subjectIds.filter((subjectId) => !there.has(subjectId));
    if (gone.length > 0) await index.remove(gone, call);
    await onChanged(subjectIds);
    for (const subjectId of gone) this.#unopened.delete(subjectId);
    for (const subjectId of subjectIds) this.#homeless.delete(subjectId);
    if (references.length === 0) return;
    try {
      await this.put(references, call);
    } catch (error) {
      if (!isFaceError(error) || error.code !== 'GALLERY_FULL') throw error;
      await index.remove([...there], call);
      for (const subjectId of there) {
        this.#unopened.delete(subjectId);
        this.#homeless.add(subjectId);
      }
    }
  }

  /** Tries again to put what there was no memory for, until there is none left again. */
  async tryAgain(call: Call): Promise<void> {
    for (let before = Infinity; this.#homeless.size > 0 && this.#homeless.size < before;) {
      before = this.#homeless.size;
      await this.refresh([...this.#homeless].slice(0, TRIED_AGAIN), call);
    }
  }

  async #open(references: readonly ReferenceRow[], call: Call): Promise<readonly Unopened[]> {
    const unopened: Unopened[] = [];
    for (let first = 0; first < references.length; first += OPENED_AT_ONCE) {
      const entries: IndexEntry[] = [];
      try {
        for (const reference of references.slice(first, first + OPENED_AT_ONCE)) {
          const opened = await this.#openOne(reference);
          if ('embedding' in opened) entries.push(opened);
          else unopened.push(opened);
        }
        if (entries.length > 0) await this.#options.index.put(entries, call);
      } finally {
        for (const { embedding } of entries) embedding.fill(0);
      }
      await breathe();
    }
    return unopened;
  }

  async #openOne(reference: ReferenceRow): Promise<IndexEntry | Unopened> {
    const { subjectId } = reference.template;
    try {
      return { subjectId, tags: reference.tags, embedding: await this.#options.opener.open(reference) };
    } catch (error) {
      if (!isFaceError(error) || (error.code !== 'TEMPLATE_INTEGRITY' && error.code !== 'KEYS_SEALED')) throw error;
      return { subjectId, code: error.code };
    }
  }
}

/** @throws FaceError KEYS_SEALED when all there is was sealed by another key */
export function refuseForeign(unopened: ReadonlyMap<string, Unopened['code']>, held: number): void {
  if (held > 0 || ![...unopened.values()].includes('KEYS_SEALED')) return;
  throw new FaceError(
    'KEYS_SEALED',
    'The key configured is not the key that sealed the templates. Start the engine with the former key and salt.',
  );
}

function subjectIdsOf(unopened: readonly Unopened[]): readonly string[] {
  return unopened.map(({ subjectId }) => subjectId);
}
