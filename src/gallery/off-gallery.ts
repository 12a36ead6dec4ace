import { FaceError } from '../errors.js';
import type { Gallery, GalleryState } from '../recognition/gallery-ports.js';

const state: GalleryState = {
  backend: 'native',
  phase: 'off',
  references: 0,
  total: 0,
  bytes: 0,
  bytesMax: 0,
  changeSequence: 0,
};

function notAllowed(): FaceError {
  return new FaceError(
    'SEARCH_NOT_ALLOWED',
    'This server searches for nobody. SEARCH_PERMISSIONS names the kinds of search that it allows.',
  );
}

/** Where no kind of search is allowed: nothing is held, and there is nothing to wait for. */
export const offGallery: Gallery = {
  state: () => state,
  size: () => Promise.reject(notAllowed()),
  search: () => Promise.reject(notAllowed()),
  // eslint-disable-next-line require-yield, @typescript-eslint/require-await -- Refuses where its caller waits for a step.
  async *pairs() {
    throw notAllowed();
  },
  caughtUp: () => Promise.resolve(),
};
