import type { Context } from './context.js';
import type { Call } from './ports.js';

/** How long the answer to a deletion waits for the gallery. */
const FOLLOW_MS_MAX = 5_000;

/**
 * Waits until searches of this server know of what was just committed, so that the answer to a deletion comes when nobody
 * deleted can be found any more. What is deleted stays deleted when they do not come to know in time, so this never throws.
 */
export async function galleryFollows({ gallery, journal }: Context, call: Call): Promise<void> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(FOLLOW_MS_MAX)]);
  await gallery.caughtUp({ signal }).catch((error: unknown) => journal.galleryBehind(error));
}
