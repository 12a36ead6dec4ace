import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { isFaceError } from '../../src/errors.js';
import type { UnitOfWork } from '../../src/recognition/ports.js';
import { PostgresStore } from '../../src/store/postgres-store.js';
import { type SocketDatabase, withPostgres } from '../support/postgres.js';

const postgres = withPostgres();
const call = (limitMs = 10_000) => ({ signal: AbortSignal.timeout(limitMs) });

let target: SocketDatabase;
let store: PostgresStore;
beforeEach(async () => {
  target = await postgres.freshTarget();
  store = new PostgresStore(postgres.database(target));
});

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (isFaceError(error) ? error.code : `not a FaceError: ${inspect(error)}`),
  );

async function enrol(
  unit: UnitOfWork,
  subjectId: string,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  if (await unit.subjects.lock(subjectId)) return;
  await unit.subjects.insert(subjectId);
  await unit.subjectKeys.insert({
    subjectId,
    generation: 1,
    kekEpoch: new Uint8Array(8),
    wrapped: new Uint8Array(132),
  });
  await between();
  const sealed = { record: new Uint8Array(2_148), keyGeneration: 1 };
  await unit.templates.put({
    templateId: `t-${subjectId}`,
    subjectId,
    modelId: 'm',
    version: 1,
    framesUsed: 1,
    quality: 1,
    ...sealed,
  });
}

const HALF = `SELECT count(*)::int AS half FROM face_engine.subject
  FULL JOIN face_engine.template USING (subject_id) FULL JOIN face_engine.subject_key AS k USING (subject_id)
  WHERE template_id IS NULL OR k.wrapped IS NULL OR subject.created_at IS NULL`;

async function recoveryMs(): Promise<number> {
  const from = performance.now();
  while ((await codeOf(store.ping())) !== 'none' && performance.now() - from < 30_000) await delay(20);
  return performance.now() - from;
}

test('a connection ended by the server in the middle fails that call with STORE_DOWN and nothing is stored', async () => {
  const terminate = () =>
    postgres.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${target.database}' AND pid <> pg_backend_pid()`,
    );
  const failing = store.transaction(
    (unit) =>
      enrol(unit, 'ada', async () => {
        await terminate();
      }),
    call(),
  );
  const error: unknown = await failing.catch((fault: unknown) => fault);
  expect(error).toMatchObject({ code: 'STORE_DOWN', retryAfterMs: 1_000 });
  expect(await store.transaction((unit) => unit.subjects.find('ada'), call())).toBeNull();
});

test('idle connections that the server ends are replaced, and end no process', async () => {
  await Promise.all(Array.from({ length: 5 }, () => store.ping()));
  await postgres.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${target.database}'`);
  await delay(50);
  await store.transaction((unit) => enrol(unit, 'ada'), call());
});

test('after a killed backend the server recovers by itself', async () => {
  const kill = async () => {
    const rows = await postgres.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = '${target.database}' AND pid <> pg_backend_pid() LIMIT 1`,
    );
    process.kill(Number(rows[0]?.['pid']), 'SIGKILL');
    await delay(20);
  };
  expect(await codeOf(store.transaction((unit) => enrol(unit, 'ada', kill), call()))).toBe('STORE_DOWN');
  expect(await recoveryMs()).toBeLessThan(15_000);
  expect(await store.transaction((unit) => unit.subjects.find('ada'), call())).toBeNull();
});

test('with the server gone calls fail at once with STORE_DOWN; after its return the first success takes no two seconds', async () => {
  await store.transaction((unit) => enrol(unit, 'ada'), call());
  const kill = () => {
    process.kill(postgres.server().pid, 'SIGKILL');
    return postgres.server().exited;
  };
  expect(await codeOf(store.transaction((unit) => enrol(unit, 'bob', kill), call()))).toBe('STORE_DOWN');
  const from = performance.now();
  expect(await codeOf(store.transaction((unit) => enrol(unit, 'bob'), call()))).toBe('STORE_DOWN');
  expect(await codeOf(store.ping())).toBe('STORE_DOWN');
  expect(performance.now() - from).toBeLessThan(1_500);
  await postgres.restart();
  expect(await recoveryMs()).toBeLessThan(2_000);
  expect(await store.transaction((unit) => unit.subjects.list({ after: null, limit: 9 }), call())).toHaveLength(1);
  expect(await postgres.query(HALF, target)).toEqual([{ half: 0 }]);
});

test('a server that hangs holds no call longer than its time', async () => {
  await store.ping();
  const stop = async () => {
    const rows = await postgres.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = '${target.database}' AND pid <> pg_backend_pid()`,
    );
    for (const row of rows) process.kill(Number(row['pid']), 'SIGSTOP');
    return () => rows.forEach((row) => process.kill(Number(row['pid']), 'SIGCONT'));
  };
  let go = (): void => undefined;
  const from = performance.now();
  const hanging = store.transaction((unit) => enrol(unit, 'ada', async () => void (go = await stop())), call(500));
  expect(await codeOf(hanging)).toBe('CANCELLED');
  expect(performance.now() - from).toBeLessThan(1_500);
  go();
  await delay(100);
  expect(await store.transaction((unit) => unit.subjects.find('ada'), call())).toBeNull();
});

