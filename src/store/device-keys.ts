import type { DeviceKeyRow, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';
import { bytes } from './templates.js';

interface Row {
  subject_id: string;
  key_id: string;
  spki: Uint8Array;
  created_at: Date;
}

const COLUMNS = `subject_id, key_id, spki, created_at`;

const FIND = `SELECT ${COLUMNS} FROM face_engine.device_key WHERE subject_id = $1 AND key_id = $2`;
const LIST_OF = `SELECT ${COLUMNS} FROM face_engine.device_key WHERE subject_id = $1 ORDER BY key_id`;
const REMOVE = `DELETE FROM face_engine.device_key WHERE subject_id = $1 AND key_id = $2`;
const PUT = `
  INSERT INTO face_engine.device_key (subject_id, key_id, spki) VALUES ($1, $2, $3)
  ON CONFLICT (subject_id, key_id) DO UPDATE SET spki = EXCLUDED.spki, created_at = now()`;

export function deviceKeys(session: Session): UnitOfWork['deviceKeys'] {
  const select = async (sql: string, values: readonly unknown[]): Promise<DeviceKeyRow[]> => {
    const { rows } = await session.query<Row>(sql, values);
    return rows.map(toKey);
  };
  return {
    async find(subjectId, keyId) {
      const [found] = await select(FIND, [subjectId, keyId]);
      return found ?? null;
    },
    listOf: (subjectId) => select(LIST_OF, [subjectId]),
    async put({ subjectId, keyId, spki }) {
      await session.query(PUT, [subjectId, keyId, bytes(spki)]);
    },
    async remove(subjectId, keyId) {
      const { rowCount } = await session.query(REMOVE, [subjectId, keyId]);
      return rowCount === 1;
    },
  };
}

function toKey(row: Row): DeviceKeyRow {
  return {
    subjectId: row.subject_id,
    keyId: row.key_id,
    spki: new Uint8Array(row.spki),
    createdAt: row.created_at,
  };
}
