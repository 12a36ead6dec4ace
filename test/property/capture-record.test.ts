import * as fc from 'fast-check';
import { builtInPolicies } from '../../src/biometrics/built-in-policies.js';
import {
  canReplay,
  readCaptureRecord,
  replay,
  writeCaptureRecord,
  type CaptureRecord,
} from '../../src/biometrics/capture-record.js';
import { advance, emptyCapture, type CaptureState } from '../../src/biometrics/capture-session.js';
import { acceptsEarly, judgeClaim, replayed, type ReferenceScores, type Rules } from '../../src/biometrics/claim.js';
import { comparisonScore } from '../../src/biometrics/embedding.js';
import type { Observation } from '../../src/biometrics/observation.js';
import { defaultPolicySettings, type Policy } from '../../src/biometrics/policy.js';
import {
  alice,
  calibrated,
  livePerson,
  mallory,
  noFace,
  observation,
  scoring,
  twoFaces,
} from '../support/observations.js';
import { faceDepth, printDepth, reliefOf } from '../support/depths.js';
import { testSeed } from '../support/seeded.js';

const passive = builtInPolicies.passive(defaultPolicySettings);
const sensor = builtInPolicies.sensor(defaultPolicySettings);
const comparisonOnly = builtInPolicies['comparison-only'](defaultPolicySettings);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const options = { seed: testSeed, numRuns: 100 };

/** Alice, near and far from her reference, live and not, and what else may come before a camera. */
const palette: Observation[] = [
  ...livePerson(alice, 12),
  ...[0.3, 0.45, 0.6, 0.8].map((score, seed) => observation({ embedding: scoring(alice, score, seed) })),
  ...livePerson(mallory, 2),
  noFace,
  twoFaces,
  observation({ liveness: 0.1 }),
  observation({ embedding: null }),
  observation({ quality: { sharpness: 0 }, eyeOpening: { left: 0, right: 0 } }),
];
/** Alice before a depth sensor: her face, a print of it, and where nothing was seen. */
const relief = reliefOf(1);
const withDepth = livePerson(alice, 12).map((seen, index) => ({
  ...seen,
  face: seen.face && { ...seen.face, ...(index % 4 === 3 ? {} : { depth: faceDepth(), relief: reliefOf(index % 3) }) },
}));
palette.push(...withDepth, observation({ depth: printDepth() }));
const anyFrames = fc.array(
  fc.record({ observation: fc.constantFrom(...palette), stepMs: fc.constantFrom(50, 100, 100, 100, 900) }),
  { maxLength: 20 },
);
const liveFrames = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.boolean())
  .map(([count, sensor]) =>
    (sensor ? withDepth.slice(0, count) : livePerson(alice, count)).map((seen) => ({ observation: seen, stepMs: 100 })),
  );

/** Careless and strict, with attention and without. */
const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    base: fc.constantFrom(passive, comparisonOnly, sensor),
    early: fc.integer({ min: 1, max: 8 }),
    accepted: fc.integer({ min: 1, max: 5 }),
    floor: fc.constantFrom(0.5, 0.6, 0.7),
    acceptMin: share,
    framesMax: fc.integer({ min: 1, max: 30 }),
    attention: fc.option(fc.constant({ rgb: 2, depth: 0, liveness: -1, motion: 3 }), { nil: null }),
  })
  .map(({ base, early, accepted, floor, acceptMin, framesMax, attention }) => ({
    ...base,
    earlyAcceptFramesMin: early,
    framesAcceptedMin: accepted,
    similarityFloor: floor,
    acceptMin,
    fusion: { ...base.fusion, attention },
    limits: { ...base.limits, framesMax },
  }));

interface Live {
  readonly record: CaptureRecord;
  readonly state: CaptureState;
  readonly rules: Rules;
}

type Frames = readonly { readonly observation: Observation; readonly stepMs: number }[];
interface Setting {
  readonly policy: Policy;
  readonly reference: Float32Array;
  readonly decoy: boolean;
  readonly end: 'CLIENT_ENDED' | 'IDLE' | 'TIME_OVER';
}

/** A claim as the use case runs it: early acceptance is asked after every frame. */
function live(frames: Frames, { policy, reference, decoy, end }: Setting): Live {
  const rules = { policy, calibration: calibrated };
  const plan = { policy, purpose: 'verification' } as const;
  const comparedIn = (of: CaptureState): ReferenceScores => ({
    scores: of.tracker.embeddings.map((embedding) => Math.fround(comparisonScore(embedding, reference))),
    decoy,
    depth: {
      scores: of.tracker.reliefs.map((face) => (face ? Math.fround(comparisonScore(face, relief)) : NaN)),
      decoy: decoy || reference === mallory,
    },
  });
  let [state, atMs] = [emptyCapture, 1_700_000_000_000];
  for (const { observation, stepMs } of frames) {
    if (state.end) break;
    atMs += stepMs;
    state = advance(state, { kind: 'observed', atMs, observation: measured(observation, policy) }, plan);
    if (!state.end && acceptsEarly(state, comparedIn(state), rules))
      state = advance(state, { kind: 'ended', end: 'ENOUGH' }, plan);
  }
  state = advance(state, { kind: 'ended', end }, plan);
  const { verdict } = judgeClaim(state, comparedIn(state), rules);
  const record: CaptureRecord = {
    purpose: 'verification',
    frames: state.frames,
    end: state.end ?? end,
    reference: comparedIn(state),
    outcome: verdict.outcome,
    reason: verdict.reasons[0]!,
    policyVersion: policy.version,
    modelId: 'fake@000000000001',
    livenessMeasured: policy.liveness !== 'not-checked',
  };
  return { record, state, rules };
}

