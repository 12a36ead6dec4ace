import fc from 'fast-check';
import { challengeActions, isAtRest, postureOf, type ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import { challengesFrom, drawAction, drawBelow } from '../../src/biometrics/challenge-draw.js';
import { CHALLENGE_ACTIONS_DEFAULT } from '../../src/biometrics/policy.js';
import type { Observation } from '../../src/biometrics/observation.js';
import { ACTION_MS, actorSeen, doing, pictureSeen, resting, type Acting } from '../support/actor.js';
import { answering, bytesFrom, played, REACTION_MS, type Asked, type Client } from '../support/challenge-scene.js';
import { testSeed } from '../support/seeded.js';

console.log(`seed ${testSeed}: repeat with TEST_SEED=${testSeed}`);
fc.configureGlobal({ seed: testSeed });

const all = challengesFrom([], challengeActions, CHALLENGE_ACTIONS_DEFAULT);
const anyChallenge = fc.constantFrom(...all);
const anySeed = fc.nat(2 ** 31 - 1);

function drawn(seed: number): ChallengeAction[] {
  const randomBytes = bytesFrom(seed);
  const answered: ChallengeAction[] = [];
  while (answered.length < CHALLENGE_ACTIONS_DEFAULT) {
    answered.push(drawAction(answered, { actions: challengeActions, count: CHALLENGE_ACTIONS_DEFAULT }, randomBytes));
  }
  return answered;
}

describe('what is drawn', () => {
  test('is one of 160 challenges: no action twice in a row, one of the head and one of the face', () => {
    expect(new Set(all.map(String)).size).toBe(160);
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(all.map(String)).toContain(String(drawn(seed)));
      }),
    );
  });

  test(`is every one of them as often as any other (seed ${testSeed})`, () => {
    const draws = 100 * all.length;
    const counts = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const key = String(drawn(testSeed + i));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const chiSquare = all.reduce((sum, key) => sum + ((counts.get(String(key)) ?? 0) - 100) ** 2 / 100, 0);
    // 159 degrees of freedom: mean 159, standard deviation 17.8; one seed in a million goes past six of them.
    expect(chiSquare).toBeLessThan(159 + 6 * 17.8);
  });

  test('favours no number: what a remainder would favour is drawn again', () => {
    const given = [0xffff_ffff, 0xffff_fffe];
    const randomBytes = () => {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, given.shift()!);
      return bytes;
    };
    // 2³² = 3 · 1431655765 + 1: the last value alone is left over.
    expect(drawBelow(3, randomBytes)).toBe(0xffff_fffe % 3);
    expect(given).toEqual([]);
  });
});

/** Looking up what was seen before keeps thousands of scenes quick; a scene's noise is then that of its first one. */
const looks = new Map<string, Observation>();
function lookedUp(key: string, see: (seed: number) => Observation): Observation {
  const known = looks.get(key) ?? see(looks.size);
  looks.set(key, known);
  return known;
}

/** The actor, so long after beginning an action; times are rounded so that they come again. */
function actorAt(action: ChallengeAction | undefined, sinceMs: number): Observation {
  const roundedMs = Math.round(sinceMs / 50) * 50;
  if (action === undefined || !(roundedMs > 0 && roundedMs < ACTION_MS))
    return lookedUp('rest', (seed) => actorSeen(resting, seed));
  return lookedUp(`${action} ${roundedMs}`, (seed) => actorSeen(doing(action, roundedMs), seed));
}

/** Plays its recorded answers, one for each action that is asked, whatever is asked: the best a recording can do. */
function recording(answers: readonly ChallengeAction[]): Client {
  return {
    shows: (atMs, asked) => {
      const sinceMs = atMs - (asked.at(-1)?.atMs ?? Infinity) - REACTION_MS;
      return actorAt(answers[asked.length - 1], sinceMs);
    },
  };
}

/** The largest count that is reached or passed with a probability of at least `rare`. */
function binomialQuantile(trials: number, chance: number, rare: number): number {
  let [term, below, k] = [(1 - chance) ** trials, 0, 0];
  for (; 1 - below - term > rare; k++) {
    below += term;
    term *= ((trials - k) / (k + 1)) * (chance / (1 - chance));
  }
  return k;
}

