import { FaceError } from '../errors.js';
import type { Context } from './context.js';
import type { JobRow, PlacePage } from './job-ports.js';
import type { Call, UnitOfWork } from './ports.js';
import { requireSearch } from './search-permissions.js';

/**
 * Jobs as their callers see them; what they do is the business of who starts them. All of them search for duplicates, so
 * that permission is theirs too.
 */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws FaceError JOB_UNKNOWN */
export async function findJob(jobId: string, unit: UnitOfWork): Promise<JobRow> {
  const job = uuid.test(jobId) ? await unit.jobs.find(jobId) : null;
  if (!job)
    throw new FaceError('JOB_UNKNOWN', 'there is no job of this id; jobs are kept for a week', { field: 'job_id' });
  return job;
}

/** @throws FaceError SEARCH_NOT_ALLOWED, JOB_UNKNOWN */
export async function getJob({ searchPermissions, store }: Context, jobId: string, call: Call): Promise<JobRow> {
  requireSearch(searchPermissions, 'find-duplicates');
  return store.transaction((unit) => findJob(jobId, unit), call);
}

/** @throws FaceError SEARCH_NOT_ALLOWED */
export async function listJobs(
  { searchPermissions, store }: Context,
  page: PlacePage,
  call: Call,
): Promise<readonly JobRow[]> {
  requireSearch(searchPermissions, 'find-duplicates');
  return store.transaction((unit) => unit.jobs.list(page), call);
}

/**
 * One that has ended stays as it is. The server that runs it hears of it with its next word to the store.
 *
 * @throws FaceError SEARCH_NOT_ALLOWED, JOB_UNKNOWN
 */
export async function cancelJob(
  { jobs, searchPermissions, store }: Context,
  jobId: string,
  call: Call,
): Promise<JobRow> {
  requireSearch(searchPermissions, 'find-duplicates');
  const job = await store.transaction(async (unit) => {
    await findJob(jobId, unit);
    await unit.jobs.advance(jobId, { state: 'CANCELLED' });
    return findJob(jobId, unit);
  }, call);
  if (job.state === 'CANCELLED') jobs.cancel(jobId);
  return job;
}
