import { setTimeout as delay } from 'node:timers/promises';
import { isFaceError } from '../errors.js';
import type { Opened } from './doors.js';
import type { Terminal } from './terminal.js';

/** Most commands search for nobody, so the gallery is loaded by those that do; opening all templates takes its time. */

const POLL_MS = 200;

export async function galleryLoaded(open: Opened, terminal: Terminal): Promise<void> {
  open.startGallery();
  const isLoading = (): boolean => open.recognition.galleryState().phase === 'loading';
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
