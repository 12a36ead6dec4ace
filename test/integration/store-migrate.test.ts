import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../../src/store/migrate.js';
import { type SocketDatabase, withPostgres } from '../support/postgres.js';

const postgres = withPostgres();
const call = () => ({ signal: AbortSignal.timeout(10_000) });
const SHIPPED = path.resolve(__dirname, '../../../src/store/migrations');

let made = 0;
let migrations: string;
let target: SocketDatabase;

beforeEach(async () => {
  migrations = await mkdtemp(path.join(os.tmpdir(), 'face-engine-migrations-'));
  await cp(SHIPPED, migrations, { recursive: true });
  const database = `empty_${++made}`;
  await postgres.query(`CREATE DATABASE ${database}`);
  target = { ...postgres.server().target, database };
});
afterEach(() => rm(migrations, { recursive: true, force: true }));

const applied = () => postgres.query('SELECT number FROM face_engine.migration ORDER BY number', target);
const add = (name: string, sql: string) => writeFile(path.join(migrations, name), sql);

test('an empty database gets every migration, once', async () => {
  const database = postgres.database(target);
  expect((await migrate(database, call(), migrations)).length).toBeGreaterThan(0);
  expect(await migrate(database, call(), migrations)).toEqual([]);
});

test('ten engines at once apply each migration once', async () => {
  await add('9000_slow.sql', 'SELECT pg_sleep(0.2); CREATE TABLE face_engine.slow (n int)');
  const names = await Promise.all(
    Array.from({ length: 10 }, () => migrate(postgres.database(target), call(), migrations)),
  );
  expect(names.filter((list) => list.length > 0)).toHaveLength(1);
});

test('a later version applies what is new', async () => {
  const database = postgres.database(target);
  await migrate(database, call(), migrations);
  await add('9000_more.sql', 'CREATE TABLE face_engine.more (n int)');
  expect(await migrate(database, call(), migrations)).toEqual(['9000_more.sql']);
});

test('a database newer than the engine is refused', async () => {
  const database = postgres.database(target);
  await add('9000_more.sql', 'CREATE TABLE face_engine.more (n int)');
  await migrate(database, call(), migrations);
  await expect(migrate(database, call(), SHIPPED)).rejects.toThrow(
    'The database is newer than this engine: it has migration 9000, the engine knows up to',
  );
});

test('an applied migration that was changed is refused; other line ends are no change', async () => {
  const database = postgres.database(target);
  await add('9000_more.sql', 'CREATE TABLE\nface_engine.more (n int)');
  await migrate(database, call(), migrations);
  await add('9000_more.sql', 'CREATE TABLE\r\nface_engine.more (n int)');
  expect(await migrate(database, call(), migrations)).toEqual([]);
  await add('9000_more.sql', 'CREATE TABLE face_engine.more (m int)');
  await expect(migrate(database, call(), migrations)).rejects.toThrow(/9000_more\.sql.*never changed/);
});

test('a migration that fails leaves nothing behind, and no lock', async () => {
  const database = postgres.database(target);
  await add('9000_broken.sql', 'CREATE TABLE face_engine.half (n int); SELECT 1/0');
  await expect(migrate(database, call(), migrations)).rejects.toMatchObject({ code: 'INTERNAL' });
  expect((await applied()).some((row) => row['number'] === 9000)).toBe(false);
  expect(await postgres.query(`SELECT to_regclass('face_engine.half') AS half`, target)).toEqual([{ half: null }]);
  await add('9000_broken.sql', 'CREATE TABLE face_engine.half (n int)');
  expect(await migrate(postgres.database(target), call(), migrations)).toEqual(['9000_broken.sql']);
});
