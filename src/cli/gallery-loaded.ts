import { setTimeout as delay } from 'node:timers/promises';
import { isFaceError } from '../errors.js';
import type { Recognition } from '../recognition/recognition.js';
import type { Terminal } from './terminal.js';

/** A command opens the gallery with everything else, and opening it takes its time. */

const POLL_MS = 200;

export async function whenLoaded(recognition: Recognition, terminal: Terminal): Promise<void> {
  if (recognition.galleryState().phase !== 'loading') return;
  terminal.note('the gallery is being loaded');
  while (recognition.galleryState().phase === 'loading') await delay(POLL_MS);
}

/** Does what may need the gallery or not, and does it again when it did and the gallery was not there yet. */
export async function onceLoaded<T>(recognition: Recognition, work: () => Promise<T>, terminal: Terminal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFaceError(error) || error.code !== 'GALLERY_LOADING') throw error;
    await whenLoaded(recognition, terminal);
    return work();
  }
}
