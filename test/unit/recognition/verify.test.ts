import type { Observation } from '../../../src/biometrics/observation.js';
import type { Policy } from '../../../src/biometrics/policy.js';
import type { Store } from '../../../src/recognition/ports.js';
import { recognition } from '../../../src/recognition/recognition.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { alice, livePerson, mallory, noFace, scoring, stillPicture } from '../../support/observations.js';
import { call, codeOf, drained, Frames, withModel, world, type World } from '../../support/use-cases.js';

const claim = (subjectId = 'alice') => ({ subjectId, policy: null });

/** A world in which Alice is enrolled. */
async function withAlice(changes: Partial<Policy> = {}): Promise<World> {
  const here = world(changes);
  const request = { subjectId: 'alice', policy: null, replace: false, requestId: null, picturesDigest: null };
  await drained(here.uses.enroll(request, new Frames(here, livePerson(alice, 12)), call));
  return here;
}

const verified = (here: World, shown: readonly Observation[], subjectId = 'alice') =>
  drained(here.uses.verify(claim(subjectId), new Frames(here, shown), call));

test('a mated claim is accepted as soon as the evidence will do', async () => {
  const here = await withAlice();
  const frames = new Frames(here, livePerson(alice, 40));
  const { result } = await drained(here.uses.verify(claim(), frames, call));
  expect(result).toMatchObject({ outcome: 'ACCEPT', framesSeen: 9, framesAccepted: 9, hint: null });
  expect(result.reasons).toEqual(['SIMILARITY_SUFFICIENT', 'LIVENESS_SHOWN']);
  expect(result.modalities).toEqual(['RGB', 'LIVENESS', 'MOTION']);
  expect(frames).toMatchObject({ pulled: 9, closed: true });
});

test('a non-mated claim is rejected, and not before its frames have ended', async () => {
  const here = await withAlice();
  const { result } = await verified(here, livePerson(mallory, 20));
  expect(result).toMatchObject({ outcome: 'REJECT', reasons: ['SIMILARITY_LOW'], framesSeen: 20 });
  expect(result.scores.comparisonScore).toBeLessThan(0.245);
});

test('a picture of the subject is not accepted, however alike', async () => {
  const here = await withAlice();
  const { result } = await verified(here, stillPicture(alice, 40));
  expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['LIVENESS_NOT_SHOWN'], hint: 'SHOW_LIVENESS' });
  expect(result.scores.similarity).toBeGreaterThan(0.9);
});

test('somebody a little like the subject is asked again, not accepted', async () => {
  const here = await withAlice();
  const { result } = await verified(here, livePerson(scoring(alice, 0.38, 77), 20));
  expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['SIMILARITY_INCONCLUSIVE'] });
});

test('an unknown subject looks exactly like a non-match', async () => {
  const here = await withAlice();
  const shown = livePerson(mallory, 12);
  const unknown = await verified(here, shown, 'nobody');
  const nonMatch = await verified(here, shown);
  const seenButNumbers = ({ steps, result }: typeof unknown) => ({
    steps: steps.map((step) => (step.kind === 'started' ? { ...step, nonce: null } : step)),
    result: { ...result, scores: Object.entries(result.scores).map(([name, score]) => [name, typeof score]) },
  });
  expect(seenButNumbers(unknown)).toEqual(seenButNumbers(nonMatch));
});

test('the store is asked the same for an unknown subject as for a non-match, since every question takes time', async () => {
  const here = await withAlice();
  const shown = livePerson(mallory, 12);
  const { asked, store } = listening(here.store);
  const listened = { ...here, uses: recognition({ ...here.context, store }) };
  await verified(listened, shown);
  const ofKnown = asked.splice(0);
  await verified(listened, shown, 'nobody');
  expect(ofKnown).toContain('templates.listOf');
  expect(asked).toEqual(ofKnown);
});

