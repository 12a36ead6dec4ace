import { challengeActions } from '../../src/biometrics/challenge-actions.js';
import { decisionReasons } from '../../src/biometrics/outcome.js';
import type { Challenge__Output } from '../../src/rpc/generated/faceengine/v1/Challenge.js';
import type { ChallengeResult__Output } from '../../src/rpc/generated/faceengine/v1/ChallengeResult.js';
import { framesOf } from '../../src/rpc/frames.js';
import { loadPackage, serializerOf } from '../../src/rpc/protos.js';
import { reportOf, toWireChallenge, toWireChallengeResult } from '../../src/rpc/wire-challenges.js';

const definitions = loadPackage();
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the message
function overTheWire<T>(name: string, message: object): T {
  const bytes = serializerOf(definitions, name)(message);
  return (definitions[name] as unknown as { deserialize: (bytes: Buffer) => T }).deserialize(bytes);
}

const nonce = Buffer.from(Array.from({ length: 32 }, (_, i) => i));

test.each(challengeActions)('a challenge to %s arrives as it was drawn', (action) => {
  const issued = { kind: 'challenge', nonce: new Uint8Array(nonce), action, index: 2, count: 3 } as const;
  const wire = toWireChallenge({ ...issued, respondWithinMs: 7250 });
  expect(overTheWire<Challenge__Output>('faceengine.v1.Challenge', wire)).toEqual({
    nonce,
    action: `CHALLENGE_ACTION_${action}`,
    index: 2,
    count: 3,
    respondWithin: { seconds: 7, nanos: 250_000_000 },
  });
});

test('a result arrives with its reason, or with none when it passed', () => {
  const told = (passed: boolean, reason: (typeof decisionReasons)[number] | null) =>
    overTheWire<ChallengeResult__Output>(
      'faceengine.v1.ChallengeResult',
      toWireChallengeResult({ kind: 'result', index: 1, passed, reason }),
    );
  expect(told(true, null)).toEqual({ index: 1, passed: true, reason: 'REASON_UNSPECIFIED' });
  for (const reason of decisionReasons) expect(told(false, reason).reason).toBe(`REASON_${reason}`);
});

describe('a report', () => {
  const at = (seconds: number, nanos = 0) => ({ seconds, nanos });

  test('keeps its nonce in bytes of its own, and its time in milliseconds', () => {
    const report = reportOf({ nonce, shownAt: at(1_700_000_000, 250_000_000) }, true);
    expect(report.shownAtMs).toBe(1_700_000_000_250);
    expect(Buffer.compare(nonce, report.nonce)).toBe(0);
    expect(report.nonce.buffer).not.toBe(nonce.buffer);
    expect(reportOf({ nonce, shownAt: null }, false).shownAtMs).toBeNull();
  });

  test.each([
    ['a nonce of another length', { nonce: nonce.subarray(1), shownAt: null }, 'report.nonce'],
    ['a time before 1970', { nonce, shownAt: at(-1) }, 'report.shown_at.seconds'],
    ['a time that is none', { nonce, shownAt: at(NaN) }, 'report.shown_at.seconds'],
    ['a second of too many parts', { nonce, shownAt: at(0, 1e9) }, 'report.shown_at.nanos'],
  ])('with %s is refused', (_, report, field) => {
    expect(() => reportOf(report, true)).toThrow(expect.objectContaining({ code: 'BAD_FIELD', field }) as Error);
  });

  test('with a time is refused where frames have none, since there is no clock it could be on', () => {
    expect(() => reportOf({ nonce, shownAt: at(1) }, false)).toThrow(
      expect.objectContaining({ code: 'BAD_FIELD', field: 'report.shown_at' }) as Error,
    );
  });

  test('keeps its place among the frames', async () => {
    const [image, signature] = [Buffer.from([1]), Buffer.alloc(0)];
    const picture = {
      format: 'IMAGE_FORMAT_JPEG' as const,
      width: 0,
      height: 0,
      image,
      capturedAt: null,
      signature,
      depth: null,
    };
    const requests = [
      { event: 'frame' as const, frame: { ...picture, sequence: 1 } },
      { event: 'report' as const, report: { nonce, shownAt: null } },
      { event: 'frame' as const, frame: { ...picture, sequence: 2 } },
    ];
    const source = (async function* () {
      for (const request of requests) yield await Promise.resolve(request);
    })();
    const kinds: string[] = [];
    const rules = { frameBytesMax: 10, clockSkewMsMax: 1000, nowMs: () => 0 };
    for await (const input of framesOf(source, rules)) kinds.push('image' in input ? 'frame' : 'report');
    expect(kinds).toEqual(['frame', 'report', 'frame']);
  });
});
