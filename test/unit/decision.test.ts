import { captureRefusal, decide, type Evidence, type Refusal } from '../../src/biometrics/decision.js';
import type { DecisionReason, ReVerifyHint } from '../../src/biometrics/outcome.js';
import { comparisonOnly, passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings, type Policy } from '../../src/biometrics/policy.js';
import type { PadDecision } from '../../src/biometrics/presentation-attack.js';
import { calibrated, table } from '../support/observations.js';

const policy = passive(defaultPolicySettings);
const stills = comparisonOnly(defaultPolicySettings);
const bonaFide: PadDecision = { outcome: 'BONA_FIDE', reason: 'LIVENESS_SHOWN', motion: 1 };

const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  framesAccepted: 5,
  mainSkip: null,
  consistent: true,
  pad: bonaFide,
  liveness: 0.95,
  qualities: { rgb: 0.8, depth: 0, liveness: 1, motion: 1 },
  similarity: 0.95,
  depthSimilarity: null,
  timedOut: false,
  ...changes,
});

test('a mated, live, good capture is accepted, and says that life was shown', () => {
  expect(decide(evidence(), policy)).toMatchObject({
    outcome: 'ACCEPT',
    reasons: ['SIMILARITY_SUFFICIENT', 'LIVENESS_SHOWN'],
    hint: null,
    fused: { modalities: ['RGB', 'LIVENESS', 'MOTION'] },
  });
});

const attentive: Policy = {
  ...policy,
  fusion: { ...policy.fusion, attention: { rgb: 2, depth: 0, liveness: -1, motion: 1 } },
};

describe.each([
  ['fixed weights', policy],
  ['attention', attentive],
])('what the plain sum of the scores would get wrong, with %s', (_, policy) => {
  test('a genuine user at raw cosine 0.70 with perfect liveness is accepted', () => {
    const similarity = calibrated.similarity(0.7);
    expect(decide(evidence({ similarity, liveness: 1 }), policy).outcome).toBe('ACCEPT');
  });

  test('a live impostor is rejected, whatever (1 + cosine) ÷ 2 would say', () => {
    const similarity = calibrated.similarity(table.impostorMedian);
    expect(decide(evidence({ similarity, liveness: 1 }), policy)).toMatchObject({
      outcome: 'REJECT',
      reasons: ['SIMILARITY_LOW'],
    });
  });

  test('similarity 0.95 with frames held for an attack is rejected', () => {
    const pad: PadDecision = { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion: 1 };
    expect(decide(evidence({ pad, liveness: 0.42 }), policy)).toMatchObject({
      outcome: 'REJECT',
      reasons: ['PRESENTATION_ATTACK'],
    });
  });

  test('similarity 0.95 with liveness 0.42 and no sign of life is not accepted', () => {
    const pad: PadDecision = { outcome: 'INCONCLUSIVE', reason: 'LIVENESS_NOT_SHOWN', motion: 0.1 };
    expect(decide(evidence({ pad, liveness: 0.42 }), policy)).toMatchObject({
      outcome: 'RE_VERIFY',
      hint: 'SHOW_LIVENESS',
    });
  });
});

