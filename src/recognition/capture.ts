import { setTimeout as delay } from 'node:timers/promises';
import {
  advance,
  emptyCapture,
  forgetEmbeddings,
  frameFault,
  livenessEvidence,
  type CaptureEvent,
  type CapturePlan,
  type CaptureState,
} from '../biometrics/capture-session.js';
import { hintFor } from '../biometrics/frame-hints.js';
import type { Measurements, Observation } from '../biometrics/observation.js';
import type { DecisionReason } from '../biometrics/outcome.js';
import { detectPresentationAttack } from '../biometrics/presentation-attack.js';
import type { Context } from './context.js';
import type { Call, Frame } from './ports.js';
import type { CaptureStarted, CaptureStep, FrameFeedback } from './requests.js';

export interface Capture extends CapturePlan {
  readonly framesNeeded: number;
  /** Whether it makes templates or is compared with them, of whichever model the server runs. */
  readonly comparesTemplates: boolean;
  /** Asked after every frame: whether the evidence will do and the capture may end before the client ends it. */
  enough(state: CaptureState): boolean;
}

/**
 * Pulls frames one at a time, has each observed, and folds what was seen into one state.
 *
 * Pulling is what bounds the server: the next frame is not read before this one is done.
 *
 * @returns the finished capture with its embeddings, for the caller to zero; when it ends otherwise they are zeroed here
 */
export async function* captureFrom(
  context: Context,
  frames: AsyncIterable<Frame>,
  capture: Capture,
  call: Call,
): AsyncGenerator<CaptureStep, CaptureState> {
  yield started(context, capture);
  const deadlineMs = context.clock.nowMs() + capture.policy.limits.durationMsMax;
  const wanted = measurementsFor(context, capture);
  const arrivals: Arrivals = { iterator: frames[Symbol.asyncIterator](), signal: call.signal };
  let state = emptyCapture;
  let handedOver = false;
  try {
    while (!state.end) {
      const next = await nextFrame(arrivals, deadlineMs - context.clock.nowMs(), capture);
      if (next.kind === 'ended') {
        state = advance(state, next, capture);
        continue;
      }
      const { frame } = next;
      const observation = await context.engine.observe(frame.image, wanted, call);
      state = advance(state, { kind: 'observed', atMs: frame.capturedAtMs, observation }, capture);
      yield feedback(frame.sequence, observation, state, capture);
      if (!state.end && capture.enough(state)) state = advance(state, { kind: 'ended', end: 'ENOUGH' }, capture);
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
function measurementsFor({ engine }: Context, { policy, comparesTemplates }: Capture): Measurements {
  const checked = policy.liveness !== 'not-checked';
  const formerEmbedding = comparesTemplates && engine.former !== null;
  return { embedding: true, formerEmbedding, liveness: checked, eyes: checked };
}

type Next = { readonly kind: 'frame'; readonly frame: Frame } | Extract<CaptureEvent, { kind: 'ended' }>;

interface Arrivals {
  readonly iterator: AsyncIterator<Frame>;
  readonly signal: AbortSignal;
}

/**
 * The next frame, or why there is none: the client has ended, keeps silent, or has used up its time.
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
    return result.done ? { kind: 'ended', end: 'CLIENT_ENDED' } : { kind: 'frame', frame: result.value };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    timer.abort();
  }
}

function started(context: Context, { policy }: Capture): CaptureStarted {
  return {
    kind: 'started',
    nonce: context.randomBytes(32),
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

function feedback(sequence: number, observation: Observation, state: CaptureState, capture: Capture): FrameFeedback {
  const skipped = frameFault(observation, capture);
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
  return pad.reason === 'DEPTH_MISSING' ? pad.reason : 'LIVENESS_NOT_SHOWN';
}
