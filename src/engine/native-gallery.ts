/**
 * The addon's gallery: references by name, found by comparison score. Same methods, same order as
 * native/addon/gallery_object.cc.
 *
 * Work runs on the gallery's own threads; vectors are copied before a method returns. Errors carry `code`:
 * BAD_ARGUMENT, GALLERY_FULL (the memory limit), CANCELLED, CLOSED.
 */
export interface NativeGallery {
  /** Adds references, or replaces those of the same names. Await it before the same name is put or removed again. @param vectors names.length × dimension, each of a length above 0 and up to 1 */
  put(names: readonly string[], tags: readonly (readonly string[])[], vectors: Float32Array): Promise<void>;
  /** @returns how many there were; from then on no search tells them */
  remove(names: readonly string[]): number;
  /** References a filter leaves. */
  count(filter: NativeFilter): number;
  /** @param probe of a length above 0 and up to 1 */
  search(probe: Float32Array, query: NativeQuery): NativeSearch;
  /** Several probes, one after the other in one array, with one query: searched together, answered in their order. */
  searchBatch(probes: Float32Array, query: NativeQuery): NativeBatchSearch;
  /**
   * Pairs among references: the `places` [first, first + count) of the index as probes, against every later place.
   * Places run from 0 to `status().places`; one may be empty.
   */
  pairs(first: number, count: number, scoreMin: number): NativePairsSearch;
  status(): NativeGalleryStatus;
  /** Opens sealed templates and puts them. @returns the places in the batch of those that did not open */
  putSealed(batch: SealedBatch, keys: SealedKeys): Promise<Int32Array>;
  /**
   * Writes every reference into a new file, sealed one by one under `key`, and moves it to `path` when it is whole; from
   * then on that is the gallery's snapshot. `header` is stored readable and authenticated.
   */
  writeSnapshot(path: string, key: Uint8Array, header: Uint8Array): Promise<{ references: number; bytes: number }>;
  /** The header of a snapshot, without a check: it tells which key opens it. Null where there is no such file. */
  readSnapshotHeader(path: string): Uint8Array | null;
  /**
   * Reads references from a snapshot, which becomes the gallery's. @throws INTEGRITY for a file that is not what was
   * written, BAD_ARGUMENT for one of another shape of gallery; the gallery is empty then
   */
  readSnapshot(path: string, key: Uint8Array): Promise<{ references: number; erased: number }>;
  /** Overwrites what the snapshot holds of these names. Resolves, with how many it held, when the disk has it. */
  eraseFromSnapshot(names: readonly string[]): Promise<number>;
  /** Ends running searches with CANCELLED and frees the memory, zeroed. */
  close(): void;
}

export interface NativeGalleryOptions {
  /** 64–1024. */
  readonly dimension: number;
  /** 32 bytes that the rotation is drawn from. */
  readonly seed: Uint8Array;
  /** What scores are computed from at last: the vector, its bfloat16 form, or its 8-bit codes alone. */
  readonly precision: 'float32' | 'bfloat16' | 'int8';
  readonly bytesMax: number;
  /** 1–256. */
  readonly threads: number;
  /** Searches that may wait; the next one fails with OVERLOADED. */
  readonly queueMax: number;
}

/** Both null: all. */
export interface NativeFilter {
  readonly names: readonly string[] | null;
  readonly tagsAny: readonly string[] | null;
}

export interface NativeQuery extends NativeFilter {
  /** Every reference that scores at least this is found; −∞ for the highest `limit` alone. */
  readonly scoreMin: number;
  readonly limit: number;
  /**
   * True: bounds that hold for every vector. False: where there is a `scoreMin`, a one-bit scan first, which misses a
   * reference at the threshold with a probability below one in a thousand million over the drawn rotation.
   */
  readonly certified: boolean;
}

export interface NativeSearch {
  readonly answer: Promise<NativeFound>;
  cancel(): void;
}

export interface NativeBatchSearch {
  readonly answer: Promise<readonly NativeFound[]>;
  cancel(): void;
}

export interface NativeFound {
  /** Falling score. */
  readonly names: readonly string[];
  readonly scores: Float32Array;
  /** References that reached `scoreMin`; with a precision below float32, those that may have. */
  readonly found: number;
  readonly searched: number;
  /** How far from the score of the vector a score can be: 0 with float32. Largest over those told. */
  readonly scoreErrorMax: number;
}

export interface NativePairsSearch {
  readonly answer: Promise<{
    /** Two for each pair. */
    readonly names: readonly string[];
    readonly scores: Float32Array;
    readonly scoreErrorMax: number;
    /** Whether a reference is like more than 1,000 others: the highest 1,000 are told. */
    readonly cut: boolean;
  }>;
  cancel(): void;
}

export interface NativeGalleryStatus {
  readonly references: number;
  /** References and gaps that removals left. */
  readonly places: number;
  readonly bytes: number;
  readonly bytesMax: number;
  readonly searchesWaiting: number;
}

/** Template rows, one element each. */
export interface SealedBatch {
  readonly subjectIds: readonly string[];
  readonly tags: readonly (readonly string[])[];
  readonly templateIds: readonly string[];
  readonly versions: Int32Array;
  readonly keyGenerations: Int32Array;
  /** FBE1 records. */
  readonly records: readonly Uint8Array[];
  /** FBK1 wrapped data keys of the same subjects and generations. */
  readonly wrappedKeys: readonly Uint8Array[];
}

/** The key encryption key and what belongs to it; docs/template-record.md. */
export interface SealedKeys {
  readonly key: Uint8Array;
  /** 8 bytes. */
  readonly epoch: Uint8Array;
  readonly serviceKey: Uint8Array;
  readonly modelId: string;
  /** Whether readable records (suite 2) are opened. */
  readonly readable: boolean;
}
