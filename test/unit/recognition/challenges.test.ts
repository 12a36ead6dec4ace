import type { ChallengeAction } from '../../../src/biometrics/challenge-actions.js';
import { acted, ActorInputs, type Camera } from '../../support/actor-client.js';
import { ACTION_MS, actorSeen, doing, resting, type Acting } from '../../support/actor.js';
import { bytesFrom, challengePlan } from '../../support/challenge-scene.js';
import { advance, emptyCapture, type CaptureState } from '../../../src/biometrics/capture-session.js';
import { captureFrom } from '../../../src/recognition/capture.js';
import { challenged } from '../../../src/recognition/challenges.js';
import { recognition } from '../../../src/recognition/recognition.js';
import { printOf } from '../../support/fingerprints.js';
import { mallory } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

/** Captures under `active`, from the first frame to the decision. */

const enrolment = { subjectId: 'alice', policy: 'active', replace: false, requestId: null, picturesDigest: null };
const whileDoing = (action: ChallengeAction): Acting => doing(action, ACTION_MS / 2);
const still = (frames: number) => Array.from({ length: frames }, (_, i) => actorSeen(resting, i));

/** A world whose draws are those of a seed. */
function drawing(seed: number): World {
  const here = world();
  return { ...here, uses: recognition({ ...here.context, randomBytes: bytesFrom(seed) }) };
}

async function withAlice(seed = 1): Promise<World> {
  const here = drawing(seed);
  const inputs = new ActorInputs(here);
  const { result } = await acted(here.uses.enroll(enrolment, inputs, call), inputs);
  expect(result).toMatchObject({ enrolled: true, policyVersion: 'active@1' });
  return here;
}

function verified(here: World, acting: Camera = {}) {
  const inputs = new ActorInputs(here, acting);
  return acted(here.uses.verify({ subjectId: 'alice', policy: 'active' }, inputs, call), inputs);
}

const results = (steps: readonly { readonly kind: string }[]) => steps.filter(({ kind }) => kind === 'result');

test.each([1, 2, 3, 4, 5])(
  'who does what is asked for is accepted, and not before the last action (seed %i)',
  async (seed) => {
    const { steps, result } = await verified(await withAlice(seed));
    expect(result).toMatchObject({ outcome: 'ACCEPT', reasons: ['SIMILARITY_SUFFICIENT', 'LIVENESS_SHOWN'] });
    const asked = steps.flatMap((step) => (step.kind === 'challenge' ? step : []));
    expect(asked.map(({ index, count }) => [index, count])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(new Set(asked.map(({ nonce }) => Buffer.from(nonce).toString('hex'))).size).toBe(3);
    expect(results(steps)).toHaveLength(3);
    expect(steps.at(-1)).toEqual({ kind: 'result', index: 3, passed: true, reason: null });
  },
);

test.each([2, 4])('a challenge has as many actions as its policy says: %i', async (challengeActions) => {
  const here = world({ challengeActions });
  const inputs = new ActorInputs(here);
  const { result } = await acted(here.uses.checkLiveness({ policy: 'active' }, inputs, call), inputs);
  expect(result.outcome).toBe('BONA_FIDE');
  expect(inputs.asked).toHaveLength(challengeActions);
});

test('feedback says that the challenge is what is missing until it is over', async () => {
  const { steps } = await verified(await withAlice());
  const feedback = steps.flatMap((step) => (step.kind === 'feedback' ? step : []));
  expect(feedback.slice(5).every(({ missing }) => missing === 'CHALLENGE_NOT_FINISHED')).toBe(true);
});

test('whether a capture is enough is asked only once its challenge has passed', async () => {
  const here = drawing(1);
  const inputs = new ActorInputs(here, { framesMax: 200 });
  const enough = jest.fn<boolean, [CaptureState]>(() => false);
  const { policy } = challengePlan;
  const capture = {
    policy,
    purpose: 'verification',
    comparesTemplates: false,
    deviceKey: null,
    framesNeeded: 3,
  } as const;
  const { result } = await acted(captureFrom(here.context, inputs, { ...capture, enough }, call), inputs);
  expect(enough.mock.calls.length).toBeGreaterThan(10);
  expect(enough.mock.calls.length).toBeLessThan(result.framesSeen - 30);
  for (const [state] of enough.mock.calls) expect(state.challenge?.phase).toBe('passed');
});

test('once it is over, feedback does not say for what the capture is refused', async () => {
  const { steps, result } = await verified(await withAlice(), { strangerIn: 10, framesMax: 200 });
  expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['STREAM_SPLICED'] });
  const over = steps.findLastIndex(({ kind }) => kind === 'result');
  const missing = steps.slice(over).flatMap((step) => (step.kind === 'feedback' ? [step.missing] : []));
  expect(missing.length).toBeGreaterThan(10);
  expect(new Set(missing)).toEqual(new Set(['LIVENESS_NOT_SHOWN']));
});

