import * as fc from 'fast-check';
import { passive, sensor } from '../../src/biometrics/built-in-policies.js';
import { advance, emptyCapture, livenessEvidence, type CaptureState } from '../../src/biometrics/capture-session.js';
import { judgeClaim } from '../../src/biometrics/claim.js';
import { depthEvidence, depthRatio, type DepthMeasures, type SensorDepth } from '../../src/biometrics/depth.js';
import { comparisonScore } from '../../src/biometrics/embedding.js';
import type { Observation } from '../../src/biometrics/observation.js';
import { defaultPolicySettings, type Policy } from '../../src/biometrics/policy.js';
import { detectPresentationAttack } from '../../src/biometrics/presentation-attack.js';
import { estimatedDepth, faceDepth, printDepth, reliefOf } from '../support/depths.js';
import { alice, calibrated, livePerson, mallory, stillPicture } from '../support/observations.js';
import { testSeed } from '../support/seeded.js';

const options = { seed: testSeed, numRuns: 100 };
const number = fc.double({ min: -100, max: 100, noNaN: true });
const anyEstimate = fc
  .record({ planeResidualMm: number, surfaceResidualMm: number, noseReliefMm: number })
  .map((changes) => estimatedDepth(changes));
const anySensor: fc.Arbitrary<SensorDepth> = fc
  .record({ surfaceResidualMm: number, noseReliefMm: number, shapeCorrelation: number, interEyeMm: number })
  .map((changes) => faceDepth(changes));
const anyDepth: fc.Arbitrary<DepthMeasures | null> = fc.oneof(
  anySensor,
  fc.constant(faceDepth()),
  fc.constant(printDepth()),
  fc.constant(null),
);
const anyPolicy = fc.constantFrom(passive(defaultPolicySettings), sensor(defaultPolicySettings));
const anyCapture = fc.constantFrom(livePerson(alice, 8), stillPicture(alice, 8), livePerson(mallory, 8));

const withDepth = (seen: Observation, depth: DepthMeasures | null, relief: Float32Array | null): Observation => ({
  ...seen,
  face: seen.face && { ...seen.face, depth, relief },
});

function captured(shown: readonly Observation[], policy: Policy): CaptureState {
  return shown.reduce(
    (state, observation, index) =>
      advance(state, { kind: 'observed', atMs: 100 * index, observation }, { policy, purpose: 'verification' }),
    emptyCapture,
  );
}

/** Of a claim on Alice, whose reference has the relief of person 1. */
function judged(shown: readonly Observation[], policy: Policy, depthDecoy = false) {
  const state = captured(shown, policy);
  const scores = state.tracker.embeddings.map((face) => comparisonScore(face, alice));
  const reliefs = state.tracker.reliefs.map((face) => (face ? comparisonScore(face, reliefOf(1)) : NaN));
  const reference = { scores, decoy: false, depth: { scores: reliefs, decoy: depthDecoy } };
  const { verdict } = judgeClaim(state, reference, { policy, calibration: calibrated });
  return { verdict, pad: detectPresentationAttack(livenessEvidence(state), policy) };
}

test(`no estimate, whatever its numbers, changes a decision, a score or a liveness result (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyCapture, anyPolicy, fc.array(anyEstimate, { minLength: 8, maxLength: 8 }), (shown, policy, all) => {
      const estimated = shown.map((seen, index) => withDepth(seen, all[index]!, null));
      expect(judged(estimated, policy)).toEqual(judged(shown, policy));
    }),
    options,
  );
});

test(`no relief lets anybody in whom colour does not, nor out of a failed gate (seed ${testSeed})`, () => {
  const depths = fc.array(anyDepth, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(anyPolicy, depths, fc.boolean(), (policy, all, decoy) => {
      const shown = livePerson(mallory, 8).map((seen, index) => withDepth(seen, all[index]!, reliefOf(1)));
      const { verdict } = judged(shown, policy, decoy);
      expect(verdict.outcome).not.toBe('ACCEPT');
      expect(verdict.fused.modalities).not.toContain('DEPTH');
    }),
    options,
  );
});

test(`an accepted claim under the policy sensor had a sensor that saw a face (seed ${testSeed})`, () => {
  const depths = fc.array(anyDepth, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(depths, (all) => {
      const shown = livePerson(alice, 8).map((seen, index) => withDepth(seen, all[index]!, null));
      const { verdict } = judged(shown, sensor(defaultPolicySettings));
      const evidence = depthEvidence(all.filter((depth) => depth !== null));
      const face = evidence !== null && evidence.framesMeasured >= 3 && evidence.llr >= 2;
      expect(verdict.outcome === 'ACCEPT').toBe(face);
    }),
    options,
  );
});

test(`more nose, more relief and more likeness to the mesh never speak against a face (seed ${testSeed})`, () => {
  const more = fc.double({ min: 0, max: 20, noNaN: true });
  fc.assert(
    fc.property(anySensor, more, (depth, by) => {
      const held = { ...depth, interEyeMm: 62 };
      const ratio = depthRatio(held);
      expect(depthRatio({ ...held, noseReliefMm: held.noseReliefMm + by })).toBeGreaterThanOrEqual(ratio);
      expect(depthRatio({ ...held, surfaceResidualMm: held.surfaceResidualMm + by })).toBeGreaterThanOrEqual(ratio);
      expect(depthRatio({ ...held, reliefCorrelation: held.reliefCorrelation + by })).toBeGreaterThanOrEqual(ratio);
      expect(Math.abs(ratio)).toBeLessThanOrEqual(4);
    }),
    options,
  );
});
