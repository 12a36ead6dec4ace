import { emptyCapture, type CapturePlan, type CaptureState } from '../../src/biometrics/capture-session.js';
import { active } from '../../src/biometrics/built-in-policies.js';
import { challengeActions, type ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import { drawAction, drawBelow, type RandomBytes } from '../../src/biometrics/challenge-draw.js';
import type { DecisionReason } from '../../src/biometrics/outcome.js';
import type { Observation } from '../../src/biometrics/observation.js';
import { CHALLENGE_ACTIONS_DEFAULT, defaultPolicySettings } from '../../src/biometrics/policy.js';
import { challenged, reportTaken } from '../../src/recognition/challenges.js';
import type { ChallengeIssued, ChallengeResult } from '../../src/recognition/requests.js';
import { actorSeen, doing, resting, type Acting } from './actor.js';
import { FakeClock } from './fake-clock.js';
import { randomFrom } from './seeded.js';

/** A challenge played from its first frame to its end: frames and reports as a client sends them, draws of a seed. */

export interface Asked {
  readonly action: ChallengeAction;
  /** When it reached the client, milliseconds since the start. */
  readonly atMs: number;
}

export interface Client {
  /** What the camera shows; null: this frame is not sent. */
  readonly shows: (atMs: number, asked: readonly Asked[], frame: number) => Observation | null;
  /** From an action's arrival to its report; null: it is never reported. */
  readonly reportAfterMs?: number | null;
  readonly frameMs?: number;
  /** The client goes away after so many results. */
  readonly actionsMax?: number;
  /** By how much the client's clock is ahead, and how fast it runs. */
  readonly clockAheadMs?: number;
  readonly clockRate?: number;
}

export interface Played {
  readonly asked: readonly Asked[];
  readonly results: readonly ChallengeResult[];
  readonly passed: boolean;
  readonly failure: DecisionReason | null;
  readonly state: CaptureState;
}

export const challengePlan: CapturePlan = { policy: active(defaultPolicySettings), purpose: 'verification' };
/** Of a frame and of an answer. */
const TRANSIT_MS = 20;
const SCENE_MS_MAX = 60_000;

export function bytesFrom(seed: number): RandomBytes {
  const random = randomFrom(seed);
  return (length) => Uint8Array.from({ length }, () => Math.floor(256 * random.uniform()));
}

/** Plays until the challenge is over, at most a minute. */
export function played(seed: number, client: Client): Played {
  const { reportAfterMs = 100, frameMs = 100, clockAheadMs = 0, clockRate = 1, actionsMax = Infinity } = client;
  const clock = new FakeClock(0);
  const chance = { clock, randomBytes: bytesFrom(seed) };
  const [asked, results, issued]: [Asked[], ChallengeResult[], ChallengeIssued[]] = [[], [], []];
  let state: CaptureState = emptyCapture;
  let reported = 0;
  const take = (told: ReturnType<typeof challenged>): void => {
    state = told.state;
    for (const step of told.steps) {
      if (step.kind === 'result') results.push(step);
      else {
        issued.push(step);
        asked.push({ action: step.action, atMs: clock.nowMs() + TRANSIT_MS });
      }
    }
  };
  const captureMs = (atMs: number): number => clockAheadMs + clockRate * atMs;
  for (let frame = 0; !state.end && frame * frameMs < SCENE_MS_MAX; frame++) {
    if (state.challenge?.phase === 'passed' || results.length >= actionsMax) break;
    const atMs = frame * frameMs;
    const next = issued[reported];
    const dueMs = (asked[reported]?.atMs ?? Infinity) + (reportAfterMs ?? Infinity);
    if (next && dueMs <= atMs) {
      clock.advance(Math.max(0, dueMs + TRANSIT_MS - clock.nowMs()));
      const report = { nonce: next.nonce, shownAtMs: captureMs(dueMs) };
      const nonces = issued.map(({ nonce }) => nonce);
      reported += 1;
      take(reportTaken(chance, state, report, { plan: challengePlan, issued: nonces }));
    }
    clock.advance(Math.max(0, atMs + TRANSIT_MS - clock.nowMs()));
    const observation = client.shows(atMs, asked, frame);
    if (!observation) continue;
    const seen = { frame: { capturedAtMs: captureMs(atMs) }, receivedAtMs: clock.nowMs(), observation };
    take(challenged(chance, state, seen, challengePlan));
  }
  const passed = state.challenge?.phase === 'passed';
  return { asked, results, passed, failure: state.challenge?.failure ?? null, state };
}

/** How long people take from reading to moving. */
export const REACTION_MS = 600;

export interface Habits {
  readonly reactionMs?: number;
  /** What is done when this is asked for; itself unless given. */
  readonly instead?: (action: ChallengeAction) => ChallengeAction;
}

const itself = (action: ChallengeAction): ChallengeAction => action;

/** What an actor does who answers the last action asked for. */
export function answering(atMs: number, asked: readonly Asked[], habits: Habits = {}): Acting {
  const { reactionMs = REACTION_MS, instead = itself } = habits;
  const last = asked.at(-1);
  return last ? doing(instead(last.action), atMs - last.atMs - reactionMs) : resting;
}

/** A client whose actor answers so. */
export function actorClient(habits: Habits = {}, client: Omit<Client, 'shows'> = {}): Client {
  return { ...client, shows: (atMs, asked, frame) => actorSeen(answering(atMs, asked, habits), frame) };
}

/** A seed with which this is asked first, of somebody whose eyes are measured. */
export function seedAsking(first: ChallengeAction): number {
  for (let seed = 1; seed < 1000; seed++) {
    const randomBytes = bytesFrom(seed);
    // The length of the pause is drawn before; how long it is does not matter here.
    drawBelow(1201, randomBytes);
    if (drawAction([], { actions: challengeActions, count: CHALLENGE_ACTIONS_DEFAULT }, randomBytes) === first)
      return seed;
  }
  throw new Error(`no seed asks for ${first} first`);
}
