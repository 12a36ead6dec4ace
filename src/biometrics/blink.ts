import type { EyeOpening } from './observation.js';

/**
 * Counts blinks: both eyes open, both closed, both open again within the time a blink can take.
 *
 *   unknown ─open─► open ─closed─► closed ─open in time─► open (+1)
 *                                    └────open too late──► open
 *
 * Half-open eyes change nothing. A person with closed eyes, or a picture of one, never starts.
 */
export interface BlinkState {
  readonly phase: 'unknown' | 'open' | 'closed';
  /** When the eyes were last seen open, milliseconds of the capture clock. */
  readonly openAtMs: number;
  readonly blinks: number;
}

export const noBlink: BlinkState = { phase: 'unknown', openAtMs: 0, blinks: 0 };

/** Opening of the more open eye at most this: closed. Opening of the less open eye at least that: open. */
const CLOSED_MAX = 0.3;
const OPEN_MIN = 0.6;
/**
 * From open to open again. A blink closes the eye for 100–400 ms (Stern, Walrath and Goldstein 1984); frames at 5 a
 * second add up to 400 ms of not knowing.
 */
const BLINK_MS_MIN = 60;
const BLINK_MS_MAX = 900;

export function advanceBlink(state: BlinkState, eyes: EyeOpening, atMs: number): BlinkState {
  if (Math.min(eyes.left, eyes.right) >= OPEN_MIN) {
    const tookMs = atMs - state.openAtMs;
    const blinked = state.phase === 'closed' && tookMs >= BLINK_MS_MIN && tookMs <= BLINK_MS_MAX;
    return { phase: 'open', openAtMs: atMs, blinks: state.blinks + (blinked ? 1 : 0) };
  }
  if (Math.max(eyes.left, eyes.right) <= CLOSED_MAX && state.phase === 'open') return { ...state, phase: 'closed' };
  return state;
}
