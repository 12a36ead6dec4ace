import { unreachable } from '../errors.js';
import {
  extentsOf,
  hasParallax,
  headActions,
  isAtRest,
  postureOf,
  restOf,
  type ChallengeAction,
  type Extents,
  type Posture,
} from './challenge-actions.js';
import { advanceLongBlink } from './challenge-blink.js';
import {
  ANSWER_MS_MAX,
  type ChallengeEvent,
  type ChallengeFailure,
  type ChallengeState,
  type Task,
} from './challenge-state.js';
import { ADJACENT_MS_MAX } from './frame-evidence.js';
import type { FaceObservation } from './observation.js';

type FrameEvent = Extract<ChallengeEvent, { kind: 'frame' }>;

/** From issue to report, server clock. */
const REPORT_MS_MAX = 5000;
/** So long a frame may be on its way at most: the server waits for answers that much longer. */
const TRANSIT_MS_MAX = 2000;
/** Nobody sees, understands and moves in less; simple reactions to light take about 190 ms (Woodworth and Schlosberg 1954). */
const REACTION_MS_MIN = 150;
/** Frames in a row that must show an action done: one alone may be a slip of the networks. */
const FRAMES_DONE_MIN = 2;
/** From here on an approach counts as seen on its way. */
const UNDER_WAY_EXTENT_MIN = 0.25;

/**
 * One challenge: actions asked for one by one, each drawn when the one before was answered.
 *
 *   settling ─good frames agree─► resting ─pause over, at rest─► issued ─reported─► answering ─done─► returning
 *                                    ▲                                                                   │
 *                                    └────────────── at rest again, more to come ────────────────────────┤
 *                                                                            at rest again, the last one ▼
 *                                                                                                     passed
 *
 *   issued     ─moved─► failed EARLY      ─no report in time─► failed NOT_ECHOED
 *   answering  ─done before it can be read─► failed EARLY      ─another action─► failed WRONG_ACTION
 *   answering, returning ─time over─► failed LATE
 *
 * Passed and failed are final; a capture that ends before is NOT_FINISHED. Only frames that were captured after the action
 * was issued, and came after the report that it is shown, answer it. Each answer starts at rest, is seen without a gap, and
 * ends at rest. A turned head must also show parallax. The caller draws actions and nonces and passes the time in, so a
 * challenge replays from its events (docs/decisions/0017-challenge-in-the-stream.md).
 *
 * @param actions how many are asked for in all
 */
export function advanceChallenge(state: ChallengeState, event: ChallengeEvent, actions: number): ChallengeState {
  switch (event.kind) {
    case 'frame':
      return seen(state, event, actions);
    case 'paused':
      return state.phase === 'resting' ? { ...state, pauseUntilMs: event.untilMs } : state;
    case 'issued':
      return state.phase === 'resting' ? issued(state, event) : state;
    case 'reported':
      return state.phase === 'issued' ? reported(state, event) : state;
    default:
      return unreachable(event);
  }
}

function issued(state: ChallengeState, event: Extract<ChallengeEvent, { kind: 'issued' }>): ChallengeState {
  const task: Task = {
    nonce: event.nonce,
    action: event.action,
    issuedAtMs: event.nowMs,
    issuedCaptureMs: event.nowMs - state.clockOffsetMs,
    shown: null,
    begin: 'unseen',
    underWay: false,
    framesDone: 0,
  };
  return { ...state, phase: 'issued', task };
}

function reported(state: ChallengeState, event: Extract<ChallengeEvent, { kind: 'reported' }>): ChallengeState {
  const { task } = state;
  if (!task) return state;
  if (event.nowMs - task.issuedAtMs > REPORT_MS_MAX) return failed(state, 'CHALLENGE_NOT_ECHOED');
  // Nothing can be shown before it was asked for, whatever the client's clock says.
  const atMs = Math.max(event.shownAtMs, task.issuedCaptureMs);
  return { ...state, phase: 'answering', task: { ...task, shown: { reportedAtMs: event.nowMs, atMs } } };
}

/** A frame against the face at rest. */
interface Look {
  readonly atMs: number;
  readonly posture: Posture;
  readonly rest: Posture;
  readonly extents: Extents;
  readonly atRest: boolean;
  /** When the eyes closed for a blink that was meant and is over; null when there was none. */
  readonly blinkFromMs: number | null;
}

function seen(before: ChallengeState, event: FrameEvent, actions: number): ChallengeState {
  const state = { ...before, clockOffsetMs: Math.min(before.clockOffsetMs, event.nowMs - event.atMs) };
  if (isOver(state)) return state;
  const overdue = overdueReason(state, event);
  if (overdue) return failed(state, overdue);
  if (!event.face) return { ...state, atRest: false };
  if (!state.rest) return settled(state, event, event.face);
  const { looked, look } = lookedAt(state, state.rest, event.atMs, event.face);
  const { task } = looked;
  if (!task) return looked;
  switch (looked.phase) {
    case 'issued':
      return whileIssued(looked, task, look);
    case 'answering':
      return whileAnswering(looked, task, look);
    case 'returning':
      return look.atRest ? answeredOne(looked, task, actions) : looked;
    default:
      return looked;
  }
}

const isOver = ({ phase }: ChallengeState): boolean => phase === 'passed' || phase === 'failed';

