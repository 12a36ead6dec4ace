import { advance, emptyCapture, type CaptureState } from '../../src/biometrics/capture-session.js';
import { passive } from '../../src/biometrics/built-in-policies.js';
import { fitToEnrol, formerView, seenByBoth } from '../../src/biometrics/former-space.js';
import type { Observation } from '../../src/biometrics/observation.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { reliefOf } from '../support/depths.js';
import { alice, livePerson, mallory, noFace, sampleOf } from '../support/observations.js';

const plan = { policy: passive(defaultPolicySettings), purpose: 'verification' } as const;

/** Alice by the model in use is Mallory by the former one; frames of these numbers lack the former embedding. */
function shown(without: readonly number[] = []): Observation[] {
  const seen = livePerson(alice, 8).map((observation, i): Observation => {
    const formerEmbedding = without.includes(i) ? null : sampleOf(mallory, 50 + i);
    // Every third face was seen by no depth sensor.
    const relief = i % 3 === 1 ? null : reliefOf(i);
    return { ...observation, face: observation.face && { ...observation.face, formerEmbedding, relief } };
  });
  return [...seen.slice(0, 2), noFace, ...seen.slice(2)];
}

/** As a server of the former model would see it. */
const byFormer = (observations: readonly Observation[]): Observation[] =>
  observations.map((observation) => {
    const { face } = observation;
    return { ...observation, face: face && { ...face, embedding: face.formerEmbedding } };
  });

function captured(observations: readonly Observation[], each: (state: CaptureState) => void = () => undefined) {
  let state = emptyCapture;
  for (const [i, observation] of observations.entries()) {
    state = advance(state, { kind: 'observed', atMs: 100 * i, observation }, plan);
    each(state);
  }
  return state;
}

const seenAs = ({ gram, samples, frames, tracker }: CaptureState) => ({
  gram,
  samples,
  scores: frames.map(({ face }) => face?.scores ?? null),
  embeddings: tracker.embeddings,
  reliefs: tracker.reliefs,
});

test.each([
  ['of every face', []],
  ['of all but the first', [0]],
  ['of all but some', [2, 3, 7]],
  ['of none', [0, 1, 2, 3, 4, 5, 6, 7]],
])('the view is what a server of the former model sees: embeddings %s', (_, without) => {
  const observations = shown(without);
  const direct = captured(byFormer(observations));
  const view = formerView();
  // Asked after every frame, as a running capture does, and once more at its end.
  const state = captured(observations, view);
  expect(seenAs(view(state))).toEqual(seenAs(direct));
  expect(seenAs(formerView()(state))).toEqual(seenAs(direct));
  expect(seenByBoth(state)).toBe(without.length === 0);
});

test('a view that was given is not changed by later frames', () => {
  const view = formerView();
  const views: { rows: number; of: CaptureState }[] = [];
  captured(shown(), (state) => {
    const of = view(state);
    views.push({ rows: of.gram.length, of });
  });
  expect(views.map(({ of }) => of.gram.length)).toEqual(views.map(({ rows }) => rows));
  expect(views.at(-1)?.rows).toBe(8);
});

test('what the view shares with the capture is its life and its length', () => {
  const state = captured(shown());
  const { life, framesSeen, skipped } = formerView()(state);
  expect({ life, framesSeen, skipped }).toEqual({ life: state.life, framesSeen: 9, skipped: state.skipped });
});

test('frames fit to enrol are told by the gates of an enrolment, also behind frames without a face', () => {
  const turned = { yawDeg: 35, pitchDeg: 0, rollDeg: 0 };
  const state = captured(
    shown().map((observation, i) => {
      const { face } = observation;
      return i % 2 === 0 && face ? { ...observation, face: { ...face, pose: turned } } : observation;
    }),
  );
  expect(state.samples).toHaveLength(8);
  // Frames 1, 3, 5 and 7 look ahead; frame 2 shows nobody, so they are faces 1, 2, 4 and 6.
  expect(fitToEnrol(state.samples, state, plan.policy).map(({ face }) => face)).toEqual([1, 2, 4, 6]);
});
