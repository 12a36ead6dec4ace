import type { GalleryFilter, GalleryFound, GalleryPairsStep, GalleryQuery } from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';
import type { ReferenceRow } from './ports.js';

/** One reference of the model in use. */
export interface IndexEntry {
  readonly subjectId: string;
  readonly tags: readonly string[];
  /** Of a length above 0 and up to 1: pools are shorter than single ones (docs/decisions/0014). The caller's, who zeroes it. */
  readonly embedding: Float32Array;
}

/**
 * What holds references and finds them: the native index in this process, or a distributed vector engine. It knows no
 * store and no key; the gallery feeds it.
 */
export interface GalleryIndex {
  readonly backend: 'native' | 'milvus';
  /** Whether its scores are comparison scores; else the gallery compares the candidates again. */
  readonly exact: boolean;
  /** Forgets everything, before it is loaded anew; of one that outlives the process, `strangers` are removed instead. */
  clear(call: Call): Promise<void>;
  /** Adds references, or replaces those of the same subjects. @throws FaceError GALLERY_FULL, and nothing more is put */
  put(entries: readonly IndexEntry[], call: Call): Promise<void>;
  /** Those that are not there are passed over. When it resolves, no search tells them any more. */
  remove(subjectIds: readonly string[], call: Call): Promise<void>;
  size(filter: GalleryFilter, call: Call): Promise<number>;
  search(query: GalleryQuery, call: Call): Promise<GalleryFound>;
  pairs(scoreMin: number, call: Call): AsyncGenerator<GalleryPairsStep, void>;
  /** What it holds; bytes are 0 where another service holds them. */
  memory(): { readonly references: number; readonly bytes: number; readonly bytesMax: number };
  close(): Promise<void>;
}

/** An index that opens sealed templates itself, so that none of them is seen here. */
export interface SealedIndex extends GalleryIndex {
  /** Opens templates and puts them. @returns those that did not open @throws as `put`; KEYS_SEALED without any key */
  putSealed(references: readonly ReferenceRow[], call: Call): Promise<readonly Unopened[]>;
}

export interface Unopened {
  readonly subjectId: string;
  /** KEYS_SEALED: another key sealed it. */
  readonly code: 'TEMPLATE_INTEGRITY' | 'KEYS_SEALED';
}

/** An index that outlives this process, or that others put into too. */
export interface SharedIndex extends GalleryIndex {
  /** Subjects of references after `range.after` and up to `range.through` (null: no bound) other than these, by and by. */
  strangers(range: ReferenceRange, known: readonly string[], call: Call): AsyncGenerator<readonly string[], void>;
}

/** Of subject ids in byte order. */
export interface ReferenceRange {
  readonly after: string | null;
  readonly through: string | null;
}

/** An index that can be kept in a sealed file. Errors are those of engine/native-gallery.ts. */
export interface SnapshotIndex extends GalleryIndex {
  /** What a file must have been written with to be read again. */
  shape(): IndexShape;
  writeSnapshot(path: string, key: Uint8Array, header: Uint8Array): Promise<void>;
  readSnapshotHeader(path: string): Uint8Array | null;
  readSnapshot(path: string, key: Uint8Array): Promise<void>;
  eraseFromSnapshot(subjectIds: readonly string[]): Promise<void>;
}

export interface IndexShape {
  readonly dimension: number;
  readonly precision: 'float32' | 'bfloat16' | 'int8';
  /** Which rotation, in hexadecimal digits. */
  readonly seedDigest: string;
}

export function opensSealed(index: GalleryIndex): index is SealedIndex {
  return 'putSealed' in index;
}

export function isShared(index: GalleryIndex): index is SharedIndex {
  return 'strangers' in index;
}

export function keepsSnapshots(index: GalleryIndex): index is SnapshotIndex {
  return 'writeSnapshot' in index;
}