/** The same store, and what it was asked, as `table.method`. */
function listening(store: Store): { readonly asked: string[]; readonly store: Store } {
  const asked: string[] = [];
  const heard = <T extends object>(object: T, name: string): T =>
    new Proxy(object, {
      get: (target, key, receiver) => {
        if (name !== '') asked.push(`${name}.${String(key)}`);
        const value: unknown = Reflect.get(target, key, receiver);
        return name === '' && typeof value === 'object' && value !== null ? heard(value, String(key)) : value;
      },
    });
  return {
    asked,
    store: { transaction: (work, given) => store.transaction((unit) => work(heard(unit, '')), given) },
  };
}

test('the scores of an unknown subject are those of one and the same stranger', async () => {
  const here = await withAlice();
  const shown = livePerson(mallory, 12);
  const scores = async (name: string) => (await verified(here, shown, name)).result.scores;
  const first = await scores('nobody');
  expect(await scores('nobody')).toEqual(first);
  expect(await scores('no one')).not.toEqual(first);
  expect(first.similarity).toBeLessThan(0.6);
});

test('a known subject without a template looks like an unknown one', async () => {
  const here = await withAlice();
  await here.uses.createSubject({ subjectId: 'bob', tags: [] }, null, call);
  const bob = await verified(here, livePerson(mallory, 12), 'bob');
  const nobody = await verified(here, livePerson(mallory, 12), 'nobody');
  const { scores, ...rest } = bob.result;
  expect(nobody.result).toMatchObject(rest);
  expect(Object.values(scores).map((score) => typeof score)).toEqual(
    Object.values(nobody.result.scores).map((score) => typeof score),
  );
});

test('a template of another model is told before the first frame', async () => {
  const here = await withAlice();
  const other = new FakeEngine('other@000000000002');
  const frames = new Frames(here, livePerson(alice, 3));
  const verification = drained(withModel(here, other).verify(claim(), frames, call));
  await expect(verification).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
  expect(frames.pulled).toBe(0);
});

test('without its key the server verifies nobody', async () => {
  const here = await withAlice();
  here.vault.sealed = true;
  expect(await codeOf(verified(here, livePerson(alice, 3)))).toBe('KEYS_SEALED');
  expect(await codeOf(verified(here, livePerson(alice, 3), 'nobody'))).toBe('KEYS_SEALED');
});

describe('the reference', () => {
  const zeros = (vector: Float32Array | undefined) => vector?.every((value) => value === 0);

  test('is zeroed after a decision', async () => {
    const here = await withAlice();
    await verified(here, livePerson(alice, 12));
    expect(here.vault.opened).toHaveLength(1);
    expect(zeros(here.vault.opened[0])).toBe(true);
  });

  test('is zeroed when a frame fails', async () => {
    const here = await withAlice();
    here.engine.onObserve = () => {
      throw new Error('the worker was lost');
    };
    await expect(verified(here, livePerson(alice, 3))).rejects.toThrow('lost');
    expect(zeros(here.vault.opened[0])).toBe(true);
  });

  test('is zeroed when the caller turns away', async () => {
    const here = await withAlice();
    const verification = here.uses.verify(claim(), new Frames(here, livePerson(alice, 12)), call);
    await verification.next();
    expect(zeros(here.vault.opened[0])).toBe(false);
    await verification.return(undefined as never);
    expect(zeros(here.vault.opened[0])).toBe(true);
  });
});

