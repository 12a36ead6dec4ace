import { setTimeout as delay } from 'node:timers/promises';
import {
  advance,
  emptyCapture,
  forgetEmbeddings,
  forgetUntaken,
  frameFault,
  livenessEvidence,
  type CaptureEvent,
  type CapturePlan,
  type CaptureState,
} from '../biometrics/capture-session.js';
import { hintFor } from '../biometrics/frame-hints.js';
import type { Measurements } from '../biometrics/observation.js';
import type { DecisionReason } from '../biometrics/outcome.js';
import { detectPresentationAttack } from '../biometrics/presentation-attack.js';
import { challenged, reportTaken } from './challenges.js';
import type { Context } from './context.js';
import type { CaptureInput, ChallengeReport, Frame } from './capture-input.js';
import type { Call } from './ports.js';
import { requireSignature, signerOf } from './device-keys.js';
import type { CaptureStarted, CaptureStep, FrameFeedback } from './requests.js';

export interface Capture extends CapturePlan {
  readonly framesNeeded: number;
  /** Whether it makes templates or is compared with them, of whichever model the server runs. */
  readonly comparesTemplates: boolean;
  /** The public key that must have signed every frame, DER SubjectPublicKeyInfo; null when the config names none. */
  readonly deviceKey: Uint8Array | null;
  /** Asked after every frame, under `active` once the challenge has passed: whether the evidence will do and the capture may end before the client ends it. */
  enough(state: CaptureState): boolean;
}

/**
 * Pulls frames one at a time, has each observed, and folds what was seen into one state. Between them come the client's reports
 * on what the challenge of the policy asks (challenges.ts).
 *
 * Pulling is what bounds the server: the next frame is not read before this one is done.
 *
 * @returns the finished capture with its embeddings, for the caller to zero; when it ends otherwise they are zeroed here
 */
export async function* captureFrom(
  context: Context,
  inputs: AsyncIterable<CaptureInput>,
  capture: Capture,
  call: Call,
): AsyncGenerator<CaptureStep, CaptureState> {
  const signer = signerOf(context, context.randomBytes(32), capture.deviceKey);
  yield started(context, capture, signer.nonce);
  const deadlineMs = context.clock.nowMs() + capture.policy.limits.durationMsMax;
  const arrivals: Arrivals = { iterator: inputs[Symbol.asyncIterator](), signal: call.signal };
  const nonces: Uint8Array[] = [];
  let state = emptyCapture;
  let handedOver = false;
  try {
    while (!state.end) {
      const next = await nextFrame(arrivals, deadlineMs - context.clock.nowMs(), capture);
      if (next.kind === 'ended') {
        state = advance(state, next, capture);
        continue;
      }
      if (next.kind === 'report') {
        const told = reportTaken(context, state, next.report, { plan: capture, issued: nonces });
        state = told.state;
        yield* told.steps;
        continue;
      }
      const { frame } = next;
      requireSignature(frame, signer);
      const receivedAtMs = context.clock.nowMs();
      const wanted = measurementsFor(context, capture, state);
      const observation = await context.engine.observe(frame.image, wanted, call);
      const before = state;
      state = advance(state, { kind: 'observed', atMs: frame.capturedAtMs, observation }, capture);
      forgetUntaken(before, observation, state);
      yield feedback(frame.sequence, state, capture);
      const told = challenged(context, state, { frame, receivedAtMs, observation }, capture);
      state = told.state;
      for (const step of told.steps) if (step.kind === 'challenge') nonces.push(step.nonce);
      yield* told.steps;
      if (!state.end && !asksMore(state, capture) && capture.enough(state))
        state = advance(state, { kind: 'ended', end: 'ENOUGH' }, capture);
    }
    handedOver = true;
    return state;
  } finally {
    if (!handedOver) forgetEmbeddings(state);
    // Not awaited: a source that still waits for a frame closes only after it.
    arrivals.iterator.return?.().catch(() => undefined);
  }
}

