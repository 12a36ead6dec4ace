import type { UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';
import { bytes } from './templates.js';

interface Row {
  record_id: string;
  sealed: Uint8Array;
  created_at: Date;
}

const INSERT = `INSERT INTO face_engine.capture_record (record_id, sealed) VALUES ($1, $2)`;

/** The oldest go first: when the last record of a page is gone, all that are left come after it. */
const LIST = `
  SELECT record_id, sealed, created_at FROM face_engine.capture_record
   WHERE ($1::timestamptz IS NULL OR created_at >= $1)
     AND sequence > COALESCE((SELECT sequence FROM face_engine.capture_record WHERE record_id = $2), 0)
   ORDER BY sequence
   LIMIT $3`;

/** The newest of those that are too many; no row when there is room for all. */
const CUT = `SELECT sequence FROM face_engine.capture_record ORDER BY sequence DESC OFFSET $1 LIMIT 1`;

const PURGE = `
  DELETE FROM face_engine.capture_record
   WHERE sequence IN (SELECT sequence FROM face_engine.capture_record
                       WHERE created_at < $2 OR sequence <= $1::bigint
                       ORDER BY sequence
                       LIMIT $3)`;

/** Records that go with one statement, well within its time: 15,000 of usual length go in a second. */
const PURGED_AT_ONCE = 1_000;

export function captureRecords(session: Session): UnitOfWork['captureRecords'] {
  return {
    async insert({ recordId, sealed }) {
      await session.query(INSERT, [recordId, bytes(sealed)]);
    },
    async list(since, { after, limit }) {
      const { rows } = await session.query<Row>(LIST, [since, after, limit]);
      return rows.map((row) => ({
        recordId: row.record_id,
        sealed: new Uint8Array(row.sealed),
        createdAt: row.created_at,
      }));
    },
  };
}

/** Which records are kept: the newest `max`, and none older than `days`. */
export interface CaptureRecordLimits {
  readonly max: number;
  readonly days: number;
}

const DAY_MS = 86_400_000;

/**
 * Deletes what is past its limits at `nowMs`; how many there were. In many statements, each of which stays: an operator
 * who keeps a million records and then none has more of them than one statement can delete in its time.
 */
export async function purgeCaptureRecords(
  session: Session,
  nowMs: number,
  { max, days }: CaptureRecordLimits,
): Promise<number> {
  const cut = (await session.query<{ sequence: string }>(CUT, [max])).rows[0]?.sequence ?? null;
  const oldest = new Date(nowMs - days * DAY_MS);
  for (let purged = 0; ;) {
    const { rowCount } = await session.query(PURGE, [cut, oldest, PURGED_AT_ONCE]);
    purged += rowCount ?? 0;
    if ((rowCount ?? 0) < PURGED_AT_ONCE) return purged;
  }
}
