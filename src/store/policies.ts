import type { PolicyDocument } from '../biometrics/policy.js';
import type { ActivePolicy, PolicyRow, UnitOfWork } from '../recognition/ports.js';
import type { Session } from './database.js';

interface Row {
  name: string;
  version: number;
  document: Omit<PolicyDocument, 'deviceSignature'> & Partial<Pick<PolicyDocument, 'deviceSignature'>>;
  created_at: Date;
}

const COLUMNS = `name, version, document, created_at`;
const LIST = `SELECT ${COLUMNS} FROM face_engine.policy ORDER BY name, version`;
const FIND = `SELECT ${COLUMNS} FROM face_engine.policy WHERE name = $1 AND version = $2`;

/** By name, so that those who make the first version of one wait for each other too. */
const LOCK_NAME = `SELECT pg_advisory_xact_lock(hashtextextended($1, 7305806))`;
const APPEND = `
  INSERT INTO face_engine.policy (name, version, document)
  SELECT $1, GREATEST(COALESCE(max(version), 0) + 1, $2::integer), $3 FROM face_engine.policy WHERE name = $1
  RETURNING ${COLUMNS}`;

const ACTIVE = `SELECT name, version FROM face_engine.active_policy ORDER BY name`;
const ACTIVATE = `
  INSERT INTO face_engine.active_policy (name, version) VALUES ($1, $2)
  ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, activated_at = now()`;

export function policies(session: Session): UnitOfWork['policies'] {
  const select = async (sql: string, values: readonly unknown[] = []): Promise<PolicyRow[]> => {
    const { rows } = await session.query<Row>(sql, values);
    return rows.map(toPolicy);
  };
  return {
    list: () => select(LIST),
    async find(name, version) {
      const [found] = await select(FIND, [name, version]);
      return found ?? null;
    },
    async append(document, versionMin) {
      await session.query(LOCK_NAME, [document.name]);
      const [row] = await select(APPEND, [document.name, versionMin, JSON.stringify(document)]);
      if (!row) throw new Error('a statement that inserts one row returned none');
      return row;
    },
    async active() {
      const { rows } = await session.query<ActivePolicy>(ACTIVE);
      return rows.map(({ name, version }) => ({ name, version }));
    },
    async activate({ name, version }) {
      await session.query(ACTIVATE, [name, version]);
    },
  };
}

function toPolicy(row: Row): PolicyRow {
  // A row from before signatures could be asked for says nothing of them.
  const document: PolicyDocument = { ...row.document, deviceSignature: row.document.deviceSignature ?? 'optional' };
  return { name: row.name, version: row.version, document, createdAt: row.created_at };
}
