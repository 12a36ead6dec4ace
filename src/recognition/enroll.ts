import { z } from 'zod';
import { forgetEmbeddings, type CaptureState } from '../biometrics/capture-session.js';
import { DEPTH_MODEL_ID } from '../biometrics/depth-similarity.js';
import { captureRefusal } from '../biometrics/decision.js';
import { evidenceOf, pooledEmbedding, poolOf, qualityOf, type Pool } from '../biometrics/evidence.js';
import { decisionReasons, type DecisionReason, type EnrolmentResult } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { captureFrom, type Capture } from './capture.js';
import { policyNamed, type Context } from './context.js';
import { bindKey, keyToBind, requireRoom } from './device-keys.js';
import { depthTemplateOf, putDepthTemplate, type DepthTemplate } from './depth-template.js';
import { inTurn, refuseDuplicate, requireDuplicateCheck } from './duplicate-check.js';
import { galleryFollows } from './gallery-follow.js';
import { requireKey } from './keys.js';
import { earlierAnswer, once, type Repeatable } from './idempotency.js';
import { type NewTemplate, SAME_PERSON_MIN, storeTemplate } from './new-template.js';
import type { CaptureInput } from './capture-input.js';
import type { Call, UnitOfWork } from './ports.js';
import type { CaptureStep, EnrolmentRequest } from './requests.js';
import { spacesOf, type Space } from './space.js';

/** Samples past twice the minimum hardly better a template. */
const WANTED_PER_NEEDED = 2;

/** One enrolment on its way. */
interface Enrolment {
  readonly context: Context;
  readonly request: EnrolmentRequest;
  readonly policy: Policy;
  /** Of every model a template is stored for, the one in use first. */
  readonly spaces: readonly Space[];
}

/**
 * Enrols a subject, known or new, from one capture. Nothing is stored before the one transaction at its end.
 *
 * During a change of model it stores a template of both, or none: the servers that are still to be restarted, and those
 * that are set back, know the subject by the former one.
 *
 * A device key it is to bind must sign its frames, and is stored in the same transaction.
 *
 * @throws FaceError TEMPLATE_EXISTS when there is a template of such a model and the request does not replace it
 */
export async function* enroll(
  context: Context,
  request: EnrolmentRequest,
  frames: AsyncIterable<CaptureInput>,
  call: Call,
): AsyncGenerator<CaptureStep, EnrolmentResult> {
  const policy = policyNamed(context.policies, request.policy);
  const deviceKey = keyToBind(context, request, policy);
  const enrolment: Enrolment = { context, request, policy, spaces: spacesOf(context) };
  const { earlier, known } = await precheck(enrolment, call);
  // An answer that was given is given again, whatever the gallery holds by now.
  if (earlier) return earlier;
  await requireDuplicateCheck(context, policy, call);
  const capture: Capture = {
    policy,
    purpose: 'enrolment',
    comparesTemplates: true,
    deviceKey: deviceKey?.spki ?? null,
    framesNeeded: policy.enrolmentSamplesMin,
    enough: (state) =>
      state.samples.length >= WANTED_PER_NEEDED * policy.enrolmentSamplesMin &&
      assess(enrolment, state).reasons.length === 0,
  };
  const state = yield* captureFrom(context, frames, capture, call);
  try {
    return await finished(enrolment, known, state, call);
  } finally {
    forgetEmbeddings(state);
  }
}

/** Stores what the capture will do for. */
async function finished(
  enrolment: Enrolment,
  known: boolean,
  state: CaptureState,
  call: Call,
): Promise<EnrolmentResult> {
  const { context, policy, request } = enrolment;
  const assessed = assess(enrolment, state);
  const templates = assessed.reasons.length > 0 ? [] : assessed.pools.flatMap((made) => templateOf(made, state));
  if (templates.length < enrolment.spaces.length) return resultOf(enrolment, assessed, null);
  const depth = depthTemplateOf(assessed.pool, state);
  const made: Made = { ...assessed, templates, depth, known };
  try {
    const stored = async (unit: UnitOfWork): Promise<EnrolmentResult> =>
      once(context, repeatable(enrolment), unit, async () => {
        const [first] = templates;
        const toEnrol = first && { subjectId: request.subjectId, embedding: first.embedding };
        if (toEnrol) await refuseDuplicate(context, policy, toEnrol, { unit, call });
        return commit(enrolment, made, unit);
      });
    const result = await inTurn(context, policy, () => context.store.transaction(stored, call), call);
    if (request.replace) await galleryFollows(context, call);
    return result;
  } finally {
    for (const { embedding } of templates) embedding.fill(0);
    depth?.embedding.fill(0);
  }
}

interface Precheck {
  readonly earlier: EnrolmentResult | null;
  /** Whether the subject was there before the capture. */
  readonly known: boolean;
}

/** What can be known before the first frame: a repeated request's answer, a missing key, a template in the way. */
async function precheck(enrolment: Enrolment, call: Call): Promise<Precheck> {
  const { context } = enrolment;
  requireKey(context);
  return context.store.transaction(async (unit) => {
    const earlier = await earlierAnswer(context, repeatable(enrolment), unit);
    if (!earlier) for (const { modelId } of enrolment.spaces) await existingVersion(enrolment, modelId, unit);
    if (!earlier) await requireRoom(enrolment.request, unit);
    return { earlier, known: (await unit.subjects.find(enrolment.request.subjectId)) !== null };
  }, call);
}