test('somebody else who does it is rejected', async () => {
  const { result } = await verified(await withAlice(), { person: mallory, framesMax: 200 });
  expect(result).toMatchObject({ outcome: 'REJECT', reasons: ['SIMILARITY_LOW'] });
});

test('another action than the one asked for ends the capture, with its reason and what to do', async () => {
  const wrongly = (action: ChallengeAction): ChallengeAction => (action === 'SMILE' ? 'TURN_LEFT' : 'SMILE');
  const { steps, result } = await verified(await withAlice(), { instead: wrongly });
  expect(result).toMatchObject({
    outcome: 'RE_VERIFY',
    reasons: ['CHALLENGE_WRONG_ACTION'],
    hint: 'FOLLOW_INSTRUCTIONS',
  });
  expect(results(steps)).toEqual([{ kind: 'result', index: 1, passed: false, reason: 'CHALLENGE_WRONG_ACTION' }]);
});

test('a capture that ends before its challenge is not accepted, however alike', async () => {
  const { result } = await verified(await withAlice(), { framesMax: 30 });
  expect(result).toMatchObject({
    outcome: 'RE_VERIFY',
    reasons: ['CHALLENGE_NOT_FINISHED'],
    hint: 'FOLLOW_INSTRUCTIONS',
  });
});

test('nor is an enrolment, which stores nothing', async () => {
  const here = drawing(1);
  const inputs = new ActorInputs(here, { framesMax: 30 });
  const { result } = await acted(here.uses.enroll(enrolment, inputs, call), inputs);
  expect(result).toMatchObject({ enrolled: false, reasons: ['CHALLENGE_NOT_FINISHED'] });
});

test('a liveness check passes with its challenge and says why it did not', async () => {
  const here = drawing(1);
  const check = (acting: Camera) => {
    const inputs = new ActorInputs(here, acting);
    return acted(here.uses.checkLiveness({ policy: 'active' }, inputs, call), inputs);
  };
  expect((await check({})).result).toMatchObject({ outcome: 'BONA_FIDE', reasons: ['LIVENESS_SHOWN'] });
  const late = await check({ reactionMs: 60_000 });
  expect(late.result).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: ['CHALLENGE_LATE'] });
});

test('stills a second apart are never challenged and never pass', async () => {
  const here = await withAlice();
  const frames = (async function* () {
    for (let i = 0; i < 10; i++) {
      const image = here.engine.image(actorSeen(resting, i));
      yield await Promise.resolve({ sequence: i + 1, capturedAtMs: here.clock.nowMs() - (9 - i) * 1000, image });
    }
  })();
  const { steps, result } = await drained(here.uses.verify({ subjectId: 'alice', policy: 'active' }, frames, call));
  expect(steps.filter(({ kind }) => kind === 'challenge')).toEqual([]);
  expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['CHALLENGE_NOT_FINISHED'] });
});

