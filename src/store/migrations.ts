import { FaceError } from '../errors.js';
import type { MigrationRow, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';
import { LostRace } from './faults.js';

/** Changes of the templates' model; the schema's own migrations are in migrate.ts. */

interface Row {
  from_model_id: string;
  to_model_id: string;
  started_at: Date;
  finished_at: Date | null;
}

const COLUMNS = `from_model_id, to_model_id, started_at, finished_at`;

const LATEST = `
  SELECT ${COLUMNS} FROM face_engine.template_migration
   ORDER BY finished_at DESC NULLS FIRST, migration_id DESC
   LIMIT 1`;

const INSERT = `
  INSERT INTO face_engine.template_migration (from_model_id, to_model_id) VALUES ($1, $2)
  ON CONFLICT DO NOTHING
  RETURNING ${COLUMNS}`;

const FINISH = `
  UPDATE face_engine.template_migration SET finished_at = now() WHERE finished_at IS NULL RETURNING ${COLUMNS}`;

export function migrations(session: Session): UnitOfWork['migrations'] {
  const one = async (sql: string, values: readonly unknown[] = []): Promise<MigrationRow | null> => {
    const { rows } = await session.query<Row>(sql, values);
    return rows[0] ? toMigration(rows[0]) : null;
  };
  return {
    latest: () => one(LATEST),
    async insert({ fromModelId, toModelId }) {
      const inserted = await one(INSERT, [fromModelId, toModelId]);
      if (!inserted) throw new LostRace(new FaceError('INTERNAL', 'A change of model is under way already.'));
      return inserted;
    },
    finish: () => one(FINISH),
  };
}

function toMigration(row: Row): MigrationRow {
  return {
    fromModelId: row.from_model_id,
    toModelId: row.to_model_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