function overdueReason({ phase, task }: ChallengeState, { atMs, nowMs }: FrameEvent): ChallengeFailure | null {
  if (phase === 'issued' && task && nowMs - task.issuedAtMs > REPORT_MS_MAX) return 'CHALLENGE_NOT_ECHOED';
  if ((phase !== 'answering' && phase !== 'returning') || !task?.shown) return null;
  const late =
    atMs - task.shown.atMs > ANSWER_MS_MAX || nowMs - task.shown.reportedAtMs > ANSWER_MS_MAX + TRANSIT_MS_MAX;
  return late ? 'CHALLENGE_LATE' : null;
}

/** Waits for good frames in a row that agree. */
function settled(state: ChallengeState, { atMs, good }: FrameEvent, face: FaceObservation): ChallengeState {
  const eyes = face.eyeOpening ? advanceLongBlink(state.eyes, face.eyeOpening, atMs, true) : state.eyes;
  const gap = atMs - state.lastAtMs > ADJACENT_MS_MAX;
  const settling = good ? [...(gap ? [] : state.settling.slice(-4)), postureOf(face)] : [];
  const rest = restOf(settling);
  const next = { ...state, eyes, eyesSeen: eyes.blink.phase !== 'unknown', lastAtMs: atMs, settling };
  if (!rest) return next;
  return { ...next, phase: 'resting', rest, atRest: true, settling: [], settledOffsetMs: state.clockOffsetMs };
}

function lookedAt(
  state: ChallengeState,
  rest: Posture,
  atMs: number,
  face: FaceObservation,
): { readonly looked: ChallengeState; readonly look: Look } {
  const posture = postureOf(face);
  const extents = extentsOf(posture, rest);
  const poised = isAtRest(posture, rest);
  const eyes = face.eyeOpening ? advanceLongBlink(state.eyes, face.eyeOpening, atMs, poised) : state.eyes;
  const atRest = poised && eyes.closed === null;
  // Unknown is what was between.
  const gap = atMs - state.lastAtMs > ADJACENT_MS_MAX;
  const task =
    state.task && gap ? { ...state.task, begin: 'lost' as const, underWay: false, framesDone: 0 } : state.task;
  const looked = { ...state, eyes, atRest, task, lastAtMs: atMs };
  return { looked, look: { atMs, posture, rest, extents, atRest, blinkFromMs: eyes.meantFromMs } };
}

/** Nobody knows yet what is asked. Frames that were captured before it was asked are on their way still and say nothing. */
function whileIssued(state: ChallengeState, task: Task, look: Look): ChallengeState {
  if (look.atMs < task.issuedCaptureMs) return state;
  if (shownBy(look) !== null) return failed(state, 'CHALLENGE_EARLY');
  return look.atRest ? { ...state, task: { ...task, begin: 'at rest' } } : state;
}

function whileAnswering(state: ChallengeState, task: Task, look: Look): ChallengeState {
  const readableFromMs = (task.shown?.atMs ?? Infinity) + REACTION_MS_MIN;
  if (look.atMs < readableFromMs) return whileIssued(state, task, look);
  const shows = shownBy(look);
  if (shows !== null && shows !== task.action) return failed(state, 'CHALLENGE_WRONG_ACTION');
  const done = shows === task.action;
  const begunEarly = look.blinkFromMs !== null && look.blinkFromMs < readableFromMs;
  if (done && (task.begin === 'unseen' || begunEarly)) return failed(state, 'CHALLENGE_EARLY');
  return taken(state, { ...task, ...progress(task, look, done) });
}

function progress(task: Task, look: Look, done: boolean): Pick<Task, 'begin' | 'underWay' | 'framesDone'> {
  const begin = look.atRest ? 'at rest' : task.begin;
  const extent = task.action === 'BLINK' ? 0 : look.extents[task.action];
  const underWay = task.underWay || (extent >= UNDER_WAY_EXTENT_MIN && extent < 1);
  // A picture that was small and is large has not come closer.
  const approached = task.action !== 'MOVE_CLOSER' || underWay;
  // Asked of the frames before: eyes that are open again are at rest themselves.
  const counts = done && task.begin === 'at rest' && approached && isSolid(task.action, look);
  return { begin, underWay, framesDone: counts ? task.framesDone + 1 : 0 };
}

/** A blink is over when it is seen; everything else must be seen twice. */
function taken(state: ChallengeState, task: Task): ChallengeState {
  const framesMin = task.action === 'BLINK' ? 1 : FRAMES_DONE_MIN;
  return { ...state, task, phase: task.framesDone >= framesMin ? 'returning' : state.phase };
}

function answeredOne(state: ChallengeState, { action }: Task, actions: number): ChallengeState {
  const answered = [...state.answered, action];
  const phase = answered.length >= actions ? 'passed' : 'resting';
  return { ...state, phase, answered, task: null, pauseUntilMs: null };
}

function failed(state: ChallengeState, failure: ChallengeFailure): ChallengeState {
  return { ...state, phase: 'failed', task: null, failure };
}

/** The action a frame shows: the one done furthest, so that a face which does two at once answers one alone; null for none. */
function shownBy({ extents, blinkFromMs }: Look): ChallengeAction | null {
  if (blinkFromMs !== null) return 'BLINK';
  const actions = Object.keys(extents) as (keyof Extents)[];
  const furthest = actions.reduce((best, action) => (extents[action] > extents[best] ? action : best));
  return extents[furthest] >= 1 ? furthest : null;
}

function isSolid(action: ChallengeAction, { posture, rest }: Look): boolean {
  return !headActions.has(action) || hasParallax(posture, rest);
}
