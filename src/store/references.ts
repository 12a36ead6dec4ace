import type { ReferenceRow } from '../gallery/ports.js';
import type { Session } from './database.js';

/** Templates of one model with what opens them and what they are searched by. */

interface Row {
  template_id: string;
  subject_id: string;
  model_id: string;
  version: number;
  key_generation: number;
  record: Uint8Array;
  frames_used: number;
  quality: number;
  created_at: Date;
  tags: readonly string[];
  kek_epoch: Uint8Array | null;
  wrapped: Uint8Array | null;
}

/** Rows of the table `template` with what else makes a reference. */
const joined = (templates: string): string => `
  SELECT template.*, subject.tags, subject_key.kek_epoch, subject_key.wrapped
    FROM (${templates}) AS template
    JOIN face_engine.subject USING (subject_id)
    LEFT JOIN face_engine.subject_key
           ON subject_key.subject_id = template.subject_id AND subject_key.generation = template.key_generation`;

const OF = joined(`SELECT * FROM face_engine.template WHERE model_id = $1 AND subject_id = ANY($2::text[])`);

/** Cut before it is joined; ids are not empty, so all come after the empty one. */
const PAGE = `${joined(`
  SELECT * FROM face_engine.template WHERE model_id = $1 AND subject_id > $2 ORDER BY subject_id LIMIT $3`)}
  ORDER BY template.subject_id`;

/**
 * A database that was just filled has no statistics, and PostgreSQL then sorts all that is left for every page. In the
 * order of the index a page costs what it holds.
 */
const BY_INDEX = `SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off`;

export async function referencesOf(
  session: Session,
  modelId: string,
  subjectIds: readonly string[],
): Promise<readonly ReferenceRow[]> {
  const { rows } = await session.query<Row>(OF, [modelId, subjectIds]);
  return rows.map(toReference);
}

/** After a subject, by subject id in byte order. */
export async function referencesPage(
  session: Session,
  modelId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly ReferenceRow[]> {
  await session.query('BEGIN READ ONLY');
  await session.query(BY_INDEX);
  const { rows } = await session.query<Row>(PAGE, [modelId, after ?? '', limit]);
  await session.query('COMMIT');
  return rows.map(toReference);
}

function toReference(row: Row): ReferenceRow {
  return {
    template: {
      templateId: row.template_id,
      subjectId: row.subject_id,
      modelId: row.model_id,
      version: row.version,
      keyGeneration: row.key_generation,
      record: row.record,
      framesUsed: row.frames_used,
      quality: row.quality,
      createdAt: row.created_at,
    },
    tags: row.tags,
    key:
      row.kek_epoch === null || row.wrapped === null
        ? null
        : {
            subjectId: row.subject_id,
            generation: row.key_generation,
            kekEpoch: row.kek_epoch,
            wrapped: row.wrapped,
          },
  };
}
