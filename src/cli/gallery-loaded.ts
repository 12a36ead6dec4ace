import { setTimeout as delay } from 'node:timers/promises';
import { FaceError, isFaceError } from '../errors.js';
import type { Opened } from './doors.js';
import type { Terminal } from './terminal.js';

/** Most commands search for nobody, so the gallery is loaded by those that do; opening all templates takes its time. */

const POLL_MS = 200;

/** @throws FaceError KEYS_SEALED, since no load succeeds without the key; what else fails is tried again */
export async function galleryLoaded(open: Opened, terminal: Terminal): Promise<void> {
  open.startGallery();
  const isLoading = (): boolean => {
    const { phase, faultCode } = open.recognition.galleryState();
    if (phase !== 'loading') return false;
    if (faultCode !== 'KEYS_SEALED') return true;
    throw new FaceError('KEYS_SEALED', 'the templates cannot be opened without the key that sealed them');
  };
  if (!isLoading()) return;
  terminal.note('the gallery is being loaded');
  while (isLoading()) await delay(POLL_MS);
}

/** Does what may need the gallery or not, and does it again when it did and the gallery was not there yet. */
export async function onceLoaded<T>(open: Opened, work: () => Promise<T>, terminal: Terminal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFaceError(error) || error.code !== 'GALLERY_LOADING') throw error;
    await galleryLoaded(open, terminal);
    return work();
  }
}
