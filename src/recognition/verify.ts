import { forgetEmbeddings, type CaptureState } from '../biometrics/capture-session.js';
import { acceptsEarly, judgeClaim, type ReferenceScores } from '../biometrics/claim.js';
import type { Decision } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { captureFrom, type Capture } from './capture.js';
import { recordCapture } from './capture-records.js';
import { policyNamed, type Context } from './context.js';
import { claimedKey } from './device-keys.js';
import { moveTemplate } from './move-template.js';
import type { CaptureInput } from './capture-input.js';
import type { Call } from './ports.js';
import { comparisonsWith, decoyOf, forgetReference, isStillThere, openReference, type Reference } from './reference.js';
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
  frames: AsyncIterable<CaptureInput>,
  call: Call,
): AsyncGenerator<CaptureStep, Decision> {
  const policy = policyNamed(context.policies, claim.policy);
  const deviceKey = await claimedKey(context, claim, policy, call);
  const reference = await openReference(context, claim.subjectId, call);
  const { view, calibration } = reference.space;
  try {
    const rules = { policy, calibration };
    const comparisons = comparisonsWith(reference);
    const acceptable = (seen: CaptureState): boolean => acceptsEarly(seen, comparisons(seen), rules);
    const capture: Capture = {
      policy,
      purpose: 'verification',
      comparesTemplates: true,
      deviceKey,
      framesNeeded: policy.earlyAcceptFramesMin,
      enough: (state) => acceptable(view(state)),
    };
    const state = yield* captureFrom(context, frames, capture, call);
    try {
      return await decided(context, { claim, policy, state, reference, compared: comparisons(view(state)) }, call);
    } finally {
      forgetEmbeddings(state);
    }
  } finally {
    forgetReference(reference);
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

async function decided(context: Context, first: Ended, call: Call): Promise<Decision> {
  const accepted = decisionOf(first).outcome === 'ACCEPT';
  const gone = accepted && !(await isStillThere(context, first.reference, call));
  const ended = gone ? againstDecoy(context, first) : first;
  const { claim, policy, state, reference, compared } = ended;
  const decision = decisionOf(ended);
  await recordCapture(context, { state: reference.space.view(state), compared, policy, decision }, call);
  if (decision.outcome !== 'ACCEPT') return told(context, decision);
  if (reference.space.modelId !== context.engine.modelId) {
    const { similarity } = decision.scores;
    await moveTemplate(context, { subjectId: claim.subjectId, policy, state, reference, compared, similarity }, call);
  }
  return decision;
}

/** A subject whose template went during the capture ends like an unknown one. */
function againstDecoy(context: Context, ended: Ended): Ended {
  const decoy = decoyOf(context, ended.claim.subjectId);
  return { ...ended, reference: decoy, compared: comparisonsWith(decoy)(ended.state) };
}

/**
 * A claim that was not accepted, on the scale of the model in use, whichever it was compared by: an answer that named
 * the former model would tell who is enrolled by it.
 */
function told({ engine, calibration }: Context, decision: Decision): Decision {
  const { modelId, scores } = decision;
  if (modelId === engine.modelId || scores.similarity === null) return { ...decision, modelId: engine.modelId };
  const comparisonScore = calibration.scoreAt(scores.similarity);
  return { ...decision, modelId: engine.modelId, scores: { ...scores, comparisonScore } };
}

function decisionOf({ state, compared, policy, reference }: Ended): Decision {
  const { modelId, calibration, view } = reference.space;
  const claim = judgeClaim(view(state), compared, { policy, calibration });
  const { verdict, evidence, similarity } = claim;
  return {
    outcome: verdict.outcome,
    reasons: verdict.reasons,
    hint: verdict.hint,
    scores: {
      comparisonScore: claim.comparisonScore,
      similarity,
      depth: evidence.depthSimilarity,
      liveness: evidence.liveness,
      motion: evidence.pad?.motion ?? null,
      fused: similarity === null ? null : verdict.fused.score,
    },
    modalities: verdict.fused.modalities,
    policyVersion: policy.version,
    modelId,
    framesSeen: state.framesSeen,
    framesAccepted: evidence.framesAccepted,
  };
}