describe('limits', () => {
  const limited = (changes: Partial<Policy['limits']>) =>
    withAlice({ limits: { framesMax: 150, durationMsMax: 60_000, idleTimeoutMs: 10_000, ...changes } });

  test('a client that keeps silent gets a decision after the idle time', async () => {
    const here = await limited({ idleTimeoutMs: 30 });
    const frames = new Frames(here, stillPicture(alice, 4), 'client keeps silent');
    const { result } = await drained(here.uses.verify(claim(), frames, call));
    expect(result).toMatchObject({ outcome: 'RE_VERIFY', framesSeen: 4 });
    expect(result.reasons).toContain('CAPTURE_TIMEOUT');
    expect(frames.outstandingMax).toBe(1);
  });

  test('a client that never sends a frame gets a decision too', async () => {
    const here = await limited({ idleTimeoutMs: 30 });
    const { result } = await drained(here.uses.verify(claim(), new Frames(here, [], 'client keeps silent'), call));
    expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['NO_FACE', 'CAPTURE_TIMEOUT'], framesSeen: 0 });
  });

  test('frames that never pause do not outlast the duration', async () => {
    const here = await limited({ durationMsMax: 1_000 });
    const { result } = await verified(here, stillPicture(alice, 100));
    expect(result.framesSeen).toBe(10);
    expect(result.reasons).toContain('CAPTURE_TIMEOUT');
  });

  test('frames end at their limit', async () => {
    const here = await limited({ framesMax: 11 });
    const { result } = await verified(here, livePerson(mallory, 100));
    expect(result).toMatchObject({ outcome: 'REJECT', framesSeen: 11 });
  });
});

describe('the capture', () => {
  test('starts with its limits and a nonce of 32 bytes, for this capture alone', async () => {
    const here = await withAlice();
    const first = await verified(here, [noFace]);
    const second = await verified(here, [noFace]);
    const [started] = first.steps;
    expect(started).toMatchObject({
      kind: 'started',
      framesMax: 150,
      durationMsMax: 60_000,
      idleTimeoutMs: 10_000,
      frameBytesMax: 2 ** 20,
      policyVersion: 'passive@1',
      modelId: here.engine.modelId,
    });
    const nonces = [first, second].map(({ steps: [step] }) => (step?.kind === 'started' ? step.nonce : null));
    expect(nonces[0]).toHaveLength(32);
    expect(nonces[0]).not.toEqual(nonces[1]);
  });

  test('pulls one frame at a time, and none while its caller does not ask', async () => {
    const here = await withAlice();
    const frames = new Frames(here, livePerson(mallory, 20));
    const verification = here.uses.verify(claim(), frames, call);
    await verification.next();
    expect(frames.pulled).toBe(0);
    await verification.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(frames.pulled).toBe(1);
    await drained(verification);
    expect(frames.outstandingMax).toBe(1);
  });

  test('gives feedback on every frame; the edge thins it out', async () => {
    const here = await withAlice();
    const { steps } = await verified(here, livePerson(mallory, 40));
    const feedback = steps.filter((step) => step.kind === 'feedback');
    // Frames come ten a second.
    expect(feedback.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  test('says why a frame was passed over and what is missing, and nothing of an attack', async () => {
    const here = await withAlice();
    const { steps } = await verified(here, [noFace, noFace, ...livePerson(alice, 8, { liveness: 0 })]);
    const feedback = steps.filter((step) => step.kind === 'feedback');
    expect(feedback[0]).toMatchObject({ skipped: 'NO_FACE', framesAccepted: 0, framesNeeded: 5, missing: 'TOO_FEW_FRAMES' }); // prettier-ignore
    for (const { missing } of feedback) expect(missing).toBe('TOO_FEW_FRAMES');
    expect(feedback.flatMap((step) => Object.keys(step))).not.toContain('similarity');
  });

  test('measures liveness and eyes only where the policy looks at them', async () => {
    const here = await withAlice();
    here.engine.asked.length = 0;
    const stills = { subjectId: 'alice', policy: 'comparison-only' as const };
    const { result } = await drained(here.uses.verify(stills, new Frames(here, stillPicture(alice, 3)), call));
    expect(here.engine.asked[0]).toEqual({
      embedding: true,
      formerEmbedding: false,
      liveness: false,
      eyes: false,
      motion: null,
    });
    expect(result).toMatchObject({ outcome: 'ACCEPT', modalities: ['RGB'] });
    expect(result.reasons).toContain('LIVENESS_NOT_CHECKED');
  });
});