describe('between accept and reject', () => {
  test('similarity that is short of the policy is inconclusive, however good the rest', () => {
    expect(decide(evidence({ similarity: 0.79, liveness: 1 }), policy)).toMatchObject({
      outcome: 'RE_VERIFY',
      reasons: ['SIMILARITY_INCONCLUSIVE'],
    });
  });

  test('similarity just at the floor is not rejected, and just under it is', () => {
    expect(decide(evidence({ similarity: 0.6 }), policy).outcome).toBe('RE_VERIFY');
    expect(decide(evidence({ similarity: 0.5999 }), policy).outcome).toBe('REJECT');
  });

  test('a fused score that is short asks to show life where life is checked, and to face the camera where not', () => {
    expect(decide(evidence({ similarity: 0.8, liveness: 0.5 }), policy)).toMatchObject({
      reasons: ['FUSED_SCORE_INCONCLUSIVE'],
      hint: 'SHOW_LIVENESS',
    });
    expect(decide(evidence({ similarity: 0.82, pad: null, liveness: null }), stills)).toMatchObject({
      outcome: 'RE_VERIFY',
      reasons: ['FUSED_SCORE_INCONCLUSIVE', 'LIVENESS_NOT_CHECKED'],
      hint: 'FACE_THE_CAMERA',
    });
  });

  test('a fused score at or under the lower threshold is rejected', () => {
    const strict = { ...policy, similarityAcceptMin: 0.6, rejectMax: 0.9, acceptMin: 0.95 };
    expect(decide(evidence({ similarity: 0.7 }), strict)).toMatchObject({
      outcome: 'REJECT',
      reasons: ['FUSED_SCORE_LOW'],
    });
  });

  test('similarity that is not a number is rejected, also where it has no weight', () => {
    const fusion = { weights: { ...policy.fusion.weights, rgb: 0 }, attention: null };
    expect(decide(evidence({ similarity: NaN }), { ...policy, fusion }).outcome).toBe('REJECT');
  });
});

const reVerify = (reason: DecisionReason, hint: ReVerifyHint): Refusal => ({
  outcome: 'RE_VERIFY',
  reasons: [reason],
  hint,
});

describe('a capture that will not do', () => {
  const refusals: readonly (readonly [string, Partial<Evidence>, Refusal])[] = [
    ['no face', { framesAccepted: 0, mainSkip: 'NO_FACE' }, reVerify('NO_FACE', 'FACE_THE_CAMERA')],
    ['no frame', { framesAccepted: 0 }, reVerify('NO_FACE', 'FACE_THE_CAMERA')],
    ['two faces', { framesAccepted: 0, mainSkip: 'MULTIPLE_FACES' }, reVerify('MULTIPLE_FACES', 'ONE_PERSON')],
    ['the dark', { framesAccepted: 1, mainSkip: 'TOO_DARK' }, reVerify('QUALITY_LOW', 'MORE_LIGHT')],
    ['a small face', { framesAccepted: 0, mainSkip: 'FACE_TOO_SMALL' }, reVerify('QUALITY_LOW', 'MOVE_CLOSER')],
    ['few frames', { framesAccepted: 1 }, reVerify('TOO_FEW_FRAMES', 'HOLD_STILL')],
    ['two people', { consistent: false }, { outcome: 'REJECT', reasons: ['FRAMES_INCONSISTENT'], hint: null }],
  ];

  test.each(refusals)('for %s is refused before anything is compared', (_, changes, refusal) => {
    expect(captureRefusal(evidence(changes), policy)).toEqual(refusal);
    expect(decide(evidence(changes), policy)).toMatchObject(refusal);
  });

  test('an attack is called one even when no frame passed its liveness gate', () => {
    const pad: PadDecision = { outcome: 'ATTACK', reason: 'PRESENTATION_ATTACK', motion: null };
    expect(captureRefusal(evidence({ pad, framesAccepted: 0, mainSkip: 'LIVENESS_LOW' }), policy)).toMatchObject({
      outcome: 'REJECT',
      reasons: ['PRESENTATION_ATTACK'],
    });
  });

  test('says that its time was over, which an accepted one does not', () => {
    expect(decide(evidence({ framesAccepted: 1, timedOut: true }), policy).reasons).toContain('CAPTURE_TIMEOUT');
    expect(decide(evidence({ timedOut: true }), policy).reasons).not.toContain('CAPTURE_TIMEOUT');
  });
});

test('where liveness was not checked every answer says so', () => {
  for (const similarity of [0.2, 0.7, 0.95]) {
    const { reasons } = decide(evidence({ pad: null, liveness: null, similarity }), stills);
    expect(reasons).toContain('LIVENESS_NOT_CHECKED');
  }
});
