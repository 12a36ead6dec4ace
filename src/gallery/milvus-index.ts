import {
  everyone,
  type GalleryFilter,
  type GalleryFound,
  type GalleryPairsStep,
  type GalleryQuery,
} from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import type { IndexEntry, ReferenceRange, SharedIndex } from './gallery-index.js';
import { MilvusCollection, type MilvusIndexing, type Row } from './milvus-collection.js';
import { MilvusConnection, type MilvusTarget, accepted } from './milvus-connection.js';
import { batches, expressionsOf, fields, idBatches, ofSubjects } from './milvus-expressions.js';
import { Marks } from './milvus-marks.js';
import { pairsOf } from './milvus-pairs.js';
import { KeyedRotation } from './milvus-rotation.js';
import { byRank, everythingFound } from './milvus-search.js';
import { subjectIdsIn } from './milvus-walk.js';

export interface MilvusIndexOptions {
  readonly target: MilvusTarget;
  readonly indexing: MilvusIndexing;
  readonly modelId: string;
  readonly dimension: number;
  /**
   * 32 bytes, the same on every server of one store: `vault.keyedDigest('gallery rotation', …)`. Asked for when it is
   * needed. @throws FaceError KEYS_SEALED
   */
  readonly key: () => Uint8Array;
}

/** What depends on the key. */
interface Keyed {
  readonly rotation: KeyedRotation;
  readonly marks: Marks;
  readonly collection: MilvusCollection;
}

/**
 * References in a Milvus collection, for galleries beyond one machine.
 *
 * Vectors are rotated under a key before they leave this process (milvus-rotation.ts). Every server of a store follows
 * the same changes and writes what they ask for; a reference that is there as it should be is not written again, so the
 * first one does the work (docs/decisions/0021-beyond-one-machine.md). Nothing is asked of Milvus before the first call.
 */
export class MilvusIndex implements SharedIndex {
  readonly backend = 'milvus';
  /** Rotated and rounded, scores are some 1e-7 off, and the row may be one the store has just given up. */
  readonly exact = false;
  readonly #options: MilvusIndexOptions;
  readonly #connection: MilvusConnection;
  #keyed: Keyed | null = null;
  #references = 0;

  constructor(options: MilvusIndexOptions) {
    this.#options = options;
    this.#connection = new MilvusConnection(options.target);
  }

  /** The collection outlives the process, so that loading looks for `strangers` instead. */
  async clear(call: Call): Promise<void> {
    this.#references = await this.size(everyone, call);
  }

  async put(entries: readonly IndexEntry[], call: Call): Promise<void> {
    const latest = [...new Map(entries.map((entry) => [entry.subjectId, entry])).values()];
    for (const batch of batches(latest, this.#rowsOfMessage())) await this.#putBatch(batch, call);
    await this.#count(call);
  }

  async remove(subjectIds: readonly string[], call: Call): Promise<void> {
    for (const ids of idBatches(subjectIds)) {
      await this.#own.collection.ask('delete', call, async (client) => {
        const answer = await client.deleteEntities({
          collection_name: this.#own.collection.name,
          filter: ofSubjects(ids),
        });
        accepted(answer.status);
      });
    }
    await this.#count(call);
  }

  async *strangers(
    range: ReferenceRange,
    known: readonly string[],
    call: Call,
  ): AsyncGenerator<readonly string[], void> {
    const expected = new Set(known);
    for await (const page of subjectIdsIn(this.#own.collection, range, call)) {
      for (const ids of idBatches(page.filter((subjectId) => !expected.has(subjectId)))) yield ids;
    }
  }

  async size(filter: GalleryFilter, call: Call): Promise<number> {
    const counts = await Promise.all(
      expressionsOf(filter, this.#own.marks).map((expression) => this.#own.collection.count(expression, call)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async search({ probe, filter, scoreMin, limit }: GalleryQuery, call: Call): Promise<GalleryFound> {
    const vectors = [[...this.#own.rotation.turn(probe)]];
    const searched = this.size(filter, call);
    // Heard here too, since a search that fails first leaves the count to itself.
    searched.catch(() => undefined);
    const lists = await Promise.all(
      expressionsOf(filter, this.#own.marks).map((expression) =>
        everythingFound(this.#own.collection, { vectors, expression, scoreMin, limit }, call),
      ),
    );
    const all = lists.flat().sort(byRank);
    const count = await searched;
    return {
      candidates: all.slice(0, limit),
      found: scoreMin === -Infinity ? count : all.length,
      searched: count,
    };
  }

  async *pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void> {
    const total = await this.size(everyone, call);
    yield* pairsOf(this.#own.collection, { scoreMin, total }, call);
  }

  /** As many references as there were at the last change this server took part in. */
  memory(): { readonly references: number; readonly bytes: number; readonly bytesMax: number } {
    return { references: this.#references, bytes: 0, bytesMax: 0 };
  }

  async close(): Promise<void> {
    this.#keyed?.collection.close();
    await this.#connection.close();
  }

  async #putBatch(entries: readonly IndexEntry[], call: Call): Promise<void> {
    const stored = await this.#own.collection.query(
      ofSubjects(entries.map(({ subjectId }) => subjectId)),
      { names: [fields.subjectId, fields.revision], limit: entries.length },
      call,
    );
    const revisions = new Map(stored.map((row: Row) => [row[fields.subjectId], row[fields.revision]]));
    const rows = entries
      .map((entry) => ({ entry, revision: this.#own.marks.revision(entry) }))
      .filter(({ entry, revision }) => revisions.get(entry.subjectId) !== revision)
      .map(({ entry, revision }) => ({
        [fields.subjectId]: entry.subjectId,
        [fields.vector]: [...this.#own.rotation.turn(entry.embedding)],
        [fields.tags]: entry.tags.map((tag) => this.#own.marks.tag(tag)),
        [fields.revision]: revision,
      }));
    if (rows.length === 0) return;
    await this.#own.collection.ask('upsert', call, async (client) => {
      const answer = await client.upsert({ collection_name: this.#own.collection.name, data: rows });
      accepted(answer.status);
    });
  }

  get #own(): Keyed {
    if (this.#keyed !== null) return this.#keyed;
    const { key, modelId, dimension, indexing } = this.#options;
    const bytes = key();
    const marks = new Marks(bytes);
    const shape = { name: marks.collection(modelId), dimension, indexing };
    this.#keyed = {
      rotation: new KeyedRotation(bytes, dimension),
      marks,
      collection: new MilvusCollection(this.#connection, shape),
    };
    return this.#keyed;
  }

  async #count(call: Call): Promise<void> {
    this.#references = await this.size(everyone, call);
  }

  /** A message is rotated and written at one go, during which the event loop stands still: about a microsecond a value. */
  #rowsOfMessage(): number {
    return Math.max(1, Math.floor(MESSAGE_BYTES / (this.#options.dimension * 4)));
  }
}

const MESSAGE_BYTES = 2 ** 16;
