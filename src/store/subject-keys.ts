import { FaceError } from '../errors.js';
import type { SubjectKeyRow, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';
import { LostRace } from './faults.js';
import { bytes } from './templates.js';

interface Row {
  subject_id: string;
  generation: number;
  kek_epoch: Uint8Array;
  wrapped: Uint8Array;
}

const FIND = `
  SELECT subject_id, generation, kek_epoch, wrapped FROM face_engine.subject_key
   WHERE subject_id = $1 AND generation = $2`;

const LATEST = `
  SELECT subject_id, generation, kek_epoch, wrapped FROM face_engine.subject_key
   WHERE subject_id = $1
   ORDER BY generation DESC
   LIMIT 1`;

const INSERT = `
  INSERT INTO face_engine.subject_key (subject_id, generation, kek_epoch, wrapped) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING`;

export function subjectKeys(session: Session): UnitOfWork['subjectKeys'] {
  const one = async (sql: string, values: readonly unknown[]): Promise<SubjectKeyRow | null> => {
    const { rows } = await session.query<Row>(sql, values);
    return rows[0] ? toKey(rows[0]) : null;
  };
  return {
    find: (subjectId, generation) => one(FIND, [subjectId, generation]),
    latest: (subjectId) => one(LATEST, [subjectId]),
    async insert({ subjectId, generation, kekEpoch, wrapped }) {
      const { rowCount } = await session.query(INSERT, [subjectId, generation, bytes(kekEpoch), bytes(wrapped)]);
      if (rowCount !== 1) {
        throw new LostRace(
          new FaceError('INTERNAL', `The subject has a data key of generation ${generation} already.`),
        );
      }
    },
  };
}

function toKey(row: Row): SubjectKeyRow {
  return {
    subjectId: row.subject_id,
    generation: row.generation,
    kekEpoch: new Uint8Array(row.kek_epoch),
    wrapped: new Uint8Array(row.wrapped),
  };
}
