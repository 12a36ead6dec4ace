import { FaceError } from '../../src/errors.js';
import {
  HEARTBEAT_MS_MAX,
  type DuplicatePairRow,
  type JobRow,
  type JobTable,
  type PlacePage,
} from '../../src/recognition/job-ports.js';
import type { Access } from './memory-administration.js';

const WEEK_MS = 7 * 86_400_000;

/** The tables of jobs in MemoryStore. */
export interface JobTables {
  readonly jobs: Map<string, JobRow & { readonly heardAtMs: number }>;
  readonly pairs: Map<number, DuplicatePairRow & { readonly jobId: string }>;
  readonly places: { next: number };
}

export function emptyJobs(): JobTables {
  return { jobs: new Map(), pairs: new Map(), places: { next: 1 } };
}

export function copyOfJobs({ jobs, pairs, places }: JobTables): JobTables {
  return { jobs: new Map(jobs), pairs: new Map(pairs), places: { ...places } };
}

export function forgetPairsOf({ pairs }: JobTables, subjectId: string): void {
  for (const [place, pair] of pairs)
    if (pair.subjectId === subjectId || pair.otherSubjectId === subjectId) pairs.delete(place);
}

export function purgedJobs({ jobs, pairs }: JobTables, nowMs: number): number {
  const old = [...jobs.values()].filter((job) => job.createdAt.getTime() < nowMs - WEEK_MS && !isLasting(job, nowMs));
  for (const { jobId } of old) {
    jobs.delete(jobId);
    for (const [place, pair] of pairs) if (pair.jobId === jobId) pairs.delete(place);
  }
  return old.length;
}

const open: readonly string[] = ['PENDING', 'RUNNING'];
const isLasting = ({ state, heardAtMs }: { state: string; heardAtMs: number }, nowMs: number): boolean =>
  open.includes(state) && heardAtMs >= nowMs - HEARTBEAT_MS_MAX;

export function jobUnit(
  tables: JobTables,
  { use, change, nowMs }: Access,
  hasTemplate: (subjectId: string, modelId: string) => boolean,
): JobTable {
  const { jobs, pairs, places } = tables;
  const shown = ({ heardAtMs, ...job }: JobRow & { readonly heardAtMs: number }): JobRow =>
    open.includes(job.state) && !isLasting({ ...job, heardAtMs }, nowMs())
      ? { ...job, state: 'INTERRUPTED', finishedAt: new Date(heardAtMs) }
      : job;
  const lasting = (jobId: string) => {
    const job = jobs.get(jobId);
    return job && isLasting(job, nowMs()) ? job : null;
  };
  const paged = <T extends { place: number }>(rows: T[], { limit }: PlacePage): T[] => rows.slice(0, limit);
  return {
    insert: (jobId, kind) =>
      change(() => {
        if (jobs.has(jobId)) throw new FaceError('INTERNAL', 'The database refused a statement.');
        const ends = { progress: 0, pairsFound: 0, fault: null, createdAt: new Date(nowMs()), finishedAt: null };
        const job = { jobId, place: places.next++, kind, state: 'PENDING' as const, ...ends, heardAtMs: nowMs() };
        jobs.set(jobId, job);
        return shown(job);
      }),
    find: (jobId) =>
      use(() => {
        const job = jobs.get(jobId);
        return job ? shown(job) : null;
      }),
    list: (page) =>
      use(() => {
        const rows = [...jobs.values()].filter(({ place }) => page.after === null || place < page.after);
        return paged(
          rows.sort((a, b) => b.place - a.place),
          page,
        ).map(shown);
      }),
    advance: (jobId, { state, progress, fault }) =>
      change(() => {
        const job = lasting(jobId);
        if (!job) return false;
        const finishedAt = state === 'RUNNING' ? null : new Date(nowMs());
        const told = { state, progress: progress ?? job.progress, fault: fault ?? null };
        jobs.set(jobId, { ...job, ...told, finishedAt, heardAtMs: nowMs() });
        return true;
      }),
    beat: (jobIds) =>
      change(() =>
        jobIds.filter((jobId) => {
          const job = lasting(jobId);
          if (job) jobs.set(jobId, { ...job, heardAtMs: nowMs() });
          return job !== null;
        }),
      ),
    addPairs: (jobId, modelId, found) =>
      change(() => {
        const job = lasting(jobId);
        if (!job) return 0;
        const kept = found.filter(
          (pair) => hasTemplate(pair.subjectId, modelId) && hasTemplate(pair.otherSubjectId, modelId),
        );
        for (const pair of kept) {
          const place = places.next++;
          pairs.set(place, { ...pair, place, jobId });
        }
        jobs.set(jobId, { ...job, pairsFound: job.pairsFound + kept.length });
        return kept.length;
      }),
    pairs: (jobId, page) =>
      use(() => {
        const rows = [...pairs.values()].filter((pair) => pair.jobId === jobId && pair.place > (page.after ?? 0));
        return paged(rows, page).map(({ place, subjectId, otherSubjectId, similarity }) => {
          return { place, subjectId, otherSubjectId, similarity };
        });
      }),
  };
}
