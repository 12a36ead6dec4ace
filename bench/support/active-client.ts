import { status as statusCodes } from '@grpc/grpc-js';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import { errorDetails, type FaceClient } from '../../test/support/grpc-client.js';

/** A client of `active` streams: a camera that sends at its pace, and somebody before it who answers with pictures. */

/** What the camera sees, in its order: over and over while at rest, once for each action, back at rest after it. */
export interface Repertoire {
  readonly rest: readonly Buffer[];
  readonly actions: Readonly<Partial<Record<ChallengeAction, readonly Buffer[]>>>;
  /** For actions without pictures of their own. */
  readonly otherwise: readonly Buffer[];
}

export interface ActiveStream {
  /** The main reason of the answer, or the code of the error. */
  readonly outcome: string;
  readonly durationMs: number;
  readonly framesSent: number;
  readonly challenges: number;
  readonly challengesPassed: number;
  /** From the first frame to the first challenge; null where none came. */
  readonly firstChallengeMs: number | null;
  /** From each challenge's report to its result. */
  readonly answerMs: readonly number[];
}

/** How long the person takes from reading to moving. */
const REACTION_MS = 500;

export async function runActiveStream(client: FaceClient, repertoire: Repertoire, fps: number): Promise<ActiveStream> {
  const call = client.checkLiveness();
  const camera = new Camera(repertoire);
  const startedMs = performance.now();
  const tally = { challenges: 0, challengesPassed: 0, firstChallengeMs: null as number | null };
  const answerMs: number[] = [];
  let [outcome, reportedMs] = ['', 0];
  await call.write({ config: { policy: 'active' } });
  const over = new AbortController();
  const filming = film(call, camera, fps, over.signal);
  for await (const { challenge, feedback, result, padResult } of call.messages) {
    if (feedback) camera.taken = feedback.sequence;
    if (challenge) {
      tally.challenges += 1;
      tally.firstChallengeMs ??= performance.now() - startedMs;
      // A client with a screen shows the action here.
      camera.asked(challenge.action.replace('CHALLENGE_ACTION_', '') as ChallengeAction);
      reportedMs = performance.now();
      await call.write({ report: { nonce: challenge.nonce, shownAt: stampNow() } }).catch(() => undefined);
    }
    if (result) {
      answerMs.push(performance.now() - reportedMs);
      if (result.passed) tally.challengesPassed += 1;
    }
    if (padResult) outcome = padResult.reasons[0]?.replace('REASON_', '') ?? '';
  }
  over.abort();
  const framesSent = await filming;
  const status = await call.status;
  if (status.code !== statusCodes.OK) outcome = errorDetails(status).reason ?? `status ${status.code}`;
  return { outcome, durationMs: performance.now() - startedMs, framesSent, ...tally, answerMs };
}

type Call = ReturnType<FaceClient['checkLiveness']>;

/**
 * Sends what the camera sees until the call is over. Frames are left out while the server is a second behind: what waits in
 * between grows old, and old frames answer nothing.
 */
async function film(call: Call, camera: Camera, fps: number, over: AbortSignal): Promise<number> {
  let sequence = 0;
  let nextMs = performance.now();
  while (!over.aborted) {
    const image = camera.sees();
    if (sequence - camera.taken <= fps) {
      sequence += 1;
      const frame = { sequence, capturedAt: stampNow(), format: 'IMAGE_FORMAT_JPEG' as const, image };
      const sent = await call.write({ frame }).then(
        () => true,
        () => false,
      );
      if (!sent) break;
    }
    nextMs = Math.max(nextMs + 1000 / fps, performance.now());
    await delay(nextMs - performance.now(), undefined, { signal: over }).catch(() => undefined);
  }
  return sequence;
}

class Camera {
  /** The last frame that the server has told about. */
  taken = 0;
  readonly #repertoire: Repertoire;
  #shots = 0;
  #script: Buffer[] = [];
  #fromMs = 0;

  constructor(repertoire: Repertoire) {
    this.#repertoire = repertoire;
  }

  asked(action: ChallengeAction): void {
    const { actions, otherwise } = this.#repertoire;
    this.#script = [...(actions[action] ?? otherwise)];
    this.#fromMs = performance.now() + REACTION_MS;
  }

  sees(): Buffer {
    const { rest } = this.#repertoire;
    const acting = performance.now() >= this.#fromMs ? this.#script.shift() : undefined;
    const shot = acting ?? rest[this.#shots++ % rest.length];
    if (!shot) throw new Error('there is no picture of the face at rest');
    return shot;
  }
}

function stampNow() {
  const nowMs = Date.now();
  return { seconds: Math.floor(nowMs / 1000), nanos: (nowMs % 1000) * 1_000_000 };
}
