import { z } from 'zod';
import { FaceError } from '../errors.js';
import type { Context } from './context.js';
import { galleryFollows } from './gallery-follow.js';
import { earlierAnswer, once } from './idempotency.js';
import type { Call, FormerModel, MigrationRow, UnitOfWork } from './ports.js';
import type { FinishedMigration, Migration } from './requests.js';

/**
 * A change of the embedding model, from its start to its end (docs/operations-model-change.md).
 *
 * Starting and ending are said once, to any server; moving a template is done by the verification that accepts its
 * subject (move-template.ts).
 */

/** About a tenth of a second for the notes of their changes, which hold enrolments back. */
const REMOVED_AT_ONCE = 5_000;

/**
 * Starts moving templates from the former model to the one in use; where that lasts already, it only reports.
 *
 * A change to another model that still lasts ends with this, without a template deleted: whoever goes back to a model
 * starts the other way round.
 */
export async function migrateTemplates(context: Context, fromModelId: string | null, call: Call): Promise<Migration> {
  const former = formerModel(context, fromModelId);
  const pair = { fromModelId: former.modelId, toModelId: context.engine.modelId };
  return context.store.transaction(async (unit) => {
    const latest = await unit.migrations.latest();
    if (latest && isLasting(latest, pair)) return withCoverage(latest, unit);
    if (latest?.finishedAt === null) await unit.migrations.finish();
    return withCoverage(await unit.migrations.insert(pair), unit);
  }, call);
}

export async function getMigration({ store }: Context, call: Call): Promise<Migration> {
  return store.transaction(async (unit) => {
    const latest = await unit.migrations.latest();
    if (!latest) throw noMigration();
    return withCoverage(latest, unit);
  }, call);
}

/**
 * Ends it and deletes the former model's templates of subjects that have one of the new model. Said again, it deletes
 * what enrolments have stored in both models since.
 *
 * @throws FaceError MIGRATION_UNKNOWN; MODEL_MISMATCH on a server of another model than the new one, whose subjects
 *   this would lock out
 */
export async function finishMigration(
  context: Context,
  requestId: string | null,
  call: Call,
): Promise<FinishedMigration> {
  const { store } = context;
  const request = { requestId, method: 'FinishMigration', body: [], answers: finishedMigrations };
  const begun = await store.transaction(async (unit) => {
    const earlier = await earlierAnswer(context, request, unit);
    if (earlier !== null) return { earlier };
    const latest = await unit.migrations.latest();
    if (!latest) throw noMigration();
    checkInUse(latest, context);
    return { ended: (await unit.migrations.finish()) ?? latest };
  }, call);
  const deleteAndAnswer = async (ended: MigrationRow): Promise<FinishedMigration> => {
    const templatesDeleted = await removeMigrated(context, ended, call);
    return store.transaction(
      (unit) =>
        once(context, request, unit, async () => ({ migration: await withCoverage(ended, unit), templatesDeleted })),
      call,
    );
  };
  const finished = begun.earlier ?? (await deleteAndAnswer(begun.ended));
  await galleryFollows(context, call);
  return finished;
}

/**
 * In several transactions: enrolments wait for the commit of each, and what millions of rows take would be too long.
 * What a call that was broken off has left, the next one deletes.
 */
async function removeMigrated(
  { store }: Context,
  { fromModelId, toModelId }: MigrationRow,
  call: Call,
): Promise<number> {
  let deleted = 0;
  let after: string | null = null;
  do {
    const page: { readonly after: string | null; readonly limit: number } = { after, limit: REMOVED_AT_ONCE };
    const removal = await store.transaction(
      (unit) => unit.templates.removeMigrated(fromModelId, toModelId, page),
      call,
    );
    deleted += removal.removed;
    after = removal.last;
  } while (after !== null);
  return deleted;
}

/** Whether templates move between these two models now. */
export function isLasting(
  { fromModelId, toModelId, finishedAt }: MigrationRow,
  pair: Pick<MigrationRow, 'fromModelId' | 'toModelId'>,
): boolean {
  return finishedAt === null && fromModelId === pair.fromModelId && toModelId === pair.toModelId;
}

function formerModel({ engine }: Context, asked: string | null): FormerModel {
  const { former } = engine;
  if (former === null) {
    throw new FaceError(
      'MODEL_MISMATCH',
      'this server runs one model only. Name the one to move from in FORMER_EMBEDDING and start it again.',
    );
  }
  if (asked === null || asked === former.modelId) return former;
  throw new FaceError(
    'MODEL_MISMATCH',
    `the former model of this server is ${former.modelId}; templates of another model cannot be moved here`,
    { field: 'from_model_id' },
  );
}

function checkInUse({ toModelId }: MigrationRow, { engine }: Context): void {
  if (toModelId === engine.modelId) return;
  throw new FaceError(
    'MODEL_MISMATCH',
    `templates move to the model ${toModelId}, and this server runs ${engine.modelId}. Ask a server that runs the new one.`,
  );
}

async function withCoverage(row: MigrationRow, unit: UnitOfWork): Promise<Migration> {
  const { fromModelId, toModelId, startedAt, finishedAt } = row;
  const { subjects, subjectsMigrated } = await unit.templates.coverage(fromModelId, toModelId);
  const coverage = subjects === 0 ? 1 : subjectsMigrated / subjects;
  return { fromModelId, toModelId, startedAt, finishedAt, subjects, subjectsMigrated, coverage };
}

const noMigration = (): FaceError =>
  new FaceError('MIGRATION_UNKNOWN', 'no change of model was started. Templates.Migrate starts one.');

const finishedMigrations: z.ZodType<FinishedMigration> = z.object({
  migration: z.object({
    fromModelId: z.string(),
    toModelId: z.string(),
    startedAt: z.coerce.date(),
    finishedAt: z.coerce.date().nullable(),
    subjects: z.number(),
    subjectsMigrated: z.number(),
    coverage: z.number(),
  }),
  templatesDeleted: z.number(),
});
