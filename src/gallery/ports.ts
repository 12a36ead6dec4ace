import type { Call, SubjectKeyRow, TemplateRow } from '../recognition/ports.js';

/** What the gallery needs of the rooms around it. Lint lets the store see this file of the room, and no other. */

/** A change of the store; its token tells it from a change of the same number in another life of the database. */
export interface ChangePoint {
  readonly sequence: number;
  /** Null before the first change. */
  readonly token: string | null;
}

export interface Changes {
  /** False when the point asked from is not there: purged, or of another life. What follows it is then not all there. */
  readonly known: boolean;
  /** Whose templates or tags changed, each once. */
  readonly subjectIds: readonly string[];
  /** The last change of these; the point asked from when there is none. */
  readonly through: ChangePoint;
  /** Whether there may be more. */
  readonly more: boolean;
}

/** One reference as it is stored, sealed. */
export interface ReferenceRow {
  readonly template: TemplateRow;
  readonly tags: readonly string[];
  /** Null when the data key is gone. */
  readonly key: SubjectKeyRow | null;
}

/** Every method but `listen` fails with STORE_DOWN when the database is out of reach, and with CANCELLED. */
export interface TemplateFeed {
  /** The last change. */
  head(call: Call): Promise<ChangePoint>;
  /** Changes after a point, the oldest first, at most `limit` of them. */
  changesAfter(point: ChangePoint, limit: number, call: Call): Promise<Changes>;
  /** References of these subjects as they are now; of those that have none, none. */
  references(subjectIds: readonly string[], call: Call): Promise<readonly ReferenceRow[]>;
  /** References after a subject, by subject id in byte order. */
  page(after: string | null, limit: number, call: Call): Promise<readonly ReferenceRow[]>;
  /** How many references there are, and the last change, both of one moment. */
  count(call: Call): Promise<{ readonly references: number; readonly head: ChangePoint }>;
  /**
   * Tells of changes on a connection of its own, which is made again when it breaks; `onChange` is then called too,
   * since changes may have gone unheard.
   */
  listen(onChange: () => void): Listening;
}

export interface Listening {
  close(): Promise<void>;
}

export interface ReferenceOpener {
  /** True while there is no key. */
  readonly sealed: boolean;
  /** @returns the embedding, the caller's, who zeroes it @throws FaceError TEMPLATE_INTEGRITY, KEYS_SEALED */
  open(reference: ReferenceRow): Promise<Float32Array>;
}

/** Seals the key of a snapshot to what it is of. @throws FaceError KEYS_SEALED, TEMPLATE_INTEGRITY */
export interface SnapshotSeal {
  seal(bytes: Uint8Array, id: string): Uint8Array;
  /** @returns bytes the caller owns */
  open(sealed: Uint8Array, id: string): Uint8Array;
}

/** What an operator wants to know of a gallery; never of whom. */
export interface GalleryJournal {
  /** Every few seconds while it loads. */
  loading(references: number, total: number, durationMs: number): void;
  ready(references: number, durationMs: number): void;
  /** A load failed and is tried again. */
  notLoaded(cause: unknown): void;
  /** What was held did not agree with the store, or changes were purged; it is loaded anew. */
  reloading(reason: 'count' | 'changes'): void;
  /** This many templates do not open and are not in the gallery. */
  unopened(templates: number): void;
  full(references: number, total: number): void;
  /** The store is out of reach. */
  stale(cause: unknown): void;
  followed(): void;
  snapshotWritten(references: number, durationMs: number): void;
  snapshotRead(references: number, durationMs: number): void;
  snapshotRefused(cause: unknown): void;
  snapshotNotWritten(cause: unknown): void;
}