describe('a picture sent again', () => {
  const checked = (seed: number, camera: Camera) => {
    const here = drawing(seed);
    const inputs = new ActorInputs(here, camera);
    return acted(here.uses.checkLiveness({ policy: 'active' }, inputs, call), inputs);
  };

  test.each([1, 2, 3, 4, 5])('does not stand in the way of who answers (seed %i)', async (seed) => {
    const { result } = await checked(seed, { pictureMs: 200 });
    expect(result.outcome).toBe('BONA_FIDE');
  });

  test.each([1, 2, 3, 4, 5])(
    'fills no gap: stills, each sent twice 400 ms apart, answer nothing (seed %i)',
    async (seed) => {
      const { result } = await checked(seed, { frameMs: 400, pictureMs: 800 });
      expect(result).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: ['CHALLENGE_LATE'] });
    },
  );

  test.each(['TURN_LEFT', 'SMILE', 'BLINK'] as const)('is not two frames that show the action: %s', (action) => {
    const chance = { clock: { nowMs: () => 0 }, randomBytes: bytesFrom(1) };
    const answeredBy = (pictureOf: (frame: number) => number): number => {
      let state: CaptureState = emptyCapture;
      let [atMs, frame] = [0, 0];
      const show = (acting: Acting, picture: number): void => {
        const { face, ...seen } = actorSeen(acting, picture);
        const observation = { ...seen, face: face && { ...face, fingerprint: printOf(picture) } };
        const tracked = advance(state, { kind: 'observed', atMs: (atMs += 100), observation }, challengePlan);
        const seenFrame = { frame: { capturedAtMs: atMs }, receivedAtMs: atMs, observation };
        state = challenged(chance, tracked, seenFrame, challengePlan).state;
      };
      for (let i = 0; i < 5; i++) show(resting, (frame += 1));
      const issued = { kind: 'issued', nowMs: atMs, nonce: new Uint8Array(32), action } as const;
      for (const event of [issued, { kind: 'reported', nowMs: atMs, shownAtMs: atMs } as const]) {
        state = advance(state, { kind: 'challenged', event }, challengePlan);
      }
      for (let i = 0; i < 3; i++) show(resting, (frame += 1));
      for (let i = 0; i < 5; i++) show(whileDoing(action), pictureOf((frame += 1)));
      for (let i = 0; i < 3; i++) show(resting, (frame += 1));
      return state.challenge?.answered.length ?? 0;
    };
    expect(answeredBy((frame) => frame)).toBe(1);
    expect(answeredBy(() => 99)).toBe(0);
  });
});

test('under other policies nothing is asked', async () => {
  const here = drawing(1);
  const { steps } = await drained(here.uses.checkLiveness({ policy: 'passive' }, new Frames(here, still(60)), call));
  expect(steps.map(({ kind }) => kind)).not.toContain('challenge');
});

describe('a report', () => {
  /** Reports what `nonceOf` makes of the nonces that were told so far, after so many frames. */
  async function reporting(nonceOf: (told: readonly Uint8Array[]) => Uint8Array | null, policy = 'active') {
    const here = drawing(1);
    const nonces: Uint8Array[] = [];
    const honest = new ActorInputs(here);
    const inputs = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          const nonce = nonceOf(nonces);
          return nonce ? { done: false as const, value: { nonce, shownAtMs: null } } : honest.next();
        },
      }),
    };
    const capture = here.uses.checkLiveness({ policy }, inputs, call);
    return codeOf(
      (async () => {
        for await (const step of capture) {
          honest.told(step);
          if (step.kind === 'challenge') nonces.push(step.nonce);
        }
      })(),
    );
  }

  test('on a challenge that was never issued is refused', async () => {
    expect(await reporting(() => new Uint8Array(32))).toBe('BAD_FIELD');
    expect(await reporting(() => new Uint8Array(32), 'passive')).toBe('BAD_FIELD');
  });

  test('on one that was answered, or that was reported before, has expired', async () => {
    let reports = 0;
    const twice = reporting(([first]) => (first && reports++ < 2 ? first : null));
    expect(await twice).toBe('CHALLENGE_EXPIRED');
    const old = reporting((told) => (told.length === 2 ? told[0]! : null));
    expect(await old).toBe('CHALLENGE_EXPIRED');
  });
});
