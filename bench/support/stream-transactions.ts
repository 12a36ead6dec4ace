import type { Calibration } from '../../src/biometrics/calibration.js';
import { advance, emptyCapture, frameFault, type CapturePlan } from '../../src/biometrics/capture-session.js';
import { EARLY_SIMILARITY_MARGIN } from '../../src/biometrics/claim.js';
import { pooledEmbedding, poolOf } from '../../src/biometrics/evidence.js';
import type { Observation } from '../../src/biometrics/observation.js';
import type { Policy, Purpose } from '../../src/biometrics/policy.js';
import { type Random, shuffled } from '../../src/evaluation/rates/random.js';

/**
 * Verifications as the service decides them, over pictures that were observed before: frames go through the reducer,
 * are pooled, and are compared after every frame that allows an early end.
 */

/** Whom pictures show. */
export interface Person {
  /** The same number for the same person, over all data. */
  readonly identity: number;
  /** One list a session; pictures of no order are a session of their own each. */
  readonly sessions: readonly (readonly Observation[])[];
}

export interface Stream {
  readonly identity: number;
  /** The pool after each frame at which the capture could end early. */
  readonly earlyLooks: readonly Float32Array[];
  /** The pool at its end; null where the frames were found to show two people. */
  readonly lastLook: Float32Array | null;
}

export interface Reference {
  readonly identity: number;
  readonly embedding: Float32Array;
}

export interface Rules {
  readonly policy: Policy;
  readonly calibration: Calibration;
}

/** As enroll.ts: calibrated similarity of every enrolled frame to the pool of the others. */
const SAME_PERSON_MIN = 0.7;
const FRAME_MS = 200;

/** Streams of `frames` pictures of a person in any order, no picture twice. */
export function shuffledStreams(person: Person, frames: number, rules: Rules, random: Random): Stream[] {
  const usable = usableFrames(person.sessions.flat(), rules.policy, 'verification');
  const order = shuffled(usable.length, random);
  const drawn = Array.from(order, (index) => usable[index]!);
  return chunksOf(drawn, frames).map((chunk) => ({ identity: person.identity, ...looksAt(chunk, rules) }));
}

/** Streams of `frames` frames that followed each other, no frame twice. */
export function runningStreams(person: Person, frames: number, rules: Rules): Stream[] {
  const { identity, sessions } = person;
  return sessions
    .flatMap((session) => chunksOf(usableFrames(session, rules.policy, 'verification'), frames))
    .map((chunk) => ({ identity, ...looksAt(chunk, rules) }));
}

/** A template of `pictures` drawn pictures, as enrolment pools them; null where the person has too few. */
export function referenceOf(person: Person, pictures: number, rules: Rules, random: Random): Reference | null {
  const usable = usableFrames(person.sessions.flat(), rules.policy, 'enrolment');
  if (usable.length < pictures) return null;
  const drawn = Array.from(shuffled(usable.length, random).slice(0, pictures), (index) => usable[index]!);
  const state = drawn.reduce(
    (before, observation, i) =>
      advance(before, { kind: 'observed', atMs: i * FRAME_MS, observation }, planOf(rules, 'enrolment')),
    emptyCapture,
  );
  const embedding = pooledEmbedding(poolOf(state, SAME_PERSON_MIN, rules.calibration), state);
  return embedding && { identity: person.identity, embedding };
}

/**
 * The similarity at which each stream would still have been accepted as each reference that is of someone else, early
 * or at its end; 0 below the policy's floor, NaN for mates.
 */
export function* similarities(
  streams: readonly Stream[],
  references: readonly Reference[],
  { policy, calibration }: Rules,
): Generator<Float32Array> {
  const scoreMin = calibration.scoreAt(policy.similarityFloor);
  const similarityOf = (score: number): number => (score >= scoreMin ? calibration.similarity(score) : 0);
  for (const { identity, earlyLooks, lastLook } of streams) {
    yield Float32Array.from(references, (reference) => {
      if (reference.identity === identity) return NaN;
      let early = -1;
      for (const look of earlyLooks) early = Math.max(early, dotOf(look, reference.embedding));
      const last = lastLook ? dotOf(lastLook, reference.embedding) : -1;
      return Math.max(similarityOf(last), similarityOf(early) - EARLY_SIMILARITY_MARGIN);
    });
  }
}

const planOf = ({ policy }: Rules, purpose: Purpose): CapturePlan => ({ policy, purpose });

function usableFrames(frames: readonly Observation[], policy: Policy, purpose: Purpose): Observation[] {
  return frames.filter((seen) => seen.face?.embedding && frameFault(seen, { policy, purpose }) === null);
}

function looksAt(frames: readonly Observation[], rules: Rules): Omit<Stream, 'identity'> {
  const { policy, calibration } = rules;
  const plan = planOf(rules, 'verification');
  const looks: (Float32Array | null)[] = [];
  let state = emptyCapture;
  for (const [index, observation] of frames.entries()) {
    state = advance(state, { kind: 'observed', atMs: index * FRAME_MS, observation }, plan);
    const last = index === frames.length - 1;
    if (!last && state.samples.length < policy.earlyAcceptFramesMin) continue;
    const pool = poolOf(state, policy.similarityFloor, calibration);
    looks.push(pool.consistent ? pooledEmbedding(pool, state) : null);
  }
  const early = looks.slice(0, -1);
  return { earlyLooks: early.filter((look) => look !== null), lastLook: looks.at(-1) ?? null };
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.floor(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function dotOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
