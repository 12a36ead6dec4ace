import { forgetEmbeddings, type CaptureState } from '../biometrics/capture-session.js';
import { captureRefusal, type CaptureEvidence, type Refusal } from '../biometrics/decision.js';
import { evidenceOf, pooledEmbedding, poolOf, type Pool } from '../biometrics/evidence.js';
import {
  identificationThreshold,
  type Candidate,
  type Identification,
  type IdentificationThreshold,
} from '../biometrics/identification.js';
import type { DecisionReason } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { captureFrom, type Capture } from './capture.js';
import type { CaptureInput } from './capture-input.js';
import { refuseChosenThreshold } from './chosen-threshold.js';
import { policyNamed, type Context } from './context.js';
import { everyone, type GalleryFound, type GalleryQuery } from './gallery-ports.js';
import { requireKey } from './keys.js';
import type { Call } from './ports.js';
import type { CaptureStep, IdentificationRequest } from './requests.js';
import { requireSearch } from './search-permissions.js';

/** One identification on its way. */
interface Searching {
  readonly context: Context;
  readonly request: IdentificationRequest;
  readonly policy: Policy;
  /** Before the capture. */
  readonly sizeBefore: number;
}

/**
 * Finds who of the enrolled subjects a capture shows. Nobody is searched for when the capture would not do.
 *
 * @throws FaceError SEARCH_NOT_ALLOWED, GALLERY_LOADING, GALLERY_FULL before the first frame; BAD_FIELD for a policy that
 *   requires a device signature, and for a rate chosen by who may not read scores
 */
export async function* identify(
  context: Context,
  request: IdentificationRequest,
  frames: AsyncIterable<CaptureInput>,
  call: Call,
): AsyncGenerator<CaptureStep, Identification> {
  requireSearch(context.searchPermissions, request.kind);
  refuseChosenThreshold(request, request.fpirMax, 'config.fpir_max');
  const policy = policyNamed(context.policies, request.policy);
  if (policy.deviceSignature === 'required') {
    const message = `the policy ${policy.name} requires a device signature, and a search names nobody with a key`;
    throw new FaceError('BAD_FIELD', message, { field: 'config.policy' });
  }
  requireKey(context);
  // Nobody is captured for a search that cannot be made.
  const sizeBefore = await context.gallery.size(request.filter, call);
  const searching: Searching = { context, request, policy, sizeBefore };
  const capture: Capture = {
    policy,
    purpose: 'verification',
    comparesTemplates: false,
    deviceKey: null,
    framesNeeded: policy.earlyAcceptFramesMin,
    enough: (state) =>
      state.samples.length >= policy.earlyAcceptFramesMin && shownIn(state, searching).refusal === null,
  };
  const state = yield* captureFrom(context, frames, capture, call);
  try {
    return await identified(searching, state, call);
  } finally {
    forgetEmbeddings(state);
  }
}

interface Shown {
  readonly pool: Pool;
  readonly evidence: CaptureEvidence;
  readonly refusal: Refusal | null;
}

function shownIn(state: CaptureState, { context, policy }: Searching): Shown {
  const pool = poolOf(state, policy.similarityFloor, context.calibration);
  const evidence = evidenceOf(state, pool, policy);
  return { pool, evidence, refusal: captureRefusal(evidence, policy) };
}

