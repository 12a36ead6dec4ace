import { FaceError } from '../errors.js';
import type { Gallery } from './gallery-ports.js';

const refused = (): FaceError =>
  new FaceError('SEARCH_NOT_ALLOWED', 'this server holds no gallery, since SEARCH_PERMISSIONS allows no search.');

/** The gallery of a server that searches for nobody. */
export const galleryOff: Gallery = {
  state: () => ({
    backend: 'native',
    phase: 'off',
    references: 0,
    total: 0,
    bytes: 0,
    bytesMax: 0,
    changeSequence: 0,
    templatesUnopened: 0,
    faultCode: null,
  }),
  size: () => Promise.reject(refused()),
  search: () => Promise.reject(refused()),
  // eslint-disable-next-line require-yield -- it refuses before the first step
  async *pairs() {
    await Promise.resolve();
    throw refused();
  },
  caughtUp: () => Promise.resolve(),
};