/** As the engine measures for this policy. */
function measured(seen: Observation, { liveness }: Policy): Observation {
  if (liveness !== 'not-checked') return seen;
  return { ...seen, face: seen.face && { ...seen.face, liveness: null, eyeOpening: null } };
}

const anySetting: fc.Arbitrary<Setting> = fc.record({
  policy: anyPolicy,
  reference: fc.constantFrom(alice, mallory, scoring(alice, 0.5, 77)),
  decoy: fc.boolean(),
  end: fc.constantFrom('CLIENT_ENDED', 'IDLE', 'TIME_OVER'),
});

test(`a record replays to the decision it was made of, ending at the same frame (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(fc.oneof(anyFrames, liveFrames), anySetting, (frames, setting) => {
      const { record, state, rules } = live(frames, setting);
      const read = readCaptureRecord(writeCaptureRecord(record));
      expect(read).not.toBeNull();
      const again = replay(read!, rules);
      expect(again).toEqual(judgeClaim(state, record.reference, rules));
      expect(again.verdict.outcome).toBe(record.outcome);
      const { framesSeen } = replayed(read!, read!.reference, { ...rules, purpose: 'verification' });
      expect(framesSeen).toBe(state.framesSeen);
    }),
    options,
  );
});

test(`a replay under other rules sees no more frames than came, and some captures end earlier (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(fc.oneof(anyFrames, liveFrames), anySetting, anyPolicy, (frames, setting, other) => {
      const { record, state } = live(frames, setting);
      const rules = { policy: other, calibration: calibrated, purpose: 'verification' as const };
      expect(replayed(record, record.reference, rules).framesSeen).toBeLessThanOrEqual(state.framesSeen);
    }),
    options,
  );
});

test(`no record holds a vector: it grows by numbers that a face cannot be found by (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(liveFrames, anySetting, (frames, setting) => {
      const { record, state } = live(frames, setting);
      const text = writeCaptureRecord(record);
      for (const embedding of state.tracker.embeddings) {
        const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, 16);
        expect(text).not.toContain(bytes.toString('base64').slice(0, 16));
      }
      expect(Object.keys(JSON.parse(text) as object).sort()).toEqual([
        'end',
        'frames',
        'livenessMeasured',
        'modelId',
        'outcome',
        'policyVersion',
        'purpose',
        'reason',
        'reference',
        'version',
      ]);
    }),
    { ...options, numRuns: 20 },
  );
});

describe('what cannot be replayed', () => {
  const setting: Setting = { policy: passive, reference: alice, decoy: false, end: 'CLIENT_ENDED' };
  const { record } = live(
    livePerson(alice, 6).map((seen) => ({ observation: seen, stepMs: 100 })),
    setting,
  );
  const text = writeCaptureRecord(record);

  test('a record of another model', () => {
    expect(canReplay(record, passive, record.modelId)).toBe(true);
    expect(canReplay(record, passive, 'other@000000000002')).toBe(false);
  });

  test('one without liveness, for rules that ask for it', () => {
    const unmeasured = { ...record, livenessMeasured: false };
    expect(canReplay(unmeasured, passive, record.modelId)).toBe(false);
    expect(canReplay(unmeasured, comparisonOnly, record.modelId)).toBe(true);
  });

  test('one with depth replays under rules that ask for it', () => {
    const seen = live(
      withDepth.map((observation) => ({ observation, stepMs: 100 })),
      setting,
    ).record;
    expect(canReplay(seen, sensor, record.modelId)).toBe(true);
    expect(canReplay({ ...seen, livenessMeasured: false }, sensor, record.modelId)).toBe(false);
  });

  test.each(['active', 'sensor'] as const)('any, for rules that ask for what no record holds (%s)', (liveness) => {
    expect(canReplay(record, { ...passive, liveness }, record.modelId)).toBe(false);
  });

  test.each([
    ['no JSON', text.slice(1)],
    ['another version', text.replace('"version":2', '"version":1')],
    ['a field too many', text.replace('"version":2', '"version":2,"subjectId":"x"')],
    ['a score that is missing', writeCaptureRecord({ ...record, reference: { ...record.reference, scores: [0.5] } })],
    [
      'a score that is none',
      writeCaptureRecord({ ...record, reference: { ...record.reference, scores: [NaN, 1, 1, 1, 1, 1] } }),
    ],
    [
      'a relief too few',
      writeCaptureRecord({ ...record, reference: { ...record.reference, depth: { scores: [0.5], decoy: false } } }),
    ],
    ['a number that is none', text.replace('"presenceScore":0.99', '"presenceScore":null')],
  ])('%s', (_, broken) => {
    expect(broken).not.toBe(text);
    expect(readCaptureRecord(broken)).toBeNull();
  });
});
