import { identificationThreshold } from '../biometrics/identification.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError, isFaceError } from '../errors.js';
import type { Context } from './context.js';
import { everyone } from './gallery-ports.js';
import type { Call, UnitOfWork } from './ports.js';
import { requireSearch } from './search-permissions.js';

/** Whether a person who enrols is enrolled under another id, for policies that let a person enrol once. */

/** The subject itself, and others whose deletion the gallery may not know of yet. */
const CANDIDATES_MAX = 10;
/** Well within the time a transaction may stand idle (open-store.ts). */
const CHECK_MS_MAX = 8_000;
const RETRY_AFTER_MS = 5_000;

/** Before the first frame. @throws FaceError SEARCH_NOT_ALLOWED, GALLERY_LOADING, GALLERY_FULL */
export async function requireDuplicateCheck(context: Context, policy: Policy, call: Call): Promise<void> {
  if (policy.duplicateCheck === 'off') return;
  requireSearch(context.searchPermissions, 'duplicate-check');
  await context.gallery.size(everyone, call);
}

/** Runs a transaction that looks for duplicates when no other one of this server does. */
export async function inTurn<T>(context: Context, policy: Policy, work: () => Promise<T>, call: Call): Promise<T> {
  return policy.duplicateCheck === 'off' ? work() : context.enrolmentTurns.take(work, call);
}

export interface ToEnrol {
  readonly subjectId: string;
  /** Of the model in use. */
  readonly embedding: Float32Array;
}

/**
 * Asked in the enrolment's transaction, before it locks anything else. Until that ends no server enrols anybody else
 * under such a policy, and what was enrolled before is in the gallery: of two enrolments of one person at once, the
 * second finds the first.
 *
 * @throws FaceError DUPLICATE_PERSON, which says nothing about who; STORE_DOWN when the gallery is not there in time; as
 *   `Gallery.search`
 */
export async function refuseDuplicate(
  context: Context,
  policy: Policy,
  { subjectId, embedding }: ToEnrol,
  { unit, call }: { readonly unit: UnitOfWork; readonly call: Call },
): Promise<void> {
  if (policy.duplicateCheck === 'off') return;
  const { engine, gallery } = context;
  // A gallery that is far behind is waited for before anybody else is held back.
  await inTime(call, (within) => gallery.caughtUp(within));
  await unit.enrolments.holdBack();
  const found = await inTime(call, async (within) => {
    await gallery.caughtUp(within);
    return alike(context, policy, embedding, within);
  });
  const others = found.filter((id) => id !== subjectId);
  if (others.length === 0 || (await unit.templates.having(others, engine.modelId)).length === 0) return;
  throw new FaceError('DUPLICATE_PERSON', 'this person seems to be enrolled under another id; nothing was stored');
}

/** Who reaches the threshold of the policy, the most alike first. */
async function alike(context: Context, policy: Policy, probe: Float32Array, call: Call): Promise<readonly string[]> {
  const { calibration, gallery } = context;
  const gallerySize = await gallery.size(everyone, call);
  if (gallerySize === 0) return [];
  const { identificationFpirMax: fpir, similarityFloor } = policy;
  const { comparisonScore } = identificationThreshold({ fpir, gallerySize, similarityFloor }, calibration);
  const query = { probe, filter: everyone, scoreMin: comparisonScore, limit: CANDIDATES_MAX };
  const { candidates } = await gallery.search(query, call);
  return candidates.map((candidate) => candidate.subjectId);
}

/** What took too long was not cancelled by the caller, who can try again. */
async function inTime<T>({ signal }: Call, work: (within: Call) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(CHECK_MS_MAX);
  try {
    return await work({ signal: AbortSignal.any([signal, limit]) });
  } catch (error) {
    if (!limit.aborted || signal.aborted || !isFaceError(error) || error.code !== 'CANCELLED') throw error;
    const message = 'the gallery did not follow the database in time, so nobody was looked for; nothing was stored';
    throw new FaceError('STORE_DOWN', message, { cause: error, retryAfterMs: RETRY_AFTER_MS });
  }
}
