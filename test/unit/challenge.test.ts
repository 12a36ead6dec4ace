import {
  challengeActions,
  extentsOf,
  postureOf,
  restOf,
  type ChallengeAction,
} from '../../src/biometrics/challenge-actions.js';
import { advanceChallenge } from '../../src/biometrics/challenge.js';
import { newChallenge, type ChallengeState } from '../../src/biometrics/challenge-state.js';
import { actorSeen, doing, pictureSeen, resting } from '../support/actor.js';
import {
  actorClient,
  answering,
  played,
  REACTION_MS,
  seedAsking,
  type Asked,
  type Client,
} from '../support/challenge-scene.js';
import { noFace } from '../support/observations.js';

/** The first action asked for and what became of it, for a client whose seed asks for this first. */
function first(action: ChallengeAction, client: Client) {
  const { asked, results, failure } = played(seedAsking(action), { ...client, actionsMax: 1 });
  expect(asked[0]?.action).toBe(action);
  return { passed: results[0]?.passed ?? false, failure: results[0]?.passed ? null : failure };
}

const since = (atMs: number, asked: readonly Asked[]): number => atMs - (asked[0]?.atMs ?? Infinity);

describe('an action that is done when it is asked for', () => {
  test.each(challengeActions)('%s', (action) => {
    expect(first(action, actorClient())).toEqual({ passed: true, failure: null });
  });

  test.each(challengeActions)('%s, at five frames a second and with a slow hand', (action) => {
    const client = actorClient({ reactionMs: 2500 }, { frameMs: 200, reportAfterMs: 400 });
    expect(first(action, client)).toEqual({ passed: true, failure: null });
  });

  test('and so on, until the challenge has passed; each result comes with its index', () => {
    const { asked, results, passed } = played(7, actorClient());
    expect(asked).toHaveLength(3);
    expect(results).toEqual([1, 2, 3].map((index) => ({ kind: 'result', index, passed: true, reason: null })));
    expect(passed).toBe(true);
  });
});

describe('an action that fails', () => {
  test.each(challengeActions)('%s: late, when nothing is done', (action) => {
    const still: Client = { shows: (_atMs, _asked, frame) => actorSeen(resting, frame) };
    expect(first(action, still)).toEqual({ passed: false, failure: 'CHALLENGE_LATE' });
  });

  test.each(challengeActions)('%s: late, when it is done after its time', (action) => {
    expect(first(action, actorClient({ reactionMs: 7000 }))).toMatchObject({ failure: 'CHALLENGE_LATE' });
  });

  test.each(challengeActions.filter((action) => action !== 'BLINK'))('%s: late, when it is held', (action) => {
    const held: Client = {
      shows: (atMs, asked, frame) =>
        actorSeen(doing(asked[0]?.action ?? action, Math.min(700, since(atMs, asked) - REACTION_MS)), frame),
    };
    expect(first(action, held)).toEqual({ passed: false, failure: 'CHALLENGE_LATE' });
  });

  test.each(challengeActions)('%s: early, when it is done before it can be read', (action) => {
    // An accomplice's program that sees the action at once, and a report that says when it was shown.
    const client = actorClient({ reactionMs: action === 'BLINK' ? -250 : -400 }, { reportAfterMs: 600 });
    expect(first(action, client)).toEqual({ passed: false, failure: 'CHALLENGE_EARLY' });
  });

  test.each(challengeActions)('%s: not echoed, when no report comes', (action) => {
    const client = actorClient({}, { reportAfterMs: null });
    const { passed, failure } = first(action, { ...client, shows: (_at, _asked, frame) => actorSeen(resting, frame) });
    expect({ passed, failure }).toEqual({ passed: false, failure: 'CHALLENGE_NOT_ECHOED' });
  });

  test.each(challengeActions)('%s: not echoed, when the report comes late', (action) => {
    const client = actorClient({ reactionMs: 9000 }, { reportAfterMs: 5200 });
    expect(first(action, client)).toEqual({ passed: false, failure: 'CHALLENGE_NOT_ECHOED' });
  });

  const others = challengeActions.flatMap((asked) =>
    challengeActions.filter((done) => done !== asked).map((done) => [asked, done] as const),
  );
  test.each(others)('%s: wrong, when it is %s that is done', (asked, done) => {
    const client = actorClient({ instead: () => done });
    expect(first(asked, client)).toEqual({ passed: false, failure: 'CHALLENGE_WRONG_ACTION' });
  });

  test.each(['TURN_LEFT', 'TURN_RIGHT'] as const)('%s: wrong, in the mirror', (action) => {
    const mirrored = { TURN_LEFT: 'TURN_RIGHT', TURN_RIGHT: 'TURN_LEFT' } as const;
    const client = actorClient({ instead: () => mirrored[action] });
    expect(first(action, client)).toMatchObject({ failure: 'CHALLENGE_WRONG_ACTION' });
  });

  test('two at once answer what is done furthest and not the other', () => {
    const client: Client = {
      shows: (atMs, asked, frame) => {
        const ms = since(atMs, asked) - REACTION_MS;
        return actorSeen({ ...doing('TURN_LEFT', ms), pitchDeg: doing('LOOK_UP', ms).pitchDeg }, frame);
      },
    };
    expect(first('LOOK_UP', client)).toEqual({ passed: true, failure: null });
    expect(first('TURN_LEFT', client)).toEqual({ passed: false, failure: 'CHALLENGE_WRONG_ACTION' });
  });
});

