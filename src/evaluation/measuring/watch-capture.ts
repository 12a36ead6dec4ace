import {
  advance,
  emptyCapture,
  forgetEmbeddings,
  forgetUntaken,
  type CapturePlan,
  type CaptureState,
} from '../../biometrics/capture-session.js';
import type { Measurements } from '../../biometrics/observation.js';
import type { PictureObserver } from '../ports.js';

/** Of the capture clock: frames lie on disk without their times. */
export const FRAME_INTERVAL_MS = 200;

export interface Watch {
  readonly observer: Pick<PictureObserver, 'observe'>;
  readonly plan: CapturePlan;
  readonly wanted: Omit<Measurements, 'motion'>;
  readonly signal: AbortSignal;
  /** After every frame, and for frames that come after the end of the capture, which are not looked at. */
  readonly seen?: (state: CaptureState) => void;
}

/**
 * Plays pictures as the frames of one capture, each followed from those before it as in the service.
 *
 * @returns a capture without its end when no limit of the policy ended it; its embeddings are the caller's to forget
 */
export async function watchCapture(paths: readonly string[], watch: Watch): Promise<CaptureState> {
  const { observer, plan, wanted, signal } = watch;
  let state = emptyCapture;
  for (const [index, path] of paths.entries()) {
    signal.throwIfAborted();
    if (!state.end) {
      const motion = { reference: state.tracker.reference };
      const observation = await observer.observe(path, { ...wanted, motion }, signal);
      const before = state;
      state = advance(before, { kind: 'observed', atMs: index * FRAME_INTERVAL_MS, observation }, plan);
      forgetUntaken(before, observation, state);
    }
    watch.seen?.(state);
  }
  return state;
}

/** The same for whoever needs no embeddings of it. */
export async function watchedCapture(paths: readonly string[], watch: Watch): Promise<CaptureState> {
  const state = await watchCapture(paths, watch);
  forgetEmbeddings(state);
  return state;
}
