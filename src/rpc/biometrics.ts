import { unreachable } from '../errors.js';
import type { Recognition } from '../recognition/recognition.js';
import type { CaptureStep } from '../recognition/requests.js';
import { configOf, framesOf, framesOfStills, type FrameRules } from './frames.js';
import type { CaptureStarted } from './generated/faceengine/v1/CaptureStarted.js';
import type { Challenge } from './generated/faceengine/v1/Challenge.js';
import type { ChallengeResult } from './generated/faceengine/v1/ChallengeResult.js';
import type { CheckLivenessRequest__Output } from './generated/faceengine/v1/CheckLivenessRequest.js';
import type { CheckLivenessResponse } from './generated/faceengine/v1/CheckLivenessResponse.js';
import type { EnrollRequest__Output } from './generated/faceengine/v1/EnrollRequest.js';
import type { EnrollResponse } from './generated/faceengine/v1/EnrollResponse.js';
import type { FaceBiometricsHandlers } from './generated/faceengine/v1/FaceBiometrics.js';
import type { IdentifyRequest__Output } from './generated/faceengine/v1/IdentifyRequest.js';
import type { IdentifyResponse } from './generated/faceengine/v1/IdentifyResponse.js';
import type { FrameFeedback } from './generated/faceengine/v1/FrameFeedback.js';
import type { VerifyRequest__Output } from './generated/faceengine/v1/VerifyRequest.js';
import type { VerifyResponse } from './generated/faceengine/v1/VerifyResponse.js';
import type { Adapter, BidiHandler } from './handler.js';
import { resultOf, upToLast } from './steps.js';
import {
  toWireAnalysis,
  toWireComparison,
  toWireDecision,
  toWireEnrollResult,
  toWireFeedback,
  toWirePadResult,
  toWireStarted,
} from './wire-answers.js';
import { toWireChallenge, toWireChallengeResult } from './wire-challenges.js';
import { identificationRequestOf, toWireIdentification } from './wire-identification.js';
import { claimOf, enrolmentRequestOf, imageOf, imagesOf, livenessRequestOf, required } from './wire-requests.js';

export interface BiometricsContext {
  readonly adapter: Adapter;
  readonly recognition: Recognition;
  /** Whether callers may read scores of comparisons with stored templates. */
  readonly revealScores: boolean;
  readonly frameRules: FrameRules;
  /** How long a stream may keep its config back, milliseconds. */
  readonly configMsMax: number;
  /** Bytes of one picture in a unary call. */
  readonly pictureBytesMax: number;
}

/** faceengine.v1.FaceBiometrics. */
export function biometricsService(context: BiometricsContext): FaceBiometricsHandlers {
  const { adapter, recognition, frameRules, pictureBytesMax, revealScores } = context;
  return {
    Enroll: adapter.bidi(enroll(context)),
    Verify: adapter.bidi(verify(context)),
    CheckLiveness: adapter.bidi(checkLiveness(context)),
    Identify: adapter.bidi(identify(context)),
    EnrollOnce: adapter.unary(async ({ config, pictures }, call) => {
      const images = imagesOf(pictures, pictureBytesMax);
      const request = enrolmentRequestOf(required(config, 'config'), images);
      const frames = framesOfStills(images, frameRules.nowMs());
      return { enrollResult: toWireEnrollResult(await resultOf(recognition.enroll(request, frames, call))) };
    }),
    VerifyOnce: adapter.unary(async ({ config, pictures }, call) => {
      const images = imagesOf(pictures, pictureBytesMax);
      const claim = claimOf(required(config, 'config'), images);
      const frames = framesOfStills(images, frameRules.nowMs());
      return { decision: toWireDecision(await resultOf(recognition.verify(claim, frames, call)), revealScores) };
    }),
    SearchOnce: adapter.unary(async ({ config, pictures }, call) => {
      const images = imagesOf(pictures, pictureBytesMax);
      const request = identificationRequestOf(required(config, 'config'), {
        kind: 'search-once',
        scoresRevealed: revealScores,
      });
      const found = await resultOf(recognition.identify(request, framesOfStills(images, frameRules.nowMs()), call));
      return { identification: toWireIdentification(found, revealScores) };
    }),
    Compare: adapter.unary(async ({ first, second }, call) => {
      const one = imageOf(required(first, 'first'), 'first', pictureBytesMax);
      const other = imageOf(required(second, 'second'), 'second', pictureBytesMax);
      return toWireComparison(await recognition.compare(one, other, call));
    }),
    AnalyzeFrame: adapter.unary(async ({ picture }, call) => {
      const image = imageOf(required(picture, 'picture'), 'picture', pictureBytesMax);
      return toWireAnalysis(await recognition.analyze(image, call));
    }),
  };
}