test('an ordinary blink answers nothing and disturbs nothing', () => {
  const blinking = (ms: number) => ms % 3000 < 200;
  const client = actorClient();
  const alsoBlinks: Client = {
    shows: (atMs, asked, frame) => {
      const acting = answering(atMs, asked);
      return actorSeen(blinking(atMs) ? { ...acting, eyeOpening: 0.05 } : acting, frame);
    },
  };
  expect(first('TURN_LEFT', client).passed).toBe(true);
  expect(first('TURN_LEFT', alsoBlinks).passed).toBe(true);
  const onlyBlinks: Client = {
    shows: (atMs, _asked, frame) => actorSeen(blinking(atMs) ? { ...resting, eyeOpening: 0.05 } : resting, frame),
  };
  expect(first('BLINK', onlyBlinks)).toEqual({ passed: false, failure: 'CHALLENGE_LATE' });
});

test('who looks down does not seem to blink', () => {
  const client: Client = {
    shows: (atMs, asked, frame) => {
      const acting = answering(atMs, asked);
      return actorSeen(acting.pitchDeg < -8 ? { ...acting, eyeOpening: 0.1 } : acting, frame);
    },
  };
  expect(first('LOOK_DOWN', client).passed).toBe(true);
});

describe('a flat picture', () => {
  test.each(['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'LOOK_DOWN'] as const)(
    'that is turned does not pass %s, even if its pose is taken for that of a head',
    (action) => {
      const client: Client = { shows: (atMs, asked, frame) => pictureSeen(answering(atMs, asked), frame) };
      expect(first(action, client)).toEqual({ passed: false, failure: 'CHALLENGE_LATE' });
    },
  );

  test('that is put closer at one blow has not come closer', () => {
    const client: Client = {
      shows: (atMs, asked, frame) => {
        const ms = since(atMs, asked) - REACTION_MS;
        return pictureSeen({ ...resting, closer: ms > 0 && ms < 1000 ? 2 : 0 }, frame);
      },
    };
    expect(first('MOVE_CLOSER', client)).toEqual({ passed: false, failure: 'CHALLENGE_LATE' });
  });
});

describe('clocks', () => {
  test('a client whose clock is hours away answers as well', () => {
    expect(played(3, actorClient({}, { clockAheadMs: 7_200_000 })).passed).toBe(true);
    expect(played(3, actorClient({}, { clockAheadMs: -7_200_000 })).passed).toBe(true);
  });

  test('frames that were captured before the action was issued are no answer, whenever they come', () => {
    const frame = (state: ChallengeState, atMs: number, nowMs: number, acting = resting) =>
      advanceChallenge(state, { kind: 'frame', atMs, nowMs, face: actorSeen(acting, atMs).face, good: true }, 3);
    const turned = { ...resting, yawDeg: 25 };
    let state = [0, 100, 200].reduce((before, atMs) => frame(before, atMs, atMs + 20), newChallenge);
    state = advanceChallenge(state, { kind: 'paused', untilMs: 900 }, 3);
    state = frame(state, 880, 900);
    state = advanceChallenge(state, { kind: 'issued', nowMs: 1000, nonce: new Uint8Array(32), action: 'TURN_LEFT' }, 3);
    // The client claims to have shown it before it was asked.
    state = advanceChallenge(state, { kind: 'reported', nowMs: 1050, shownAtMs: 100 }, 3);
    for (const atMs of [900, 930, 960]) state = frame(state, atMs, atMs + 500, turned);
    expect(state).toMatchObject({ phase: 'answering', task: { framesDone: 0, begin: 'unseen' } });
    state = frame(state, 1300, 1600);
    for (const atMs of [1700, 1800]) state = frame(state, atMs, atMs + 20, turned);
    expect(state.phase).toBe('returning');
  });

  test.each([
    ['faster', 1.6],
    ['slower', 0.4],
  ])('one that runs %s than the server is refused', (_, clockRate) => {
    const still: Client = { clockRate, shows: (_atMs, _asked, frame) => actorSeen(resting, frame) };
    const idle = { ...still, frameMs: 100, reportAfterMs: 4000 };
    expect(() => played(3, idle)).toThrow(expect.objectContaining({ code: 'CAPTURE_CLOCK_SKEW' }) as Error);
  });
});

describe('the face at rest', () => {
  const postures = (count: number, of = resting) =>
    Array.from({ length: count }, (_, i) => postureOf(actorSeen(of, i).face!));

  test('is known after three good frames that agree', () => {
    expect(restOf(postures(2))).toBeNull();
    expect(restOf(postures(3))?.yawDeg).toBeCloseTo(0);
    expect(restOf([...postures(2), ...postures(1, { ...resting, yawDeg: 10 })])).toBeNull();
  });

  test('must face the camera', () => {
    expect(restOf(postures(3, { ...resting, yawDeg: 20 }))).toBeNull();
    expect(restOf(postures(3, { ...resting, pitchDeg: 25 }))).toBeNull();
  });

  test('counts where it is, not where faces usually are', () => {
    const rest = restOf(postures(3, { ...resting, pitchDeg: 12 }))!;
    expect(extentsOf(postureOf(actorSeen(resting, 1).face!), rest).LOOK_DOWN).toBeCloseTo(1);
  });
});

test('where eyes are not measured, blinks are not asked for', () => {
  const blind = (atMs: number, asked: readonly Asked[], frame: number) => {
    const seen = actorSeen(answering(atMs, asked), frame);
    return { ...seen, face: { ...seen.face!, eyeOpening: null } };
  };
  for (let seed = 0; seed < 30; seed++) {
    const { asked, passed } = played(seed, { shows: blind });
    expect(asked.map(({ action }) => action)).not.toContain('BLINK');
    expect(passed).toBe(true);
  }
});

test('a face that is lost for a moment may be shown again; what was between counts for nothing', () => {
  const client: Client = {
    shows: (atMs, asked, frame) => {
      const ms = since(atMs, asked);
      return ms > 300 && ms < 1100 ? noFace : actorSeen(answering(atMs, asked), frame);
    },
  };
  // The face comes back in the middle of its turn, which is then not seen from rest on.
  expect(first('TURN_LEFT', client)).toEqual({ passed: false, failure: 'CHALLENGE_LATE' });
});
