import fc from 'fast-check';
import { builtInPolicies } from '../../src/biometrics/built-in-policies.js';
import { policyFaults } from '../../src/biometrics/policy-rules.js';
import { parsePolicyVersion, policyVersionOf } from '../../src/biometrics/policy-version.js';
import { defaultPolicySettings, type PolicySettings } from '../../src/biometrics/policy.js';
import { policyDocuments } from '../../src/recognition/policy-documents.js';
import type { PolicyDocument__Output } from '../../src/rpc/generated/faceengine/v1/PolicyDocument.js';
import { loadPackage, serializerOf } from '../../src/rpc/protos.js';
import { policyDocumentOf, toWirePolicyDocument } from '../../src/rpc/wire-policies.js';
import { anyRules, rules } from '../support/policies.js';
import { testSeed } from '../support/seeded.js';

fc.configureGlobal({ seed: testSeed, numRuns: 300 });

const definitions = loadPackage();
const message = 'faceengine.v1.PolicyDocument';

function overTheWire(document: object): PolicyDocument__Output {
  const bytes = serializerOf(definitions, message)(document);
  const definition = definitions[message] as unknown as { deserialize: (bytes: Buffer) => PolicyDocument__Output };
  return definition.deserialize(bytes);
}

test(`rules come over the wire as they were (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyRules, (document) => {
      expect(policyDocumentOf(overTheWire(toWirePolicyDocument(document)), 'document')).toEqual(document);
    }),
  );
});

test(`rules come through a file as they were (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyRules, (document) => {
      const text = JSON.stringify(document);
      expect(JSON.stringify(policyDocuments.parse(JSON.parse(text)))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

/** Everything the configuration lets an operator set. */
const anySettings: fc.Arbitrary<PolicySettings> = fc
  .record({
    thresholds: fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
    fusionWeights: fc.record({
      rgb: fc.double({ min: 0.01, max: 1, noNaN: true }),
      depth: fc.double({ min: 0, max: 1, noNaN: true }),
      liveness: fc.double({ min: 0, max: 1, noNaN: true }),
      motion: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    microMotionMinVariance: fc.double({ min: 1e-9, max: 1, noNaN: true }),
    verificationLivenessMin: fc.double({ min: 0, max: 1, noNaN: true }),
    enrolmentSamplesMin: fc.integer({ min: 1, max: 50 }),
    attention: fc.boolean(),
  })
  .map(({ thresholds, ...settings }) => {
    const [rejectMax = 0, acceptMin = 1] = [...thresholds].sort((a, b) => a - b);
    return { ...settings, rejectMax, acceptMin };
  });

test(`no setting makes a built-in policy contradict itself (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      for (const policyOf of Object.values(builtInPolicies)) expect(policyFaults(policyOf(settings))).toEqual([]);
    }),
  );
});

test(`no setting makes high-security laxer than passive, or than it is by itself (seed ${testSeed})`, () => {
  const own = builtInPolicies['high-security'](defaultPolicySettings);
  fc.assert(
    fc.property(anySettings, (settings) => {
      const [high, low] = [builtInPolicies['high-security'](settings), builtInPolicies.passive(settings)];
      for (const other of [low, own]) {
        for (const purpose of ['enrolment', 'verification'] as const) {
          // The rules hold enrolment to verification: whatever is laxer in the first place is a fault.
          const gates = { enrolment: high.gates[purpose], verification: other.gates[purpose] };
          expect(policyFaults({ ...high, gates })).toEqual([]);
        }
        expect(high.similarityAcceptMin).toBeGreaterThanOrEqual(other.similarityAcceptMin);
        expect(high.enrolmentSamplesMin).toBeGreaterThanOrEqual(other.enrolmentSamplesMin);
        expect(high.framesAcceptedMin).toBeGreaterThanOrEqual(other.framesAcceptedMin);
      }
      expect(high.acceptMin).toBeGreaterThanOrEqual(low.acceptMin);
    }),
  );
});

test(`whatever is not a number is found, wherever it is (seed ${testSeed})`, () => {
  const paths = numbersIn(rules(), []);
  expect(paths.length).toBeGreaterThan(45);
  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined),
      (path, value) => {
        const broken = structuredClone(rules());
        const owner = path.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key) as object, broken);
        Reflect.set(owner, path.at(-1)!, value);
        expect(policyFaults(broken)).not.toEqual([]);
      },
    ),
  );
});

function numbersIn(value: object, path: readonly string[]): string[][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner === 'number') return [[...path, key]];
    return typeof inner === 'object' && inner !== null ? numbersIn(inner, [...path, key]) : [];
  });
}

test(`a version is read back from its name (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9-]{1,64}$/), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (name, version) => {
      expect(parsePolicyVersion(policyVersionOf(name, version))).toEqual({ name, version, settingsDigest: null });
      const shaped = `${policyVersionOf(name, version)}+1f2e3d4c`;
      expect(parsePolicyVersion(shaped)).toEqual({ name, version, settingsDigest: '1f2e3d4c' });
    }),
  );
});

test.each([
  '',
  'passive',
  'passive@',
  'passive@0',
  'passive@01',
  'passive@1.5',
  'passive@2147483648',
  'Passive@1',
  '@1',
])('%j names no version', (text) => {
  expect(parsePolicyVersion(text)).toBeNull();
});
