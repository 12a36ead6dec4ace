import { FaceError } from '../errors.js';
import type { Subject, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';

interface Row {
  subject_id: string;
  created_at: Date;
  tags: string[];
}

const COLUMNS = `subject_id, created_at, tags`;

/** No error on a duplicate: PostgreSQL would give up the whole transaction, and the caller may want to go on. */
const INSERT = `
  INSERT INTO face_engine.subject (subject_id, tags) VALUES ($1, $2)
  ON CONFLICT DO NOTHING
  RETURNING ${COLUMNS}`;

const SET_TAGS = `UPDATE face_engine.subject SET tags = $2 WHERE subject_id = $1 RETURNING ${COLUMNS}`;

const FIND = `SELECT ${COLUMNS} FROM face_engine.subject WHERE subject_id = $1`;

const LIST = `
  SELECT ${COLUMNS} FROM face_engine.subject
   WHERE $1::text IS NULL OR subject_id > $1
   ORDER BY subject_id
   LIMIT $2`;

/** Templates and wrapped keys go with it, by ON DELETE CASCADE. */
const REMOVE = `DELETE FROM face_engine.subject WHERE subject_id = $1`;

/** By name and not by row, so that two first enrolments of one subject wait for each other too. */
const LOCK_NAME = `SELECT pg_advisory_xact_lock(hashtextextended($1, 7305805))`;
const LOCK_ROW = `${FIND} FOR UPDATE`;

/** One number for all enrolments that must not overlap. */
const HOLD_BACK = `SELECT pg_advisory_xact_lock(7305806)`;

export function enrolments(session: Session): UnitOfWork['enrolments'] {
  return {
    async holdBack() {
      await session.query(HOLD_BACK);
    },
  };
}

export function subjects(session: Session): UnitOfWork['subjects'] {
  const one = async (sql: string, ...values: unknown[]): Promise<Subject | null> => {
    const { rows } = await session.query<Row>(sql, values);
    return rows[0] ? toSubject(rows[0]) : null;
  };
  return {
    async insert(subjectId, tags = []) {
      const inserted = await one(INSERT, subjectId, tags);
      if (!inserted)
        throw new FaceError(
          'SUBJECT_EXISTS',
          'A subject of this id is there already. Choose another id or use this one.',
        );
      return inserted;
    },
    setTags: (subjectId, tags) => one(SET_TAGS, subjectId, tags),
    find: (subjectId) => one(FIND, subjectId),
    async list({ after, limit }) {
      const { rows } = await session.query<Row>(LIST, [after, limit]);
      return rows.map(toSubject);
    },
    async remove(subjectId) {
      const { rowCount } = await session.query(REMOVE, [subjectId]);
      return rowCount === 1;
    },
    async lock(subjectId) {
      await session.query(LOCK_NAME, [subjectId]);
      return one(LOCK_ROW, subjectId);
    },
  };
}

function toSubject(row: Row): Subject {
  return { subjectId: row.subject_id, createdAt: row.created_at, tags: row.tags };
}
