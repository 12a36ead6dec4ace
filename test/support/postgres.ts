import { mkdtemp, rm } from 'node:fs/promises';
import { chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { Database, type DatabaseTarget } from '../../src/store/database.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.js';
import { migrate } from '../../src/store/migrate.js';
import { PostgresStore } from '../../src/store/postgres-store.js';

/**
 * One private PostgreSQL for a test file: made before its first test (about 0.7 s), removed after its last.
 *
 *   const postgres = withPostgres();
 *   test('…', async () => { const store = await postgres.store(); … });
 *
 * Every `store()` and `freshTarget()` is an empty, migrated database of its own (about 30 ms), closed at the end.
 */
export interface TestPostgres {
  /** A store on a fresh database. */
  store(): Promise<PostgresStore>;
  /** A fresh, migrated database. */
  freshTarget(): Promise<SocketDatabase>;
  /** A pool on any database of this server, closed at the end of the file. */
  database(target: DatabaseTarget): Database;
  /** One statement as the server's superuser, on its own connection. */
  query(sql: string, target?: SocketDatabase): Promise<readonly Record<string, unknown>[]>;
  server(): EmbeddedPostgres;
  dataDir(): string;
  /** Starts the server again, after a test that killed it. */
  restart(): Promise<EmbeddedPostgres>;
}

export interface SocketDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

const START_TIMEOUT_MS = 30_000;
const TEMPLATE = 'migrated';

export function withPostgres(): TestPostgres {
  let dataDir = '';
  let server: EmbeddedPostgres | null = null;
  const open: Database[] = [];
  let made = 0;

  const start = async (): Promise<EmbeddedPostgres> =>
    (server = await startEmbeddedPostgres({ dataDir, onLog: () => undefined }));
  const running = (): EmbeddedPostgres => {
    if (!server) throw new Error('withPostgres() must be called at the top of the test file, its methods inside tests');
    return server;
  };
  const query = async (sql: string, target: SocketDatabase = running().target) => {
    const client = new Client(target);
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const database = (target: DatabaseTarget): Database => {
    const opened = new Database({ ...testLimits, target });
    open.push(opened);
    return opened;
  };
  const freshTarget = async (): Promise<SocketDatabase> => {
    const name = `test_${++made}`;
    await query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY wal_log`);
    return { ...running().target, database: name };
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'face-engine-test-'));
    chmodSync(dataDir, 0o711);
    const { target } = await start();
    await query(`CREATE DATABASE ${TEMPLATE} STRATEGY wal_log`);
    const template = new Database({ ...testLimits, target: { ...target, database: TEMPLATE } });
    await migrate(template, { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
    await template.close();
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all(open.map((one) => one.close()));
    await server?.stop();
    if (dataDir !== '') await rm(dataDir, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  return {
    store: async () => new PostgresStore(database(await freshTarget())),
    freshTarget,
    database,
    query,
    server: running,
    dataDir: () => dataDir,
    restart: start,
  };
}

export const testLimits = {
  connectionsMax: 8,
  connectTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  onConnectionLost: () => undefined,
} as const;