function enroll(context: BiometricsContext): BidiHandler<EnrollRequest__Output, EnrollResponse> {
  const { recognition, frameRules, configMsMax } = context;
  return async function* (requests, call) {
    const messages = requests[Symbol.asyncIterator]();
    const request = enrolmentRequestOf(await configOf(messages, configMsMax), null);
    const result = yield* progress(recognition.enroll(request, framesOf(messages, frameRules), call), frameRules.nowMs);
    return { enrollResult: toWireEnrollResult(result) };
  };
}

function verify(context: BiometricsContext): BidiHandler<VerifyRequest__Output, VerifyResponse> {
  const { recognition, frameRules, configMsMax, revealScores } = context;
  return async function* (requests, call) {
    const messages = requests[Symbol.asyncIterator]();
    const claim = claimOf(await configOf(messages, configMsMax), null);
    const decision = yield* progress(recognition.verify(claim, framesOf(messages, frameRules), call), frameRules.nowMs);
    return { decision: toWireDecision(decision, revealScores) };
  };
}

function checkLiveness(context: BiometricsContext): BidiHandler<CheckLivenessRequest__Output, CheckLivenessResponse> {
  const { recognition, frameRules, configMsMax, revealScores } = context;
  return async function* (requests, call) {
    const messages = requests[Symbol.asyncIterator]();
    const request = livenessRequestOf(await configOf(messages, configMsMax));
    const frames = framesOf(messages, frameRules);
    const result = yield* progress(recognition.checkLiveness(request, frames, call), frameRules.nowMs);
    return { padResult: toWirePadResult(result, revealScores) };
  };
}

function identify(context: BiometricsContext): BidiHandler<IdentifyRequest__Output, IdentifyResponse> {
  const { recognition, frameRules, configMsMax, revealScores } = context;
  return async function* (requests, call) {
    const messages = requests[Symbol.asyncIterator]();
    const edge = { kind: 'identify', scoresRevealed: revealScores } as const;
    const request = identificationRequestOf(await configOf(messages, configMsMax), edge);
    const frames = framesOf(messages, frameRules);
    const found = yield* progress(recognition.identify(request, frames, call), frameRules.nowMs);
    return { identification: toWireIdentification(found, revealScores) };
  };
}

/** At most five a second: enough for a person, and no measure of what a change of picture does. */
const FEEDBACK_INTERVAL_MS_MIN = 200;

type Progress =
  { started: CaptureStarted } | { feedback: FrameFeedback } | { challenge: Challenge } | { result: ChallengeResult };

async function* progress<Result>(
  steps: AsyncGenerator<CaptureStep, Result>,
  nowMs: () => number,
): AsyncGenerator<Progress, Result> {
  const last: Result[] = [];
  let toldAtMs = Number.NEGATIVE_INFINITY;
  for await (const step of upToLast(steps, last)) {
    const now = nowMs();
    const tooSoon = now - toldAtMs < FEEDBACK_INTERVAL_MS_MIN && now >= toldAtMs;
    if (step.kind === 'feedback' && tooSoon) continue;
    if (step.kind === 'feedback') toldAtMs = now;
    yield toWireProgress(step);
  }
  const [result] = last;
  if (result === undefined) throw new Error('a capture ended without a result');
  return result;
}

function toWireProgress(step: CaptureStep): Progress {
  switch (step.kind) {
    case 'started':
      return { started: toWireStarted(step) };
    case 'feedback':
      return { feedback: toWireFeedback(step) };
    case 'challenge':
      return { challenge: toWireChallenge(step) };
    case 'result':
      return { result: toWireChallengeResult(step) };
    default:
      return unreachable(step);
  }
}
