import { FaceError } from '../errors.js';
import type { NativeGallery, NativeGalleryOptions, SealedBatch, SealedKeys } from '../engine/native-gallery.js';
import type {
  GalleryFilter,
  GalleryFound,
  GalleryPair,
  GalleryPairsStep,
  GalleryQuery,
} from '../recognition/gallery-ports.js';
import type { Call, SubjectKeyRow } from '../recognition/ports.js';
import { byFallingScore } from './confirming.js';
import type { IndexEntry, IndexShape, SealedIndex, SnapshotIndex, Unopened } from './gallery-index.js';
import type { ReferenceRow } from './ports.js';
import { cancelled, orCancelled } from './waiting.js';

/** Places whose references are compared with all later ones in one step: one batch, and 64,000 pairs at most. */
const PLACES_A_STEP = 64;
const RETRY_AFTER_MS = 500;

export interface NativeIndexOptions {
  /** The addon's. */
  readonly create: (options: NativeGalleryOptions) => NativeGallery;
  readonly limits: Omit<NativeGalleryOptions, 'seed'>;
  /** What the rotation is drawn from, 32 bytes; asked for when there is a key. @throws FaceError KEYS_SEALED */
  readonly seed: () => Uint8Array;
  /** Names a seed without telling it, in hexadecimal digits. */
  readonly digest: (bytes: Uint8Array) => string;
  /** Lends the keys that open templates. @throws FaceError KEYS_SEALED */
  readonly withKeys: <T>(run: (keys: SealedKeys) => Promise<T>) => Promise<T>;
}

/** The gallery in this process: the addon's, behind the port of the gallery. */
export class NativeIndex implements SealedIndex, SnapshotIndex {
  readonly backend = 'native';
  readonly exact: boolean;
  readonly #options: NativeIndexOptions;
  #native: NativeGallery | null = null;
  #closed = false;

  constructor(options: NativeIndexOptions) {
    this.#options = options;
    this.exact = options.limits.precision === 'float32';
  }

  clear(): Promise<void> {
    this.#native?.close();
    this.#native = null;
    return Promise.resolve();
  }

  async put(entries: readonly IndexEntry[], call: Call): Promise<void> {
    const { dimension } = this.#options.limits;
    const vectors = new Float32Array(entries.length * dimension);
    try {
      for (const [place, { embedding }] of entries.entries()) vectors.set(embedding, place * dimension);
      const names = entries.map(({ subjectId }) => subjectId);
      const tags = entries.map((entry) => entry.tags);
      // Copied before it returns.
      const done = this.#gallery().put(names, tags, vectors);
      vectors.fill(0);
      await translated(orCancelled(done, call));
    } finally {
      vectors.fill(0);
    }
  }

