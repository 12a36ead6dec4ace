import { FaceError } from '../../src/errors.js';
import type {
  ActivePolicy,
  CaptureRecordRow,
  MigrationRow,
  PolicyRow,
  UnitOfWork,
} from '../../src/recognition/ports.js';

/** The tables of MemoryStore that hold nothing of a subject. */
export interface AdministrationTables {
  /** By `name@version`. */
  readonly policies: Map<string, PolicyRow>;
  readonly activePolicies: Map<string, ActivePolicy>;
  /** In the order they came. */
  readonly captureRecords: Map<string, CaptureRecordRow>;
  /** By serial number. */
  readonly migrations: Map<number, MigrationRow>;
}

/** How the tables of a transaction may be touched. */
export interface Access {
  readonly use: <T>(action: () => T) => Promise<T>;
  readonly change: <T>(action: () => T) => Promise<T>;
  readonly nowMs: () => number;
}

export function emptyAdministration(): AdministrationTables {
  return { policies: new Map(), activePolicies: new Map(), captureRecords: new Map(), migrations: new Map() };
}

export function copyOfAdministration(tables: AdministrationTables): AdministrationTables {
  return {
    policies: new Map(tables.policies),
    activePolicies: new Map(tables.activePolicies),
    captureRecords: new Map(tables.captureRecords),
    migrations: new Map(tables.migrations),
  };
}

export function administrationUnit(
  tables: AdministrationTables,
  access: Access,
): Pick<UnitOfWork, 'policies' | 'captureRecords' | 'migrations'> {
  return {
    policies: policyUnit(tables, access),
    captureRecords: captureRecordUnit(tables, access),
    migrations: migrationUnit(tables, access),
  };
}

function policyUnit({ policies, activePolicies }: AdministrationTables, access: Access): UnitOfWork['policies'] {
  const { use, change, nowMs } = access;
  const sorted = () =>
    [...policies.values()].sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1));
  return {
    list: () => use(() => structuredClone(sorted())),
    find: (name, version) => use(() => structuredClone(policies.get(`${name}@${version}`) ?? null)),
    append: (document, versionMin) =>
      change(() => {
        const { name } = document;
        const last = sorted().findLast((row) => row.name === name)?.version ?? 0;
        const version = Math.max(last + 1, versionMin);
        const row = { name, version, document: structuredClone(document), createdAt: new Date(nowMs()) };
        policies.set(`${name}@${version}`, row);
        return structuredClone(row);
      }),
    active: () => use(() => [...activePolicies.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    activate: ({ name, version }) => change(() => void activePolicies.set(name, { name, version })),
  };
}

function captureRecordUnit({ captureRecords }: AdministrationTables, access: Access): UnitOfWork['captureRecords'] {
  const { use, change, nowMs } = access;
  return {
    insert: ({ recordId, sealed }) =>
      change(() => {
        if (captureRecords.has(recordId)) throw new FaceError('INTERNAL', 'The database refused a statement.');
        captureRecords.set(recordId, { recordId, sealed: sealed.slice(), createdAt: new Date(nowMs()) });
      }),
    list: (since, { after, limit }) =>
      use(() => {
        const rows = [...captureRecords.values()];
        const from = rows.findIndex((row) => row.recordId === after) + 1;
        return rows
          .slice(from)
          .filter((row) => since === null || row.createdAt >= since)
          .slice(0, limit)
          .map((row) => ({ ...row, sealed: row.sealed.slice() }));
      }),
  };
}

function migrationUnit({ migrations }: AdministrationTables, access: Access): UnitOfWork['migrations'] {
  const { use, change, nowMs } = access;
  const lasting = () => [...migrations].find(([, row]) => row.finishedAt === null);
  return {
    latest: () => use(() => lasting()?.[1] ?? [...migrations.values()].at(-1) ?? null),
    insert: ({ fromModelId, toModelId }) =>
      change(() => {
        if (lasting()) throw new FaceError('INTERNAL', 'A change of model is under way already.');
        const row = { fromModelId, toModelId, startedAt: new Date(nowMs()), finishedAt: null };
        migrations.set(migrations.size + 1, row);
        return row;
      }),
    finish: () =>
      change(() => {
        const [serial, row] = lasting() ?? [];
        if (serial === undefined || row === undefined) return null;
        const finished = { ...row, finishedAt: new Date(nowMs()) };
        migrations.set(serial, finished);
        return finished;
      }),
  };
}
