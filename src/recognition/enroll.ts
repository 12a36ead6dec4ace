import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { forgetEmbeddings, type CaptureState } from '../biometrics/capture-session.js';
import { captureRefusal } from '../biometrics/decision.js';
import { evidenceOf, pooledEmbedding, poolOf, qualityOf, type Pool } from '../biometrics/evidence.js';
import { decisionReasons, type DecisionReason, type EnrolmentResult } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { captureFrom, type Capture } from './capture.js';
import { policyNamed, type Context } from './context.js';
import { requireKey } from './keys.js';
import { earlierAnswer, once, type Repeatable } from './idempotency.js';
import type { Call, Frame, UnitOfWork } from './ports.js';
import type { CaptureStep, EnrolmentRequest } from './requests.js';

/**
 * Calibrated similarity (FMR 0.1 %) every enrolled frame must have to the pool of the others. Stricter than what a
 * claim is rejected for: a frame of another person in a template would open it to that person for years.
 */
const SAME_PERSON_MIN = 0.7;

/** Samples past twice the minimum hardly better a template. */
const WANTED_PER_NEEDED = 2;

/** One enrolment on its way. */
interface Enrolment {
  readonly context: Context;
  readonly request: EnrolmentRequest;
  readonly policy: Policy;
}

/**
 * Enrols a subject, known or new, from one capture. Nothing is stored before the one transaction at its end.
 *
 * @throws FaceError TEMPLATE_EXISTS when there is a template of this model and the request does not replace it
 */
export async function* enroll(
  context: Context,
  request: EnrolmentRequest,
  frames: AsyncIterable<Frame>,
  call: Call,
): AsyncGenerator<CaptureStep, EnrolmentResult> {
  const enrolment: Enrolment = { context, request, policy: policyNamed(context.policies, request.policy) };
  const { earlier, known } = await precheck(enrolment, call);
  if (earlier) return earlier;
  const { policy } = enrolment;
  const capture: Capture = {
    policy,
    purpose: 'enrolment',
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

/** Stores a template when the capture will do for one. */
async function finished(
  enrolment: Enrolment,
  known: boolean,
  state: CaptureState,
  call: Call,
): Promise<EnrolmentResult> {
  const { context } = enrolment;
  const assessed = assess(enrolment, state);
  const embedding = assessed.reasons.length > 0 ? null : pooledEmbedding(assessed.pool, state);
  if (!embedding) return resultOf(enrolment, assessed, null);
  const made: Made = { ...assessed, embedding, known };
  try {
    return await context.store.transaction(
      (unit) => once(context, repeatable(enrolment), unit, () => commit(enrolment, made, unit)),
      call,
    );
  } finally {
    embedding.fill(0);
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
    if (!earlier) await existingVersion(enrolment, unit);
    return { earlier, known: (await unit.subjects.find(enrolment.request.subjectId)) !== null };
  }, call);
}

/** Version of the template that the new one would replace, 0 without one. @throws FaceError TEMPLATE_EXISTS */
async function existingVersion({ context, request }: Enrolment, unit: UnitOfWork): Promise<number> {
  const existing = await unit.templates.find(request.subjectId, context.engine.modelId);
  if (!existing) return 0;
  if (request.replace) return existing.version;
  throw new FaceError(
    'TEMPLATE_EXISTS',
    'the subject has a template of this model already. Set `replace` to put the new one in its place.',
    { field: 'config.subject_id' },
  );
}

interface Assessed {
  readonly pool: Pool;
  /** Why the capture will not do for a template; empty when it will. */
  readonly reasons: readonly DecisionReason[];
  readonly framesSeen: number;
}

function assess({ context, policy }: Enrolment, state: CaptureState): Assessed {
  const pool = poolOf(state, SAME_PERSON_MIN, context.calibration);
  const refusal = captureRefusal(evidenceOf(state, pool, policy), {
    ...policy,
    framesAcceptedMin: policy.enrolmentSamplesMin,
  });
  return { pool, reasons: refusal?.reasons ?? [], framesSeen: state.framesSeen };
}

/** A capture that will do, and the template it makes. */
interface Made extends Assessed, Pick<Precheck, 'known'> {
  readonly embedding: Float32Array;
}

/** @throws FaceError SUBJECT_UNKNOWN when the subject was deleted during the capture: a deletion is not undone by it */
async function commit(enrolment: Enrolment, made: Made, unit: UnitOfWork): Promise<EnrolmentResult> {
  const { context, request } = enrolment;
  if (!(await unit.subjects.lock(request.subjectId))) {
    if (made.known) throw new FaceError('SUBJECT_UNKNOWN', 'the subject was deleted during the capture');
    await unit.subjects.insert(request.subjectId);
  }
  const version = (await existingVersion(enrolment, unit)) + 1;
  const identity = { templateId: randomUUID(), subjectId: request.subjectId, modelId: context.engine.modelId, version };
  const { record, keyGeneration } = await context.vault.seal(made.embedding, identity, unit);
  const framesUsed = made.pool.samples.length;
  await unit.templates.put({ ...identity, record, keyGeneration, framesUsed, quality: qualityOf(made.pool) });
  return resultOf(enrolment, made, identity.templateId);
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

function repeatable({ request, policy }: Enrolment): Repeatable<EnrolmentResult> {
  const { subjectId, replace, picturesDigest, requestId } = request;
  return {
    requestId,
    method: 'Enroll',
    body: [subjectId, policy.version, String(replace), picturesDigest ?? 'stream'],
    answers,
  };
}
