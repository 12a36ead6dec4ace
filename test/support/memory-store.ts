import { FaceError } from '../../src/errors.js';
import type {
  Call,
  DeviceKeyRow,
  RequestRow,
  Store,
  Subject,
  SubjectKeyRow,
  TemplateRow,
  UnitOfWork,
} from '../../src/recognition/ports.js';
import type { CaptureRecordLimits } from '../../src/store/capture-records.js';
import {
  administrationUnit,
  copyOfAdministration,
  emptyAdministration,
  type AdministrationTables,
} from './memory-administration.js';
import { copyDeviceKey, copyKey, copyTemplate, keyOf } from './memory-rows.js';
import { copyOfJobs, emptyJobs, forgetPairsOf, jobUnit, purgedJobs, type JobTables } from './memory-jobs.js';

const DAY_MS = 86_400_000;

interface Tables extends AdministrationTables, JobTables {
  readonly subjects: Map<string, Subject>;
  readonly templates: Map<string, TemplateRow>;
  readonly subjectKeys: Map<string, SubjectKeyRow>;
  readonly deviceKeys: Map<string, DeviceKeyRow>;
  readonly requests: Map<string, RequestRow & { readonly createdAtMs: number }>;
}

/**
 * The store as plain maps, for tests of use cases.
 *
 * A transaction works on a copy of the tables. If another one was stored meanwhile, the work runs again on what that
 * one left, so work that may not run twice shows here too. Requests that come from `failNext` fail with STORE_DOWN.
 */
