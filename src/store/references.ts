import { escapeLiteral } from 'pg';
import type { ReferenceRow } from '../gallery/ports.js';
import { CopiedRows } from './copied-rows.js';
import type { Session } from './database.js';
import { type StoredTemplate, toTemplate } from './templates.js';

/** Templates of one model with what opens them and what they are searched by. */

interface Row extends StoredTemplate {
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

interface Page {
  readonly after: string | null;
  readonly limit: number;
}

/** How many fields a row of a page has. */
const PAGE_FIELDS = 11;

/**
 * Cut before it is joined; ids are not empty, so all come after the empty one. Copied, which is twice as fast as rows in
 * text; COPY knows no parameters. No tag has a space.
 *
 * A database that was just filled has no statistics, and PostgreSQL then sorts all that is left for every page. In the
 * order of the index a page costs what it holds.
 */
const page = (modelId: string, { after, limit }: Page): string => `
  BEGIN READ ONLY;
  SET LOCAL enable_bitmapscan = off;
  SET LOCAL enable_seqscan = off;
  COPY (
    SELECT template_id, subject_id, version, key_generation, record, frames_used, quality, created_at,
           array_to_string(tags, ' '), kek_epoch, wrapped
      FROM (${joined(`
        SELECT * FROM face_engine.template
         WHERE model_id = ${escapeLiteral(modelId)} AND subject_id > ${escapeLiteral(after ?? '')}
         ORDER BY subject_id
         LIMIT ${limit}`)}) AS page
     ORDER BY subject_id
  ) TO STDOUT (FORMAT binary);
  COMMIT`;

export async function referencesOf(
  session: Session,
  modelId: string,
  subjectIds: readonly string[],
): Promise<readonly ReferenceRow[]> {
  const { rows } = await session.query<Row>(OF, [modelId, subjectIds]);
  return rows.map(toReference);
}

/** After a subject, by subject id in byte order. */
export async function referencesPage(session: Session, modelId: string, cut: Page): Promise<readonly ReferenceRow[]> {
  const rows = new CopiedRows(await session.copy(page(modelId, cut)));
  const references: ReferenceRow[] = [];
  while (rows.next(PAGE_FIELDS)) references.push(toReference(rowOf(rows, modelId)));
  return references;
}

/** Fields in the order of the page. */
function rowOf(rows: CopiedRows, modelId: string): Row {
  return {
    template_id: rows.text(),
    subject_id: rows.text(),
    model_id: modelId,
    version: rows.integer(),
    key_generation: rows.integer(),
    record: rows.bytes() ?? new Uint8Array(),
    frames_used: rows.integer(),
    quality: rows.real(),
    created_at: rows.time(),
    tags: rows.text().split(' ').filter(isSaid),
    kek_epoch: rows.bytes(),
    wrapped: rows.bytes(),
  };
}

const isSaid = (tag: string): boolean => tag !== '';

function toReference(row: Row): ReferenceRow {
  return {
    template: toTemplate(row),
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
