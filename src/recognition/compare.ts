import { advance, emptyCapture, type CapturePlan } from '../biometrics/capture-session.js';
import { captureRefusal, decide, type CaptureEvidence } from '../biometrics/decision.js';
import { comparisonScore } from '../biometrics/embedding.js';
import { evidenceOf, poolOf } from '../biometrics/evidence.js';
import { frameFaults } from '../biometrics/frame-gates.js';
import type { Observation } from '../biometrics/observation.js';
import type { Comparison } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { policyNamed, type Context } from './context.js';
import type { Image } from './capture-input.js';
import type { Call } from './ports.js';

/**
 * Compares two pictures under the `comparison-only` policy; nothing is stored.
 *
 * The score is given whenever both show a face, also where a picture is too poor to decide on: the outcome says so.
 */
export async function compare(context: Context, first: Image, second: Image, call: Call): Promise<Comparison> {
  const wanted = { embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null };
  const [a, b] = await Promise.all([
    context.engine.observe(first, wanted, call),
    context.engine.observe(second, wanted, call),
  ]);
  const policy = policyNamed(context.policies, 'comparison-only');
  const score = a.face?.embedding && b.face?.embedding ? comparisonScore(a.face.embedding, b.face.embedding) : null;
  const similarity = score === null ? null : context.calibration.similarity(score);
  const evidence = evidenceOfOne(context, a, policy);
  const verdict =
    captureRefusal(evidence, policy) ??
    captureRefusal(evidenceOfOne(context, b, policy), policy) ??
    decide({ ...evidence, similarity: similarity ?? 0, depthSimilarity: null }, policy);
  for (const { face } of [a, b]) face?.embedding?.fill(0);
  const gates = policy.gates.verification;
  return {
    comparisonScore: score,
    similarity,
    outcome: verdict.outcome,
    reasons: verdict.reasons,
    pictureReasons: [frameFaults(a, gates), frameFaults(b, gates)],
    policyVersion: policy.version,
    modelId: context.engine.modelId,
  };
}

/** The evidence of a capture of this one picture. */
function evidenceOfOne(context: Context, observation: Observation, policy: Policy): CaptureEvidence {
  const plan: CapturePlan = { policy, purpose: 'verification' };
  const state = advance(emptyCapture, { kind: 'observed', atMs: 0, observation }, plan);
  return evidenceOf(state, poolOf(state, policy.similarityFloor, context.calibration), policy);
}
