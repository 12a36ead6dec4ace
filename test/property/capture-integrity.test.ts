import * as fc from 'fast-check';
import {
  compared,
  integrityFault,
  newIntegrity,
  type IntegrityFault,
  type IntegrityTracker,
} from '../../src/biometrics/capture-integrity.js';
import type { Fingerprint } from '../../src/biometrics/observation.js';
import { copyOf, encodedAnew, printOf } from '../support/fingerprints.js';
import { testSeed } from '../support/seeded.js';

/** Each picture's own noise; made once, since it is the same for every run. */
const pictures = Array.from({ length: 24 }, (_, i) => printOf(100 + i));
const FRAME_MS = 100;

function followed(
  prints: readonly Fingerprint[],
  stepMs = FRAME_MS,
): { tracker: IntegrityTracker; duplicates: boolean[] } {
  const duplicates: boolean[] = [];
  let tracker = newIntegrity;
  for (const [i, print] of prints.entries()) {
    const seen = compared(tracker, print, i * stepMs);
    duplicates.push(seen.isDuplicate);
    tracker = seen.tracker;
  }
  return { tracker, duplicates };
}

const faultOf = (prints: readonly Fingerprint[], stepMs = FRAME_MS): IntegrityFault | null =>
  integrityFault(followed(prints, stepMs).tracker.facts);

const picture = (place: number): Fingerprint => pictures[place % pictures.length]!;
/** The place of a frame among distinct pictures; in the order of the capture. */
const someDistinct = fc.integer({ min: 1, max: pictures.length }).map((count) => pictures.slice(0, count));
/** As sent: as it was, or encoded anew each time. */
const anyEncoding = fc.constantFrom<(print: Fingerprint, seed: number) => Fingerprint>(copyOf, (print, seed) =>
  encodedAnew(print, 0.05, seed),
);
const check = <T extends unknown[]>(property: fc.IProperty<T>): void =>
  fc.assert(property, { seed: testSeed, numRuns: 40 });

test(`a stream of pictures of its own never trips, and no frame of it is passed over (seed ${testSeed})`, () => {
  check(
    fc.property(someDistinct, fc.integer({ min: 1, max: 3000 }), (prints, stepMs) => {
      const { tracker, duplicates } = followed(prints, stepMs);
      expect(integrityFault(tracker.facts)).toBeNull();
      expect(duplicates).not.toContain(true);
      expect(tracker.facts).toMatchObject({ duplicates: 0, repeats: 0, returns: 0, clashes: 0 });
    }),
  );
});

test(`each picture sent up to four times in a row is a slow camera, and no attack (seed ${testSeed})`, () => {
  check(
    fc.property(someDistinct, fc.integer({ min: 1, max: 4 }), (prints, times) => {
      const sent = prints.flatMap((print) => Array.from({ length: times }, () => copyOf(print)));
      const { tracker, duplicates } = followed(sent);
      expect(integrityFault(tracker.facts)).toBeNull();
      expect(duplicates.filter((duplicate) => !duplicate)).toHaveLength(prints.length);
    }),
  );
});

test(`one picture that comes more often than all others together four times over trips (seed ${testSeed})`, () => {
  check(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.nat(5),
      anyEncoding,
      fc.integer({ min: 1, max: 9 }),
      (distinct, at, encode, more) => {
        const place = at % distinct;
        const frozen = Array.from({ length: 4 * distinct + more }, (_, i) => encode(picture(place), i));
        const before = pictures.slice(0, place);
        const after = pictures.slice(place + 1, distinct);
        const fault = faultOf([...before, picture(place), ...frozen, ...after]);
        expect(['STREAM_FROZEN', 'STREAM_REPEATED']).toContain(fault);
      },
    ),
  );
});

test(`a run of pictures that comes again trips, forwards and backwards (seed ${testSeed})`, () => {
  check(
    fc.property(
      fc.integer({ min: 3, max: 12 }),
      fc.nat(8),
      fc.boolean(),
      anyEncoding,
      (length, lead, backwards, encode) => {
        const run = Array.from({ length }, (_, i) => picture(lead + i));
        const again = (backwards ? [...run].reverse() : run).map(encode);
        // The turning point of a run that goes backwards is a picture shown twice, and no return.
        const rest = backwards ? [...again, encode(picture(lead), 99), encode(picture(lead + 1), 98)] : again;
        expect(faultOf([...pictures.slice(0, lead), ...run, ...rest])).toBe('STREAM_LOOPED');
      },
    ),
  );
});

test(`what was sent as it was is passed over wherever it comes again (seed ${testSeed})`, () => {
  check(
    fc.property(fc.array(fc.nat(pictures.length - 1), { maxLength: 40 }), (places) => {
      const { tracker, duplicates } = followed(places.map((place) => copyOf(picture(place))));
      expect(duplicates).toEqual(places.map((place, i) => places.indexOf(place) < i));
      expect(tracker.pictures).toHaveLength(new Set(places).size);
      expect(tracker.facts.framesCompared).toBe(places.length);
    }),
  );
});

test(`counts only grow, and following changes no state that was (seed ${testSeed})`, () => {
  check(
    fc.property(fc.array(fc.tuple(fc.nat(5), anyEncoding), { minLength: 1, maxLength: 20 }), (frames) => {
      let tracker = newIntegrity;
      for (const [i, [place, encode]] of frames.entries()) {
        const kept = structuredClone(tracker.facts);
        const next = compared(tracker, encode(picture(place), i), i * FRAME_MS).tracker;
        expect(tracker.facts).toEqual(kept);
        for (const [name, before] of Object.entries(kept)) {
          expect(next.facts[name as keyof typeof kept]).toBeGreaterThanOrEqual(before);
        }
        tracker = next;
      }
    }),
  );
});

test('other pictures at one instant are no camera', () => {
  expect(faultOf(pictures.slice(0, 6), 0)).toBe('CAPTURE_CLOCK_IMPLAUSIBLE');
  expect(faultOf(pictures.slice(0, 6), 0.5)).toBe('CAPTURE_CLOCK_IMPLAUSIBLE');
  expect(faultOf(pictures.slice(0, 6), 1)).toBeNull();
});

test('a picture that comes again at its own instant is a duplicate and no clash', () => {
  const sent = pictures.slice(0, 4).flatMap((print) => [print, copyOf(print)]);
  let tracker = newIntegrity;
  for (const [i, print] of sent.entries()) tracker = compared(tracker, print, Math.floor(i / 2) * FRAME_MS).tracker;
  expect(tracker.facts).toMatchObject({ duplicates: 4, clashes: 0 });
});

test('steps longer than motion is followed across are counted as pauses, and are no fault', () => {
  const { tracker } = followed(pictures.slice(0, 4), 800);
  expect(tracker.facts.pauses).toBe(3);
  expect(integrityFault(tracker.facts)).toBeNull();
});
