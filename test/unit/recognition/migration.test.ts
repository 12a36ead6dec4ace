import { FaceError } from '../../../src/errors.js';
import type { Calibration } from '../../../src/biometrics/calibration.js';
import { recognition } from '../../../src/recognition/recognition.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { calibrated, embeddingDim, scoring } from '../../support/observations.js';
import {
  ada,
  captureOf,
  enrolled,
  eve,
  landscape,
  landscapeWithAda,
  modelsOf,
  newId,
  oldId,
  oldScale,
  templatesOf,
  verified,
} from '../../support/two-models.js';
import { call, codeOf, drained, Frames, withModel, type World } from '../../support/use-cases.js';

/** A change of model from its start to its end, and enrolments meanwhile. */

const requestId = '0b7e1f0a-0000-4000-8000-000000000002';

describe('starting', () => {
  test('is refused by a server of one model, and for another model than its former one', async () => {
    const servers = await landscapeWithAda();
    expect(await codeOf(servers.old.uses.migrateTemplates(null, call))).toBe('MODEL_MISMATCH');
    expect(await codeOf(servers.new.uses.migrateTemplates(newId, call))).toBe('MODEL_MISMATCH');
    expect(await codeOf(servers.new.uses.getMigration(call))).toBe('MIGRATION_UNKNOWN');
  });

  test('says how many subjects there are, and asking again changes nothing', async () => {
    const servers = await landscapeWithAda();
    await enrolled(servers.old, eve, { subjectId: 'eve' });
    const started = await servers.new.uses.migrateTemplates(oldId, call);
    expect(started).toMatchObject({ fromModelId: oldId, toModelId: newId, finishedAt: null, subjects: 2, coverage: 0 });
    servers.new.clock.advance(60_000);
    await verified(servers.new, captureOf(servers.new, ada));
    const again = await servers.new.uses.migrateTemplates(null, call);
    expect(again).toEqual({ ...started, subjectsMigrated: 1, coverage: 0.5 });
    expect(await servers.old.uses.getMigration(call)).toEqual(again);
  });

  test('covers everybody where there is nobody', async () => {
    const { subjects, coverage } = await landscape().new.uses.migrateTemplates(null, call);
    expect([subjects, coverage]).toEqual([0, 1]);
  });

  test('the other way round ends the one that lasts, without deleting a template', async () => {
    const servers = await landscapeWithAda();
    await servers.new.uses.migrateTemplates(null, call);
    await verified(servers.new, captureOf(servers.new, ada));
    const back = recognition({
      ...servers.old.context,
      engine: new FakeEngine(oldId, { modelId: newId, embeddingDim }),
      formerCalibration: servers.new.context.calibration,
    });
    const reversed = await back.migrateTemplates(null, call);
    expect(reversed).toMatchObject({ fromModelId: newId, toModelId: oldId, finishedAt: null, coverage: 1 });
    expect(await modelsOf(servers.new)).toEqual([newId, oldId]);
    expect(await codeOf(servers.new.uses.finishMigration(null, call))).toBe('MODEL_MISMATCH');
  });
});

