import { status } from '@grpc/grpc-js';
import { errorDetails } from '../support/grpc-client.js';
import { loopback, type Loopback } from '../support/rpc-server.js';

/** A change of model on the wire, over a fake. */

let edge: Loopback;
beforeEach(async () => (edge = await loopback()));
afterEach(() => edge.close());

type Fault = Parameters<typeof errorDetails>[0] & { readonly code: number };

async function faultOf(promise: Promise<unknown>) {
  const fault = await promise.then(
    () => Promise.reject(new Error('a fault was expected')),
    (error: unknown) => error as Fault,
  );
  const { reason, fields } = errorDetails(fault);
  return { code: fault.code, reason, fields };
}

test('it is started, reported and finished', async () => {
  const { templates } = edge.client;
  const { migration: started } = await templates.migrate({});
  expect(started).toMatchObject({
    startedAt: { seconds: 1_700_000_000, nanos: 123_000_000 },
    finishedAt: null,
    subjects: 4,
    subjectsMigrated: 1,
    coverage: 0.25,
  });
  expect((await templates.migrate({ fromModelId: started!.fromModelId })).migration).toEqual(started);
  expect((await templates.getMigration({})).migration).toEqual(started);
  const finished = await templates.finishMigration({ requestId: 'finish-1' });
  expect(finished).toEqual({
    migration: { ...started, finishedAt: { seconds: 1_700_000_002, nanos: 0 } },
    templatesDeleted: 1,
  });
});

test('none to report or finish is NOT_FOUND', async () => {
  const { templates } = edge.client;
  for (const asked of [templates.getMigration({}), templates.finishMigration({})])
    expect(await faultOf(asked)).toMatchObject({ code: status.NOT_FOUND, reason: 'MIGRATION_UNKNOWN' });
});

test('another model than the former one is a failed precondition', async () => {
  const asked = edge.client.templates.migrate({ fromModelId: 'a+b@0123456789ff' });
  expect(await faultOf(asked)).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'MODEL_MISMATCH' });
});

test.each(['fr-feature', 'fr-feature@0123', 'FR@0123456789AB', 'a b@0123456789ab', 'x'.repeat(200)])(
  'a text that is no model id names its field: %s',
  async (fromModelId) => {
    const fault = await faultOf(edge.client.templates.migrate({ fromModelId }));
    expect(fault).toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'BAD_FIELD' });
    expect(JSON.stringify(fault)).toContain('from_model_id');
  },
);

test('a request id that is none names its field', async () => {
  await edge.client.templates.migrate({});
  const fault = await faultOf(edge.client.templates.finishMigration({ requestId: 'with space' }));
  expect(JSON.stringify(fault)).toContain('request_id');
});
