import type { GalleryFilter, GalleryFound, GalleryPairsStep, GalleryQuery } from '../recognition/gallery-ports.js';
import type { Call } from '../recognition/ports.js';

/** One reference of the model in use. */
export interface IndexEntry {
  readonly subjectId: string;
  readonly tags: readonly string[];
  /** Unit length; the caller's, who zeroes it. */
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
