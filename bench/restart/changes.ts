import { randomUUID } from 'node:crypto';
import type { Application } from '../../src/compose.js';
import type { Call } from '../../src/recognition/ports.js';
import type { Server } from './server.js';
import { subjectIdOf, vectorOf } from './subjects.js';

/** Enrolments and deletions by another server, as the one that is watched gets to know of them. */

/** Milliseconds from the answer to the commit. */
export interface Arrivals {
  /** Until searches are right. */
  readonly searchedMs: readonly number[];
  /** Until everything of the change is done, the file of the gallery on the disk included. */
  readonly appliedMs: readonly number[];
}

export interface ChangesAt {
  readonly server: Server;
  /** The other server: its store and its vault. */
  readonly other: Application;
  readonly modelId: string;
  readonly dimension: number;
}

const CALL_MS_MAX = 30_000;

/** One after the other. @param numbers of subjects that are not there */
export function enrolments(at: ChangesAt, numbers: readonly number[]): Promise<Arrivals> {
  return arrivals(at, 'told', { numbers, change: (number) => enrol(at, number) });
}

/** One after the other. @param numbers of subjects that are there */
export function deletions(at: ChangesAt, numbers: readonly number[]): Promise<Arrivals> {
  return arrivals(at, 'gone', { numbers, change: (number) => remove(at, number) });
}

interface Changes {
  readonly numbers: readonly number[];
  readonly change: (number: number) => Promise<void>;
}

async function arrivals(at: ChangesAt, until: 'told' | 'gone', { numbers, change }: Changes): Promise<Arrivals> {
  const searchedMs: number[] = [];
  const appliedMs: number[] = [];
  for (const number of numbers) {
    const probe = vectorOf(number, at.dimension);
    const seen = await at.server.watch({ subjectId: subjectIdOf(number), probe, until });
    await change(number);
    const committedNs = process.hrtime.bigint();
    const { atNs, appliedNs } = await seen();
    searchedMs.push(sinceMs(committedNs, atNs));
    appliedMs.push(sinceMs(committedNs, appliedNs));
  }
  return { searchedMs, appliedMs };
}

/** A commit may be heard of by the other process first. */
function sinceMs(fromNs: bigint, toNs: bigint): number {
  return Math.max(0, Number(toNs - fromNs) / 1e6);
}

async function enrol({ other, modelId, dimension }: ChangesAt, number: number): Promise<void> {
  const subjectId = subjectIdOf(number);
  const identity = { templateId: randomUUID(), subjectId, modelId, version: 1 };
  await storeOf(other).transaction(async (unit) => {
    await unit.subjects.insert(subjectId);
    const sealed = await other.vault.seal(vectorOf(number, dimension), identity, unit);
    await unit.templates.put({ ...identity, ...sealed, framesUsed: 5, quality: 80 });
  }, call());
}

async function remove({ other }: ChangesAt, number: number): Promise<void> {
  await storeOf(other).transaction((unit) => unit.subjects.remove(subjectIdOf(number)), call());
}

function storeOf({ store }: Application): NonNullable<Application['store']>['store'] {
  if (store === null) throw new Error('the other server has no store');
  return store.store;
}

function call(): Call {
  return { signal: AbortSignal.timeout(CALL_MS_MAX) };
}
