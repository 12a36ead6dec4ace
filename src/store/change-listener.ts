import { Socket } from 'node:net';
import { Client } from 'pg';
import type { Listening } from '../gallery/ports.js';
import type { DatabaseTarget } from './database.js';

/** What migrations/0004_template_changes.sql notifies. */
const CHANNEL = 'face_engine_template_change';

/** The first try after a break is at once. */
const PAUSE_MS = 50;
const PAUSE_MS_MAX = 1_000;
const CONNECT_MS_MAX = 3_000;
/** A connection that held this long starts over with its pauses. */
const STEADY_MS = 5_000;
/** A database that hangs never says that it has heard of the end. */
const CLOSE_MS_MAX = 1_000;

export interface ChangeListenerOptions {
  readonly target: DatabaseTarget;
  /** A notification came, or some may have been missed. */
  readonly onChange: () => void;
  readonly onConnectionLost: (error: Error) => void;
}

interface Connection {
  readonly client: Client;
  readonly socket: Socket;
}

/**
 * Listens on a connection of its own, since one of the pool may be anybody's, and makes it again whenever it breaks.
 * What happened meanwhile went unheard, so `onChange` is called after every time that listening begins.
 */
export class ChangeListener implements Listening {
  readonly #options: ChangeListenerOptions;
  #connection: Connection | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pauseMs = 0;
  #listeningSinceMs = 0;
  #closed = false;

  constructor(options: ChangeListenerOptions) {
    this.#options = options;
    this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = null;
    if (connection) await ended(connection);
  }

  #connect(): void {
    const { target, onChange } = this.#options;
    const socket = new Socket();
    const client = new Client({
      stream: () => socket,
      ...('url' in target ? { connectionString: target.url } : target),
      application_name: 'face-engine changes',
      connectionTimeoutMillis: CONNECT_MS_MAX,
      query_timeout: CONNECT_MS_MAX,
      keepAlive: true,
    });
    const connection = { client, socket };
    this.#connection = connection;
    // Unheard, the error of a client would end the process.
    client.on('error', (error) => this.#lost(connection, error));
    client.on('end', () => this.#lost(connection, new Error('the connection ended')));
    client.on('notification', () => onChange());
    const listening = async (): Promise<void> => {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    };
    listening().then(
      () => {
        if (this.#connection !== connection) return;
        this.#listeningSinceMs = performance.now();
        onChange();
      },
      (error: unknown) => this.#lost(connection, error instanceof Error ? error : new Error('no connection')),
    );
  }

  /** Told once a client, by whichever of its events comes first. */
  #lost(connection: Connection, error: Error): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    void ended(connection);
    if (this.#closed) return;
    const held = this.#listeningSinceMs > 0 && performance.now() - this.#listeningSinceMs > STEADY_MS;
    if (held) this.#pauseMs = 0;
    this.#listeningSinceMs = 0;
    if (this.#pauseMs === 0) this.#options.onConnectionLost(error);
    this.#timer = setTimeout(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS, this.#pauseMs * 2));
  }
}

/** Says that it ends, and does not wait for long to be heard. */
async function ended({ client, socket }: Connection): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS_MAX);
  });
  await Promise.race([client.end().catch(() => undefined), timeIsUp]);
  clearTimeout(timer);
  socket.destroy();
}
