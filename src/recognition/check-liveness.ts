import { forgetEmbeddings, type CaptureState } from '../biometrics/capture-session.js';
import { captureRefusal } from '../biometrics/decision.js';
import { evidenceOf, poolOf } from '../biometrics/evidence.js';
import type { PadResult } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { captureFrom, type Capture } from './capture.js';
import { policyNamed, type Context } from './context.js';
import type { CaptureInput } from './capture-input.js';
import type { Call } from './ports.js';
import type { CaptureStep, LivenessRequest } from './requests.js';

/**
 * Presentation attack detection alone: nobody is claimed and nothing is compared or stored.
 *
 * @throws FaceError BAD_FIELD for a policy that does not check liveness, or requires a device signature
 */
export async function* checkLiveness(
  context: Context,
  request: LivenessRequest,
  frames: AsyncIterable<CaptureInput>,
  call: Call,
): AsyncGenerator<CaptureStep, PadResult> {
  const policy = policyNamed(context.policies, request.policy);
  if (policy.liveness === 'not-checked') {
    throw new FaceError('BAD_FIELD', `the policy ${policy.name} does not check liveness; ask for passive`, {
      field: 'config.policy',
    });
  }
  if (policy.deviceSignature === 'required') {
    const message = `the policy ${policy.name} requires a device signature, and a liveness check names nobody with a key`;
    throw new FaceError('BAD_FIELD', message, { field: 'config.policy' });
  }
  const capture: Capture = {
    policy,
    purpose: 'verification',
    comparesTemplates: false,
    deviceKey: null,
    framesNeeded: policy.earlyAcceptFramesMin,
    enough: (state) =>
      state.samples.length >= policy.earlyAcceptFramesMin && resultOf(context, state, policy).outcome === 'BONA_FIDE',
  };
  const state = yield* captureFrom(context, frames, capture, call);
  forgetEmbeddings(state);
  return resultOf(context, state, policy);
}

function resultOf(context: Context, state: CaptureState, policy: Policy): PadResult {
  const pool = poolOf(state, policy.similarityFloor, context.calibration);
  const evidence = evidenceOf(state, pool, policy);
  const refusal = captureRefusal(evidence, policy);
  const attack = evidence.pad?.outcome === 'ATTACK';
  return {
    outcome: attack ? 'ATTACK' : refusal ? 'INCONCLUSIVE' : 'BONA_FIDE',
    reasons: refusal?.reasons ?? ['LIVENESS_SHOWN'],
    liveness: evidence.liveness,
    motion: evidence.pad?.motion ?? null,
    blinks: state.life.blinks,
    depthOrigin: state.depths[0]?.origin ?? null,
    policyVersion: policy.version,
    framesSeen: state.framesSeen,
    framesAccepted: pool.samples.length,
  };
}
