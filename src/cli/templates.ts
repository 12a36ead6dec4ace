import type { Recognition } from '../recognition/recognition.js';
import type { Migration } from '../recognition/requests.js';
import { exitCodes, type Terminal } from './terminal.js';

/** A change of the embedding model, as docs/operations-model-change.md tells it. */

const call = () => ({ signal: new AbortController().signal });

export async function startMigration(
  recognition: Recognition,
  fromModelId: string | null,
  terminal: Terminal,
): Promise<number> {
  const migration = await recognition.migrateTemplates(fromModelId, call());
  terminal.result(migration, shown(migration));
  return exitCodes.ok;
}

export async function showMigration(recognition: Recognition, terminal: Terminal): Promise<number> {
  const migration = await recognition.getMigration(call());
  terminal.result(migration, shown(migration));
  return exitCodes.ok;
}

export async function endMigration(recognition: Recognition, terminal: Terminal): Promise<number> {
  const finished = await recognition.finishMigration(null, call());
  const { migration, templatesDeleted } = finished;
  terminal.result(finished, [
    ...shown(migration),
    `deleted ${templatesDeleted} templates of ${migration.fromModelId} of subjects that have one of ${migration.toModelId}`,
  ]);
  return exitCodes.ok;
}

function shown({ fromModelId, toModelId, startedAt, finishedAt, ...counts }: Migration): string[] {
  const until = finishedAt === null ? 'lasts' : `finished ${finishedAt.toISOString()}`;
  const left = counts.subjects - counts.subjectsMigrated;
  return [
    `from ${fromModelId} to ${toModelId}: started ${startedAt.toISOString()}, ${until}`,
    `${counts.subjectsMigrated} of ${counts.subjects} subjects have a template of the new model ` +
      `(${(100 * counts.coverage).toFixed(1)} %), ${left} still wait for their next accepted verification`,
  ];
}
