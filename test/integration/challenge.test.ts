import type { ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import { recognition } from '../../src/recognition/recognition.js';
import type { Challenge__Output } from '../../src/rpc/generated/faceengine/v1/Challenge.js';
import { actorSeen } from '../support/actor.js';
import { answering, type Asked, type Habits } from '../support/challenge-scene.js';
import { errorDetails } from '../support/grpc-client.js';
import { loopback, type Loopback } from '../support/rpc-server.js';
import { acted, ActorInputs } from '../support/actor-client.js';
import { call, world, type World } from '../support/use-cases.js';

/** An `active` stream over gRPC, in real time, with an actor before the camera and an engine that sees what is scripted. */

jest.setTimeout(60_000);

let here: World;
let edge: Loopback;
beforeAll(async () => {
  here = world();
  const inputs = new ActorInputs(here);
  const request = { subjectId: 'alice', policy: 'active', replace: false, requestId: null, picturesDigest: null };
  await acted(here.uses.enroll(request, inputs, call), inputs);
  const uses = recognition({ ...here.context, clock: { nowMs: () => Date.now() } });
  edge = await loopback({}, { recognition: uses });
});
afterAll(() => edge.close());

const FRAME_MS = 70;
const stampOf = (atMs: number) => ({ seconds: Math.floor(atMs / 1000), nanos: Math.floor(atMs % 1000) * 1_000_000 });
const nameOf = (action: Challenge__Output['action']) => action.replace('CHALLENGE_ACTION_', '') as ChallengeAction;

/** What a client for real cameras does too: frames at their pace, and a report as soon as an action is shown. */
async function verified(habits: Habits, corrupt: (nonce: Buffer) => Buffer = (nonce) => nonce) {
  const stream = edge.client.verify();
  const startMs = Date.now();
  const [asked, answers]: [Asked[], string[]] = [[], []];
  await stream.write({ config: { subjectId: 'alice', policy: 'active' } });
  let sequence = 0;
  const camera = setInterval(() => {
    const atMs = Date.now() - startMs;
    const { data } = here.engine.image(actorSeen(answering(atMs, asked, habits), sequence));
    const format = 'IMAGE_FORMAT_JPEG' as const;
    sequence += 1;
    const frame = { sequence, capturedAt: stampOf(startMs + atMs), format, image: Buffer.from(data) };
    stream.write({ frame }).catch(() => undefined);
  }, FRAME_MS);
  try {
    let decision = null;
    for await (const message of stream.messages) {
      if (message.event !== 'feedback') answers.push(message.event ?? '');
      if (message.challenge) {
        const { action, nonce } = message.challenge;
        asked.push({ action: nameOf(action), atMs: Date.now() - startMs });
        await stream.write({ report: { nonce: corrupt(nonce), shownAt: stampOf(Date.now()) } });
      }
      if (message.result) answers.push(message.result.reason);
      if (message.decision) decision = message.decision;
    }
    return { asked, answers, decision, status: await stream.status };
  } finally {
    clearInterval(camera);
    stream.cancel();
  }
}

test('who does what the challenges ask for is accepted', async () => {
  const { asked, answers, decision } = await verified({ reactionMs: 400 });
  expect(decision).toMatchObject({ outcome: 'OUTCOME_ACCEPT', policyVersion: 'active@1' });
  expect(decision!.reasons).toEqual(['REASON_SIMILARITY_SUFFICIENT', 'REASON_LIVENESS_SHOWN']);
  expect(asked).toHaveLength(3);
  const turn = ['challenge', 'result', 'REASON_UNSPECIFIED'];
  expect(answers).toEqual(['started', ...turn, ...turn, ...turn, 'decision']);
});

test('who does something else is told so and not accepted', async () => {
  const { answers, decision } = await verified({
    reactionMs: 400,
    instead: (action) => (action === 'LOOK_UP' ? 'LOOK_DOWN' : 'LOOK_UP'),
  });
  expect(decision).toMatchObject({
    outcome: 'OUTCOME_RE_VERIFY',
    reasons: ['REASON_CHALLENGE_WRONG_ACTION'],
    hint: 'RE_VERIFY_HINT_FOLLOW_INSTRUCTIONS',
  });
  expect(answers).toEqual(['started', 'challenge', 'result', 'REASON_CHALLENGE_WRONG_ACTION', 'decision']);
});

test('a report with a nonce of its own making is a fault', async () => {
  const { decision, status } = await verified({}, (nonce) => Buffer.from(nonce.map((byte) => byte ^ 1)));
  expect(decision).toBeNull();
  expect(errorDetails(status)).toMatchObject({ reason: 'BAD_FIELD', fields: ['report.nonce'] });
});

test('stills are not accepted under a policy that challenges', async () => {
  const pictures = Array.from({ length: 5 }, (_, i) => ({
    format: 'IMAGE_FORMAT_JPEG' as const,
    image: Buffer.from(here.engine.image(actorSeen(answering(0, []), i)).data),
  }));
  const { decision } = await edge.client.verifyOnce({ config: { subjectId: 'alice', policy: 'active' }, pictures });
  expect(decision).toMatchObject({ outcome: 'OUTCOME_RE_VERIFY', reasons: ['REASON_CHALLENGE_NOT_FINISHED'] });
});
