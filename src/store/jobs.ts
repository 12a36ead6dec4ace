import { faceErrorCodes } from '../errors.js';
import { HEARTBEAT_MS_MAX, type DuplicatePairRow, type JobRow, type JobTable } from '../recognition/job-ports.js';
import type { Session } from './database.js';

interface Row {
  job_id: string;
  place: string;
  kind: JobRow['kind'];
  state: JobRow['state'];
  progress: number;
  pairs_found: number;
  fault: string | null;
  created_at: Date;
  finished_at: Date | null;
}

interface PairRow {
  place: string;
  subject_id: string;
  other_subject_id: string;
  similarity: number;
}

/** Still to be waited for, and heard of lately. */
const LASTING = `state IN ('PENDING', 'RUNNING') AND heard_at >= now() - interval '${HEARTBEAT_MS_MAX} milliseconds'`;
const ABANDONED = `state IN ('PENDING', 'RUNNING') AND NOT (${LASTING})`;

const COLUMNS = `
  job_id, place, kind, CASE WHEN ${ABANDONED} THEN 'INTERRUPTED' ELSE state END AS state, progress, pairs_found, fault,
  created_at, CASE WHEN ${ABANDONED} THEN heard_at ELSE finished_at END AS finished_at`;

const INSERT = `INSERT INTO face_engine.job (job_id, kind) VALUES ($1, $2) RETURNING ${COLUMNS}`;
const FIND = `SELECT ${COLUMNS} FROM face_engine.job WHERE job_id = $1::uuid`;

const LIST = `
  SELECT ${COLUMNS} FROM face_engine.job
   WHERE $1::bigint IS NULL OR place < $1
   ORDER BY place DESC
   LIMIT $2`;

const ADVANCE = `
  UPDATE face_engine.job
     SET state = $2, progress = COALESCE($3, progress), fault = $4, heard_at = now(),
         finished_at = CASE WHEN $2 = 'RUNNING' THEN NULL ELSE now() END
   WHERE job_id = $1::uuid AND ${LASTING}`;

const BEAT = `UPDATE face_engine.job SET heard_at = now() WHERE job_id = ANY($1::uuid[]) AND ${LASTING} RETURNING job_id`;

/** First: a job that was ended gets no pair more. */
const HOLD_JOB = `SELECT FROM face_engine.job WHERE job_id = $1::uuid AND ${LASTING} FOR UPDATE`;

/** A deletion comes before this, and its pairs are left out, or waits, and takes them along. */
const HOLD_SUBJECTS = `
  SELECT FROM face_engine.subject WHERE subject_id = ANY($1::text[]) ORDER BY subject_id FOR KEY SHARE`;

const ADD_PAIRS = `
  INSERT INTO face_engine.duplicate_pair (job_id, subject_id, other_subject_id, similarity)
  SELECT $1::uuid, pair.one, pair.other, pair.similarity
    FROM unnest($3::text[], $4::text[], $5::double precision[]) AS pair (one, other, similarity)
    JOIN face_engine.template AS a ON a.subject_id = pair.one AND a.model_id = $2
    JOIN face_engine.template AS b ON b.subject_id = pair.other AND b.model_id = $2`;

const COUNT = `UPDATE face_engine.job SET pairs_found = pairs_found + $2 WHERE job_id = $1::uuid`;

const PAIRS = `
  SELECT place, subject_id, other_subject_id, similarity FROM face_engine.duplicate_pair
   WHERE job_id = $1::uuid AND place > COALESCE($2::bigint, 0)
   ORDER BY place
   LIMIT $3`;

const PURGE = `DELETE FROM face_engine.job WHERE created_at < to_timestamp($1) - interval '7 days' AND NOT (${LASTING})`;

export function jobs(session: Session): JobTable {
  const select = async (sql: string, values: readonly unknown[]): Promise<JobRow[]> =>
    (await session.query<Row>(sql, values)).rows.map(toJob);
  return {
    async insert(jobId, kind) {
      const [row] = await select(INSERT, [jobId, kind]);
      if (!row) throw new Error('an insertion gave no row back');
      return row;
    },
    async find(jobId) {
      const [row] = await select(FIND, [jobId]);
      return row ?? null;
    },
    list: ({ after, limit }) => select(LIST, [after, limit]),
    async advance(jobId, { state, progress, fault }) {
      const { rowCount } = await session.query(ADVANCE, [jobId, state, progress ?? null, fault ?? null]);
      return rowCount === 1;
    },
    async beat(jobIds) {
      const { rows } = await session.query<Pick<Row, 'job_id'>>(BEAT, [jobIds]);
      return rows.map(({ job_id: jobId }) => jobId);
    },
    async addPairs(jobId, modelId, pairs) {
      if ((await session.query(HOLD_JOB, [jobId])).rowCount !== 1) return 0;
      const [ones, others] = [pairs.map((pair) => pair.subjectId), pairs.map((pair) => pair.otherSubjectId)];
      await session.query(HOLD_SUBJECTS, [[...new Set([...ones, ...others])]]);
      const similarities = pairs.map(({ similarity }) => similarity);
      const { rowCount } = await session.query(ADD_PAIRS, [jobId, modelId, ones, others, similarities]);
      const kept = rowCount ?? 0;
      if (kept > 0) await session.query(COUNT, [jobId, kept]);
      return kept;
    },
    async pairs(jobId, { after, limit }) {
      return (await session.query<PairRow>(PAIRS, [jobId, after, limit])).rows.map(toPair);
    },
  };
}

/** Deletes jobs that are seven days old at `nowMs`, with their pairs; how many. */
export async function purgeJobs(session: Session, nowMs: number): Promise<number> {
  const { rowCount } = await session.query(PURGE, [nowMs / 1_000]);
  return rowCount ?? 0;
}

/** The driver gives a bigint as text. */
function toJob(row: Row): JobRow {
  return {
    jobId: row.job_id,
    place: Number(row.place),
    kind: row.kind,
    state: row.state,
    progress: row.progress,
    pairsFound: row.pairs_found,
    fault: faceErrorCodes.find((code) => code === row.fault) ?? null,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

function toPair(row: PairRow): DuplicatePairRow {
  return {
    place: Number(row.place),
    subjectId: row.subject_id,
    otherSubjectId: row.other_subject_id,
    similarity: row.similarity,
  };
}
