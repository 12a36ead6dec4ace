import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { readCaptureRecord, writeCaptureRecord, type CaptureRecord } from '../biometrics/capture-record.js';
import type { CaptureState } from '../biometrics/capture-session.js';
import type { ReferenceScores } from '../biometrics/claim.js';
import type { FrameEvidence } from '../biometrics/frame-evidence.js';
import type { Decision } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError, isFaceError } from '../errors.js';
import type { Context } from './context.js';
import type { BytesContext, Call, CaptureRecordRow } from './ports.js';

/** Records of captures, kept so that policies can be tried over them (docs/decisions/0016-simulation-without-vectors.md). */

/** A claim that has been decided. */
export interface DecidedClaim {
  readonly state: CaptureState;
  readonly compared: ReferenceScores;
  readonly policy: Policy;
  readonly decision: Pick<Decision, 'outcome' | 'reasons' | 'modelId'>;
}

/**
 * Keeps what a verification showed, where the server keeps such records: alike for known and unknown subjects, and
 * without the id of any. That it could not be kept is told to the journal and to nobody else.
 */
export async function recordCapture(context: Context, claim: DecidedClaim, call: Call): Promise<void> {
  if (!context.recordCaptures) return;
  try {
    const recordId = randomUUID();
    const sealed = context.vault.sealBytes(bytesOf(recordOf(claim)), bytesContext(recordId));
    await context.store.transaction((unit) => unit.captureRecords.insert({ recordId, sealed }), call);
  } catch (error) {
    context.journal.captureNotRecorded(error);
  }
}

/**
 * The record of a row; null when it was sealed by another version, or is not what was sealed.
 *
 * @throws FaceError KEYS_SEALED
 */
export function openedRecord({ vault }: Context, { recordId, sealed }: CaptureRecordRow): CaptureRecord | null {
  const bytes = unsealed(() => vault.openBytes(sealed, bytesContext(recordId)));
  return bytes && readCaptureRecord(textOf(bytes));
}

function recordOf({ state, compared, policy, decision }: DecidedClaim): CaptureRecord {
  const [reason] = decision.reasons;
  const { end } = state;
  if (end === null || reason === undefined)
    throw new FaceError('INTERNAL', 'a capture that goes on cannot be recorded');
  return {
    purpose: 'verification',
    frames: framesOf(state),
    end,
    reference: compared,
    outcome: decision.outcome,
    reason,
    policyVersion: policy.version,
    modelId: decision.modelId,
    livenessMeasured: policy.liveness !== 'not-checked',
  };
}

/** With the scores of the model they were decided by, which is not the one in use while that is changed. */
function framesOf({ frames, gram }: CaptureState): FrameEvidence[] {
  const rows = gram[Symbol.iterator]();
  return frames.map((frame) => {
    if (!frame.face?.scores) return frame;
    return { ...frame, face: { ...frame.face, scores: rows.next().value ?? null } };
  });
}

const bytesContext = (id: string): BytesContext => ({ purpose: 'capture record', id });

/** No record is longer: a thousand frames make about four. */
const RECORD_BYTES_MAX = 16 * 2 ** 20;

function bytesOf(record: CaptureRecord): Uint8Array {
  const text = writeCaptureRecord(record);
  // A number that is none would be written as null, and the record be another one.
  if (!readCaptureRecord(text)) throw new FaceError('INTERNAL', 'the capture holds what a record cannot');
  return deflateRawSync(text);
}

/** Sealed bytes are our own; the limit guards against what another version may have called a record. */
function textOf(bytes: Uint8Array): string {
  try {
    return inflateRawSync(bytes, { maxOutputLength: RECORD_BYTES_MAX }).toString();
  } catch {
    return '';
  } finally {
    bytes.fill(0);
  }
}

function unsealed(open: () => Uint8Array): Uint8Array | null {
  try {
    return open();
  } catch (error) {
    if (isFaceError(error) && error.code === 'TEMPLATE_INTEGRITY') return null;
    throw error;
  }
}