export class MemoryStore implements Store {
  #tables: Tables = {
    subjects: new Map(),
    templates: new Map(),
    subjectKeys: new Map(),
    deviceKeys: new Map(),
    requests: new Map(),
    ...emptyAdministration(),
    ...emptyJobs(),
  };
  #faults: FaceError[] = [];
  /** Transactions asked for so far. */
  transactions = 0;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  async transaction<T>(work: (unit: UnitOfWork) => Promise<T>, { signal }: Call): Promise<T> {
    this.transactions += 1;
    for (;;) {
      if (signal.aborted) throw new FaceError('CANCELLED', 'The call ended before the database answered.');
      const fault = this.#faults.shift();
      if (fault) throw fault;
      const base = this.#tables;
      const copy = copyOf(base);
      const state = { ended: false, changed: false };
      const result = await unlessAborted(work(unitOver(copy, state, this.#nowMs)), signal).finally(() => {
        state.ended = true;
      });
      if (!state.changed) return result;
      if (base === this.#tables) {
        this.#tables = copy;
        return result;
      }
    }
  }

  /** The next `count` transactions fail with STORE_DOWN before they start. */
  failNext(count: number): void {
    for (let i = 0; i < count; i++)
      this.#faults.push(new FaceError('STORE_DOWN', 'The database is out of reach.', { retryAfterMs: 1_000 }));
  }

  purgeRequests(nowMs: number): Promise<number> {
    const old = [...this.#tables.requests.values()].filter((row) => row.createdAtMs <= nowMs - DAY_MS);
    const copy = copyOf(this.#tables);
    for (const { requestId } of old) copy.requests.delete(requestId);
    this.#tables = copy;
    return Promise.resolve(old.length);
  }

  purgeCaptureRecords(nowMs: number, { max, days }: CaptureRecordLimits): Promise<number> {
    const copy = copyOf(this.#tables);
    const rows = [...copy.captureRecords.values()];
    const old = rows.filter(
      ({ createdAt }, index) => index < rows.length - max || createdAt.getTime() < nowMs - days * DAY_MS,
    );
    for (const { recordId } of old) copy.captureRecords.delete(recordId);
    this.#tables = copy;
    return Promise.resolve(old.length);
  }

  purgeJobs(nowMs: number): Promise<number> {
    const copy = copyOf(this.#tables);
    const purged = purgedJobs(copy, nowMs);
    this.#tables = copy;
    return Promise.resolve(purged);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface TransactionState {
  ended: boolean;
  changed: boolean;
}

/** Methods are async, so that what they throw is a rejection as with a real database. */
function unitOver(tables: Tables, state: TransactionState, nowMs: () => number): UnitOfWork {
  const { subjects, templates, subjectKeys, deviceKeys, requests } = tables;
  const use = async <T>(action: () => T): Promise<T> => {
    await Promise.resolve();
    if (state.ended) throw new FaceError('INTERNAL', 'A unit of work was used after its transaction had ended.');
    return action();
  };
  const change = <T>(action: () => T): Promise<T> =>
    use(() => {
      state.changed = true;
      return action();
    });
  const templatesOf = (subjectId: string) => [...templates.values()].filter((row) => row.subjectId === subjectId);
  const needSubject = (subjectId: string) => {
    if (!subjects.has(subjectId)) throw new FaceError('SUBJECT_UNKNOWN', 'There is no such subject.');
  };

  const hasTemplate = (id: string, modelId: string) => templatesOf(id).some((row) => row.modelId === modelId);

  return {
    jobs: jobUnit(tables, { use, change, nowMs }, hasTemplate),
    // Counts as a change: whoever holds back others is run again when somebody else was faster.
    enrolments: { holdBack: () => change(() => undefined) },
    subjects: {
      insert: (subjectId, tags = []) =>
        change(() => {
          if (subjects.has(subjectId)) throw new FaceError('SUBJECT_EXISTS', 'A subject of this id is there already.');
          const subject = { subjectId, createdAt: new Date(nowMs()), tags: [...tags] };
          subjects.set(subjectId, subject);
          return subject;
        }),
      setTags: (subjectId, tags) =>
        change(() => {
          const subject = subjects.get(subjectId);
          if (!subject) return null;
          subjects.set(subjectId, { ...subject, tags: [...tags] });
          return { ...subject, tags: [...tags] };
        }),
      find: (subjectId) => use(() => subjects.get(subjectId) ?? null),
      list: ({ after, limit }) =>
        use(() => {
          const ids = [...subjects.keys()].filter((id) => after === null || id > after).sort();
          return ids.slice(0, limit).flatMap((id) => subjects.get(id) ?? []);
        }),
      remove: (subjectId) =>
        change(() => {
          for (const row of templatesOf(subjectId)) templates.delete(row.templateId);
          for (const [key, row] of subjectKeys) if (row.subjectId === subjectId) subjectKeys.delete(key);
          for (const [key, row] of deviceKeys) if (row.subjectId === subjectId) deviceKeys.delete(key);
          forgetPairsOf(tables, subjectId);
          return subjects.delete(subjectId);
        }),
      // Counts as a change: whoever locks is run again when somebody else was faster.
      lock: (subjectId) => change(() => subjects.get(subjectId) ?? null),
    },
    templates: {
      put: (row) =>
        change(() => {
          needSubject(row.subjectId);
          const stored = templatesOf(row.subjectId).find((other) => other.modelId === row.modelId);
          if (stored && stored.version !== row.version - 1)
            throw new FaceError('TEMPLATE_EXISTS', 'The subject has a template of this model already.');
          if (stored) templates.delete(stored.templateId);
          const kept = { ...row, record: row.record.slice(), createdAt: new Date(nowMs()) };
          templates.set(kept.templateId, kept);
          return copyTemplate(kept);
        }),
      find: (subjectId, modelId) =>
        use(() => copyTemplate(templatesOf(subjectId).find((row) => row.modelId === modelId) ?? null)),
      get: (templateId) => use(() => copyTemplate(templates.get(templateId) ?? null)),
      listOf: (subjectId) =>
        use(() =>
          templatesOf(subjectId)
            .map(copyTemplate)
            .sort((a, b) => (a.modelId < b.modelId ? -1 : 1)),
        ),
      having: (subjectIds, modelId) => use(() => subjectIds.filter((id) => hasTemplate(id, modelId))),
      remove: (templateId) => change(() => templates.delete(templateId)),
      coverage: (fromModelId, toModelId) =>
        use(() => {
          const rows = [...templates.values()];
          const of = (...models: string[]) =>
            new Set(rows.filter((row) => models.includes(row.modelId)).map((row) => row.subjectId)).size;
          return { subjects: of(fromModelId, toModelId), subjectsMigrated: of(toModelId) };
        }),
      removeMigrated: (fromModelId, toModelId, { after, limit }) =>
        change(() => {
          const isMigrated = ({ subjectId, modelId }: TemplateRow) =>
            modelId === fromModelId &&
            fromModelId !== toModelId &&
            (after === null || subjectId > after) &&
            templatesOf(subjectId).some((row) => row.modelId === toModelId);
          const migrated = [...templates.values()]
            .filter(isMigrated)
            .sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1))
            .slice(0, limit);
          for (const { templateId } of migrated) templates.delete(templateId);
          return { removed: migrated.length, last: migrated.at(-1)?.subjectId ?? null };
        }),
    },
    ...administrationUnit(tables, { use, change, nowMs }),
    subjectKeys: {
      find: (subjectId, generation) => use(() => copyKey(subjectKeys.get(keyOf(subjectId, generation)) ?? null)),
      latest: (subjectId) =>
        use(() => {
          const rows = [...subjectKeys.values()].filter((row) => row.subjectId === subjectId);
          return copyKey(rows.sort((a, b) => b.generation - a.generation)[0] ?? null);
        }),
      insert: (row) =>
        change(() => {
          needSubject(row.subjectId);
          const key = keyOf(row.subjectId, row.generation);
          if (subjectKeys.has(key))
            throw new FaceError('INTERNAL', `The subject has a data key of generation ${row.generation} already.`);
          subjectKeys.set(key, { ...row, kekEpoch: row.kekEpoch.slice(), wrapped: row.wrapped.slice() });
        }),
    },
    deviceKeys: {
      find: (subjectId, keyId) => use(() => copyDeviceKey(deviceKeys.get(`${subjectId} ${keyId}`) ?? null)),
      listOf: (subjectId) =>
        use(() =>
          [...deviceKeys.values()]
            .filter((row) => row.subjectId === subjectId)
            .map(copyDeviceKey)
            .sort((a, b) => (a.keyId < b.keyId ? -1 : 1)),
        ),
      put: ({ subjectId, keyId, spki }) =>
        change(() => {
          needSubject(subjectId);
          const row = { subjectId, keyId, spki: spki.slice(), createdAt: new Date(nowMs()) };
          deviceKeys.set(`${subjectId} ${keyId}`, row);
        }),
      remove: (subjectId, keyId) => change(() => deviceKeys.delete(`${subjectId} ${keyId}`)),
    },
    requests: {
      find: (requestId) =>
        use(() => {
          const row = requests.get(requestId);
          if (!row || row.createdAtMs <= nowMs() - DAY_MS) return null;
          return { requestId, digest: row.digest.slice(), answer: structuredClone(row.answer) };
        }),
      insert: ({ requestId, digest, answer }) =>
        change(() => {
          const kept = requests.get(requestId);
          if (kept && kept.createdAtMs > nowMs() - DAY_MS)
            throw new FaceError('REQUEST_ID_REUSED', 'Another request of this id was answered.');
          // As a JSON column keeps it: a Date comes back as text.
          const json: unknown = JSON.parse(JSON.stringify(answer ?? null));
          requests.set(requestId, { requestId, digest: digest.slice(), answer: json, createdAtMs: nowMs() });
        }),
    },
  };
}

function copyOf(tables: Tables): Tables {
  return {
    subjects: new Map(tables.subjects),
    templates: new Map(tables.templates),
    subjectKeys: new Map(tables.subjectKeys),
    deviceKeys: new Map(tables.deviceKeys),
    requests: new Map(tables.requests),
    ...copyOfAdministration(tables),
    ...copyOfJobs(tables),
  };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new FaceError('CANCELLED', 'The call ended before the database answered.'));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