describe('finishing', () => {
  async function halfMoved() {
    const servers = await landscapeWithAda();
    await enrolled(servers.old, eve, { subjectId: 'eve' });
    await servers.new.uses.migrateTemplates(null, call);
    await verified(servers.new, captureOf(servers.new, ada));
    return servers;
  }

  test('deletes the old templates of those who have moved, and of nobody else', async () => {
    const servers = await halfMoved();
    const finished = await servers.new.uses.finishMigration(null, call);
    expect(finished).toMatchObject({ templatesDeleted: 1, migration: { subjects: 2, subjectsMigrated: 1 } });
    expect(finished.migration.finishedAt).not.toBeNull();
    expect([await modelsOf(servers.new), await modelsOf(servers.new, 'eve')]).toEqual([[newId], [oldId]]);
    expect(await servers.new.uses.getMigration(call)).toEqual(finished.migration);
  });

  test('deletes in several transactions, and what one that was broken off has left is deleted by the next', async () => {
    const servers = await halfMoved();
    const { store } = servers.new.context;
    const count = 5_003;
    await store.transaction(async (unit) => {
      for (let i = 0; i < count; i++) {
        const subjectId = `s${i}`;
        await unit.subjects.insert(subjectId);
        for (const modelId of [oldId, newId]) {
          const record = Uint8Array.of(1);
          const at = { templateId: `${subjectId}-${modelId}`, subjectId, modelId, version: 1 };
          await unit.templates.put({ ...at, keyGeneration: 1, record, framesUsed: 5, quality: 70 });
        }
      }
    }, call);
    let transactions = 0;
    const broken = recognition({
      ...servers.new.context,
      store: {
        transaction(work, limits) {
          if (++transactions === 3) throw new FaceError('STORE_DOWN', 'no answer');
          return store.transaction(work, limits);
        },
      },
    });
    expect(await codeOf(broken.finishMigration(null, call))).toBe('STORE_DOWN');
    expect(await servers.new.uses.finishMigration(null, call)).toMatchObject({ templatesDeleted: count + 1 - 5_000 });
    expect(await modelsOf(servers.new, 's17')).toEqual([newId]);
  });

  test('is done once for a request id', async () => {
    const servers = await halfMoved();
    const first = await servers.new.uses.finishMigration(requestId, call);
    await enrolled(servers.new, eve, { subjectId: 'third' });
    expect(await servers.new.uses.finishMigration(requestId, call)).toEqual(first);
    expect(await modelsOf(servers.new, 'third')).toEqual([newId, oldId]);
  });

  test('once more deletes what was enrolled in both models since', async () => {
    const servers = await halfMoved();
    const { migration } = await servers.new.uses.finishMigration(null, call);
    await enrolled(servers.new, eve, { subjectId: 'third' });
    const again = await servers.after.uses.finishMigration(null, call);
    expect(again).toMatchObject({ templatesDeleted: 1, migration: { finishedAt: migration.finishedAt } });
    expect(await modelsOf(servers.new, 'third')).toEqual([newId]);
  });

  test('is refused where none was started, and by a server that would lose those who have moved', async () => {
    expect(await codeOf(landscape().new.uses.finishMigration(null, call))).toBe('MIGRATION_UNKNOWN');
    const servers = await halfMoved();
    expect(await codeOf(servers.old.uses.finishMigration(null, call))).toBe('MODEL_MISMATCH');
    expect(await modelsOf(servers.new)).toEqual([newId, oldId]);
  });

  test('leaves those who did not come to their old template, and moves them no more', async () => {
    const servers = await halfMoved();
    await servers.new.uses.finishMigration(null, call);
    const late = () => verified(servers.new, captureOf(servers.new, eve), { subjectId: 'eve' });
    expect(await late()).toMatchObject({ outcome: 'ACCEPT', modelId: oldId });
    expect(await modelsOf(servers.new, 'eve')).toEqual([oldId]);
    const after = verified(servers.after, captureOf(servers.after, eve), { subjectId: 'eve' });
    expect(await codeOf(after)).toBe('MODEL_MISMATCH');
    await servers.new.uses.migrateTemplates(null, call);
    await late();
    expect(await modelsOf(servers.new, 'eve')).toEqual([newId, oldId]);
  });
});

test('old and new servers verify the same subject before, during and after', async () => {
  const servers = await landscapeWithAda();
  const accepted = async (...which: readonly World[]) => {
    for (const server of which) {
      expect((await verified(server, captureOf(server, ada))).outcome).toBe('ACCEPT');
      expect((await verified(server, captureOf(server, eve))).outcome).toBe('REJECT');
    }
  };
  await accepted(servers.old, servers.new);
  await servers.new.uses.migrateTemplates(null, call);
  await accepted(servers.new, servers.old, servers.new, servers.after);
  await servers.new.uses.finishMigration(null, call);
  await accepted(servers.new, servers.after);
});

