import { status } from '@grpc/grpc-js';
import { type Loopback, loopback } from '../support/rpc-server.js';
import { errorDetails } from '../support/grpc-client.js';
import { rules } from '../support/policies.js';
import { toWirePolicyDocument } from '../../src/rpc/wire-policies.js';

/** faceengine.v1.Policies at the edge: what goes in, what comes out, and how it is refused. */

let server: Loopback;
beforeEach(async () => {
  server = await loopback();
});
afterEach(() => server.close());

const policies = () => server.client.policies;
const wire = (changes: Parameters<typeof rules>[0] = {}) => toWirePolicyDocument(rules(changes));

async function faultOf(failing: Promise<unknown>) {
  const error = await failing.then(
    () => null,
    (fault: unknown) => fault as Parameters<typeof errorDetails>[0] & { code: number; details: string },
  );
  const { reason, fields } = error ? errorDetails(error) : { reason: 'none', fields: [] };
  return { code: error?.code, reason, fields };
}

test('the list has every version whole', async () => {
  const { policies: all } = await policies().list({});
  expect(all.map(({ policyVersion }) => policyVersion)).toEqual([
    'comparison-only@1',
    'passive@1',
    'active@1',
    'sensor@1',
    'high-security@1',
  ]);
  expect(all[1]).toMatchObject({ version: 1, builtIn: true, active: true, unusable: '', createdAt: null });
  expect(all[1]?.document).toMatchObject({ ...wire(), fusion: { attention: null } });
  expect(all[2]?.unusable).not.toBe('');
});

test('a version is created, found, activated and simulated', async () => {
  const { policy: created } = await policies().createVersion({ document: wire({ acceptMin: 0.9 }), requestId: 'r1' });
  expect(created).toMatchObject({ policyVersion: 'passive@2', builtIn: false, active: false });
  expect(created?.createdAt).toEqual({ seconds: 1_700_000_000, nanos: 123_000_000 });
  expect((await policies().get({ name: 'passive', version: 2 })).policy).toEqual(created);
  expect((await policies().activate({ name: 'passive', version: 2 })).policy).toEqual({ ...created, active: true });
  expect((await policies().get({ name: 'passive' })).policy?.policyVersion).toBe('passive@2');
  const answer = await policies().simulate({ policyVersion: 'passive@2', recordedAfter: { seconds: 7, nanos: 5e8 } });
  expect(answer).toMatchObject({ policyVersion: 'passive@2', captures: 10, capturesUnusable: 2 });
  expect(answer.changes[1]).toEqual({ recorded: 'OUTCOME_ACCEPT', simulated: 'OUTCOME_RE_VERIFY', captures: 3 });
  expect(answer.reasons[0]).toEqual({ reason: 'REASON_SIMILARITY_SUFFICIENT', captures: 5 });
  await policies().simulate({ document: wire({ name: 'draft' }) });
  expect(server.recognition.simulations).toEqual([
    { policy: { name: 'passive', version: 2, settingsDigest: null }, recordedAfter: new Date(7500) },
    { policy: rules({ name: 'draft' }), recordedAfter: null },
  ]);
});

const outside = 99 as never;

test.each<[what: string, field: string, call: () => Promise<unknown>]>([
  ['no document', 'document', () => policies().createVersion({})],
  ['no liveness', 'document.liveness', () => create({ liveness: 'LIVENESS_CHECK_UNSPECIFIED' })],
  ['a liveness of the future', 'document.liveness', () => create({ liveness: outside })],
  ['no gates', 'document.enrolment_gates', () => create({ enrolmentGates: null })],
  ['no gates', 'document.verification_gates', () => create({ verificationGates: null })],
  ['no fusion', 'document.fusion', () => create({ fusion: null })],
  ['no weights', 'document.fusion.weights', () => create({ fusion: { weights: null } })],
  ['no duration', 'document.duration_max', () => create({ durationMax: null })],
  ['no timeout', 'document.idle_timeout', () => create({ idleTimeout: null })],
  ['a negative duration', 'document.duration_max', () => create({ durationMax: { seconds: -60, nanos: 0 } })],
  ['less than a millisecond', 'document.idle_timeout', () => create({ idleTimeout: { seconds: 1, nanos: 1 } })],
  ['not a number', 'document.accept_min', () => create({ acceptMin: Number.NaN })],
  ['a contradiction', 'document.reject_max', () => create({ rejectMax: 0.9, acceptMin: 0.8 })],
  ['a name', 'document.name', () => create({ name: 'Ärger' })],
  ['a name', 'name', () => policies().get({ name: '../passive' })],
  ['a version', 'version', () => policies().get({ name: 'passive', version: 2 ** 31 })],
  ['no version', 'version', () => policies().activate({ name: 'passive' })],
  ['a request id', 'request_id', () => policies().activate({ name: 'passive', version: 1, requestId: 'a b' })],
  ['neither', 'policy', () => policies().simulate({})],
  ['a text', 'policy_version', () => policies().simulate({ policyVersion: 'passive' })],
  [
    'no gates',
    'document.enrolment_gates',
    () => policies().simulate({ document: { ...wire(), enrolmentGates: null } }),
  ],
  ['a time', 'recorded_after', () => policies().simulate({ document: wire(), recordedAfter: { seconds: 4e11 } })],
])('%s is refused with the path %s', async (_, field, call) => {
  expect(await faultOf(call())).toEqual({ code: status.INVALID_ARGUMENT, reason: 'BAD_FIELD', fields: [field] });
});

function create(changes: Parameters<ReturnType<typeof policies>['createVersion']>[0]['document']): Promise<unknown> {
  return policies().createVersion({ document: { ...wire(), ...changes } });
}

test('what is not there is NOT_FOUND, what cannot decide FAILED_PRECONDITION', async () => {
  const unknown = { code: status.NOT_FOUND, reason: 'POLICY_UNKNOWN', fields: [] };
  expect(await faultOf(policies().get({ name: 'door' }))).toEqual(unknown);
  expect(await faultOf(policies().get({ name: 'passive', version: 9 }))).toEqual(unknown);
  expect(await faultOf(policies().activate({ name: 'passive', version: 9 }))).toEqual(unknown);
  const inactive = { code: status.FAILED_PRECONDITION, reason: 'POLICY_INACTIVE', fields: [] };
  expect(await faultOf(policies().activate({ name: 'sensor', version: 1 }))).toEqual(inactive);
});
