import { challengeActions, type ChallengeAction, type Posture } from './challenge-actions.js';
import { noLongBlink, type LongBlink } from './challenge-blink.js';
import type { FaceObservation } from './observation.js';
import type { DecisionReason } from './outcome.js';

/** A challenge on its way: what challenge.ts folds, and what is asked of it. */
export interface ChallengeState {
  readonly phase: 'settling' | 'resting' | 'issued' | 'answering' | 'returning' | 'passed' | 'failed';
  /** Good frames before the first action, the last ones. */
  readonly settling: readonly Posture[];
  /** The face as every action is measured against it; null while settling. */
  readonly rest: Posture | null;
  /** Whether the last frame showed it so. */
  readonly atRest: boolean;
  readonly answered: readonly ChallengeAction[];
  readonly task: Task | null;
  /** Until when nothing is asked, server clock; null until it was drawn. */
  readonly pauseUntilMs: number | null;
  /** The least of server clock minus capture clock of all frames: the clocks' distance and the fastest way of a frame. */
  readonly clockOffsetMs: number;
  /** The same when the face had settled; what a clock that runs faster or slower moves away from. Null while settling. */
  readonly settledOffsetMs: number | null;
  /** The last frame with a face, capture clock. */
  readonly lastAtMs: number;
  readonly eyes: LongBlink;
  /** False until eyes were measured: blinks cannot be asked for. */
  readonly eyesSeen: boolean;
  readonly failure: ChallengeFailure | null;
}

/** The action that is asked for. */
export interface Task {
  readonly nonce: Uint8Array;
  readonly action: ChallengeAction;
  /** Server clock. */
  readonly issuedAtMs: number;
  /** The same moment on the capture clock, or a little before. */
  readonly issuedCaptureMs: number;
  /** When the report came, server clock, and when the client showed it, capture clock; null before the report. */
  readonly shown: { readonly reportedAtMs: number; readonly atMs: number } | null;
  /** Whether the face was seen at rest after the action was issued; `lost` after a gap in which anything may have been. */
  readonly begin: 'unseen' | 'at rest' | 'lost';
  /** Whether it was seen on its way. */
  readonly underWay: boolean;
  /** Frames in a row that showed it done. */
  readonly framesDone: number;
}

export type ChallengeFailure = Extract<DecisionReason, `CHALLENGE_${string}`>;

export type ChallengeEvent =
  | {
      readonly kind: 'frame';
      /** Capture clock, and server clock when it came. */
      readonly atMs: number;
      readonly nowMs: number;
      readonly face: FaceObservation | null;
      /** Whether it passed the gates of the policy. */
      readonly good: boolean;
    }
  | { readonly kind: 'paused'; readonly untilMs: number }
  | { readonly kind: 'issued'; readonly nowMs: number; readonly nonce: Uint8Array; readonly action: ChallengeAction }
  /** @param shownAtMs on the capture clock */
  | { readonly kind: 'reported'; readonly nowMs: number; readonly shownAtMs: number };

/** What the decision asks of a challenge. */
export interface ChallengeEvidence {
  readonly passed: boolean;
  /** Null where it passed. */
  readonly failure: ChallengeFailure | null;
}

/** From the action being shown to being at rest again, capture clock. */
export const ANSWER_MS_MAX = 7000;

export const newChallenge: ChallengeState = {
  phase: 'settling',
  settling: [],
  rest: null,
  atRest: false,
  answered: [],
  task: null,
  pauseUntilMs: null,
  clockOffsetMs: Infinity,
  settledOffsetMs: null,
  lastAtMs: -Infinity,
  eyes: noLongBlink,
  eyesSeen: false,
  failure: null,
};

/** Whether a pause is to be drawn. */
export function wantsPause({ phase, pauseUntilMs }: ChallengeState): boolean {
  return phase === 'resting' && pauseUntilMs === null;
}

/** Whether an action is to be drawn and issued. */
export function isDue({ phase, pauseUntilMs, atRest }: ChallengeState, nowMs: number): boolean {
  return phase === 'resting' && atRest && pauseUntilMs !== null && nowMs >= pauseUntilMs;
}

/** What can be asked of this face. */
export function askable({ eyesSeen }: ChallengeState): readonly ChallengeAction[] {
  return eyesSeen ? challengeActions : challengeActions.filter((action) => action !== 'BLINK');
}

export function challengeEvidence({ phase, failure }: ChallengeState): ChallengeEvidence {
  if (phase === 'passed') return { passed: true, failure: null };
  return { passed: false, failure: failure ?? 'CHALLENGE_NOT_FINISHED' };
}