async function identified(searching: Searching, state: CaptureState, call: Call): Promise<Identification> {
  const { context, policy, request } = searching;
  const { pool, evidence, refusal } = shownIn(state, searching);
  const gallerySize = refusal ? searching.sizeBefore : await context.gallery.size(request.filter, call);
  const base = {
    candidates: [],
    candidatesFound: 0,
    gallerySize,
    threshold: null,
    policyVersion: policy.version,
    modelId: context.engine.modelId,
    framesSeen: state.framesSeen,
    framesAccepted: evidence.framesAccepted,
  };
  if (refusal) {
    const outcome = refusal.outcome === 'REJECT' ? 'REJECT' : 'RE_VERIFY';
    return { ...base, outcome, reasons: refusal.reasons, hint: refusal.hint };
  }
  const nobody = { ...base, outcome: 'NO_CANDIDATE', reasons: reasonsOf(false, evidence), hint: null } as const;
  const probe = pooledEmbedding(pool, state);
  if (gallerySize === 0 || !probe) return nobody;
  try {
    const threshold = await thresholdOf(searching, gallerySize, call);
    const { filter, candidatesMax: limit } = request;
    const found = await enrolledFound(context, { probe, filter, scoreMin: threshold.comparisonScore, limit }, call);
    if (found.candidates.length === 0) return { ...nobody, threshold };
    const candidates = found.candidates.map((candidate, index) => told(context, candidate, index));
    const reasons = reasonsOf(true, evidence);
    return { ...nobody, outcome: 'CANDIDATES', reasons, candidates, candidatesFound: found.found, threshold };
  } finally {
    probe.fill(0);
  }
}

/**
 * The rate is of all references that the caller's filter leaves, but of the whole gallery for who may not read scores: a
 * filter of one's own choosing moves the threshold, and with it one learns the score of whom it leaves.
 */
async function thresholdOf(
  { context, policy, request }: Searching,
  left: number,
  call: Call,
): Promise<IdentificationThreshold> {
  const { filter, fpirMax, scoresRevealed } = request;
  const isWhole = scoresRevealed || filter === everyone;
  // Who was enrolled between the two counts is not in the way.
  const gallerySize = isWhole ? left : Math.max(left, await context.gallery.size(everyone, call));
  const { identificationFpirMax, similarityFloor } = policy;
  const fpir = Math.min(fpirMax ?? identificationFpirMax, identificationFpirMax);
  return identificationThreshold({ fpir, gallerySize, similarityFloor }, context.calibration);
}

/** So often is asked for more when those found first are not there any more. */
const SEARCHES_MAX = 4;
const MORE_FOR_EACH_GONE = 4;

/** As many as were asked for of those who are still there, while the gallery knows of more. */
async function enrolledFound(context: Context, query: GalleryQuery, call: Call): Promise<GalleryFound> {
  let { limit } = query;
  for (let searches = 1; ; searches++) {
    const found = await context.gallery.search({ ...query, limit }, call);
    const there = await stillEnrolled(context, found, call);
    const gone = found.candidates.length - there.candidates.length;
    const isEnough = gone === 0 || there.candidates.length >= query.limit || found.found <= found.candidates.length;
    if (isEnough || searches === SEARCHES_MAX) {
      return { ...there, candidates: there.candidates.slice(0, query.limit) };
    }
    limit = query.limit + MORE_FOR_EACH_GONE * gone;
  }
}

/**
 * Without those whose template was deleted while the search ran, or by a server this one has not heard of yet. Asked is
 * whether there is a template, not which: who was replaced, or deleted and enrolled anew, less than a second ago may be
 * told by the former one.
 */
async function stillEnrolled({ store, engine }: Context, found: GalleryFound, call: Call): Promise<GalleryFound> {
  if (found.candidates.length === 0) return found;
  const ids = found.candidates.map(({ subjectId }) => subjectId);
  const there = new Set(await store.transaction((unit) => unit.templates.having(ids, engine.modelId), call));
  const candidates = found.candidates.filter(({ subjectId }) => there.has(subjectId));
  return { ...found, candidates, found: found.found - (ids.length - candidates.length) };
}

function told({ calibration }: Context, candidate: { subjectId: string; score: number }, index: number): Candidate {
  const { subjectId, score } = candidate;
  return { rank: index + 1, subjectId, comparisonScore: score, similarity: calibration.similarity(score) };
}

/** The main one, and what the reader of any answer must know beside it. */
function reasonsOf(anybody: boolean, { pad, timedOut }: CaptureEvidence): DecisionReason[] {
  const reasons: DecisionReason[] = [anybody ? 'SIMILARITY_SUFFICIENT' : 'SIMILARITY_LOW'];
  reasons.push(pad ? pad.reason : 'LIVENESS_NOT_CHECKED');
  if (timedOut && !anybody) reasons.push('CAPTURE_TIMEOUT');
  return reasons;
}
