import { setTimeout as delay } from 'node:timers/promises';
import { FollowedGallery } from '../../src/gallery/gallery.js';
import type { GalleryIndex } from '../../src/gallery/gallery-index.js';
import type { GalleryJournal, ReferenceOpener, TemplateFeed } from '../../src/gallery/ports.js';
import type { Snapshots } from '../../src/gallery/snapshots.js';
import { isFaceError } from '../../src/errors.js';
import { randomFrom } from './seeded.js';

export const call = (ms = 10_000) => ({ signal: AbortSignal.timeout(ms) });

/** Says what it was told: the event and its numbers. */
export function recordingJournal(told: string[]): GalleryJournal {
  const codeOf = (cause: unknown): string =>
    typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
  return {
    loading: () => undefined,
    ready: (references) => told.push(`ready ${references}`),
    notLoaded: (cause) => told.push(`not loaded ${codeOf(cause)}`),
    reloading: (reason) => told.push(`reloading ${reason}`),
    unopened: (templates) => told.push(`unopened ${templates}`),
    full: (references, total) => told.push(`full ${references} of ${total}`),
    stale: (cause) => told.push(`stale ${codeOf(cause)}`),
    followed: () => told.push('followed'),
    snapshotWritten: (references) => told.push(`snapshot written ${references}`),
    snapshotRead: (references) => told.push(`snapshot read ${references}`),
    snapshotRefused: (cause) => told.push(`snapshot refused ${codeOf(cause)}`),
    snapshotNotWritten: (cause) => told.push(`snapshot not written ${codeOf(cause)}`),
  };
}

export interface GalleryParts {
  readonly index: GalleryIndex;
  readonly feed: TemplateFeed;
  readonly opener: ReferenceOpener;
  readonly snapshots?: Snapshots | null;
  readonly told?: string[];
  readonly nowMs?: () => number;
  readonly fullPauseMs?: number;
}

const open: FollowedGallery[] = [];

export function startGallery({
  index,
  feed,
  opener,
  snapshots = null,
  told = [],
  nowMs,
  fullPauseMs,
}: GalleryParts): FollowedGallery {
  const journal = recordingJournal(told);
  const gallery = new FollowedGallery({
    index,
    feed,
    opener,
    journal,
    snapshots,
    nowMs: nowMs ?? (() => performance.now()),
    ...(fullPauseMs !== undefined && { fullPauseMs }),
  });
  gallery.start();
  open.push(gallery);
  return gallery;
}

/** For `afterEach`. */
export async function closeGalleries(): Promise<void> {
  await Promise.all(open.splice(0).map((gallery) => gallery.close()));
}

/** Polls until it holds. @throws Error that says for what it waited */
export async function until(holds: () => boolean, what: string, limitMs = 5_000): Promise<void> {
  for (const beganMs = performance.now(); !holds();) {
    if (performance.now() - beganMs > limitMs) throw new Error(`${what} was expected within ${limitMs} ms`);
    await delay(5);
  }
}

export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (isFaceError(error) ? error.code : String(error)),
  );

/** A unit vector, the same for the same number. */
export function vector(number: number, dimension = 64): Float32Array {
  const random = randomFrom(number);
  const values = Float32Array.from({ length: dimension }, () => random.gaussian());
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
