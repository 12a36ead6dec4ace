import { advanceBlink, noBlink, type BlinkState } from './blink.js';
import type { EyeOpening } from './observation.js';

/**
 * A blink that is meant: eyes closed for longer than they close by themselves, and open again.
 *
 * People blink some fifteen times a minute without being asked, so that an ordinary blink answers nothing. Such a one closes
 * the eyes for 100–400 ms (Stern, Walrath and Goldstein 1984), and rarely for more than 300.
 */
export interface LongBlink {
  readonly blink: BlinkState;
  /** The first and the last frame that showed closed eyes, capture clock; null while they are open. */
  readonly closed: { readonly fromMs: number; readonly toMs: number } | null;
  /** When the eyes closed for a blink that was meant and ended with the last frame; null otherwise. */
  readonly meantFromMs: number | null;
}

export const noLongBlink: LongBlink = { blink: noBlink, closed: null, meantFromMs: null };

/** From the first frame with closed eyes to the last one. */
const CLOSED_MS_MIN = 300;
const CLOSED_MS_MAX = 3000;

/** @param frontal false while the head is turned: who looks down seems to close the eyes */
export function advanceLongBlink(before: LongBlink, eyes: EyeOpening, atMs: number, frontal: boolean): LongBlink {
  if (!frontal) return { ...before, closed: null, meantFromMs: null };
  const blink = advanceBlink(before.blink, eyes, atMs);
  // Half-open eyes leave the state as it is.
  if (blink === before.blink) return { ...before, meantFromMs: null };
  if (blink.phase === 'closed') {
    const fromMs = before.closed?.fromMs ?? atMs;
    return { blink, closed: { fromMs, toMs: atMs }, meantFromMs: null };
  }
  const closedMs = before.closed ? before.closed.toMs - before.closed.fromMs : 0;
  const meant = closedMs >= CLOSED_MS_MIN && closedMs <= CLOSED_MS_MAX;
  return { blink, closed: null, meantFromMs: meant ? (before.closed?.fromMs ?? null) : null };
}
