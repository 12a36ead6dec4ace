import type { Measurements } from '../../biometrics/observation.js';
import { isFaceError, type FaceErrorCode } from '../../errors.js';
import type { EmbeddingSet } from '../comparison/all-pairs.js';
import type { PictureObserver, Progress } from '../ports.js';

/** The pictures of a data set as rows to compare. */
export interface Embedded {
  readonly set: EmbeddingSet;
  /** Row of each picture; NO_ROW where no face was found. */
  readonly rowOf: Int32Array;
  /** Picture of each row. */
  readonly pictureOf: Int32Array;
  /** Pictures no decoder takes; they count as failures to acquire. */
  readonly unreadable: readonly number[];
}

export const NO_ROW = -1;

const wanted: Measurements = { embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null };

/** What a picture itself can be at fault for. */
export const pictureFaults: ReadonlySet<FaceErrorCode> = new Set<FaceErrorCode>([
  'IMAGE_UNDECODABLE',
  'UNSUPPORTED_FORMAT',
  'IMAGE_TOO_LARGE',
]);

/** Embeds every picture, a few more at a time than there are workers. */
export async function embedAll(
  observer: PictureObserver,
  paths: readonly string[],
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<Embedded> {
  const embeddings = new Array<Float32Array | null>(paths.length).fill(null);
  const unreadable: number[] = [];
  const pending = paths.entries();
  const work = async (): Promise<void> => {
    for (const [picture, path] of pending) {
      signal.throwIfAborted();
      try {
        embeddings[picture] = (await observer.observe(path, wanted, signal)).face?.embedding ?? null;
      } catch (error) {
        if (!isFaceError(error) || !pictureFaults.has(error.code)) throw error;
        unreadable.push(picture);
      }
      progress.step();
    }
  };
  progress.start(paths.length, 'pictures');
  try {
    await Promise.all(Array.from({ length: observer.workers + 2 }, work));
  } finally {
    progress.end();
  }
  return { ...rowsOf(embeddings, observer.dimension), unreadable: unreadable.sort((a, b) => a - b) };
}

/** Rows in shared memory for the pictures that show a face. */
export function rowsOf(embeddings: readonly (Float32Array | null)[], dimension: number): Omit<Embedded, 'unreadable'> {
  const shown = embeddings.flatMap((embedding, picture) => (embedding ? [{ embedding, picture }] : []));
  const values = new Float32Array(new SharedArrayBuffer(shown.length * dimension * Float32Array.BYTES_PER_ELEMENT));
  const rowOf = new Int32Array(embeddings.length).fill(NO_ROW);
  for (const [row, { embedding, picture }] of shown.entries()) {
    values.set(embedding, row * dimension);
    rowOf[picture] = row;
  }
  return {
    set: { values, dimension, count: shown.length },
    rowOf,
    pictureOf: Int32Array.from(shown, ({ picture }) => picture),
  };
}
