import type { EyeOpening } from './observation.js';

/**
 * Counts blinks: both eyes open, both closed, both open again within the time a blink can take.
 *
 *   unknown ─open─► open ─closed─► closed ─open in time─► open (+1)
 *                                    └────open too late──► open
 *
 * Open and closed are judged against the level at which this person's eyes are open, since that differs between people,
 * glasses and networks. Half-open eyes change nothing. Closed eyes, or a picture of them, never start.
 */
export interface BlinkState {
  readonly phase: 'unknown' | 'open' | 'closed';
  /** Mean opening of both eyes while open, slowly following, 0–1. */
  readonly openLevel: number;
  /** When the eyes were last seen open, milliseconds of the capture clock. */
  readonly openAtMs: number;
  readonly blinks: number;
}

export const noBlink: BlinkState = { phase: 'unknown', openLevel: 0, openAtMs: 0, blinks: 0 };

/** Eyes must once be seen at least this open. */
const LEVEL_MIN = 0.25;
/** How fast the level follows. */
const LEVEL_WEIGHT = 0.2;
/** Shares of the level: the mean of both eyes at most this is closed, where neither eye stands out; at least that is open. */
const CLOSED_MAX = 0.45;
const CLOSED_EITHER_MAX = 0.65;
const OPEN_MIN = 0.75;
/**
 * From open to open again. A blink closes the eye for 100–400 ms (Stern, Walrath and Goldstein 1984); frames at 5 a
 * second add up to 400 ms of not knowing.
 */
const BLINK_MS_MIN = 60;
const BLINK_MS_MAX = 900;

export function advanceBlink(state: BlinkState, eyes: EyeOpening, atMs: number): BlinkState {
  const opening = (eyes.left + eyes.right) / 2;
  if (state.phase === 'unknown') {
    return opening >= LEVEL_MIN ? { ...state, phase: 'open', openLevel: opening, openAtMs: atMs } : state;
  }
  const { openLevel } = state;
  if (opening >= OPEN_MIN * openLevel) {
    const tookMs = atMs - state.openAtMs;
    const blinked = state.phase === 'closed' && tookMs >= BLINK_MS_MIN && tookMs <= BLINK_MS_MAX;
    const level = openLevel + LEVEL_WEIGHT * (opening - openLevel);
    return { phase: 'open', openLevel: level, openAtMs: atMs, blinks: state.blinks + (blinked ? 1 : 0) };
  }
  const bothDown = Math.max(eyes.left, eyes.right) <= CLOSED_EITHER_MAX * openLevel;
  return opening <= CLOSED_MAX * openLevel && bothDown ? { ...state, phase: 'closed' } : state;
}
