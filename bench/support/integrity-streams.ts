import { compared, integrityFault, newIntegrity, type IntegrityFault } from '../../src/biometrics/capture-integrity.js';
import type { Fingerprint } from '../../src/biometrics/observation.js';

/** Captures made of fingerprints, five frames a second. */

const FRAME_MS = 200;
export const STREAM_FRAMES = 25;
const LOOP_FRAMES = 8;

/** Null for a frame without a face. */
export type Stream = readonly (Fingerprint | null)[];

/** A session cut up. */
export function honestStreams(prints: Stream): Stream[] {
  const streams: Stream[] = [];
  for (let start = 0; start + STREAM_FRAMES <= prints.length; start += STREAM_FRAMES) {
    streams.push(prints.slice(start, start + STREAM_FRAMES));
  }
  return streams;
}

export function frozenStreams(prints: Stream): Stream[] {
  return prints.slice(0, 1).map((print) => Array.from({ length: STREAM_FRAMES }, () => print));
}

/** Places of a loop's frames in their order. */
export function loopOrder(way: 'forwards' | 'to and fro'): number[] {
  const turn = 2 * (LOOP_FRAMES - 1);
  return Array.from({ length: STREAM_FRAMES }, (_, i) =>
    way === 'forwards' ? i % LOOP_FRAMES : Math.min(i % turn, turn - (i % turn)),
  );
}

export function looped(prints: Stream, way: 'forwards' | 'to and fro'): Stream[] {
  return [loopOrder(way).map((place) => prints[place] ?? null)];
}

export function faultOf(stream: Stream): IntegrityFault | null {
  let tracker = newIntegrity;
  for (const [i, print] of stream.entries()) if (print) tracker = compared(tracker, print, i * FRAME_MS).tracker;
  return integrityFault(tracker.facts);
}
