import fc from 'fast-check';
import { hintFor } from '../../src/biometrics/frame-hints.js';
import { sensorOrigins } from '../../src/biometrics/depth.js';
import {
  decisionReasons,
  frameReasons,
  modalities,
  outcomes,
  padOutcomes,
  qualityComponentNames,
  qualityStatuses,
  reVerifyHints,
  type Analysis,
  type Decision,
} from '../../src/biometrics/outcome.js';
import { imageFormats } from '../../src/recognition/capture-input.js';
import type { AnalyzeFrameResponse__Output } from '../../src/rpc/generated/faceengine/v1/AnalyzeFrameResponse.js';
import type { Decision__Output } from '../../src/rpc/generated/faceengine/v1/Decision.js';
import type { FrameFeedback__Output } from '../../src/rpc/generated/faceengine/v1/FrameFeedback.js';
import type { Frame__Output } from '../../src/rpc/generated/faceengine/v1/Frame.js';
import type { PadResult__Output } from '../../src/rpc/generated/faceengine/v1/PadResult.js';
import { loadPackage, serializerOf } from '../../src/rpc/protos.js';
import {
  frameReasonToWire,
  hintToWire,
  modalityToWire,
  outcomeToWire,
  padOutcomeToWire,
  qualityStatusToWire,
  reasonToWire,
} from '../../src/rpc/wire.js';
import { toWireAnalysis, toWireDecision, toWireFeedback, toWirePadResult } from '../../src/rpc/wire-answers.js';
import { imageOf } from '../../src/rpc/wire-requests.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}: repeat with SEED=${seed}`);
fc.configureGlobal({ seed, numRuns: 300 });

const definitions = loadPackage();
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the message
function overTheWire<T>(name: string, message: object): T {
  const bytes = serializerOf(definitions, name)(message);
  return (definitions[name] as unknown as { deserialize: (bytes: Buffer) => T }).deserialize(bytes);
}

const score = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const uint32 = fc.nat(0xffff_ffff);
const noAnalysis: Analysis = {
  faceCount: 0,
  box: null,
  detectionScore: null,
  points: null,
  pose: null,
  components: [],
  quality: null,
  liveness: null,
  eyeOpening: null,
  depth: null,
  reasons: [],
};
const anyDecision: fc.Arbitrary<Decision> = fc.record({
  outcome: fc.constantFrom(...outcomes),
  reasons: fc.array(fc.constantFrom(...decisionReasons)),
  hint: fc.option(fc.constantFrom(...reVerifyHints)),
  scores: fc.record({
    comparisonScore: score,
    similarity: score,
    depth: score,
    liveness: score,
    motion: score,
    fused: score,
  }),
  modalities: fc.array(fc.constantFrom(...modalities)),
  policyVersion: fc.string(),
  modelId: fc.string(),
  framesSeen: uint32,
  framesAccepted: uint32,
});

test('a decision arrives as it was made, and without its scores when they are not to be shown', () => {
  fc.assert(
    fc.property(anyDecision, fc.boolean(), (decision, reveal) => {
      const wire = overTheWire<Decision__Output>('faceengine.v1.Decision', toWireDecision(decision, reveal));
      expect(wire.outcome).toBe(`OUTCOME_${decision.outcome}`);
      expect(wire.reasons).toEqual(decision.reasons.map((reason) => `REASON_${reason}`));
      expect(wire.hint).toBe(`RE_VERIFY_HINT_${decision.hint ?? 'UNSPECIFIED'}`);
      expect(wire.modalities).toEqual(decision.modalities.map((modality) => `MODALITY_${modality}`));
      for (const key of ['policyVersion', 'modelId', 'framesSeen', 'framesAccepted'] as const) {
        expect(wire[key]).toBe(decision[key]);
      }
      if (!reveal) expect(wire.scores).toBeNull();
      else
        for (const [key, value] of Object.entries(decision.scores))
          expect(Reflect.get(wire.scores!, key) ?? null).toBe(value);
    }),
  );
});

