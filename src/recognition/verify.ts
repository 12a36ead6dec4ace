import type { CaptureState } from '../biometrics/capture-session.js';
import { decide } from '../biometrics/decision.js';
import type { Decision } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { captureFrom, type Capture } from './capture.js';
import { requireKey } from './keys.js';
import { policyNamed, type Context } from './context.js';
import { decoyReference, decoyScore } from './decoy.js';
import { evidenceOf, poolOf, scoreOf } from './evidence.js';
import type { Call, Frame } from './ports.js';
import type { CaptureStep, Claim } from './requests.js';

/**
 * Verifies a biometric claim over one capture.
 *
 * An unknown subject and one without a template go through the same capture, are compared with a decoy and end like a
 * non-match, scores and all, so that the answer does not tell who is enrolled.
 */
export async function* verify(
  context: Context,
  claim: Claim,
  frames: AsyncIterable<Frame>,
  call: Call,
): AsyncGenerator<CaptureStep, Decision> {
  const policy = policyNamed(context.policies, claim.policy);
  const reference = await openReference(context, claim.subjectId, call);
  try {
    const judge = (state: CaptureState): Decision => decisionOf(context, state, reference, policy);
    const capture: Capture = {
      policy,
      purpose: 'verification',
      framesNeeded: policy.earlyAcceptFramesMin,
      enough: (state) => state.samples.length >= policy.earlyAcceptFramesMin && judge(state).outcome === 'ACCEPT',
    };
    const state = yield* captureFrom(context, frames, capture, call);
    const decision = judge(state);
    if (decision.outcome !== 'ACCEPT' || (await isStillThere(context, reference, call))) return decision;
    return decisionOf(context, state, decoyOf(context, claim.subjectId), policy);
  } finally {
    reference.embedding.fill(0);
  }
}

interface Reference {
  readonly embedding: Float32Array;
  /** Null for a decoy. */
  readonly templateId: string | null;
}

function decoyOf(context: Context, subjectId: string): Reference {
  return { embedding: decoyReference(context, subjectId), templateId: null };
}

/** A template that was deleted or replaced during the capture, which may take a minute, accepts nobody any more. */
async function isStillThere({ store }: Context, { templateId }: Reference, call: Call): Promise<boolean> {
  if (templateId === null) return false;
  return (await store.transaction((unit) => unit.templates.get(templateId), call)) !== null;
}

/**
 * The subject's template for the model in use, opened; a decoy when there is none.
 *
 * @throws FaceError MODEL_MISMATCH when the subject has templates, but of other models only
 */
async function openReference(context: Context, subjectId: string, call: Call): Promise<Reference> {
  requireKey(context);
  return context.store.transaction(async (unit) => {
    const row = await unit.templates.find(subjectId, context.engine.modelId);
    if (row) return { embedding: await context.vault.open(row, unit), templateId: row.templateId };
    const [other] = await unit.templates.listOf(subjectId);
    if (!other) return decoyOf(context, subjectId);
    throw new FaceError(
      'MODEL_MISMATCH',
      `the template was made by the model ${other.modelId}, the server runs ${context.engine.modelId}. Enrol again.`,
    );
  }, call);
}

function decisionOf(context: Context, state: CaptureState, reference: Reference, policy: Policy): Decision {
  const pool = poolOf(state, policy.similarityFloor, context.calibration);
  const cosine = scoreOf(pool, reference.embedding);
  const comparisonScore =
    cosine !== null && reference.templateId === null ? decoyScore(context, cosine, policy.similarityFloor) : cosine;
  const similarity = comparisonScore === null ? null : context.calibration.similarity(comparisonScore);
  const evidence = { ...evidenceOf(state, pool, policy), similarity: similarity ?? 0 };
  const verdict = decide(evidence, policy);
  return {
    outcome: verdict.outcome,
    reasons: verdict.reasons,
    hint: verdict.hint,
    scores: {
      comparisonScore,
      similarity,
      liveness: evidence.liveness,
      motion: evidence.pad?.motion ?? null,
      fused: similarity === null ? null : verdict.fused.score,
    },
    modalities: verdict.fused.modalities,
    policyVersion: policy.version,
    modelId: context.engine.modelId,
    framesSeen: state.framesSeen,
    framesAccepted: pool.samples.length,
  };
}
