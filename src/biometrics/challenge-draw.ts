import { faceActions, headActions, type ChallengeAction } from './challenge-actions.js';

/** Gives so many random bytes: the server's own source, or a test's. */
export type RandomBytes = (length: number) => Uint8Array;

const BYTES = 4;
const VALUES = 2 ** (8 * BYTES);

/**
 * A whole number from 0 up to `count` and without it, every one as likely: what is left over past the last multiple of `count`
 * is drawn again, since a remainder would favour small numbers.
 *
 * @param count 1–2³²
 */
export function drawBelow(count: number, randomBytes: RandomBytes): number {
  const fair = VALUES - (VALUES % count);
  for (;;) {
    const bytes = randomBytes(BYTES);
    const value = new DataView(bytes.buffer, bytes.byteOffset, BYTES).getUint32(0);
    if (value < fair) return value % count;
  }
}

/**
 * Draws the action that follows those answered so far, so that every challenge of `count` actions is as likely as any
 * other: the next one is that of a challenge drawn among all that begin alike.
 *
 * @param actions what can be asked of this face
 */
export function drawAction(
  answered: readonly ChallengeAction[],
  { actions, count }: { readonly actions: readonly ChallengeAction[]; readonly count: number },
  randomBytes: RandomBytes,
): ChallengeAction {
  const all = challengesFrom(answered, actions, count);
  const next = all[drawBelow(Math.max(1, all.length), randomBytes)]?.[answered.length];
  if (next === undefined) throw new RangeError('there is no challenge of these actions');
  return next;
}

/**
 * Every challenge that begins so: no action twice in a row, one of the head and one of the face at least. A solid copy of
 * a face turns and a flat one with holes for eyes blinks; a challenge of one kind alone could be met by a copy of that kind.
 */
export function challengesFrom(
  begun: readonly ChallengeAction[],
  actions: readonly ChallengeAction[],
  count: number,
): readonly (readonly ChallengeAction[])[] {
  if (begun.length >= count) {
    const mixed = begun.some((action) => headActions.has(action)) && begun.some((action) => faceActions.has(action));
    return mixed ? [begun] : [];
  }
  return actions
    .filter((action) => action !== begun.at(-1))
    .flatMap((action) => challengesFrom([...begun, action], actions, count));
}
