import { FakeEngine } from '../../support/fake-engine.js';
import { calibrated } from '../../support/observations.js';
import {
  ada,
  captureOf,
  enrolled,
  eve,
  landscapeWithAda,
  migrating,
  modelsOf,
  newId,
  oldId,
  oldScale,
  verified,
} from '../../support/two-models.js';
import { call, codeOf, drained, Frames, withModel } from '../../support/use-cases.js';

/** Claims during a change of model. */

describe('a subject with a template of the former model', () => {
  test('is accepted by it, and the decision names it', async () => {
    const servers = await landscapeWithAda();
    const decision = await verified(servers.new, captureOf(servers.new, ada));
    expect(decision).toMatchObject({ outcome: 'ACCEPT', modelId: oldId });
    expect(decision.scores.similarity).toBeCloseTo(oldScale.similarity(decision.scores.comparisonScore ?? NaN), 6);
  });

  test('ends the capture early, as with the model in use', async () => {
    const servers = await landscapeWithAda();
    const frames = new Frames(servers.new, captureOf(servers.new, ada, {}, 60));
    await drained(servers.new.uses.verify({ subjectId: 'ada', policy: null }, frames, call));
    const before = new Frames(servers.old, captureOf(servers.old, ada, {}, 60));
    await drained(servers.old.uses.verify({ subjectId: 'ada', policy: null }, before, call));
    expect(frames.pulled).toBe(before.pulled);
    expect(frames.pulled).toBeLessThan(60);
  });

  test('is judged in the space of that model alone: whom only the new one confuses is refused', async () => {
    const servers = await landscapeWithAda();
    const confused = { byOld: eve.byOld, byNew: ada.byNew };
    expect((await verified(servers.new, captureOf(servers.new, confused))).outcome).toBe('REJECT');
  });

  test('is refused without an embedding of the former model', async () => {
    const servers = await landscapeWithAda();
    const decision = await verified(servers.new, captureOf(servers.new, ada, { formerEmbedding: null }));
    expect(decision).toMatchObject({ outcome: 'RE_VERIFY', modelId: newId, framesAccepted: 0 });
  });

  test('waits where no migration was started', async () => {
    const servers = await landscapeWithAda();
    await verified(servers.new, captureOf(servers.new, ada));
    expect(await modelsOf(servers.new)).toEqual([oldId]);
    expect(servers.new.journal).toMatchObject({ moved: 0, notMoved: [] });
  });

  test('is a mismatch once the former model is gone', async () => {
    const servers = await landscapeWithAda();
    expect(await codeOf(verified(servers.after, captureOf(servers.after, ada)))).toBe('MODEL_MISMATCH');
  });
});

describe('what an answer tells', () => {
  test('a refusal by the former template looks like that of an unknown subject', async () => {
    const servers = await landscapeWithAda();
    const known = await verified(servers.new, captureOf(servers.new, eve));
    const unknown = await verified(servers.new, captureOf(servers.new, eve), { subjectId: 'nobody' });
    const { scores, ...rest } = known;
    expect(unknown).toMatchObject(rest);
    expect(known).toMatchObject({ outcome: 'REJECT', modelId: newId });
    expect(calibrated.similarity(scores.comparisonScore ?? NaN)).toBeCloseTo(scores.similarity ?? NaN, 6);
  });

  test('both models are measured for every claim, and one for liveness alone', async () => {
    const servers = await landscapeWithAda();
    for (const subjectId of ['ada', 'nobody']) await verified(servers.new, captureOf(servers.new, eve), { subjectId });
    expect(new Set(servers.new.engine.asked.map(({ formerEmbedding }) => formerEmbedding))).toEqual(new Set([true]));
    const before = servers.new.engine.asked.length;
    const frames = new Frames(servers.new, captureOf(servers.new, ada));
    await drained(servers.new.uses.checkLiveness({ policy: null }, frames, call));
    const asked = servers.new.engine.asked.slice(before);
    expect(new Set(asked.map(({ formerEmbedding }) => formerEmbedding))).toEqual(new Set([false]));
  });

  test('templates of a third model are told before the first frame', async () => {
    const servers = await landscapeWithAda();
    const third = new FakeEngine('third@000000000003', { modelId: 'second@000000000002', embeddingDim: 128 });
    const frames = new Frames(servers.old, captureOf(servers.old, ada));
    const uses = withModel({ ...servers.new, context: { ...servers.new.context } }, third);
    expect(await codeOf(drained(uses.verify({ subjectId: 'ada', policy: null }, frames, call)))).toBe('MODEL_MISMATCH');
    expect(frames.pulled).toBe(0);
  });

  test('a claim that moves its subject is answered like the one before', async () => {
    const [moving, waiting] = [await migrating(), await landscapeWithAda()];
    const [moved, stayed] = [
      await verified(moving.new, captureOf(moving.new, ada)),
      await verified(waiting.new, captureOf(waiting.new, ada)),
    ];
    expect(await modelsOf(moving.new)).toEqual([newId, oldId]);
    expect(moved).toEqual(stayed);
  });
});

test('a template that goes during the capture accepts nobody, and the answer names the model in use', async () => {
  const servers = await migrating();
  const claim = servers.new.uses.verify(
    { subjectId: 'ada', policy: null },
    new Frames(servers.new, captureOf(servers.new, ada)),
    call,
  );
  await claim.next();
  await enrolled(servers.old, eve, { replace: true });
  expect((await drained(claim)).result).toMatchObject({ outcome: 'REJECT', modelId: newId });
  expect(await modelsOf(servers.new)).toEqual([oldId]);
});