test('more calls than connections wait for one, and no longer than they may', async () => {
  let let_go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (let_go = resolve));
  const busy = Array.from({ length: 8 }, () => store.transaction(() => gate, call()));
  expect(await codeOf(store.transaction((unit) => unit.subjects.find('ada'), call(200)))).toBe('CANCELLED');
  expect(await codeOf(store.transaction((unit) => unit.subjects.find('ada'), call()))).toBe('STORE_DOWN');
  let_go();
  await Promise.all(busy);
  await store.ping();
});

test('of two transactions that block each other, one runs again and both are stored', async () => {
  await store.transaction(async (unit) => {
    await enrol(unit, 'ada');
    await enrol(unit, 'bob');
  }, call());
  let runs = 0;
  const lockBoth = (first: string, second: string) =>
    store.transaction(async (unit) => {
      runs++;
      await unit.subjects.lock(first);
      await delay(100);
      await unit.subjects.lock(second);
    }, call());
  await Promise.all([lockBoth('ada', 'bob'), lockBoth('bob', 'ada')]);
  expect(runs).toBe(3);
});

test('an error carries no value of a row', async () => {
  const bad = {
    templateId: 't',
    subjectId: 'Grace.Hopper',
    modelId: 'secret-model',
    version: 1,
    keyGeneration: 1,
    framesUsed: 1,
  };
  const violations: ((unit: UnitOfWork) => Promise<unknown>)[] = [
    (unit) => unit.subjects.insert('Grace Hopper!'),
    (unit) => unit.templates.put({ ...bad, quality: 1, record: new Uint8Array(1) }),
    async (unit) => {
      await unit.subjects.insert('Grace.Hopper');
      await unit.templates.put({ ...bad, quality: 1_234_567, record: Buffer.from('secret-record') });
    },
  ];
  for (const violation of violations) {
    const error: unknown = await store.transaction(violation, call()).then(
      () => 'stored',
      (fault: unknown) => fault,
    );
    expect(isFaceError(error)).toBe(true);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/Grace|secret|1234567|7365637265742d/);
  }
});

test('a failed statement that the work swallows is not taken for stored', async () => {
  const swallowing = store.transaction(async (unit) => {
    await unit.subjects.insert('ada');
    await unit.subjects.insert('not a subject id').catch(() => undefined);
  }, call());
  expect(await codeOf(swallowing)).toBe('INTERNAL');
  expect(await store.transaction((unit) => unit.subjects.find('ada'), call())).toBeNull();
});

test('kills at random moments lose nothing acknowledged and leave nothing half', async () => {
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 2 ** 31);
  const random = seeded(seed);
  const acknowledged = new Set<string>();
  const codes = new Set<string>();
  let stopped = false;
  let next = 0;
  const worker = async () => {
    while (!stopped) {
      const id = `s${next++}`;
      const code = await codeOf(store.transaction((unit) => enrol(unit, id), call(5_000)));
      if (code === 'none') acknowledged.add(id);
      else await delay(10);
      codes.add(code);
    }
  };
  const workers = Array.from({ length: 6 }, worker);
  try {
    for (let kill = 0; kill < 8; kill++) {
      await delay(50 + random() * 250);
      await killSomething(random, kill % 4 === 3);
    }
    await recoveryMs();
    await delay(200);
  } finally {
    stopped = true;
    await Promise.all(workers);
  }
  const stored = new Set(
    (await postgres.query('SELECT subject_id AS id FROM face_engine.template', target)).map((row) => String(row['id'])),
  );
  const lost = [...acknowledged].filter((id) => !stored.has(id));
  const half = await postgres.query(HALF, target);
  expect({ seed, lost, half, codes: [...codes].filter((code) => code !== 'none' && code !== 'STORE_DOWN') }).toEqual({
    seed,
    lost: [],
    half: [{ half: 0 }],
    codes: [],
  });
  expect(acknowledged.size).toBeGreaterThan(20);
});

/** Any process of the server, or the server itself. It is started again where it cannot recover by itself. */
async function killSomething(random: () => number, everything: boolean): Promise<void> {
  const { pid, exited } = postgres.server();
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  const victim = everything ? pid : children[Math.floor(random() * children.length)];
  if (victim) process.kill(victim, 'SIGKILL');
  // The server gives up when the process that recovers is killed too.
  const gone = await Promise.race([exited.then(() => true), delay(everything ? 30_000 : 200, false, { ref: false })]);
  if (gone) await postgres.restart();
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
