import type { ChangePoint, Changes } from '../gallery/ports.js';
import type { Session } from './database.js';

/** The numbered changes of templates and tags: migrations/0004_template_changes.sql. */

interface HeadRow {
  sequence: string;
  token: string;
}

interface ChangeRow {
  known: boolean;
  sequence: string | null;
  token: string | null;
  subject_id: string | null;
  head_sequence: string | null;
  head_token: string | null;
}

interface CountRow {
  references: string;
  sequence: string | null;
  token: string | null;
}

const HEAD = `SELECT sequence, token FROM face_engine.template_change ORDER BY sequence DESC LIMIT 1`;

/**
 * Changes go oldest first, and the last one stays, so whoever finds the change it has come to finds all that follow.
 * Before the first change there is nothing to find: then none may have gone. Those of other models' templates are passed
 * over, and where nothing else is left the reader is at the last change. One statement, so of one moment.
 */
const AFTER = `
  SELECT known.known, later.sequence, later.token, later.subject_id,
         head.sequence AS head_sequence, head.token AS head_token
    FROM (SELECT CASE WHEN $2::uuid IS NULL
                      THEN coalesce((SELECT min(sequence) FROM face_engine.template_change), 1) = 1
                      ELSE EXISTS (SELECT FROM face_engine.template_change WHERE sequence = $1 AND token = $2::uuid)
                 END AS known) AS known
    LEFT JOIN LATERAL (SELECT sequence, token, subject_id FROM face_engine.template_change
                        WHERE sequence > $1 AND (model_id IS NULL OR model_id = $4)
                        ORDER BY sequence
                        LIMIT $3) AS later ON true
    LEFT JOIN LATERAL (${HEAD}) AS head ON true
   ORDER BY later.sequence`;

/** A count reads the whole index: some 12 seconds for a hundred million. */
const COUNT_MS_MAX = 300_000;

const COUNT = `
  SELECT counted.references, head.sequence, head.token
    FROM (SELECT count(*) AS references FROM face_engine.template WHERE model_id = $1) AS counted
    LEFT JOIN LATERAL (${HEAD}) AS head ON true`;

/** By number and not by time alone: transactions are stamped at their beginning and numbered at their end. */
const PURGE = `
  DELETE FROM face_engine.template_change
   WHERE sequence IN (
     SELECT sequence FROM face_engine.template_change
      WHERE sequence < (SELECT sequence FROM face_engine.template_change
                         WHERE changed_at > to_timestamp($1) - interval '24 hours'
                            OR sequence = (SELECT max(sequence) FROM face_engine.template_change)
                         ORDER BY sequence
                         LIMIT 1)
      ORDER BY sequence
      LIMIT $2)`;

/** Changes that go with one statement, well within its time. */
const PURGED_AT_ONCE = 10_000;

const NOTHING_YET: ChangePoint = { sequence: 0, token: null };

export async function headOf(session: Session): Promise<ChangePoint> {
  const { rows } = await session.query<HeadRow>(HEAD);
  return rows[0] ? { sequence: Number(rows[0].sequence), token: rows[0].token } : NOTHING_YET;
}

/** Changes of a model's templates and of tags after a point. */
export async function changesAfter(
  session: Session,
  modelId: string,
  { point, limit }: { readonly point: ChangePoint; readonly limit: number },
): Promise<Changes> {
  const { rows } = await session.query<ChangeRow>(AFTER, [point.sequence, point.token, limit, modelId]);
  const subjectIds = new Set<string>();
  let through = point;
  for (const { sequence, token, subject_id } of rows) {
    if (sequence === null || subject_id === null) continue;
    subjectIds.add(subject_id);
    through = { sequence: Number(sequence), token };
  }
  const more = rows.length === limit;
  const [row] = rows;
  if (!more && row?.head_sequence != null) through = { sequence: Number(row.head_sequence), token: row.head_token };
  return { known: row?.known ?? false, subjectIds: [...subjectIds], through, more };
}

/** How many templates of a model there are, and the last change, both of one moment. */
export async function countOf(
  session: Session,
  modelId: string,
): Promise<{ readonly references: number; readonly head: ChangePoint }> {
  await session.query('BEGIN READ ONLY');
  await session.query(`SET LOCAL statement_timeout = ${COUNT_MS_MAX}`);
  const { rows } = await session.query<CountRow>(COUNT, [modelId], COUNT_MS_MAX);
  await session.query('COMMIT');
  const [row] = rows;
  const head = row?.sequence == null ? NOTHING_YET : { sequence: Number(row.sequence), token: row.token };
  return { references: Number(row?.references ?? 0), head };
}

/** Deletes changes older than a day at `nowMs`, but never the last one; how many there were. */
export async function purgeTemplateChanges(session: Session, nowMs: number): Promise<number> {
  for (let purged = 0; ;) {
    const { rowCount } = await session.query(PURGE, [nowMs / 1_000, PURGED_AT_ONCE]);
    purged += rowCount ?? 0;
    if ((rowCount ?? 0) < PURGED_AT_ONCE) return purged;
  }
}