/** Version of the template that the new one would replace, 0 without one. @throws FaceError TEMPLATE_EXISTS */
async function existingVersion({ request }: Enrolment, modelId: string, unit: UnitOfWork): Promise<number> {
  const existing = await unit.templates.find(request.subjectId, modelId);
  if (!existing) return 0;
  if (request.replace) return existing.version;
  throw new FaceError(
    'TEMPLATE_EXISTS',
    'the subject has a template of this model already. Set `replace` to put the new one in its place.',
    { field: 'config.subject_id' },
  );
}

interface PoolIn {
  readonly space: Space;
  readonly pool: Pool;
}

interface Assessed {
  /** Of the model in use. */
  readonly pool: Pool;
  /** Of each model, in the order of the enrolment's spaces. */
  readonly pools: readonly PoolIn[];
  /** Why the capture will not do for a template; empty when it will. */
  readonly reasons: readonly DecisionReason[];
  readonly framesSeen: number;
}

function assess({ context, policy, spaces }: Enrolment, state: CaptureState): Assessed {
  const needed = { ...policy, framesAcceptedMin: policy.enrolmentSamplesMin };
  const pools = spaces.map((space) => ({ space, pool: poolOf(space.view(state), SAME_PERSON_MIN, space.calibration) }));
  const refusals = pools.flatMap(
    ({ space, pool }) => captureRefusal(evidenceOf(space.view(state), pool, policy), needed) ?? [],
  );
  const pool = pools[0]?.pool ?? poolOf(state, SAME_PERSON_MIN, context.calibration);
  return { pool, pools, reasons: refusals[0]?.reasons ?? [], framesSeen: state.framesSeen };
}

type TemplateToStore = Pick<NewTemplate, 'modelId' | 'pool' | 'embedding'>;

function templateOf({ space, pool }: PoolIn, state: CaptureState): TemplateToStore[] {
  const embedding = pooledEmbedding(pool, space.view(state));
  return embedding ? [{ modelId: space.modelId, pool, embedding }] : [];
}

/** A capture that will do, and the templates it makes, that of the model in use first. */
interface Made extends Assessed, Pick<Precheck, 'known'> {
  readonly templates: readonly TemplateToStore[];
  /** Null without a depth sensor. */
  readonly depth: DepthTemplate | null;
}

/** @throws FaceError SUBJECT_UNKNOWN when the subject was deleted during the capture: a deletion is not undone by it */
async function commit(enrolment: Enrolment, made: Made, unit: UnitOfWork): Promise<EnrolmentResult> {
  const { context, request } = enrolment;
  const { subjectId } = request;
  if (!(await unit.subjects.lock(subjectId))) {
    if (made.known) throw new FaceError('SUBJECT_UNKNOWN', 'the subject was deleted during the capture');
    await unit.subjects.insert(subjectId, request.tags);
  } else if (request.tags) await unit.subjects.setTags(subjectId, request.tags);
  if (request.replace) await removeOthers(enrolment, unit);
  const ids: string[] = [];
  for (const template of made.templates) {
    const version = (await existingVersion(enrolment, template.modelId, unit)) + 1;
    ids.push(await storeTemplate(context, { ...template, subjectId, version }, unit));
  }
  await bindKey(request, unit);
  await putDepthTemplate(context, subjectId, made.depth, unit);
  return resultOf(enrolment, made, ids[0] ?? null);
}

/**
 * Removes the templates of models that this enrolment does not write. Of an enrolment that was replaced nothing may be
 * left: a server that goes back to an older model would open to whoever was enrolled before.
 */
async function removeOthers({ request, spaces }: Enrolment, unit: UnitOfWork): Promise<void> {
  // That of the relief is put or removed with the enrolment's own.
  const written = [...spaces.map(({ modelId }) => modelId), DEPTH_MODEL_ID];
  for (const { templateId, modelId } of await unit.templates.listOf(request.subjectId)) {
    if (!written.includes(modelId)) await unit.templates.remove(templateId);
  }
}

function resultOf({ context, policy }: Enrolment, assessed: Assessed, templateId: string | null): EnrolmentResult {
  const enrolled = templateId !== null;
  return {
    enrolled,
    templateId,
    reasons: enrolled && policy.liveness === 'not-checked' ? ['LIVENESS_NOT_CHECKED'] : assessed.reasons,
    quality: enrolled ? qualityOf(assessed.pool) : null,
    policyVersion: policy.version,
    modelId: context.engine.modelId,
    framesSeen: assessed.framesSeen,
    framesAccepted: assessed.pool.samples.length,
  };
}

const answers: z.ZodType<EnrolmentResult> = z.object({
  enrolled: z.boolean(),
  templateId: z.string().nullable(),
  reasons: z.array(z.enum(decisionReasons)),
  quality: z.number().nullable(),
  policyVersion: z.string(),
  modelId: z.string(),
  framesSeen: z.number(),
  framesAccepted: z.number(),
});

/** What the caller said and nothing else: which version a name means may have changed when a request comes again. */
function repeatable({ request }: Enrolment): Repeatable<EnrolmentResult> {
  const { subjectId, policy, replace, picturesDigest, requestId, deviceKey, tags } = request;
  const key = deviceKey ? [deviceKey.keyId, deviceKey.spki] : [];
  // No id has a `=` in it.
  const tagged = tags ? [`tags=${tags.join(',')}`] : [];
  return {
    requestId,
    method: 'Enroll',
    body: [subjectId, policy ?? '', String(replace), picturesDigest ?? 'stream', ...key, ...tagged],
    answers,
  };
}
