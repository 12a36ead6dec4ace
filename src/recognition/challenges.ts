import { drawAction, drawBelow } from '../biometrics/challenge-draw.js';
import {
  ANSWER_MS_MAX,
  askable,
  isDue,
  wantsPause,
  type ChallengeEvent,
  type ChallengeState,
} from '../biometrics/challenge-state.js';
import { advance, frameFault, type CapturePlan, type CaptureState } from '../biometrics/capture-session.js';
import type { Observation } from '../biometrics/observation.js';
import { badField, FaceError } from '../errors.js';
import type { Context } from './context.js';
import type { ChallengeReport, Frame } from './capture-input.js';
import type { ChallengeIssued, ChallengeResult } from './requests.js';

/** Puts the challenge of a policy into a stream: draws what is asked and when, and tells what became of it. */

/** Before each action, so that nobody knows when it comes; drawn within these, evenly. */
const PAUSE_MS_MIN = 300;
const PAUSE_MS_MAX = 1500;
const NONCE_BYTES = 32;
/** How much faster or slower than the server's a capture clock may seem to run, with frames on their way in between. */
const CLOCK_AHEAD_MS_MAX = 3000;
const CLOCK_BEHIND_MS_MAX = 5000;

/** Time and randomness. */
export type Chance = Pick<Context, 'clock' | 'randomBytes'>;

export interface SeenFrame {
  readonly frame: Pick<Frame, 'capturedAtMs'>;
  /** Server clock. */
  readonly receivedAtMs: number;
  readonly observation: Observation;
}

export interface Told {
  readonly state: CaptureState;
  readonly steps: readonly (ChallengeIssued | ChallengeResult)[];
}

/**
 * Shows a frame to the challenge and issues what is due. A challenge that failed ends the capture: nothing that comes after
 * could mend it.
 *
 * A picture that was there before shows nothing, as it does to continuity: else one still, sent twice, would be two frames
 * in a row. The time it takes up is a gap.
 *
 * @param before the capture with this frame
 * @throws FaceError CAPTURE_CLOCK_SKEW for a capture clock that runs otherwise than the server's
 */
export function challenged(context: Chance, before: CaptureState, seen: SeenFrame, plan: CapturePlan): Told {
  if (plan.policy.liveness !== 'active' || before.end) return { state: before, steps: [] };
  const { frame, receivedAtMs, observation } = seen;
  const atMs = frame.capturedAtMs;
  if (before.challenge) refuseOtherClock(before.challenge, receivedAtMs - atMs);
  if (before.frames.at(-1)?.duplicate) return { state: before, steps: [] };
  const good = frameFault(observation, plan) === null;
  let state = folded(before, { kind: 'frame', atMs, nowMs: receivedAtMs, face: observation.face, good }, plan);
  const result = resultBetween(before.challenge, state.challenge);
  state = paused(context, state, plan);
  const issued = issue(context, state, plan);
  if (issued) state = issued.state;
  if (result && !result.passed) state = advance(state, { kind: 'ended', end: 'ENOUGH' }, plan);
  return { state, steps: [...(result ? [result] : []), ...(issued ? [issued.step] : [])] };
}

/**
 * Takes the report that an action is shown.
 *
 * @throws FaceError BAD_FIELD for a nonce that was never issued, CHALLENGE_EXPIRED for one whose time is over,
 * CAPTURE_CLOCK_SKEW for a time that is not yet
 */
export function reportTaken(
  context: Chance,
  before: CaptureState,
  report: ChallengeReport,
  { plan, issued }: { readonly plan: CapturePlan; readonly issued: readonly Uint8Array[] },
): Told {
  const { challenge } = before;
  const task = challenge?.task;
  if (!challenge || !issued.some((nonce) => same(nonce, report.nonce))) {
    throw badField('report.nonce', 'the nonce of a challenge of this stream', 'another one');
  }
  if (!task || !same(task.nonce, report.nonce) || challenge.phase !== 'issued') {
    throw new FaceError('CHALLENGE_EXPIRED', 'report.nonce: this challenge is over, or was reported before.', {
      field: 'report.nonce',
    });
  }
  const nowMs = context.clock.nowMs();
  const captureNowMs = nowMs - challenge.clockOffsetMs;
  const shownAtMs = report.shownAtMs ?? captureNowMs;
  if (shownAtMs - captureNowMs > CLOCK_AHEAD_MS_MAX) {
    throw new FaceError(
      'CAPTURE_CLOCK_SKEW',
      'report.shown_at: a time on the clock of the frames was expected; one that is not yet came.',
      { field: 'report.shown_at' },
    );
  }
  const state = folded(before, { kind: 'reported', nowMs, shownAtMs }, plan);
  const result = resultBetween(before.challenge, state.challenge);
  if (!result) return { state, steps: [] };
  return { state: advance(state, { kind: 'ended', end: 'ENOUGH' }, plan), steps: [result] };
}

function folded(state: CaptureState, event: ChallengeEvent, plan: CapturePlan): CaptureState {
  return advance(state, { kind: 'challenged', event }, plan);
}

function refuseOtherClock({ settledOffsetMs }: ChallengeState, offsetMs: number): void {
  // Before the face has settled nothing was asked, and the first frames may have waited for each other.
  if (settledOffsetMs === null) return;
  const ahead = offsetMs < settledOffsetMs - CLOCK_AHEAD_MS_MAX;
  if (!ahead && offsetMs <= settledOffsetMs + CLOCK_BEHIND_MS_MAX) return;
  const came = ahead ? 'one that runs faster' : 'a frame that was captured seconds ago, or a clock that runs slower,';
  throw new FaceError(
    'CAPTURE_CLOCK_SKEW',
    `frame.captured_at: a clock that runs as the server's was expected during a challenge; ${came} came. Drop frames rather than send old ones.`,
    { field: 'frame.captured_at' },
  );
}

function paused({ clock, randomBytes }: Chance, state: CaptureState, plan: CapturePlan): CaptureState {
  if (!state.challenge || !wantsPause(state.challenge)) return state;
  const pauseMs = PAUSE_MS_MIN + drawBelow(PAUSE_MS_MAX - PAUSE_MS_MIN + 1, randomBytes);
  return folded(state, { kind: 'paused', untilMs: clock.nowMs() + pauseMs }, plan);
}

function issue(
  { clock, randomBytes }: Chance,
  state: CaptureState,
  plan: CapturePlan,
): { readonly state: CaptureState; readonly step: ChallengeIssued } | null {
  const { challenge } = state;
  const nowMs = clock.nowMs();
  if (!challenge || !isDue(challenge, nowMs)) return null;
  const [actions, count] = [askable(challenge), plan.policy.challengeActions];
  const action = drawAction(challenge.answered, { actions, count }, randomBytes);
  const nonce = randomBytes(NONCE_BYTES);
  const index = challenge.answered.length + 1;
  return {
    state: folded(state, { kind: 'issued', nowMs, nonce, action }, plan),
    step: { kind: 'challenge', nonce, action, index, count, respondWithinMs: ANSWER_MS_MAX },
  };
}

/** What the last event brought to its end. */
function resultBetween(before: ChallengeState | null, after: ChallengeState | null): ChallengeResult | null {
  if (!before || !after) return null;
  const index = before.answered.length + 1;
  if (after.answered.length > before.answered.length) return { kind: 'result', index, passed: true, reason: null };
  if (after.failure === before.failure) return null;
  return { kind: 'result', index, passed: false, reason: after.failure };
}

/** Not in constant time: the client was told every nonce of its stream. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
