import { Client } from 'pg';
import { sqlStateOf } from './faults.js';

/** A connection to the private PostgreSQL: `host` is its socket directory. */
export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

const TRY_ALONE = `SELECT pg_try_advisory_lock(7305803) AS alone`;
const UNLOCK_ALONE = `SELECT pg_advisory_unlock(7305803)`;
const SHARE = `SELECT pg_advisory_lock_shared(7305803)`;
const UNSHARE = `SELECT pg_advisory_unlock_shared(7305803)`;

const CONNECT_TIMEOUT_MS = 2_000;
const RECONNECT_MS = 200;

/**
 * Says by a shared lock that an engine lives on this cluster. The lock goes with the process, however it ends, so a
 * PostgreSQL without one was left behind.
 */
export class Keeper {
  readonly #target: SocketTarget;
  #client: Client | null = null;
  #closed = false;

  constructor(target: SocketTarget) {
    this.#target = target;
  }

  /** Whether no engine was here before this one; takes the shared lock in either case. */
  async enter(): Promise<{ alone: boolean }> {
    const client = new Client({
      ...this.#target,
      application_name: 'face-engine keeper',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    client.on('end', () => this.#lost(client));
    try {
      await client.connect();
      const alone = await isAlone(client);
      await client.query(SHARE);
      if (this.#closed) throw new Error('the keeper has left');
      this.#client = client;
      return { alone };
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Gives the lock back; whether no other engine is left. A database that does not answer has nobody left. */
  async leave(): Promise<{ alone: boolean }> {
    this.#closed = true;
    const client = this.#client;
    if (!client) return { alone: true };
    try {
      await client.query(UNSHARE);
      return { alone: await isAlone(client) };
    } catch {
      return { alone: true };
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** PostgreSQL ends every connection when one of its processes crashes, and goes on. */
  #lost(client: Client): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    const again = () => {
      if (!this.#closed) this.enter().catch(() => setTimeout(again, RECONNECT_MS).unref());
    };
    setTimeout(again, RECONNECT_MS).unref();
  }
}

async function isAlone(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(TRY_ALONE);
  const alone = rows[0]?.alone === true;
  if (alone) await client.query(UNLOCK_ALONE);
  return alone;
}

/** Whether the server is there but not ready: starting, recovering or shutting down. */
export function isNotReady(error: unknown): boolean {
  return sqlStateOf(error) === '57P03';
}