  async putSealed(references: readonly ReferenceRow[], call: Call): Promise<readonly Unopened[]> {
    const gallery = this.#gallery();
    return this.#options.withKeys(async (keys) => {
      const { batch, unopened } = sealedBatch(references, keys);
      // Not given up half-way: the keys are lent until it is done.
      const places = await translated(gallery.putSealed(batch, keys));
      if (call.signal.aborted) throw cancelled();
      const failed = [...places].map((place) => batch.subjectIds[place] ?? '');
      return [...unopened, ...failed.map((subjectId) => ({ subjectId, code: 'TEMPLATE_INTEGRITY' as const }))];
    });
  }

  remove(subjectIds: readonly string[]): Promise<void> {
    return translated(Promise.resolve().then(() => void this.#native?.remove(subjectIds)));
  }

  async size(filter: GalleryFilter): Promise<number> {
    return translated(Promise.resolve().then(() => this.#gallery().count(namesOf(filter))));
  }

  async search({ probe, filter, scoreMin, limit }: GalleryQuery, call: Call): Promise<GalleryFound> {
    const gallery = this.#gallery();
    const certified = scoreMin === -Infinity;
    const search = (): CancellableWork<NativeAnswer> =>
      gallery.search(probe, { ...namesOf(filter), scoreMin, limit, certified });
    const { names, scores, found, searched } = await run(search, call);
    const candidates = names.map((subjectId, place) => ({ subjectId, score: scores[place] ?? NaN }));
    return { candidates: candidates.sort(byFallingScore), found, searched };
  }

  async *pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void> {
    const gallery = this.#gallery();
    for (let first = 0; ; first += PLACES_A_STEP) {
      const { places, references } = await translated(Promise.resolve().then(() => gallery.status()));
      if (first >= places) return;
      const { names, scores, cut } = await run(() => gallery.pairs(first, PLACES_A_STEP, scoreMin), call);
      const share = Math.min(1, (first + PLACES_A_STEP) / places);
      yield { done: Math.round(references * share), total: references, pairs: pairsOf(names, scores), cut };
    }
  }

  memory(): { readonly references: number; readonly bytes: number; readonly bytesMax: number } {
    return this.#native?.status() ?? { references: 0, bytes: 0, bytesMax: this.#options.limits.bytesMax };
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.clear();
  }

  shape(): IndexShape {
    const { dimension, precision } = this.#options.limits;
    const seed = this.#options.seed();
    const seedDigest = this.#options.digest(seed);
    seed.fill(0);
    return { dimension, precision, seedDigest };
  }

  async writeSnapshot(path: string, key: Uint8Array, header: Uint8Array): Promise<void> {
    await this.#gallery().writeSnapshot(path, key, header);
  }

  readSnapshotHeader(path: string): Uint8Array | null {
    return this.#gallery().readSnapshotHeader(path);
  }

  async readSnapshot(path: string, key: Uint8Array): Promise<void> {
    await this.#gallery().readSnapshot(path, key);
  }

  async eraseFromSnapshot(subjectIds: readonly string[]): Promise<void> {
    await this.#native?.eraseFromSnapshot(subjectIds);
  }

  /** Made when it is first needed: before, there may be no key to draw the rotation by. */
  #gallery(): NativeGallery {
    if (this.#native) return this.#native;
    if (this.#closed) throw cancelled();
    const seed = this.#options.seed();
    try {
      this.#native = this.#options.create({ ...this.#options.limits, seed });
    } finally {
      seed.fill(0);
    }
    return this.#native;
  }
}

interface CancellableWork<T> {
  readonly answer: Promise<T>;
  cancel(): void;
}

type NativeAnswer = Awaited<ReturnType<NativeGallery['search']>['answer']>;

async function run<T>(begin: () => CancellableWork<T>, { signal }: Call): Promise<T> {
  if (signal.aborted) throw cancelled();
  let work: CancellableWork<T>;
  try {
    work = begin();
  } catch (error) {
    throw faultOf(error);
  }
  const onAbort = (): void => work.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await translated(work.answer);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw faultOf(error);
  }
}

/** The addon's codes, as native-gallery.ts lists them, in the words of our own. */
function faultOf(error: unknown): FaceError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  switch (code) {
    case 'GALLERY_FULL':
      return new FaceError('GALLERY_FULL', 'The gallery has no memory for more references. Raise GALLERY_BYTES_MAX.');
    case 'OVERLOADED':
      return new FaceError('OVERLOADED', 'Too many searches wait already.', { retryAfterMs: RETRY_AFTER_MS });
    case 'CANCELLED':
      return cancelled();
    case 'CLOSED':
      return new FaceError('GALLERY_LOADING', 'The gallery is being loaded anew, or the server ends.', {
        retryAfterMs: RETRY_AFTER_MS,
      });
    default:
      return new FaceError('INTERNAL', 'The native gallery refused its work.', { cause: error });
  }
}

function namesOf({ subjectIds, tagsAny }: GalleryFilter): {
  names: readonly string[] | null;
  tagsAny: readonly string[] | null;
} {
  return { names: subjectIds, tagsAny };
}

function pairsOf(names: readonly string[], scores: Float32Array): readonly GalleryPair[] {
  return Array.from(scores, (score, place) => {
    const [one = '', other = ''] = names.slice(2 * place, 2 * place + 2);
    return one < other
      ? { subjectId: one, otherSubjectId: other, score }
      : { subjectId: other, otherSubjectId: one, score };
  });
}

/** Rows that the key at hand may open, and those that it cannot. */
function sealedBatch(
  references: readonly ReferenceRow[],
  { epoch }: SealedKeys,
): { readonly batch: SealedBatch; readonly unopened: readonly Unopened[] } {
  const unopened: Unopened[] = [];
  const fit: (ReferenceRow & { readonly key: SubjectKeyRow })[] = [];
  for (const reference of references) {
    const { key, template } = reference;
    if (key === null) unopened.push({ subjectId: template.subjectId, code: 'TEMPLATE_INTEGRITY' });
    else if (!Buffer.from(key.kekEpoch).equals(epoch))
      unopened.push({ subjectId: template.subjectId, code: 'KEYS_SEALED' });
    else fit.push({ ...reference, key });
  }
  return {
    unopened,
    batch: {
      subjectIds: fit.map(({ template }) => template.subjectId),
      tags: fit.map(({ tags }) => tags),
      templateIds: fit.map(({ template }) => template.templateId),
      versions: Int32Array.from(fit, ({ template }) => template.version),
      keyGenerations: Int32Array.from(fit, ({ template }) => template.keyGeneration),
      records: fit.map(({ template }) => template.record),
      wrappedKeys: fit.map(({ key }) => key.wrapped),
    },
  };
}
