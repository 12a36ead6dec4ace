import { passive } from '../../src/biometrics/built-in-policies.js';
import {
  advance,
  emptyCapture,
  forgetEmbeddings,
  forgetUntaken,
  livenessEvidence,
  type CapturePlan,
  type CaptureState,
} from '../../src/biometrics/capture-session.js';
import { captureRefusal } from '../../src/biometrics/decision.js';
import { evidenceOf, poolOf } from '../../src/biometrics/evidence.js';
import type { Fingerprint, Observation } from '../../src/biometrics/observation.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { detectPresentationAttack } from '../../src/biometrics/presentation-attack.js';
import { checkLiveness } from '../../src/recognition/check-liveness.js';
import { copyOf, encodedAnew, printOf } from '../support/fingerprints.js';
import { alice, calibrated, livePerson, observation, sampleOf } from '../support/observations.js';
import { call, drained, Frames, world } from '../support/use-cases.js';

/** What a capture makes of pictures that come again. */

const policy = passive(defaultPolicySettings);
const plan: CapturePlan = { policy, purpose: 'verification' };

const captured = (shown: readonly Observation[]): CaptureState =>
  shown.reduce(
    (state, seen, i) => advance(state, { kind: 'observed', atMs: i * 100, observation: seen }, plan),
    emptyCapture,
  );

const withPrint = ({ face, ...rest }: Observation, fingerprint: Fingerprint): Observation => ({
  ...rest,
  face: face && { ...face, fingerprint },
});
const person = livePerson(alice, 12).map((seen, i) => withPrint(seen, printOf(i)));
const [first] = person;
if (!first?.face?.fingerprint) throw new Error('a face was expected');
const print = first.face.fingerprint;
const duplicate = (): Observation => withPrint(observation({ embedding: sampleOf(alice, 99) }), copyOf(print));

const padOf = (state: CaptureState) => detectPresentationAttack(livenessEvidence(state), policy);

test('a person whose every picture is new is bona fide', () => {
  expect(padOf(captured(person))).toMatchObject({ outcome: 'BONA_FIDE' });
});

test('a duplicate is passed over and feeds nothing', () => {
  const before = captured(person.slice(0, 6));
  const after = advance(before, { kind: 'observed', atMs: 600, observation: duplicate() }, plan);
  expect(after.skipped.get('DUPLICATE_FRAME')).toBe(1);
  expect(after.framesSeen).toBe(7);
  for (const part of ['samples', 'gram', 'framesJudged', 'llrSum', 'life'] as const) {
    expect(after[part]).toEqual(before[part]);
  }
  expect(after.tracker.embeddings).toHaveLength(6);
});

test('motion goes on across a duplicate as if it had not come', () => {
  const sent = person.flatMap((seen, i) => (i === 5 ? [seen, withPrint(seen, copyOf(printOf(5)))] : [seen]));
  let [state, atMs] = [emptyCapture, 0];
  for (const [i, seen] of sent.entries()) {
    if (i !== 6) atMs += 100;
    state = advance(state, { kind: 'observed', atMs, observation: seen }, plan);
  }
  expect(state.life).toEqual(captured(person).life);
  expect(padOf(state)).toMatchObject({ outcome: 'BONA_FIDE' });
});

test('a picture encoded anew feeds, and its capture is asked for again when there is little else', () => {
  const altered = Array.from({ length: 19 }, (_, i) =>
    withPrint(observation({ embedding: sampleOf(alice, i) }), encodedAnew(print, 0.05, i)),
  );
  const state = captured([first, ...altered]);
  expect(state.samples).toHaveLength(20);
  expect(padOf(state)).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'STREAM_REPEATED' });
});

test('a loop shows no life, however its pictures move', () => {
  const state = captured([...person.slice(0, 10), ...person.slice(0, 5).map((seen, i) => withPrint(seen, printOf(i)))]);
  expect(state.life.microMotionVariance).toBeGreaterThan(policy.microMotionMinVariance);
  expect(padOf(state)).toMatchObject({ outcome: 'INCONCLUSIVE', reason: 'STREAM_LOOPED' });
});

test('a frozen camera is told before the few frames it leaves', () => {
  const state = captured([first, ...Array.from({ length: 9 }, duplicate)]);
  const pool = poolOf(state, policy.similarityFloor, calibrated);
  expect(captureRefusal(evidenceOf(state, pool, policy), policy)).toEqual({
    outcome: 'RE_VERIFY',
    reasons: ['STREAM_FROZEN'],
    hint: 'RESTART_CAMERA',
  });
});

test('frames without a fingerprint, which were not asked for one, are not compared', () => {
  const state = captured(Array.from({ length: 9 }, () => observation()));
  expect(state.integrity.framesCompared).toBe(0);
  expect(state.skipped.size).toBe(0);
});

test('a capture is judged alike from its evidence alone, duplicates too', () => {
  const state = captured([first, ...Array.from({ length: 9 }, duplicate)]);
  const again = state.frames.reduce((so, frame) => advance(so, { kind: 'replayed', frame }, plan), emptyCapture);
  expect(again.skipped).toEqual(state.skipped);
  expect(again.samples).toEqual(state.samples);
  expect(padOf(again)).toEqual(padOf(state));
  expect(padOf(again).reason).toBe('STREAM_FROZEN');
});

describe('memory', () => {
  const isZero = (array: ArrayLike<number> | null | undefined): boolean =>
    Array.from(array ?? [1]).every((v) => v === 0);

  test('what a capture did not take of a duplicate is zeroed, and what it took of others is not', () => {
    const again = duplicate();
    const state = captured([first, again]);
    forgetUntaken(emptyCapture, again, state);
    forgetUntaken(emptyCapture, first, state);
    expect(isZero(again.face?.embedding)).toBe(true);
    expect(isZero(again.face?.fingerprint?.face.signs)).toBe(true);
    expect(isZero(first.face?.embedding)).toBe(false);
    expect(isZero(print.face.signs)).toBe(false);
  });

  test('of a picture encoded anew the embedding stays, and the fingerprint does not', () => {
    const again = withPrint(observation({ embedding: sampleOf(alice, 5) }), encodedAnew(print, 0.05, 1));
    forgetUntaken(emptyCapture, again, captured([first, again]));
    expect(isZero(again.face?.embedding)).toBe(false);
    expect(isZero(again.face?.fingerprint?.face.signs)).toBe(true);
  });

  test('fingerprints are zeroed with the embeddings', () => {
    const shown = livePerson(alice, 3).map((seen, i) => withPrint(seen, printOf(i)));
    forgetEmbeddings(captured(shown));
    for (const { face } of shown) {
      expect(isZero(face?.fingerprint?.hash)).toBe(true);
      expect(isZero(face?.fingerprint?.picture.signs)).toBe(true);
      expect(isZero(face?.fingerprint?.face.signs)).toBe(true);
    }
  });
});

test('a liveness check of a frozen stream tells each frame and the whole', async () => {
  const here = world();
  const frames = new Frames(here, [first, ...Array.from({ length: 9 }, duplicate)]);
  const { steps, result } = await drained(checkLiveness(here.context, { policy: null }, frames, call));
  const told = steps.flatMap((step) => (step.kind === 'feedback' ? [[step.skipped, step.hint]] : []));
  expect(told).toEqual([[null, null], ...Array.from({ length: 9 }, () => ['DUPLICATE_FRAME', 'RESTART_CAMERA'])]);
  expect(result).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: ['STREAM_FROZEN'], framesSeen: 10 });
});
