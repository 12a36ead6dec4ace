import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Call } from '../recognition/ports.js';
import type { Database, Session } from './database.js';

/** The compiler copies no SQL: from dist/src/store, this is src/store/migrations of the project. */
const MIGRATIONS_DIR = path.resolve(__dirname, '../../../src/store/migrations');

/** One number for all face engines, so that two of them never migrate one database at once. */
const LOCK = `SELECT pg_advisory_lock(7305804)`;
const UNLOCK = `SELECT pg_advisory_unlock(7305804)`;

const PREPARE = `
  CREATE SCHEMA IF NOT EXISTS face_engine;
  CREATE TABLE IF NOT EXISTS face_engine.migration (
    number integer PRIMARY KEY,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

const APPLIED = `SELECT number, name, sha256 FROM face_engine.migration ORDER BY number`;
const RECORD = `INSERT INTO face_engine.migration (number, name, sha256) VALUES ($1, $2, $3)`;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: Buffer;
}

interface AppliedRow {
  number: number;
  name: string;
  sha256: Buffer;
}

/**
 * Brings the database up to this version of the engine; concurrent calls wait for each other.
 *
 * @returns the names of the migrations it applied
 * @throws Error when the database is newer than the engine, or an applied migration was changed afterwards
 */
export async function migrate(
  database: Database,
  call: Call,
  migrationsDir = MIGRATIONS_DIR,
): Promise<readonly string[]> {
  const migrations = await readMigrations(migrationsDir);
  return database.session(async (session) => {
    await session.query(LOCK);
    try {
      await session.query(PREPARE);
      return await applyPending(session, migrations);
    } finally {
      // The lock outlives a failed transaction, and no statement gets through before that one is undone.
      await session.query('ROLLBACK').catch(() => undefined);
      await session.query(UNLOCK).catch(() => undefined);
    }
  }, call);
}

async function applyPending(session: Session, migrations: readonly Migration[]): Promise<readonly string[]> {
  const { rows: applied } = await session.query<AppliedRow>(APPLIED);
  refuseNewer(applied, migrations);
  refuseChanged(applied, migrations);
  const done = new Set(applied.map((row) => row.number));
  const pending = migrations.filter((migration) => !done.has(migration.number));
  for (const { number, name, sha256, sql } of pending) {
    await session.query('BEGIN');
    // First: a second engine that got past the lock stops at the primary key, not in the middle.
    await session.query(RECORD, [number, name, sha256]);
    await session.query(sql);
    await session.query('COMMIT');
  }
  return pending.map((migration) => migration.name);
}

function refuseNewer(applied: readonly AppliedRow[], migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.number ?? 0;
  const there = applied.at(-1)?.number ?? 0;
  if (there <= newest) return;
  throw new Error(
    `The database is newer than this engine: it has migration ${there}, the engine knows up to ${newest}. Run the newer engine, or restore a backup from before the upgrade.`,
  );
}

function refuseChanged(applied: readonly AppliedRow[], migrations: readonly Migration[]): void {
  for (const row of applied) {
    const known = migrations.find((migration) => migration.number === row.number);
    if (known && known.sha256.equals(row.sha256)) continue;
    throw new Error(
      `Migration ${row.name} of the database is not the one of this engine: a migration is never changed once applied.`,
    );
  }
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      // A checkout may have changed the line ends; they are no change of the migration.
      const sql = (await readFile(path.join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
      return { number: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest() };
    }),
  );
}
