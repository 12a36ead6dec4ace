import { FaceError } from '../errors.js';
import type { Subject, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';

interface Row {
  subject_id: string;
  created_at: Date;
}

/** No error on a duplicate: PostgreSQL would give up the whole transaction, and the caller may want to go on. */
const INSERT = `
  INSERT INTO face_engine.subject (subject_id) VALUES ($1)
  ON CONFLICT DO NOTHING
  RETURNING subject_id, created_at`;

const FIND = `SELECT subject_id, created_at FROM face_engine.subject WHERE subject_id = $1`;

const LIST = `
  SELECT subject_id, created_at FROM face_engine.subject
   WHERE $1::text IS NULL OR subject_id > $1
   ORDER BY subject_id
   LIMIT $2`;

/** Templates and wrapped keys go with it, by ON DELETE CASCADE. */
const REMOVE = `DELETE FROM face_engine.subject WHERE subject_id = $1`;

/** By name and not by row, so that two first enrolments of one subject wait for each other too. */
const LOCK_NAME = `SELECT pg_advisory_xact_lock(hashtextextended($1, 7305805))`;
const LOCK_ROW = `${FIND} FOR UPDATE`;

export function subjects(session: Session): UnitOfWork['subjects'] {
  const one = async (sql: string, subjectId: string): Promise<Subject | null> => {
    const { rows } = await session.query<Row>(sql, [subjectId]);
    return rows[0] ? toSubject(rows[0]) : null;
  };
  return {
    async insert(subjectId) {
      const inserted = await one(INSERT, subjectId);
      if (!inserted)
        throw new FaceError(
          'SUBJECT_EXISTS',
          'A subject of this id is there already. Choose another id or use this one.',
        );
      return inserted;
    },
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
  return { subjectId: row.subject_id, createdAt: row.created_at };
}
