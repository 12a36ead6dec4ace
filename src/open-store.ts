import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from './config/config.js';
import { Database, type DatabaseTarget } from './store/database.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './store/embedded-postgres.js';
import { migrate } from './store/migrate.js';
import { PostgresStore } from './store/postgres-store.js';
import { PostgresFeed } from './store/template-feed.js';
import type { Log } from './telemetry/log.js';

/** The store with the server it runs on: PostgreSQL of the operator, or a private one. */
export interface OpenStore {
  readonly store: PostgresStore;
  readonly embedded: boolean;
  /** What a gallery of this model follows; on connections of its own, which `close` closes. */
  feed(modelId: string): PostgresFeed;
  close(): Promise<void>;
}

const databaseLimits = { connectionsMax: 16, connectTimeoutMs: 3_000, statementTimeoutMs: 10_000 } as const;
/** One follows changes while another reads pages ahead or a call asks how far it is. */
const FEED_CONNECTIONS_MAX = 4;
const MIGRATION_MS_MAX = 120_000;
/** A private server that dies more often than this in a row is beyond restarting. */
const RESTARTS_MAX = 5;
const RESTART_PAUSE_MS = 1_000;
/** One that ran this long dies for the first time again. */
const STEADY_MS = 60_000;

export async function openStore({ databaseUrl, dataDir }: Config, log: Log): Promise<OpenStore> {
  const keeper = databaseUrl === null ? await keepEmbedded(dataDir, log) : null;
  const target: DatabaseTarget = keeper ? keeper.target : { url: databaseUrl ?? '' };
  const onConnectionLost = (error: Error): void => log.warn('store down', {}, error);
  const database = new Database({ target, ...databaseLimits, onConnectionLost });
  try {
    // A connection of its own limit: a migration may take longer than any statement of a call.
    const migrating = new Database({
      target,
      ...databaseLimits,
      statementTimeoutMs: MIGRATION_MS_MAX,
      onConnectionLost,
    });
    await migrate(migrating, { signal: AbortSignal.timeout(MIGRATION_MS_MAX) }).finally(() => migrating.close());
  } catch (error) {
    await database.close();
    await keeper?.stop();
    throw error;
  }
  const store = new PostgresStore(database);
  log.info('store ready');
  const feedDatabases: Database[] = [];
  const feed = (modelId: string): PostgresFeed => {
    const own = new Database({ target, ...databaseLimits, connectionsMax: FEED_CONNECTIONS_MAX, onConnectionLost });
    feedDatabases.push(own);
    return new PostgresFeed({ database: own, target, modelId, onConnectionLost });
  };
  const close = async (): Promise<void> => {
    await store.close();
    await Promise.all(feedDatabases.map((own) => own.close()));
    await keeper?.stop();
  };
  return { store, embedded: keeper !== null, feed, close };
}

interface KeptPostgres {
  readonly target: EmbeddedPostgres['target'];
  stop(): Promise<void>;
}

/** Starts the private server, and starts it again when it dies. */
async function keepEmbedded(dataDir: string, log: Log): Promise<KeptPostgres> {
  const options = { dataDir, onLog: () => undefined };
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const stopped = once(stopping.signal, 'abort');
  let running = await startEmbeddedPostgres(options);
  const watch = async (): Promise<void> => {
    for (let restarts = 0; ; restarts++) {
      const startedAtMs = performance.now();
      // A server that other engines use does not exit when this one lets go of it.
      await Promise.race([running.exited, stopped]);
      if (performance.now() - startedAtMs > STEADY_MS) restarts = 0;
      if (isStopping() || restarts >= RESTARTS_MAX) return;
      log.error('store down');
      const socketDir = running.target.host;
      const restarted = await startEmbeddedPostgres({ ...options, socketDir }).catch((error: unknown) => {
        log.error('store down', {}, error);
        return null;
      });
      if (restarted === null) {
        // What was in the way, a full disk or a lock, may be gone in a moment.
        await delay(RESTART_PAUSE_MS);
        continue;
      }
      running = restarted;
      // Asked to stop in the meantime: nobody else knows of this server yet.
      if (isStopping()) return running.stop();
      log.info('store ready');
    }
  };
  const watching = watch().catch((error: unknown) => log.error('store down', {}, error));
  return {
    target: running.target,
    stop: async () => {
      stopping.abort();
      await running.stop();
      await watching;
    },
  };
}