describe('an enrolment during the change', () => {
  test('stores a template of both models, and every server knows the subject', async () => {
    const servers = landscape();
    const { templateId, modelId } = await enrolled(servers.new, ada);
    expect(await modelsOf(servers.new)).toEqual([newId, oldId]);
    expect(modelId).toBe(newId);
    expect((await templatesOf(servers.new)).find((row) => row.modelId === newId)?.templateId).toBe(templateId);
    for (const server of [servers.old, servers.new, servers.after]) {
      expect((await verified(server, captureOf(server, ada))).outcome).toBe('ACCEPT');
      expect((await verified(server, captureOf(server, eve))).outcome).toBe('REJECT');
    }
  });

  test('stores nothing when it will not do for one of them', async () => {
    const servers = landscape();
    const request = { subjectId: 'ada', policy: null, replace: false, requestId: null, picturesDigest: null };
    const apart = captureOf(servers.new, ada).map((shown, i) => {
      const formerEmbedding = i % 2 === 0 ? ada.byOld : eve.byOld;
      return { ...shown, face: shown.face && { ...shown.face, formerEmbedding } };
    });
    for (const shown of [captureOf(servers.new, ada, { formerEmbedding: null }), apart]) {
      const { result } = await drained(servers.new.uses.enroll(request, new Frames(servers.new, shown), call));
      expect(result).toMatchObject({ enrolled: false, templateId: null });
      expect(result.reasons).not.toEqual([]);
    }
    expect(await codeOf(servers.new.uses.getSubject('ada', call))).toBe('SUBJECT_UNKNOWN');
  });

  test('is refused over a template of the former model, unless it replaces it', async () => {
    const servers = await landscapeWithAda();
    expect(await codeOf(enrolled(servers.new, eve))).toBe('TEMPLATE_EXISTS');
    await enrolled(servers.new, eve, { replace: true });
    const versions = (await templatesOf(servers.new)).map(({ modelId, version }) => [modelId, version]);
    expect(new Map(versions as [string, number][])).toEqual(new Map([[newId, 1], [oldId, 2]])); // prettier-ignore
    for (const server of [servers.old, servers.new])
      expect((await verified(server, captureOf(server, ada))).outcome).toBe('REJECT');
  });

  test('that fails in its transaction leaves neither', async () => {
    const servers = landscape();
    servers.new.vault.seal = () => Promise.reject(new Error('the key is gone'));
    await expect(enrolled(servers.new, ada)).rejects.toThrow('the key is gone');
    expect(await modelsOf(servers.new)).toEqual([]);
  });
});

describe('a replacement', () => {
  test('leaves no template of a model it does not write: going back opens to nobody before', async () => {
    const servers = await landscapeWithAda();
    await enrolled(servers.after, ada);
    expect(await modelsOf(servers.after)).toEqual([newId, oldId]);
    await enrolled(servers.after, eve, { replace: true });
    expect(await modelsOf(servers.after)).toEqual([newId]);
    expect((await verified(servers.old, captureOf(servers.old, ada)).catch(() => null))?.outcome).not.toBe('ACCEPT');
  });

  test('during the change removes those of a third model', async () => {
    const servers = await landscapeWithAda();
    const third = new FakeEngine('third@000000000003');
    const elsewhere: World = { ...servers.old, engine: third, uses: withModel(servers.old, third) };
    await enrolled(elsewhere, ada);
    await enrolled(servers.new, ada, { replace: true });
    expect(await modelsOf(servers.new)).toEqual([newId, oldId]);
  });

  test('by an old server takes the new template along, and the subject moves again', async () => {
    const servers = await landscapeWithAda();
    await servers.new.uses.migrateTemplates(null, call);
    await verified(servers.new, captureOf(servers.new, ada));
    await enrolled(servers.old, eve, { replace: true });
    expect(await modelsOf(servers.new)).toEqual([oldId]);
    expect(await verified(servers.new, captureOf(servers.new, eve))).toMatchObject({
      outcome: 'ACCEPT',
      modelId: oldId,
    });
    expect((await verified(servers.new, captureOf(servers.new, ada))).outcome).toBe('REJECT');
    expect(await modelsOf(servers.new)).toEqual([newId, oldId]);
  });
});

test('the former model is compared on its own scale', async () => {
  const servers = await landscapeWithAda();
  const shown = captureOf(servers.new, ada, { formerEmbedding: scoring(ada.byOld, 0.56, 9) });
  const { outcome, scores } = await verified(servers.new, shown);
  expect(outcome).toBe('ACCEPT');
  const similarityOn = (scale: Calibration) => scale.similarity(scores.comparisonScore ?? NaN);
  expect(scores.similarity).toBeCloseTo(similarityOn(oldScale), 6);
  expect(similarityOn(calibrated) - similarityOn(oldScale)).toBeGreaterThan(0.05);
});
