import { likeness, type Likeness } from './fingerprint.js';
import type { Fingerprint } from './observation.js';

/**
 * Whether the frames of a capture are pictures a camera took one after the other: docs/decisions/0018-capture-integrity.md.
 *
 * A picture that comes again tells nothing new. Sent again as it was, which an honest client does by accident, it is
 * passed over. That a capture holds hardly anything else, goes back to pictures it has left, or shows many pictures at one
 * instant is a fact of the whole capture, and what it means is asked at its end.
 */
export interface IntegritySoFar {
  /** Frames with a fingerprint. */
  readonly framesCompared: number;
  /** Of them: an earlier picture as it was. */
  readonly duplicates: number;
  /** Of them: an earlier picture altered or encoded anew. */
  readonly repeats: number;
  /** Of duplicates and repeats: those of a picture before the last one. */
  readonly returns: number;
  /** Other pictures than the frame before at the same instant. */
  readonly clashes: number;
  /** Steps of the capture clock longer than motion is followed across. */
  readonly pauses: number;
}

export const integrityFaults = [
  'STREAM_FROZEN',
  'STREAM_LOOPED',
  'STREAM_REPEATED',
  'CAPTURE_CLOCK_IMPLAUSIBLE',
] as const;
export type IntegrityFault = (typeof integrityFaults)[number];

export interface IntegrityTracker {
  /** Of every picture that was new, in order. They belong to the capture. */
  readonly pictures: readonly Fingerprint[];
  /** Which of them the last frame showed; null before the first. */
  readonly last: { readonly picture: number; readonly atMs: number } | null;
  readonly facts: IntegritySoFar;
}

export const noIntegrity: IntegritySoFar = {
  framesCompared: 0,
  duplicates: 0,
  repeats: 0,
  returns: 0,
  clashes: 0,
  pauses: 0,
};

export const newIntegrity: IntegrityTracker = { pictures: [], last: null, facts: noIntegrity };

/** No camera takes two pictures within less, milliseconds; a thousand a second is more than any client sends. */
const INSTANT_MS = 1;
const PAUSE_MS = 700;
/** A living person may come to rest where they were once; who does so to the pixel, and again, is a loop. */
const RETURNS_MAX = 2;

/** Follows the capture by one frame. @returns `isDuplicate`: an earlier picture as it was */
export function compared(
  before: IntegrityTracker,
  fingerprint: Fingerprint,
  atMs: number,
): { readonly tracker: IntegrityTracker; readonly isDuplicate: boolean } {
  const { pictures, last, facts } = before;
  const earlier = findEarlier(before, fingerprint);
  const picture = earlier?.picture ?? pictures.length;
  const shown = last?.picture ?? picture;
  const stepMs = last ? atMs - last.atMs : null;
  const count = (holds: boolean): number => (holds ? 1 : 0);
  return {
    tracker: {
      pictures: earlier ? pictures : [...pictures, fingerprint],
      last: { picture, atMs },
      facts: {
        framesCompared: facts.framesCompared + 1,
        duplicates: facts.duplicates + count(earlier?.likeness === 'same'),
        repeats: facts.repeats + count(earlier?.likeness === 'alike'),
        returns: facts.returns + count(earlier !== null && picture !== shown),
        clashes: facts.clashes + count(stepMs !== null && stepMs < INSTANT_MS && picture !== shown),
        pauses: facts.pauses + count(stepMs !== null && stepMs > PAUSE_MS),
      },
    },
    isDuplicate: earlier?.likeness === 'same',
  };
}

interface Earlier {
  readonly picture: number;
  readonly likeness: Exclude<Likeness, null>;
}

/** The picture this one is, if any: the very same before one that is alike, the latest shown before others. */
function findEarlier({ pictures, last }: IntegrityTracker, fingerprint: Fingerprint): Earlier | null {
  let alike: Earlier | null = null;
  const order = pictures.map((_, i) => pictures.length - 1 - i);
  for (const picture of last ? [last.picture, ...order] : order) {
    const known = pictures[picture];
    const found = known ? likeness(known, fingerprint) : null;
    if (found === 'same') return { picture, likeness: found };
    if (found === 'alike') alike ??= { picture, likeness: found };
  }
  return alike;
}

/** What is wrong with a capture as a whole, the plainest first; null when its frames may be a camera's. */
export function integrityFault(facts: IntegritySoFar): IntegrityFault | null {
  const { framesCompared, duplicates, repeats, returns, clashes } = facts;
  if (returns > RETURNS_MAX) return 'STREAM_LOOPED';
  // A camera that slows down in the dark gives a client each picture several times: up to four are borne.
  if (4 * (duplicates + repeats) > 3 * framesCompared) return duplicates >= repeats ? 'STREAM_FROZEN' : 'STREAM_REPEATED';
  return 2 * clashes > framesCompared ? 'CAPTURE_CLOCK_IMPLAUSIBLE' : null;
}
