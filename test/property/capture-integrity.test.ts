import * as fc from 'fast-check';
import {
  compared,
  integrityFault,
  newIntegrity,
  PICTURES_MAX,
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

test(`one picture that comes again more than three times as often as there are pictures trips (seed ${testSeed})`, () => {
  check(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(5), fc.integer({ min: 1, max: 9 }), (distinct, at, more) => {
      const place = at % distinct;
      const frozen = Array.from({ length: 3 * distinct + more }, () => copyOf(picture(place)));
      const sent = [...pictures.slice(0, place + 1), ...frozen, ...pictures.slice(place + 1, distinct)];
      expect(faultOf(sent)).toBe('STREAM_FROZEN');
    }),
  );
});

test(`one picture encoded anew for each frame trips in its second second (seed ${testSeed})`, () => {
  check(
    fc.property(fc.nat(5), fc.integer({ min: 40, max: 250 }), (place, stepMs) => {
      // A second, and four frames.
      const frames = Math.ceil(1000 / stepMs) + 4;
      const sent = Array.from({ length: frames }, (_, i) => encodedAnew(picture(place), 0.05, i));
      expect(faultOf(sent, stepMs)).toBe('STREAM_REPEATED');
      expect(faultOf(sent.slice(0, -1), stepMs)).toBeNull();
    }),
  );
});

test(`a person who sits still and moves on within a second does not trip, however alike neighbours are (seed ${testSeed})`, () => {
  check(
    fc.property(someDistinct, fc.integer({ min: 1, max: 9 }), (prints, still) => {
      const sent = prints.flatMap((print) =>
        Array.from({ length: still }, (_, i) => (i === 0 ? print : encodedAnew(print, 0.05, i))),
      );
      const { tracker, duplicates } = followed(sent);
      expect(integrityFault(tracker.facts)).toBeNull();
      expect(tracker.facts.repeats).toBe(0);
      expect(duplicates).not.toContain(true);
    }),
  );
});

test(`a run of pictures that comes again as it was trips, forwards and backwards (seed ${testSeed})`, () => {
  check(
    fc.property(fc.integer({ min: 4, max: 12 }), fc.nat(8), fc.boolean(), (length, lead, backwards) => {
      const run = Array.from({ length }, (_, i) => picture(lead + i));
      const again = (backwards ? [...run].reverse() : run).map(copyOf);
      // The turning point of a run that goes backwards is a picture shown twice, and no return.
      expect(faultOf([...pictures.slice(0, lead), ...run, ...again])).toBe('STREAM_LOOPED');
    }),
  );
});

test(`a loop of frames that are encoded anew trips once it is most of the capture (seed ${testSeed})`, () => {
  check(
    fc.property(fc.integer({ min: 10, max: 20 }), fc.boolean(), (length, backwards) => {
      const turn = 2 * (length - 1);
      const places = Array.from({ length: 5 * length }, (_, i) =>
        backwards ? Math.min(i % turn, turn - (i % turn)) : i % length,
      );
      expect(faultOf(places.map((place, i) => encodedAnew(picture(place), 0.05, i)))).toBe('STREAM_LOOPED');
    }),
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
        for (const [name, before] of Object.entries<number>({ ...kept })) {
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

describe('a long capture', () => {
  // Of pictures that look alike at a glance, so that their noise has to be compared.
  const many = Array.from({ length: 600 }, (_, i) => printOf(1000 + i));

  test('is compared with so many pictures at most, the first and the last ones among them', () => {
    let tracker = newIntegrity;
    for (const [i, print] of many.entries()) {
      tracker = compared(tracker, print, i * FRAME_MS).tracker;
      expect(tracker.pictures.length).toBeLessThanOrEqual(PICTURES_MAX);
      expect(tracker.pictures[0]?.number).toBe(0);
      expect(tracker.pictures.slice(-150).map(({ print: kept }) => kept)).toEqual(
        many.slice(Math.max(0, i - 149), i + 1),
      );
    }
    // Those before are spread evenly over the time before.
    const older = tracker.pictures.slice(0, -150).map(({ number }) => number);
    const steps = new Set(older.slice(1).map((number, i) => number - older[i]!));
    expect([...steps]).toEqual([16]);
    expect(integrityFault(tracker.facts)).toBeNull();
  });

  test.each([30, 149])('that repeats %i pictures, encoded anew, is found', (length) => {
    const sent = many.map((_, i) => encodedAnew(many[i % length]!, 0.05, i));
    expect(faultOf(sent)).toBe('STREAM_LOOPED');
  });

  test.each([30, 149, 290])('that repeats %i pictures as they were is found', (length) => {
    expect(faultOf(many.map((_, i) => copyOf(many[i % length]!)))).toBe('STREAM_LOOPED');
  });

  test('of one picture, encoded anew, is found', () => {
    expect(faultOf(many.map((_, i) => encodedAnew(many[0]!, 0.05, i)))).toBe('STREAM_REPEATED');
  });
});
