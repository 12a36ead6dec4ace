import type { ChangePoint, Changes, Listening, ReferenceRow, TemplateFeed } from '../gallery/ports.js';
import type { Call } from '../recognition/ports.js';
import { ChangeListener } from './change-listener.js';
import type { Database, DatabaseTarget, Session } from './database.js';
import { LostRace } from './faults.js';
import { referencesOf, referencesPage } from './references.js';
import { changesAfter, countOf, headOf } from './template-changes.js';

export interface PostgresFeedOptions {
  /**
   * Of its own, not the store's: enrolments that search for a second person hold a connection while they wait for the
   * gallery, and when they held all of them the gallery would have none to follow them with.
   */
  readonly database: Database;
  readonly target: DatabaseTarget;
  readonly modelId: string;
  readonly onConnectionLost: (error: Error) => void;
}

/** What a gallery follows, of one model, in PostgreSQL. Precondition: `migrate` has run on this database. */
export class PostgresFeed implements TemplateFeed {
  readonly #options: PostgresFeedOptions;

  constructor(options: PostgresFeedOptions) {
    this.#options = options;
  }

  head(call: Call): Promise<ChangePoint> {
    return this.#read(headOf, call);
  }

  changesAfter(point: ChangePoint, limit: number, call: Call): Promise<Changes> {
    return this.#read((session) => changesAfter(session, this.#options.modelId, { point, limit }), call);
  }

  references(subjectIds: readonly string[], call: Call): Promise<readonly ReferenceRow[]> {
    return this.#read((session) => referencesOf(session, this.#options.modelId, subjectIds), call);
  }

  page(after: string | null, limit: number, call: Call): Promise<readonly ReferenceRow[]> {
    return this.#read((session) => referencesPage(session, this.#options.modelId, { after, limit }), call);
  }

  count(call: Call): Promise<{ readonly references: number; readonly head: ChangePoint }> {
    return this.#read((session) => countOf(session, this.#options.modelId), call);
  }

  listen(onChange: () => void): Listening {
    const { target, onConnectionLost } = this.#options;
    return new ChangeListener({ target, onChange, onConnectionLost });
  }

  /** One statement each, but for its settings; a race that reading cannot lose is a fault of the database. */
  async #read<T>(work: (session: Session) => Promise<T>, call: Call): Promise<T> {
    try {
      return await this.#options.database.session(work, call);
    } catch (error) {
      throw error instanceof LostRace ? error.fault : error;
    }
  }
}
