import { setTimeout as delay } from 'node:timers/promises';
import { badField, FaceError } from '../errors.js';
import {
  wipe,
  type CaptureInput,
  type Frame,
  type FrameSignature,
  type Image,
  type Sight,
} from '../recognition/capture-input.js';
import type { ChallengeReport__Output } from './generated/faceengine/v1/ChallengeReport.js';
import type { EndOfCapture__Output } from './generated/faceengine/v1/EndOfCapture.js';
import type { Frame__Output } from './generated/faceengine/v1/Frame.js';
import { reportOf } from './wire-challenges.js';
import { depthOf } from './wire-depth.js';
import { imageOf, required, timestampMs } from './wire-requests.js';

/** What the client's messages of every streaming call have in common. */
export interface StreamRequest<Config> {
  readonly event?: 'config' | 'frame' | 'report' | 'end';
  readonly config?: Config | null;
  readonly frame?: Frame__Output | null;
  readonly report?: ChallengeReport__Output | null;
  readonly end?: EndOfCapture__Output | null;
}

export interface FrameRules {
  /** Bytes of one picture in a stream. */
  readonly frameBytesMax: number;
  /** How far a client's capture clock may be from the server's, milliseconds. */
  readonly clockSkewMsMax: number;
  /** The server's clock, milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Takes the first message, at most `configMsMax` after its call. @throws FaceError CONFIG_NOT_FIRST, CAPTURE_TIMEOUT */
export async function configOf<Config>(
  requests: AsyncIterator<StreamRequest<Config>, void>,
  configMsMax: number,
): Promise<Config> {
  const first = await firstWithin(requests, configMsMax);
  const came = first.done ? 'the end of the stream' : (first.value.event ?? 'an empty message');
  if (first.done || first.value.event !== 'config') {
    throw new FaceError('CONFIG_NOT_FIRST', `config was expected as the first message; ${came} came.`, {
      field: 'config',
    });
  }
  return required(first.value.config, 'config');
}

/** A stream that says nothing would otherwise hold its place until its call's own limit. */
async function firstWithin<T>(requests: AsyncIterator<T, void>, limitMs: number): Promise<IteratorResult<T, void>> {
  const timer = new AbortController();
  const message = requests.next();
  // After the limit nobody waits for it.
  message.catch(() => undefined);
  const silence = delay(limitMs, null, { signal: timer.signal });
  silence.catch(() => undefined);
  try {
    const first = await Promise.race([message, silence]);
    if (first !== null) return first;
  } finally {
    timer.abort();
  }
  throw new FaceError(
    'CAPTURE_TIMEOUT',
    `config was expected as the first message within ${limitMs / 1000} s; nothing came.`,
    { field: 'config' },
  );
}

/**
 * The frames and reports after the config, in their order, up to `end` or the end of the client's side.
 *
 * @throws FaceError BAD_FIELD, IMAGE_TOO_LARGE, DEPTH_MISMATCH, SEQUENCE_NOT_RISING, CAPTURE_CLOCK_SKEW
 */
export async function* framesOf<Config>(
  requests: AsyncIterator<StreamRequest<Config>, void>,
  rules: FrameRules,
): AsyncGenerator<CaptureInput, void> {
  const take = frameTaker(rules);
  let clocked = false;
  for (;;) {
    const next = await requests.next();
    if (next.done) return;
    const request = next.value;
    switch (request.event) {
      case 'frame': {
        const frame = required(request.frame, 'frame');
        clocked = frame.capturedAt !== null;
        yield take(frame);
        break;
      }
      case 'report':
        yield reportOf(required(request.report, 'report'), clocked);
        break;
      case 'end':
        return;
      case 'config':
        throw badField('config', 'frame, report or end', 'a second config');
      case undefined:
        throw badField('event', 'frame, report or end', 'an empty message');
    }
  }
}

/** Checks each frame against the one before. */
function frameTaker(rules: FrameRules): (frame: Frame__Output) => Frame {
  let before: { readonly sequence: number; readonly capturedAtMs: number; readonly clock: boolean } | null = null;
  return (frame) => {
    const { sequence } = frame;
    const clock = frame.capturedAt !== null;
    if (before && sequence <= before.sequence) {
      const message = `frame.sequence: more than ${before.sequence} was expected; ${sequence} came.`;
      throw new FaceError('SEQUENCE_NOT_RISING', message, { field: 'frame.sequence' });
    }
    if (before && clock !== before.clock) {
      throw badField('frame.captured_at', 'a time on every frame of the stream or on none', 'both');
    }
    const capturedAtMs = capturedAt(frame, before?.capturedAtMs ?? null, rules);
    const signature = signatureOf(frame);
    // The last one: when it refuses, it leaves no copy of the picture behind, and nothing after it may.
    const image = sightOf(frame, rules.frameBytesMax);
    before = { sequence, capturedAtMs, clock };
    return { sequence, capturedAtMs, image, ...(signature && { signature }) };
  };
}

function sightOf(frame: Frame__Output, frameBytesMax: number): Sight {
  const picture = imageOf(frame, 'frame', frameBytesMax);
  if (!frame.depth) return picture;
  try {
    return { ...picture, depth: depthOf(frame.depth, 'frame.depth') };
  } catch (error) {
    wipe(picture);
    throw error;
  }
}

/** Of both kinds of keys. */
const SIGNATURE_BYTES = 64;

function signatureOf({ signature, capturedAt: stamp }: Frame__Output): FrameSignature | null {
  if (signature.byteLength === 0) return null;
  if (signature.byteLength !== SIGNATURE_BYTES) {
    throw badField('frame.signature', `${SIGNATURE_BYTES} bytes`, `${signature.byteLength}`);
  }
  if (stamp === null) throw badField('frame.captured_at', 'a time on a signed frame', 'nothing');
  return { bytes: Uint8Array.from(signature), atMs: stamp.seconds * 1000 + Math.floor(stamp.nanos / 1e6) };
}

/** Without a time from the client the time of arrival counts, held from going back when the server's clock is set. */
function capturedAt({ capturedAt: stamp }: Frame__Output, beforeMs: number | null, rules: FrameRules): number {
  const nowMs = rules.nowMs();
  if (stamp === null) return Math.max(nowMs, beforeMs ?? nowMs);
  const field = 'frame.captured_at';
  const capturedAtMs = timestampMs(stamp, field);
  if (beforeMs !== null && capturedAtMs < beforeMs) {
    const message = `${field}: a time not before that of the last frame was expected; one ${(beforeMs - capturedAtMs).toFixed(3)} ms before came.`;
    throw new FaceError('CAPTURE_CLOCK_SKEW', message, { field });
  }
  const skewMs = Math.abs(capturedAtMs - nowMs);
  if (skewMs > rules.clockSkewMsMax) {
    const message = `${field} is ${Math.round(skewMs / 1000)} s from the server's clock; at most ${rules.clockSkewMsMax / 1000} s are accepted. Set the client's clock, or leave the field out.`;
    throw new FaceError('CAPTURE_CLOCK_SKEW', message, { field });
  }
  return capturedAtMs;
}

/** Stills are no motion sequence: they stand a second apart, which no motion cue looks across. */
const STILL_INTERVAL_MS = 1000;

export async function* framesOfStills(images: readonly Image[], nowMs: number): AsyncGenerator<Frame, void> {
  const startMs = nowMs - (images.length - 1) * STILL_INTERVAL_MS;
  for (const [index, image] of images.entries()) {
    yield await Promise.resolve({ sequence: index + 1, capturedAtMs: startMs + index * STILL_INTERVAL_MS, image });
  }
}
