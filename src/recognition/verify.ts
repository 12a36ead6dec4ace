import { forgetEmbeddings, type CaptureState } from '../biometrics/capture-session.js';
import { acceptsEarly, judgeClaim, type ReferenceScores } from '../biometrics/claim.js';
import { comparisonScore } from '../biometrics/embedding.js';
import type { Decision } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { captureFrom, type Capture } from './capture.js';
import { requireKey } from './keys.js';
import { policyNamed, type Context } from './context.js';
import { decoyReference } from './decoy.js';
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
    const rules = { policy, calibration: context.calibration };
    const comparisons = comparisonsWith(reference);
    const capture: Capture = {
      policy,
      purpose: 'verification',
      framesNeeded: policy.earlyAcceptFramesMin,
      enough: (state) => acceptsEarly(state, comparisons(state), rules),
    };
    const state = yield* captureFrom(context, frames, capture, call);
    try {
      return await decided(context, { claim, policy, state, reference, compared: comparisons(state) }, call);
    } finally {
      forgetEmbeddings(state);
    }
  } finally {
    reference.embedding.fill(0);
  }
}

/** A capture that has ended, and what it was compared with on its way. */
interface Ended {
  readonly claim: Claim;
  readonly policy: Policy;
  readonly state: CaptureState;
  readonly reference: Reference;
  readonly compared: ReferenceScores;
}

async function decided(context: Context, ended: Ended, call: Call): Promise<Decision> {
  const { claim, state, reference } = ended;
  const decision = decisionOf(context, ended);
  if (decision.outcome !== 'ACCEPT' || (await isStillThere(context, reference, call))) return decision;
  return decisionOf(context, { ...ended, compared: comparisonsWith(decoyOf(context, claim.subjectId))(state) });
}

/** Compares each face of a capture once, when it is first asked for. */
function comparisonsWith({ embedding, templateId }: Reference): (state: CaptureState) => ReferenceScores {
  const scores: number[] = [];
  return ({ tracker }) => {
    // Of the precision in which a record keeps them, so that it is judged by the same numbers.
    for (const face of tracker.embeddings.slice(scores.length))
      scores.push(Math.fround(comparisonScore(face, embedding)));
    return { scores, decoy: templateId === null };
  };
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

function decisionOf(context: Context, { state, compared, policy }: Ended): Decision {
  const claim = judgeClaim(state, compared, { policy, calibration: context.calibration });
  const { verdict, evidence, similarity } = claim;
  return {
    outcome: verdict.outcome,
    reasons: verdict.reasons,
    hint: verdict.hint,
    scores: {
      comparisonScore: claim.comparisonScore,
      similarity,
      liveness: evidence.liveness,
      motion: evidence.pad?.motion ?? null,
      fused: similarity === null ? null : verdict.fused.score,
    },
    modalities: verdict.fused.modalities,
    policyVersion: policy.version,
    modelId: context.engine.modelId,
    framesSeen: state.framesSeen,
    framesAccepted: evidence.framesAccepted,
  };
}
