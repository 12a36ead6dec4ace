import type { Call } from './ports.js';

/** What the use cases that search ask of the gallery: the references of the model in use, one a subject. */

/** Which references a search looks at; both null: all. */
export interface GalleryFilter {
  /** These subjects alone, 1–10,000. */
  readonly subjectIds: readonly string[] | null;
  /** Subjects that carry at least one of these tags, 1–16. */
  readonly tagsAny: readonly string[] | null;
}

export const everyone: GalleryFilter = { subjectIds: null, tagsAny: null };

export interface GalleryQuery {
  /** A length above 0 and up to 1, of the dimension of the model in use; the caller's, who may zero it when the promise is settled. */
  readonly probe: Float32Array;
  readonly filter: GalleryFilter;
  /** Comparison score; every reference that reaches it is found. */
  readonly scoreMin: number;
  /** How many of those are told, the highest first. */
  readonly limit: number;
}

export interface GalleryCandidate {
  readonly subjectId: string;
  /** Comparison score, as a comparison of the probe with the stored template has it. */
  readonly score: number;
}

export interface GalleryFound {
  /** Falling score; equal scores by subject. */
  readonly candidates: readonly GalleryCandidate[];
  /** References that reached `scoreMin`, told or not. */
  readonly found: number;
  /** References that were compared. */
  readonly searched: number;
}

/** Two subjects whose references reach a score. */
export interface GalleryPair {
  /** The one of the smaller id. */
  readonly subjectId: string;
  readonly otherSubjectId: string;
  readonly score: number;
}

export interface GalleryPairsStep {
  /** References compared with all others so far. */
  readonly done: number;
  readonly total: number;
  /** New ones. */
  readonly pairs: readonly GalleryPair[];
  /** Whether a reference is like more others than are told of one. */
  readonly cut: boolean;
}

/**
 * `off`: no search is allowed, nothing is held. `loading`: templates are being opened. `full`: there is a template it has
 * no memory for, so that a search would not be complete. `stale`: the store is out of reach and changes may be missing.
 */
export type GalleryPhase = 'off' | 'loading' | 'ready' | 'full' | 'stale';

export interface GalleryState {
  readonly backend: 'native' | 'milvus';
  readonly phase: GalleryPhase;
  /** References held. */
  readonly references: number;
  /** References to be held when loading is over; 0 before it is known. */
  readonly total: number;
  /** Memory of the index, and its limit; 0 where another service holds it. */
  readonly bytes: number;
  readonly bytesMax: number;
  /** The last change of the store that is in it. */
  readonly changeSequence: number;
  /** Templates that do not open, which no search can find. */
  readonly templatesUnopened: number;
  /** Why the last load failed; null when it did not. */
  readonly faultCode: string | null;
}

export interface Gallery {
  state(): GalleryState;
  /** References a filter leaves. @throws FaceError GALLERY_LOADING, GALLERY_FULL */
  size(filter: GalleryFilter, call: Call): Promise<number>;
  /** @throws FaceError GALLERY_LOADING, GALLERY_FULL, OVERLOADED, STORE_DOWN, CANCELLED */
  search(query: GalleryQuery, call: Call): Promise<GalleryFound>;
  /** All pairs of references that reach a score, step by step. @throws as `search` */
  pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void>;
  /**
   * Resolves when everything that was committed before the call, by any server, is in the gallery; at once while it is
   * off. @throws FaceError GALLERY_LOADING, STORE_DOWN, CANCELLED
   */
  caughtUp(call: Call): Promise<void>;
}
