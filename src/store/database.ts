import { Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import { FaceError, isFaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import { CopyOut } from './copied-rows.js';
import { cancelled, storeFault } from './faults.js';

/** Where PostgreSQL listens: a `DATABASE_URL`, or the parts of it. A `host` that starts with '/' is a socket directory. */
export type DatabaseTarget =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string };

export interface DatabaseOptions {
  readonly target: DatabaseTarget;
  readonly connectionsMax: number;
  /** Longest wait for a connection, a free one or a new one. */
  readonly connectTimeoutMs: number;
  /** Longest single statement, waits for locks included. */
  readonly statementTimeoutMs: number;
  /** Told when a connection breaks while nobody uses it; the pool replaces it. */
  readonly onConnectionLost: (error: Error) => void;
}

/** How much longer than the server's own limit the client waits: only a server that hangs needs it. */
const SILENCE_MS = 1_000;

/** One connection for the time of one piece of work. Every wait ends with `signal`. */
export class Session {
  readonly #client: PoolClient;
  readonly #signal: AbortSignal;
  #broken = false;
  #ended = false;

  constructor(client: PoolClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  /**
   * @param timeoutMs longest wait for the answer, where the statement's own limit was set to it; else that of the pool
   * @throws FaceError STORE_DOWN, CANCELLED, SUBJECT_UNKNOWN (foreign key), INTERNAL; LostRace
   */
  query<R extends QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
    timeoutMs: number | null = null,
  ): Promise<QueryResult<R>> {
    const limit = timeoutMs === null ? {} : { query_timeout: timeoutMs + SILENCE_MS };
    return this.#answered(() => this.#client.query<R>({ text: sql, values: [...values], ...limit }));
  }

  /** What one `COPY … TO STDOUT` copies, among statements that return no rows. @throws as `query` */
  copy(sql: string): Promise<Buffer> {
    return this.#answered(() => this.#client.query(new CopyOut(sql)).bytes);
  }

  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#ended) throw new FaceError('INTERNAL', 'A unit of work was used after its transaction had ended.');
    try {
      return await untilAborted(ask(), this.#signal);
    } catch (error) {
      const fault = storeFault(error);
      this.#broken ||= isFaceError(fault) && (fault.code === 'STORE_DOWN' || fault.code === 'CANCELLED');
      throw fault;
    }
  }

  /** Hands the connection back. One that may still be busy or dead is closed: the server then rolls back. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#client.release(this.#broken);
  }

  /** Undoes an open transaction, if need be by closing the connection. */
  async rollback(): Promise<void> {
    if (this.#broken || this.#ended) return;
    if (this.#signal.aborted) {
      this.#broken = true;
      return;
    }
    await this.query('ROLLBACK').catch(() => {
      this.#broken = true;
    });
  }
}

/** A bounded pool of connections. A broken one never ends the process. */
export class Database {
  readonly #pool: Pool;

  constructor(options: DatabaseOptions) {
    const { target } = options;
    this.#pool = new Pool({
      ...('url' in target ? { connectionString: target.url } : target),
      application_name: 'face-engine',
      max: options.connectionsMax,
      connectionTimeoutMillis: options.connectTimeoutMs,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + SILENCE_MS,
      keepAlive: true,
    });
    this.#pool.on('error', options.onConnectionLost);
    // A connection in use has no listener of the pool's: unheard, its error would end the process.
    this.#pool.on('connect', (client) => client.on('error', options.onConnectionLost));
  }

  /** Runs `work` on one connection. Transactions are the caller's business; an open one is rolled back when `work` fails. */
  async session<T>(work: (session: Session) => Promise<T>, { signal }: Call): Promise<T> {
    const session = new Session(await this.#connect(signal), signal);
    try {
      return await untilAborted(work(session), signal);
    } catch (error) {
      await session.rollback();
      throw error;
    } finally {
      session.end();
    }
  }

  /** Waits for work under way, then closes every connection. */
  async close(): Promise<void> {
    if (!this.#pool.ended && !this.#pool.ending) await this.#pool.end();
  }

  async #connect(signal: AbortSignal): Promise<PoolClient> {
    const pending = this.#pool.connect();
    try {
      return await untilAborted(pending, signal);
    } catch (error) {
      // Whoever gave up must not keep the connection that comes later.
      pending.then(
        (client) => client.release(),
        () => undefined,
      );
      throw storeFault(error);
    }
  }
}

/** The promise, or CANCELLED as soon as the signal fires; the abandoned promise may still settle, unheard. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = withReject();
  const onAbort = () => reject(cancelled());
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function withReject(): { promise: Promise<never>; reject: (error: FaceError) => void } {
  let reject: (error: FaceError) => void = () => undefined;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  return { promise, reject };
}
