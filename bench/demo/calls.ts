import { type FaceClient, exchange } from '../../test/support/grpc-client.js';
import type { Shot } from './people.js';

/** The demo's calls: what a client sends, and what it reads of the answer. */

export interface Enrolled {
  readonly subject: string;
  readonly enrolled: boolean;
  readonly reasons: readonly string[];
  readonly frames: number;
}

export interface Decided {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly similarity: number | null;
}

/** Frames of one stream. */
export interface Stream {
  readonly shots: readonly Shot[];
  /** Apart on the capture clock; null: the server takes the time at which they come. */
  readonly intervalMs: number | null;
}

export async function enrol(
  client: FaceClient,
  { subject, policy }: { readonly subject: string; readonly policy: string },
  stream: Stream,
): Promise<Enrolled> {
  const config = { subjectId: subject, policy };
  const { answers, status } = await exchange(client.enroll(), await messages({ config }, stream));
  const result = answers.at(-1)?.enrollResult;
  if (!result) throw new Error(`enrolment of ${subject} ended with status ${status.code}: ${status.details}`);
  const { enrolled, reasons, framesAccepted } = result;
  return { subject, enrolled, reasons: reasons.map(short), frames: framesAccepted };
}

export async function verify(
  client: FaceClient,
  { subject, policy }: { readonly subject: string; readonly policy: string },
  stream: Stream,
): Promise<Decided> {
  const config = { subjectId: subject, policy };
  const { answers, status } = await exchange(client.verify(), await messages({ config }, stream));
  const decision = answers.at(-1)?.decision;
  if (!decision) throw new Error(`a claim ended with status ${status.code}: ${status.details}`);
  const { outcome, reasons, scores } = decision;
  return { outcome: short(outcome), reasons: reasons.map(short), similarity: scores?.similarity ?? null };
}

export async function checkLiveness(client: FaceClient, policy: string, stream: Stream): Promise<Decided> {
  const { answers, status } = await exchange(client.checkLiveness(), await messages({ config: { policy } }, stream));
  const result = answers.at(-1)?.padResult;
  if (!result) throw new Error(`a liveness check ended with status ${status.code}: ${status.details}`);
  return { outcome: short(result.outcome), reasons: result.reasons.map(short), similarity: null };
}

/** The config, every picture as a frame, the end: what a client sends. On the capture clock the last frame is of now. */
async function messages<C extends object>(config: C, { shots, intervalMs }: Stream) {
  const images = await Promise.all(shots.map((shot) => shot.bytes()));
  const nowMs = Date.now();
  const frames = shots.map(({ format }, index) => {
    const frame = { sequence: index + 1, format, image: Buffer.from(images[index] ?? []) };
    if (intervalMs === null) return { frame };
    return { frame: { ...frame, capturedAt: stampOf(nowMs - (shots.length - 1 - index) * intervalMs) } };
  });
  return [config, ...frames, { end: {} }];
}

function stampOf(atMs: number) {
  return { seconds: Math.floor(atMs / 1000), nanos: (atMs % 1000) * 1_000_000 };
}

const short = (name: string): string => name.replace(/^(OUTCOME|REASON|PAD_OUTCOME)_/, '');
