import { setTimeout as delay } from 'node:timers/promises';
import { FaceError, isFaceError } from '../errors.js';
import type { Call, Store, UnitOfWork } from '../recognition/ports.js';
import { type Database, type Session, untilAborted } from './database.js';
import { captureRecords, purgeCaptureRecords, type CaptureRecordLimits } from './capture-records.js';
import { deviceKeys } from './device-keys.js';
import { LostRace, storeDown } from './faults.js';
import { migrations } from './migrations.js';
import { policies } from './policies.js';
import { purgeRequests, requests } from './requests.js';
import { subjectKeys } from './subject-keys.js';
import { subjects } from './subjects.js';
import { purgeTemplateChanges } from './template-changes.js';
import { templates } from './templates.js';

const ATTEMPTS_MAX = 8;
const RETRY_DELAY_MS = 5;
const RETRY_DELAY_MS_MAX = 200;
const PING_TIMEOUT_MS = 1_000;

/**
 * The store in PostgreSQL. Precondition: `migrate` has run on this database.
 *
 * Transactions are READ COMMITTED: whoever must not be overtaken takes `subjects.lock` first. A commit whose answer is
 * lost fails with STORE_DOWN although it may have been stored; a repeated call with the same request id finds out.
 */
export class PostgresStore implements Store {
  readonly #database: Database;
  readonly #random: () => number;

  constructor(database: Database, random: () => number = Math.random) {
    this.#database = database;
    this.#random = random;
  }

  async transaction<T>(work: (unit: UnitOfWork) => Promise<T>, call: Call): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#database.session((session) => inTransaction(session, work), call);
      } catch (error) {
        if (!(error instanceof LostRace)) throw error;
        if (attempt === ATTEMPTS_MAX) throw error.fault;
        await untilAborted(delay(this.#jitterMs(attempt)), call.signal);
      }
    }
  }

  /** Resolves when the database answers within a second. @throws FaceError STORE_DOWN */
  async ping(): Promise<void> {
    const signal = AbortSignal.timeout(PING_TIMEOUT_MS);
    try {
      await this.#database.session((session) => session.query('SELECT 1'), { signal });
    } catch (error) {
      if (isFaceError(error) && error.code === 'STORE_DOWN') throw error;
      throw storeDown(error);
    }
  }

  /** Deletes the answers of requests whose 24 hours are over at `nowMs`; how many there were. */
  purgeRequests(nowMs: number, call: Call): Promise<number> {
    return this.#database.session((session) => purgeRequests(session, nowMs), call);
  }

  /** Deletes the capture records that are past their limits at `nowMs`; how many there were. */
  purgeCaptureRecords(nowMs: number, limits: CaptureRecordLimits, call: Call): Promise<number> {
    return this.#database.session((session) => purgeCaptureRecords(session, nowMs, limits), call);
  }

  /** Deletes what galleries have followed for a day at `nowMs`; how many changes there were. */
  purgeTemplateChanges(nowMs: number, call: Call): Promise<number> {
    return this.#database.session((session) => purgeTemplateChanges(session, nowMs), call);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #jitterMs(attempt: number): number {
    return this.#random() * Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS * 2 ** attempt);
  }
}

async function inTransaction<T>(session: Session, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  await session.query('BEGIN');
  const result = await work({
    subjects: subjects(session),
    templates: templates(session),
    policies: policies(session),
    captureRecords: captureRecords(session),
    migrations: migrations(session),
    subjectKeys: subjectKeys(session),
    deviceKeys: deviceKeys(session),
    requests: requests(session),
  });
  const { command } = await session.query('COMMIT');
  // PostgreSQL answers COMMIT with ROLLBACK when a statement has failed: whoever swallowed that error must not think it stored.
  if (command !== 'COMMIT')
    throw new FaceError('INTERNAL', 'Nothing was stored: a statement of the transaction had failed.');
  return result;
}
