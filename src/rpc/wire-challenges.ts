import { badField } from '../errors.js';
import type { ChallengeReport } from '../recognition/capture-input.js';
import type { ChallengeIssued, ChallengeResult } from '../recognition/requests.js';
import type { Challenge as WireChallenge } from './generated/faceengine/v1/Challenge.js';
import type { ChallengeReport__Output } from './generated/faceengine/v1/ChallengeReport.js';
import type { ChallengeResult as WireChallengeResult } from './generated/faceengine/v1/ChallengeResult.js';
import { timestampMs } from './wire-requests.js';
import { challengeActionToWire, count, reasonToWire, toSecondsAndNanos } from './wire.js';

/** Challenges both ways. */

const NONCE_BYTES = 32;

export function toWireChallenge(issued: ChallengeIssued): WireChallenge {
  return {
    nonce: issued.nonce,
    action: challengeActionToWire[issued.action],
    index: count(issued.index),
    count: count(issued.count),
    respondWithin: toSecondsAndNanos(issued.respondWithinMs),
  };
}

/** That it passed, or the class of what was wrong: never how far an answer was from passing. */
export function toWireChallengeResult({ index, passed, reason }: ChallengeResult): WireChallengeResult {
  return { index: count(index), passed, reason: reason === null ? 'REASON_UNSPECIFIED' : reasonToWire[reason] };
}

/** @param clocked whether the frames of this stream carry a time @throws FaceError BAD_FIELD */
export function reportOf({ nonce, shownAt }: ChallengeReport__Output, clocked: boolean): ChallengeReport {
  if (nonce.byteLength !== NONCE_BYTES) {
    throw badField('report.nonce', `${NONCE_BYTES} bytes`, `${nonce.byteLength}`);
  }
  const copy = new Uint8Array(nonce);
  if (shownAt === null) return { nonce: copy, shownAtMs: null };
  const field = 'report.shown_at';
  if (!clocked) throw badField(field, 'no time in a stream whose frames have no captured_at', 'a time');
  return { nonce: copy, shownAtMs: timestampMs(shownAt, field) };
}