describe('a recording', () => {
  test('of the right answers passes', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { asked } = played(seed, { shows: (atMs, known, frame) => actorSeen(answering(atMs, known), frame) });
        expect(asked).toHaveLength(CHALLENGE_ACTIONS_DEFAULT);
        expect(played(seed, recording(asked.map(({ action }) => action))).passed).toBe(true);
      }),
      { numRuns: 5 },
    );
  });

  test(`of the answers to another draw passes as often as chance allows, one time in 160 (seed ${testSeed})`, () => {
    const draws = 2000;
    const [answers] = fc.sample(anyChallenge, { numRuns: 1, seed: testSeed });
    const client = recording(answers!);
    let passes = 0;
    for (let i = 0; i < draws; i++) if (played(testSeed + i, client).passed) passes += 1;
    console.log(`${passes} of ${draws} draws were passed by a recording; chance gives ${draws / all.length}`);
    expect(passes).toBeLessThanOrEqual(binomialQuantile(draws, 1 / all.length, 1e-6));
  });

  test('never passes a challenge it holds no answers to', () => {
    fc.assert(
      fc.property(anySeed, anyChallenge, (seed, answers) => {
        const { asked, passed, failure } = played(seed, recording(answers));
        const same =
          asked.every(({ action }, i) => action === answers[i]) && asked.length === CHALLENGE_ACTIONS_DEFAULT;
        expect(passed).toBe(same);
        if (!same) expect(failure).toBe('CHALLENGE_WRONG_ACTION');
      }),
      { numRuns: 60 },
    );
  });
});

test('without the frames in which an action begins, is done, or ends, nobody passes', () => {
  const rest = postureOf(actorSeen(resting, 0).face!);
  const isPart = (part: 'begin' | 'done' | 'end', sinceMs: number, seen: Observation): boolean => {
    const half = REACTION_MS + ACTION_MS / 2;
    const atRest = isAtRest(postureOf(seen.face!), rest) && seen.face!.eyeOpening!.left > 0.5;
    if (part === 'done') return !atRest;
    return atRest && (part === 'begin' ? sinceMs < half : sinceMs >= half);
  };
  fc.assert(
    fc.property(
      anySeed,
      fc.constantFrom('begin' as const, 'done' as const, 'end' as const),
      fc.nat(CHALLENGE_ACTIONS_DEFAULT - 1),
      fc.constantFrom(66, 100, 200),
      (seed, part, index, frameMs) => {
        const client: Client = {
          frameMs,
          shows: (atMs, asked) => {
            const last = asked.at(-1);
            const seen = actorAt(last?.action, atMs - (last?.atMs ?? Infinity) - REACTION_MS);
            if (!last || asked.length !== index + 1) return seen;
            return isPart(part, atMs - last.atMs, seen) ? null : seen;
          },
        };
        expect(played(seed, client).passed).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});

test('a flat picture passes no turn and no look, however far it is turned', () => {
  const pictureAt = ({ action, atMs }: Asked, nowMs: number, gain: number): Observation => {
    const sinceMs = Math.round((nowMs - atMs - REACTION_MS) / 50) * 50;
    const acting = doing(action, sinceMs);
    const turned: Acting = { ...acting, yawDeg: gain * acting.yawDeg, pitchDeg: gain * acting.pitchDeg };
    return lookedUp(`picture ${action} ${sinceMs} ${gain}`, (seed) => pictureSeen(turned, seed));
  };
  fc.assert(
    fc.property(anySeed, fc.constantFrom(0.8, 1, 1.3, 1.8), (seed, gain) => {
      const still = { action: 'SMILE', atMs: Infinity } as const;
      const client: Client = { shows: (atMs, asked) => pictureAt(asked.at(-1) ?? still, atMs, gain) };
      const { passed, asked, results } = played(seed, client);
      expect(passed).toBe(false);
      const answered = results.filter((result) => result.passed).map(({ index }) => asked[index - 1]?.action);
      expect(answered.every((action) => action === 'MOVE_CLOSER')).toBe(true);
    }),
    { numRuns: 40 },
  );
});
