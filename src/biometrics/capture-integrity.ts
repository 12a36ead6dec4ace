import { likeness, type Likeness } from './fingerprint.js';
import type { Fingerprint } from './observation.js';

/**
 * Whether the frames of a capture are pictures a camera took one after the other: docs/decisions/0018-capture-integrity.md.
 *
 * A picture that comes again tells nothing new. Sent again as it was, which an honest client does by accident, it is
 * passed over. One that is alike is taken: before a good camera a person who sits still makes such pictures too, though
 * not for long. That a capture holds hardly anything else, goes back to pictures it has left, or shows many pictures at
 * one instant is a fact of the whole capture.
 */
export interface IntegritySoFar {
  /** Frames with a fingerprint. */
  readonly framesCompared: number;
  /** Of them: an earlier picture as it was. */
  readonly duplicates: number;
  /** Of the duplicates: those of another picture than the frame before. */
  readonly returns: number;
  /** Frames that are no duplicates and come `STILL_MS_MAX` or more after the first one. */
  readonly framesLate: number;
  /** Of them: alike to a picture that is as old. */
  readonly repeats: number;
  /** Of the repeats: those of another picture than the frame before. */
  readonly repeatReturns: number;
  /** Other pictures than the frame before at the same instant. */
  readonly clashes: number;
}

export const integrityFaults = [
  'STREAM_FROZEN',
  'STREAM_LOOPED',
  'STREAM_REPEATED',
  'CAPTURE_CLOCK_IMPLAUSIBLE',
] as const;
export type IntegrityFault = (typeof integrityFaults)[number];

export interface IntegrityTracker {
  /** Pictures that were new, in order: the first, the last ones, and of those between as many as are looked through in time. */
  readonly pictures: readonly KnownPicture[];
  /** The number of the picture the last frame showed; null before the first. */
  readonly last: { readonly picture: number; readonly atMs: number } | null;
  readonly facts: IntegritySoFar;
}

/** They belong to the capture. */
interface KnownPicture {
  /** How many were new before it. */
  readonly number: number;
  readonly print: Fingerprint;
  readonly firstAtMs: number;
}

export const noIntegrity: IntegritySoFar = {
  framesCompared: 0,
  duplicates: 0,
  returns: 0,
  framesLate: 0,
  repeats: 0,
  repeatReturns: 0,
  clashes: 0,
};

export const newIntegrity: IntegrityTracker = { pictures: [], last: null, facts: noIntegrity };

/** Nobody holds their head still to half a pixel for longer, time and again, milliseconds. */
const STILL_MS_MAX = 1000;
/** No camera takes two pictures within less, milliseconds; a thousand a second is more than any client sends. */
const INSTANT_MS = 1;
/** A client may mix up a frame or two; it does not play a run of them again. */
const RETURNS_MAX = 2;
/**
 * A new picture is compared with so many at most, since every one of them takes time on the main thread: the last ones, and
 * every second, fourth, eighth … one before.
 */
const RECENT_PICTURES = 150;
const OLDER_PICTURES_MAX = 50;
export const PICTURES_MAX = RECENT_PICTURES + OLDER_PICTURES_MAX;
/** Fewer repeats are chance. */
const REPEATS_MIN = 4;

/** Follows the capture by one frame. @returns `isDuplicate`: an earlier picture as it was */
export function compared(
  before: IntegrityTracker,
  print: Fingerprint,
  atMs: number,
): { readonly tracker: IntegrityTracker; readonly isDuplicate: boolean } {
  const { pictures, last } = before;
  const earlier = findEarlier(pictures, print);
  const known = earlier?.known ?? { number: 1 + (pictures.at(-1)?.number ?? -1), print, firstAtMs: atMs };
  const isDuplicate = earlier?.likeness === 'same';
  const isOther = last !== null && last.picture !== known.number;
  const isLate = !isDuplicate && isOld(pictures[0], atMs);
  const isRepeat = isLate && earlier !== null && isOld(known, atMs);
  const stepMs = last ? atMs - last.atMs : INSTANT_MS;
  const tracker: IntegrityTracker = {
    pictures: earlier ? pictures : thinned([...pictures, known]),
    last: { picture: known.number, atMs },
    facts: counted(before.facts, {
      framesCompared: true,
      duplicates: isDuplicate,
      returns: isDuplicate && isOther,
      framesLate: isLate,
      repeats: isRepeat,
      repeatReturns: isRepeat && isOther,
      clashes: isOther && stepMs < INSTANT_MS,
    }),
  };
  return { tracker, isDuplicate };
}

const isOld = (known: KnownPicture | undefined, atMs: number): boolean =>
  known !== undefined && atMs - known.firstAtMs >= STILL_MS_MAX;

function counted(facts: IntegritySoFar, seen: Readonly<Record<keyof IntegritySoFar, boolean>>): IntegritySoFar {
  const plus = (name: keyof IntegritySoFar): number => facts[name] + (seen[name] ? 1 : 0);
  return {
    framesCompared: plus('framesCompared'),
    duplicates: plus('duplicates'),
    returns: plus('returns'),
    framesLate: plus('framesLate'),
    repeats: plus('repeats'),
    repeatReturns: plus('repeatReturns'),
    clashes: plus('clashes'),
  };
}

/** The first one stays whatever becomes of the others: its number is 0. */
function thinned(pictures: readonly KnownPicture[]): readonly KnownPicture[] {
  const older = 1 + (pictures.at(-1)?.number ?? 0) - RECENT_PICTURES;
  if (older <= OLDER_PICTURES_MAX) return pictures;
  const stride = 2 ** Math.ceil(Math.log2(older / OLDER_PICTURES_MAX));
  return pictures.filter(({ number }) => number >= older || number % stride === 0);
}

interface Earlier {
  readonly known: KnownPicture;
  readonly likeness: Exclude<Likeness, null>;
}

/** The picture this one is, if any: the very same before one that is alike, and of those the oldest. */
function findEarlier(pictures: readonly KnownPicture[], print: Fingerprint): Earlier | null {
  let alike: Earlier | null = null;
  for (const known of pictures) {
    const found = likeness(known.print, print);
    if (found === 'same') return { known, likeness: found };
    if (found === 'alike') alike ??= { known, likeness: found };
  }
  return alike;
}

/** What is wrong with a capture as a whole, the plainest first; null when its frames may be a camera's. */
export function integrityFault(facts: IntegritySoFar): IntegrityFault | null {
  const { framesCompared, duplicates, returns, framesLate, repeats, repeatReturns, clashes } = facts;
  if (returns > RETURNS_MAX) return 'STREAM_LOOPED';
  // A camera that slows down in the dark gives a client each picture several times: up to four are borne.
  if (4 * duplicates > 3 * framesCompared) return 'STREAM_FROZEN';
  if (repeats >= REPEATS_MIN && 3 * repeats > 2 * framesLate) {
    return 2 * repeatReturns > repeats ? 'STREAM_LOOPED' : 'STREAM_REPEATED';
  }
  return 2 * clashes > framesCompared ? 'CAPTURE_CLOCK_IMPLAUSIBLE' : null;
}
