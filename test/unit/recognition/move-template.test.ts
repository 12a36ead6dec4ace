import { calibration } from '../../../src/biometrics/calibration.js';
import { FaceError } from '../../../src/errors.js';
import { identity, scoring, stillPicture, table } from '../../support/observations.js';
import {
  ada,
  captureOf,
  enrolled,
  eve,
  InterruptedStore,
  type Landscape,
  migrating,
  modelsOf,
  newId,
  oldId,
  oldScale,
  templatesOf,
  verified,
} from '../../support/two-models.js';
import { call } from '../../support/use-cases.js';

/** Templates of the model in use that accepted claims make by the way. */

describe('while a migration lasts, an accepted live claim', () => {
  test('stores a template of the model in use beside the old one', async () => {
    const servers = await migrating();
    const [old] = await templatesOf(servers.old);
    const { framesAccepted } = await verified(servers.new, captureOf(servers.new, ada));
    const rows = await templatesOf(servers.new);
    expect(rows.find(({ modelId }) => modelId === oldId)).toEqual(old);
    expect(rows.find(({ modelId }) => modelId === newId)).toMatchObject({ version: 1, framesUsed: framesAccepted });
    expect(servers.new.journal).toMatchObject({ moved: 1, notMoved: [] });
  });

  test('makes one that accepts its subject and nobody else', async () => {
    const servers = await migrating();
    await verified(servers.new, captureOf(servers.new, ada));
    for (const server of [servers.new, servers.after]) {
      expect(await verified(server, captureOf(server, ada))).toMatchObject({ outcome: 'ACCEPT', modelId: newId });
      expect((await verified(server, captureOf(server, eve))).outcome).toBe('REJECT');
    }
    expect(servers.new.journal.moved).toBe(1);
  });

  test('zeroes what it opened', async () => {
    const servers = await migrating();
    await verified(servers.new, captureOf(servers.new, ada));
    expect(servers.new.vault.opened.every((reference) => reference.every((value) => value === 0))).toBe(true);
  });
});

describe('nobody is moved by', () => {
  const unmoved = async (servers: Landscape) => {
    expect(await modelsOf(servers.new)).toEqual([oldId]);
    expect(servers.new.journal).toMatchObject({ moved: 0, notMoved: [] });
  };

  test('a comparison without liveness', async () => {
    const servers = await migrating();
    const decision = await verified(servers.new, captureOf(servers.new, ada), { policy: 'comparison-only' });
    expect(decision).toMatchObject({ outcome: 'ACCEPT', modelId: oldId });
    await unmoved(servers);
  });

  test('a refusal', async () => {
    const servers = await migrating();
    expect((await verified(servers.new, captureOf(servers.new, eve))).outcome).toBe('REJECT');
    await unmoved(servers);
  });

  test('a claim that shows no life', async () => {
    const servers = await migrating();
    const still = stillPicture(ada.byNew, 12).map((shown) => ({
      ...shown,
      face: shown.face && { ...shown.face, formerEmbedding: ada.byOld },
    }));
    expect((await verified(servers.new, still)).outcome).toBe('RE_VERIFY');
    await unmoved(servers);
  });

  test('a claim for an unknown subject', async () => {
    const servers = await migrating();
    await verified(servers.new, captureOf(servers.new, ada), { subjectId: 'nobody' });
    expect(await modelsOf(servers.new, 'nobody')).toEqual([]);
    await unmoved(servers);
  });

  test('frames that are good enough for a claim and not for an enrolment', async () => {
    const servers = await migrating();
    const poor = captureOf(servers.new, ada, { pose: { yawDeg: 35, pitchDeg: 0, rollDeg: 0 } });
    expect((await verified(servers.new, poor)).outcome).toBe('ACCEPT');
    await unmoved(servers);
    // Two good ones are too few, a third is enough.
    const some = (good: number) => [...captureOf(servers.new, ada, {}, good), ...poor.slice(good)];
    expect((await verified(servers.new, some(2))).outcome).toBe('ACCEPT');
    await unmoved(servers);
    expect((await verified(servers.new, some(3))).outcome).toBe('ACCEPT');
    expect((await templatesOf(servers.new)).find(({ modelId }) => modelId === newId)?.framesUsed).toBe(3);
  });

  test('frames that do not agree in the new space', async () => {
    // FMR 0.1 % at 0.98: no two samples of this person are so much alike.
    const strict = calibration({
      impostorMedian: 0.02,
      points: table.points.map(({ fmr, score }) => ({ fmr, score: 0.96 + score / 16 })),
    });
    const servers = await migrating({ calibration: strict });
    expect((await verified(servers.new, captureOf(servers.new, ada))).outcome).toBe('ACCEPT');
    await unmoved(servers);
  });

  test('a policy that accepts at a similarity no built-in one does', async () => {
    const servers = await migrating({ policy: { similarityAcceptMin: 0.7, acceptMin: 0.6 } });
    const formerEmbedding = scoring(ada.byOld, oldScale.scoreAt(0.76), 7);
    const decision = await verified(servers.new, captureOf(servers.new, ada, { formerEmbedding }));
    expect(decision).toMatchObject({ outcome: 'ACCEPT', modelId: oldId });
    expect(decision.scores.similarity).toBeGreaterThan(0.7);
    expect(decision.scores.similarity).toBeLessThan(0.8);
    await unmoved(servers);
  });

  test('frames that the old template hardly knows, each for itself', async () => {
    const servers = await migrating({ policy: { acceptMin: 0.6 } });
    // Similarity 0.69 each, and together 0.8: enough for a claim, not for a template.
    const score = oldScale.scoreAt(0.69);
    const [along, across] = [0.6 ** 2 - score ** 2, 1 - 0.6 ** 2].map(Math.sqrt) as [number, number];
    const common = besides(identity(77), [ada.byOld]);
    const weak = captureOf(servers.new, ada, {}, 40).map((shown, i) => {
      const own = besides(identity(100 + i), [ada.byOld, common]);
      const formerEmbedding = own.map((value, k) => score * ada.byOld[k]! + along * common[k]! + across * value);
      return { ...shown, face: shown.face && { ...shown.face, formerEmbedding } };
    });
    expect(await verified(servers.new, weak)).toMatchObject({ outcome: 'ACCEPT', modelId: oldId });
    await unmoved(servers);
  });
});