test('a liveness result arrives as it was made; scores only when they are to be shown', () => {
  const counts = { blinks: uint32, framesSeen: uint32, framesAccepted: uint32, policyVersion: fc.string() };
  const outcome = fc.constantFrom(...padOutcomes);
  const reasons = fc.array(fc.constantFrom(...decisionReasons));
  const depthOrigin = fc.option(fc.constantFrom(...sensorOrigins));
  const anyResult = fc.record({ ...counts, outcome, reasons, liveness: score, motion: score, depthOrigin });
  fc.assert(
    fc.property(anyResult, fc.boolean(), (result, reveal) => {
      const wire = overTheWire<PadResult__Output>('faceengine.v1.PadResult', toWirePadResult(result, reveal));
      expect(wire).toMatchObject({ blinks: result.blinks, outcome: `PAD_OUTCOME_${result.outcome}` });
      expect(wire.depthOrigin).toBe(`DEPTH_ORIGIN_${result.depthOrigin ?? 'UNSPECIFIED'}`);
      expect(wire.liveness ?? null).toBe(reveal ? result.liveness : null);
      expect(wire.motion ?? null).toBe(reveal ? result.motion : null);
    }),
  );
});

test('feedback arrives with its reason and the hint to it, or with neither', () => {
  const anyFeedback = fc.record({
    kind: fc.constant('feedback' as const),
    sequence: uint32,
    skipped: fc.option(fc.constantFrom(...frameReasons)),
    framesAccepted: uint32,
    framesNeeded: uint32,
    missing: fc.option(fc.constantFrom(...decisionReasons)),
  });
  fc.assert(
    fc.property(anyFeedback, ({ skipped, ...rest }) => {
      const hint = skipped && hintFor(skipped);
      const message = toWireFeedback({ ...rest, skipped, hint });
      const wire = overTheWire<FrameFeedback__Output>('faceengine.v1.FrameFeedback', message);
      expect(wire.accepted).toBe(skipped === null);
      expect(wire.skipped).toBe(`FRAME_REASON_${skipped ?? 'UNSPECIFIED'}`);
      expect(wire.hint).toBe(`RE_VERIFY_HINT_${hint ?? 'UNSPECIFIED'}`);
      expect(wire.missing).toBe(`REASON_${rest.missing ?? 'UNSPECIFIED'}`);
    }),
  );
});

test('quality components arrive with their numbers and status', () => {
  const anyComponent = fc.record({
    name: fc.constantFrom(...qualityComponentNames),
    nativeValue: fc.double({ noNaN: true, noDefaultInfinity: true }),
    value: fc.double({ min: 0, max: 100, noNaN: true }),
    status: fc.constantFrom(...qualityStatuses),
  });
  fc.assert(
    fc.property(fc.array(anyComponent), (components) => {
      const message = toWireAnalysis({ ...noAnalysis, components });
      const wire = overTheWire<AnalyzeFrameResponse__Output>('faceengine.v1.AnalyzeFrameResponse', message);
      expect(wire.components).toEqual(
        components.map((component) => ({ ...component, status: `QUALITY_STATUS_${component.status}` })),
      );
    }),
  );
});

test('a picture arrives with its bytes, in memory of its own', () => {
  const anyFormat = fc.constantFrom(...imageFormats.filter((format) => !['RGB24', 'GRAY8', 'NV12'].includes(format)));
  fc.assert(
    fc.property(anyFormat, fc.uint8Array({ minLength: 1 }), uint32, (format, image, sequence) => {
      const message = { sequence, format: `IMAGE_FORMAT_${format}`, image };
      const frame = overTheWire<Frame__Output>('faceengine.v1.Frame', message);
      const taken = imageOf(frame, 'frame', 1000);
      expect(taken.format).toBe(format);
      expect(Buffer.compare(taken.data, image)).toBe(0);
      expect(taken.data.buffer.byteLength).toBe(image.length);
    }),
  );
});

test('no two words share a name on the wire, and each name is known there', () => {
  const tables = {
    FrameReason: frameReasonToWire,
    Reason: reasonToWire,
    ReVerifyHint: hintToWire,
    Modality: modalityToWire,
    Outcome: outcomeToWire,
    PadOutcome: padOutcomeToWire,
    QualityStatus: qualityStatusToWire,
  };
  const sizes = {
    FrameReason: frameReasons,
    Reason: decisionReasons,
    ReVerifyHint: reVerifyHints,
    Modality: modalities,
    Outcome: outcomes,
    PadOutcome: padOutcomes,
    QualityStatus: qualityStatuses,
  };
  for (const [name, table] of Object.entries(tables)) {
    const { type } = definitions[`faceengine.v1.${name}`] as unknown as {
      type: { value: { name: string; number: number }[] };
    };
    const known = type.value.filter(({ number }) => number !== 0).map((value) => value.name);
    expect(new Set(Object.values(table))).toEqual(new Set(known));
    expect(Object.values(table)).toHaveLength((Reflect.get(sizes, name) as readonly string[]).length);
  }
});
