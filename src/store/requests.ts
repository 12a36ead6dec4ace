import { FaceError } from '../errors.js';
import type { UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';
import { LostRace } from './faults.js';
import { bytes } from './templates.js';

interface Row {
  request_id: string;
  digest: Uint8Array;
  answer: unknown;
}

const FIND = `
  SELECT request_id, digest, answer FROM face_engine.request
   WHERE request_id = $1 AND created_at > now() - interval '24 hours'`;

/** An id whose 24 hours are over is free again, also before it was purged. */
const INSERT = `
  INSERT INTO face_engine.request AS kept (request_id, digest, answer) VALUES ($1, $2, $3)
  ON CONFLICT (request_id) DO UPDATE
     SET digest = EXCLUDED.digest, answer = EXCLUDED.answer, created_at = now()
   WHERE kept.created_at <= now() - interval '24 hours'`;

const PURGE = `DELETE FROM face_engine.request WHERE created_at <= to_timestamp($1) - interval '24 hours'`;

export function requests(session: Session): UnitOfWork['requests'] {
  return {
    async find(requestId) {
      const { rows } = await session.query<Row>(FIND, [requestId]);
      const row = rows[0];
      return row ? { requestId: row.request_id, digest: new Uint8Array(row.digest), answer: row.answer } : null;
    },
    async insert({ requestId, digest, answer }) {
      const { rowCount } = await session.query(INSERT, [requestId, bytes(digest), JSON.stringify(answer ?? null)]);
      if (rowCount !== 1) {
        throw new LostRace(
          new FaceError('REQUEST_ID_REUSED', 'Another request of this id was answered in the last 24 hours.'),
        );
      }
    },
  };
}

/** Deletes answers older than 24 hours at `nowMs`; how many there were. */
export async function purgeRequests(session: Session, nowMs: number): Promise<number> {
  const { rowCount } = await session.query(PURGE, [nowMs / 1_000]);
  return rowCount ?? 0;
}