/** The part of a vector that is at right angles to these, which are so to each other; of unit length. */
function besides(vector: Float32Array, axes: readonly Float32Array[]): Float32Array {
  const rest = axes.reduce((left, axis) => {
    const share = left.reduce((sum, value, i) => sum + value * axis[i]!, 0);
    return left.map((value, i) => value - share * axis[i]!);
  }, vector);
  const length = Math.hypot(...rest);
  return rest.map((value) => value / length);
}

describe('between the decision and the new template', () => {
  /** Reading the reference, looking whether it is still there, storing. */
  const STORING = 3;

  async function interrupted(action: (servers: Landscape) => Promise<unknown>): Promise<Landscape> {
    const made: { servers: Landscape | null } = { servers: null };
    const storeOf = (store: ConstructorParameters<typeof InterruptedStore>[0]) =>
      new InterruptedStore(store, { [STORING]: () => (made.servers ? action(made.servers) : Promise.resolve()) });
    made.servers = await migrating({ storeOf });
    expect(await verified(made.servers.new, captureOf(made.servers.new, ada))).toMatchObject({ outcome: 'ACCEPT' });
    return made.servers;
  }

  test('a template that is deleted is not brought back', async () => {
    const servers = await interrupted(async ({ old }) => {
      const [row] = await templatesOf(old);
      await old.uses.deleteTemplate(row?.templateId ?? '', null, call);
    });
    expect(await modelsOf(servers.new)).toEqual([]);
    expect(servers.new.journal.moved).toBe(0);
  });

  test('a subject that is deleted is not brought back', async () => {
    const servers = await interrupted(({ old }) => old.uses.deleteSubject('ada', null, call));
    expect(await modelsOf(servers.new)).toEqual([]);
    await expect(servers.new.uses.getSubject('ada', call)).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' });
  });

  test('a template that is replaced makes no new one of the person before', async () => {
    const servers = await interrupted(({ old }) => enrolled(old, eve, { replace: true }));
    expect(await modelsOf(servers.new)).toEqual([oldId]);
    expect((await verified(servers.new, captureOf(servers.new, ada))).outcome).toBe('REJECT');
  });

  test('what another server has stored stays', async () => {
    const servers = await interrupted(({ after }) => enrolled(after, ada));
    const rows = await templatesOf(servers.new);
    expect(rows.map(({ modelId }) => modelId).sort()).toEqual([newId, oldId]);
    expect(servers.new.journal).toMatchObject({ moved: 0, notMoved: [] });
  });

  test('a migration that is finished moves nobody', async () => {
    const servers = await interrupted(({ after }) => after.uses.finishMigration(null, call));
    expect(await modelsOf(servers.new)).toEqual([oldId]);
  });

  test('a database that fails changes no decision', async () => {
    const servers = await interrupted(() =>
      Promise.reject(new FaceError('STORE_DOWN', 'out of reach', { retryAfterMs: 1 })),
    );
    expect(await modelsOf(servers.new)).toEqual([oldId]);
    expect(servers.new.journal).toMatchObject({ moved: 0, notMoved: [{ code: 'STORE_DOWN' }] });
    expect((await verified(servers.new, captureOf(servers.new, ada))).outcome).toBe('ACCEPT');
    expect(await modelsOf(servers.new)).toEqual([newId, oldId]);
  });
});
