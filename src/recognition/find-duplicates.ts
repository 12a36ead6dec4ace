import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { FPIR_DEFAULT, identificationThreshold } from '../biometrics/identification.js';
import { FaceError, isFaceError } from '../errors.js';
import { refuseChosenThreshold } from './chosen-threshold.js';
import type { Context } from './context.js';
import { everyone, type GalleryPair } from './gallery-ports.js';
import { earlierAnswer, once, type Repeatable } from './idempotency.js';
import type { DuplicatePair, DuplicatePairRow, JobRow, PlacePage } from './job-ports.js';
import type { JobPlace, JobReport } from './job-runner.js';
import { findJob, getJob } from './jobs.js';
import type { Call, UnitOfWork } from './ports.js';
import type { DuplicatesRequest } from './requests.js';
import { requireSearch } from './search-permissions.js';

/** Every pair of subjects who look alike. */

/** FMR 1 %: under it a pair says nothing, whatever was asked for. */
export const DUPLICATE_SIMILARITY_MIN = 0.6;
export const DUPLICATE_SIMILARITY_MAX = 2;
export const PAIRS_MAX = 1_000_000;
/** Pairs of one transaction. */
const PAIRS_AT_ONCE = 1_000;
/** How often a job that finds nothing says how far it is. */
const PROGRESS_INTERVAL_MS = 1_000;

const started = z.object({ jobId: z.string() });
type Started = z.infer<typeof started>;

/**
 * @throws FaceError SEARCH_NOT_ALLOWED, GALLERY_LOADING, GALLERY_FULL, OVERLOADED; BAD_FIELD for a threshold chosen by who
 *   may not read scores
 */
export async function findDuplicates(
  context: Context,
  request: DuplicatesRequest,
  requestId: string | null,
  call: Call,
): Promise<JobRow> {
  const { fpirMax, similarityMin } = request;
  const { gallery, jobs, searchPermissions, store } = context;
  requireSearch(searchPermissions, 'find-duplicates');
  refuseChosenThreshold(request, fpirMax, 'fpir_max');
  refuseChosenThreshold(request, similarityMin, 'similarity_min');
  const body = [String(fpirMax), String(similarityMin)];
  const repeatable: Repeatable<Started> = { requestId, method: 'FindDuplicates', body, answers: started };
  // The answer of a repeated request needs neither gallery nor place.
  const find = (unit: UnitOfWork) => earlierAnswer(context, repeatable, unit);
  const earlier = requestId === null ? null : await store.transaction(find, call);
  if (earlier) return getJob(context, earlier.jobId, call);
  await gallery.size(everyone, call);
  const place = jobs.admit();
  try {
    return await begun(context, { request, repeatable, place }, call);
  } finally {
    place.giveBack();
  }
}

interface Beginning {
  readonly request: DuplicatesRequest;
  readonly repeatable: Repeatable<Started>;
  readonly place: JobPlace;
}

async function begun(context: Context, { request, repeatable, place }: Beginning, call: Call): Promise<JobRow> {
  const jobId = randomUUID();
  const start = (): void => place.start(jobId, (report) => compareAll(context, request, report));
  const insert = async (unit: UnitOfWork): Promise<Started> => {
    await unit.jobs.insert(jobId, 'find-duplicates');
    return { jobId };
  };
  try {
    const answer = await context.store.transaction((unit) => once(context, repeatable, unit, () => insert(unit)), call);
    // A repeated request has another job's id, which runs already.
    if (answer.jobId === jobId) start();
    return await getJob(context, answer.jobId, call);
  } catch (error) {
    // It may have been stored all the same; the runner lets a job go that was not.
    if (isFaceError(error) && (error.code === 'STORE_DOWN' || error.code === 'CANCELLED')) start();
    throw error;
  }
}

/** What a job has found so far. @throws FaceError SEARCH_NOT_ALLOWED, JOB_UNKNOWN */
export async function listDuplicates(
  { searchPermissions, store }: Context,
  jobId: string,
  page: PlacePage,
  call: Call,
): Promise<readonly DuplicatePairRow[]> {
  requireSearch(searchPermissions, 'find-duplicates');
  return store.transaction(async (unit) => {
    await findJob(jobId, unit);
    return unit.jobs.pairs(jobId, page);
  }, call);
}

async function compareAll(context: Context, request: DuplicatesRequest, report: JobReport): Promise<void> {
  const { clock, engine, gallery } = context;
  const gallerySize = await gallery.size(everyone, report);
  if (gallerySize < 2) return;
  let kept = 0;
  let toldAtMs = clock.nowMs();
  for await (const step of gallery.pairs(scoreMinOf(context, request, gallerySize), report)) {
    if (step.cut) throw tooMany('a subject is like more others than are told of one');
    const share = Math.min(1, step.done / Math.max(1, step.total));
    const { pairs } = step;
    for (let from = 0; from < pairs.length; from += PAIRS_AT_ONCE) {
      // Between two parts the store is waited for, so that no step holds up the event loop as a whole.
      const some = pairs.slice(from, from + PAIRS_AT_ONCE).map((pair) => duplicateOf(context, pair));
      if (kept + some.length > PAIRS_MAX) throw tooMany(`more than ${PAIRS_MAX} pairs reach the threshold`);
      kept += await report.progress(share, engine.modelId, some);
    }
    if (pairs.length > 0) toldAtMs = clock.nowMs();
    else if (clock.nowMs() - toldAtMs >= PROGRESS_INTERVAL_MS) {
      await report.progress(share, engine.modelId, []);
      toldAtMs = clock.nowMs();
    }
  }
}

/** Each subject is one search among all. */
function scoreMinOf({ calibration }: Context, request: DuplicatesRequest, gallerySize: number): number {
  if (request.similarityMin !== null) return calibration.scoreAt(request.similarityMin);
  const search = {
    fpir: request.fpirMax ?? FPIR_DEFAULT,
    gallerySize,
    similarityFloor: DUPLICATE_SIMILARITY_MIN,
  };
  return identificationThreshold(search, calibration).comparisonScore;
}

function duplicateOf({ calibration }: Context, { subjectId, otherSubjectId, score }: GalleryPair): DuplicatePair {
  return { subjectId, otherSubjectId, similarity: calibration.similarity(score) };
}

/** Some of the pairs would look like all of them. */
function tooMany(why: string): FaceError {
  return new FaceError('BAD_FIELD', `${why}; ask for a higher similarity or a rarer rate`, { field: 'similarity_min' });
}
