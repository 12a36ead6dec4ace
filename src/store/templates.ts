import { FaceError } from '../errors.js';
import type { TemplateRow, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';

/** As the table has it. */
export interface StoredTemplate {
  template_id: string;
  subject_id: string;
  model_id: string;
  version: number;
  key_generation: number;
  record: Uint8Array;
  frames_used: number;
  quality: number;
  created_at: Date;
}

interface CoverageRow {
  subjects: number;
  subjects_migrated: number;
}

interface RemovedRow {
  removed: number;
  last: string | null;
}

const COLUMNS = `template_id, subject_id, model_id, version, key_generation, record, frames_used, quality, created_at`;

/** The sealed record and everything it is bound to change together or not at all. */
const PUT = `
  INSERT INTO face_engine.template AS stored
         (template_id, subject_id, model_id, version, key_generation, record, frames_used, quality)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (subject_id, model_id) DO UPDATE
     SET template_id = EXCLUDED.template_id, version = EXCLUDED.version, key_generation = EXCLUDED.key_generation,
         record = EXCLUDED.record, frames_used = EXCLUDED.frames_used, quality = EXCLUDED.quality, created_at = now()
   WHERE stored.version = EXCLUDED.version - 1
  RETURNING ${COLUMNS}`;

const FIND = `SELECT ${COLUMNS} FROM face_engine.template WHERE subject_id = $1 AND model_id = $2`;
const GET = `SELECT ${COLUMNS} FROM face_engine.template WHERE template_id = $1`;
const LIST_OF = `SELECT ${COLUMNS} FROM face_engine.template WHERE subject_id = $1 ORDER BY model_id`;
const HAVING = `SELECT subject_id FROM face_engine.template WHERE subject_id = ANY($1::text[]) AND model_id = $2`;
const REMOVE = `DELETE FROM face_engine.template WHERE template_id = $1`;

/** Of one model a subject has one template at most. */
const COVERAGE = `
  SELECT count(DISTINCT subject_id)::integer AS subjects,
         count(*) FILTER (WHERE model_id = $2)::integer AS subjects_migrated
    FROM face_engine.template
   WHERE model_id IN ($1, $2)`;

/** The comparison of the two models keeps a mistaken call from deleting everything. */
const REMOVE_MIGRATED = `
  WITH migrated AS (
    SELECT former.subject_id FROM face_engine.template AS former
     WHERE former.model_id = $1 AND $1 <> $2 AND former.subject_id > $3
       AND EXISTS (SELECT FROM face_engine.template AS made
                    WHERE made.subject_id = former.subject_id AND made.model_id = $2)
     ORDER BY former.subject_id
     LIMIT $4),
  gone AS (
    DELETE FROM face_engine.template USING migrated
     WHERE template.subject_id = migrated.subject_id AND template.model_id = $1
    RETURNING template.subject_id)
  SELECT (SELECT count(*)::integer FROM gone) AS removed, (SELECT max(subject_id) FROM migrated) AS last`;

export function templates(session: Session): UnitOfWork['templates'] {
  const select = async (sql: string, values: readonly unknown[]): Promise<TemplateRow[]> => {
    const { rows } = await session.query<StoredTemplate>(sql, values);
    return rows.map(toTemplate);
  };
  return {
    async put(row) {
      const { templateId, subjectId, modelId, version, keyGeneration, framesUsed, quality } = row;
      const [stored] = await select(PUT, [
        templateId,
        subjectId,
        modelId,
        version,
        keyGeneration,
        bytes(row.record),
        framesUsed,
        quality,
      ]);
      if (!stored) {
        throw new FaceError(
          'TEMPLATE_EXISTS',
          'The subject has a template of this model already, and it is not the version this one replaces.',
        );
      }
      return stored;
    },
    async find(subjectId, modelId) {
      const [found] = await select(FIND, [subjectId, modelId]);
      return found ?? null;
    },
    async get(templateId) {
      const [found] = await select(GET, [templateId]);
      return found ?? null;
    },
    listOf: (subjectId) => select(LIST_OF, [subjectId]),
    async having(subjectIds, modelId) {
      const { rows } = await session.query<Pick<StoredTemplate, 'subject_id'>>(HAVING, [subjectIds, modelId]);
      return rows.map(({ subject_id: subjectId }) => subjectId);
    },
    async remove(templateId) {
      const { rowCount } = await session.query(REMOVE, [templateId]);
      return rowCount === 1;
    },
    async coverage(fromModelId, toModelId) {
      const { rows } = await session.query<CoverageRow>(COVERAGE, [fromModelId, toModelId]);
      return { subjects: rows[0]?.subjects ?? 0, subjectsMigrated: rows[0]?.subjects_migrated ?? 0 };
    },
    async removeMigrated(fromModelId, toModelId, { after, limit }) {
      const { rows } = await session.query<RemovedRow>(REMOVE_MIGRATED, [fromModelId, toModelId, after ?? '', limit]);
      return { removed: rows[0]?.removed ?? 0, last: rows[0]?.last ?? null };
    },
  };
}

/** The driver knows Buffers; another Uint8Array would be sent as JSON. */
export function bytes(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

export function toTemplate(row: StoredTemplate): TemplateRow {
  return {
    templateId: row.template_id,
    subjectId: row.subject_id,
    modelId: row.model_id,
    version: row.version,
    keyGeneration: row.key_generation,
    record: new Uint8Array(row.record),
    framesUsed: row.frames_used,
    quality: row.quality,
    createdAt: row.created_at,
  };
}