/** The former embedding too, whichever template the subject has: the time of a frame does not tell. */
function measurementsFor(
  { engine }: Context,
  { policy, comparesTemplates }: Capture,
  { tracker }: CaptureState,
): Measurements {
  const checked = policy.liveness !== 'not-checked';
  const formerEmbedding = comparesTemplates && engine.former !== null;
  const motion = checked ? { reference: tracker.reference } : null;
  return { embedding: true, formerEmbedding, liveness: checked, eyes: checked, motion };
}

type Next =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'report'; readonly report: ChallengeReport }
  | Extract<CaptureEvent, { kind: 'ended' }>;

interface Arrivals {
  readonly iterator: AsyncIterator<CaptureInput>;
  readonly signal: AbortSignal;
}

/**
 * The next frame or report, or why there is none: the client has ended, keeps silent, or has used up its time.
 *
 * @throws the signal's reason when the call is aborted while it waits
 */
async function nextFrame({ iterator, signal }: Arrivals, leftMs: number, capture: Capture): Promise<Next> {
  // Asked before the frame is: one that is there already would win any race against the timer.
  if (leftMs <= 0) return { kind: 'ended', end: 'TIME_OVER' };
  const idleMs = capture.policy.limits.idleTimeoutMs;
  const timer = new AbortController();
  const arrival = iterator.next();
  // The capture may end while a frame is still awaited; what becomes of it then concerns nobody.
  arrival.catch(() => undefined);
  const silence = delay(Math.min(idleMs, leftMs), null, { signal: AbortSignal.any([timer.signal, signal]) });
  silence.catch(() => undefined);
  try {
    const result = await Promise.race([arrival, silence]);
    if (result === null) return { kind: 'ended', end: leftMs <= idleMs ? 'TIME_OVER' : 'IDLE' };
    if (result.done) return { kind: 'ended', end: 'CLIENT_ENDED' };
    const input = result.value;
    return 'image' in input ? { kind: 'frame', frame: input } : { kind: 'report', report: input };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    timer.abort();
  }
}

function started(context: Context, { policy }: Capture, nonce: Uint8Array): CaptureStarted {
  return {
    kind: 'started',
    nonce,
    framesMax: policy.limits.framesMax,
    frameBytesMax: context.capture.frameBytesMax,
    durationMsMax: policy.limits.durationMsMax,
    idleTimeoutMs: policy.limits.idleTimeoutMs,
    recommendedWidth: context.capture.recommendedWidth,
    recommendedHeight: context.capture.recommendedHeight,
    policyVersion: policy.version,
    modelId: context.engine.modelId,
  };
}

function feedback(sequence: number, state: CaptureState, capture: Capture): FrameFeedback {
  const frame = state.frames.at(-1);
  const skipped = frame ? frameFault(frame, capture) : null;
  return {
    kind: 'feedback',
    sequence,
    skipped,
    hint: skipped && hintFor(skipped),
    framesAccepted: state.samples.length,
    framesNeeded: capture.framesNeeded,
    missing: stillMissing(state, capture),
  };
}

function stillMissing(state: CaptureState, { policy, framesNeeded }: Capture): DecisionReason | null {
  if (state.samples.length < framesNeeded) return 'TOO_FEW_FRAMES';
  if (policy.liveness === 'not-checked') return null;
  const pad = detectPresentationAttack(livenessEvidence(state), policy);
  // What is still missing never says that the capture as a whole looks like an attack; single frames say why they fell.
  if (pad.outcome === 'BONA_FIDE') return null;
  if (pad.reason === 'DEPTH_MISSING') return pad.reason;
  return asksMore(state, { policy }) ? 'CHALLENGE_NOT_FINISHED' : 'LIVENESS_NOT_SHOWN';
}

/** Whether the challenge of the policy has not passed: then no frame is enough, and nothing need be pooled to know. */
function asksMore({ challenge }: CaptureState, { policy }: Pick<Capture, 'policy'>): boolean {
  return policy.liveness === 'active' && challenge?.phase !== 'passed';
}
