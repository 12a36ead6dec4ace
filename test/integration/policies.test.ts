import { status } from '@grpc/grpc-js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorDetails, exchange } from '../support/grpc-client.js';
import {
  dataFolder,
  endServices,
  faces,
  newKey,
  picturesOf,
  runToEnd,
  type Service,
  START_MS_MAX,
  startService,
  streamOf,
} from '../support/service.js';

/** Policies over the whole service: created, activated, decided by, and kept over a restart. */

jest.setTimeout(2 * START_MS_MAX);

const settings = { BIOMETRIC_TEMPLATE_KEY: newKey(), CAPTURE_RECORDS_MAX: '100' };
let folder: string;
let service: Service;
let man: Buffer[];

beforeAll(async () => {
  folder = await dataFolder();
  [service, man] = await Promise.all([startService({ dataDir: folder, settings }), faces(0, 0, 8)]);
  const pictures = picturesOf(man.slice(0, 5));
  await service.client.enrollOnce({ config: { subjectId: 'ada', policy: 'comparison-only' }, pictures });
}, START_MS_MAX);
afterAll(endServices, START_MS_MAX);

async function decided(policy: string) {
  const { answers, status: ended } = await exchange(
    service.client.verify(),
    streamOf({ subjectId: 'ada', policy }, man.slice(5)),
  );
  if (ended.code !== status.OK) return errorDetails(ended).reason;
  const { policyVersion, modelId, outcome } = answers.at(-1)!.decision!;
  expect(modelId).toMatch(/^[\w.-]+@[0-9a-f]{12}$/);
  return { policyVersion, outcome };
}

test('a verification is decided by the version that is active, also after a restart', async () => {
  const { policies } = service.client;
  const built = (await policies.get({ name: 'comparison-only' })).policy!;
  expect(await decided('comparison-only')).toEqual({ policyVersion: 'comparison-only@1', outcome: 'OUTCOME_ACCEPT' });

  // One frame more than he shows.
  const strict = { ...built.document, framesAcceptedMin: 4, earlyAcceptFramesMin: 4 };
  expect((await policies.createVersion({ document: strict })).policy?.policyVersion).toBe('comparison-only@2');
  expect(await decided('comparison-only')).toMatchObject({ policyVersion: 'comparison-only@1' });
  await policies.activate({ name: 'comparison-only', version: 2 });
  const refused = { policyVersion: 'comparison-only@2', outcome: 'OUTCOME_RE_VERIFY' };
  expect(await decided('comparison-only')).toEqual(refused);

  const passive = (await policies.get({ name: 'passive' })).policy!;
  await policies.createVersion({ document: { ...passive.document, framesAcceptedMin: 2 } });
  await policies.activate({ name: 'passive', version: 2 });
  expect(await decided('')).toMatchObject({ policyVersion: 'passive@2' });
  const compared = await service.client.compare({ first: picturesOf(man)[0]!, second: picturesOf(man)[1]! });
  expect(compared.policyVersion).toBe('comparison-only@2');

  await service.stop();
  service = await startService({ dataDir: folder, settings });
  expect(await decided('comparison-only')).toEqual(refused);
  expect(await decided('')).toMatchObject({ policyVersion: 'passive@2' });
});

test('a simulation says what a version would have decided about what was recorded', async () => {
  const { policies } = service.client;
  const since = (
    await policies.createVersion({ document: (await policies.get({ name: 'comparison-only' })).policy!.document })
  ).policy!.createdAt!;
  for (let captures = 0; captures < 3; captures++) await decided('comparison-only');
  const built = await policies.simulate({ policyVersion: 'comparison-only@1', recordedAfter: since });
  expect(built).toMatchObject({ policyVersion: 'comparison-only@1', captures: 3, capturesUnusable: 0 });
  expect(built.changes).toEqual([{ recorded: 'OUTCOME_RE_VERIFY', simulated: 'OUTCOME_ACCEPT', captures: 3 }]);
  expect(built.reasons).toEqual([{ reason: 'REASON_SIMILARITY_SUFFICIENT', captures: 3 }]);
  const told = await runToEnd(
    ['policies', 'simulate', 'comparison-only@2', '--since', timeOf(since), '--json', '--data-dir', folder],
    settings,
  );
  expect(JSON.parse(told.out)).toMatchObject({
    captures: 3,
    changes: [{ recorded: 'RE_VERIFY', simulated: 'RE_VERIFY', captures: 3 }],
  });
});

const timeOf = ({ seconds, nanos }: { seconds: number; nanos: number }) =>
  new Date(seconds * 1000 + nanos / 1e6).toISOString();

test('what the command line creates and activates, the running server follows', async () => {
  const common = ['--data-dir', folder];
  const shown = await runToEnd(['policies', 'show', 'comparison-only@1', ...common], settings);
  expect(shown.code).toBe(0);
  const file = join(folder, 'door.json');
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(shown.out) as object), name: 'door' }));
  expect(await decided('door')).toBe('POLICY_UNKNOWN');
  const created = await runToEnd(['policies', 'create', file, '--json', ...common], settings);
  expect(JSON.parse(created.out)).toMatchObject({ policyVersion: 'door@1', active: false });
  const activated = await runToEnd(['policies', 'activate', 'door@1', ...common], settings);
  expect(activated).toMatchObject({ code: 0, out: 'door@1 is active\n' });
  await delay(2_000);
  expect(await decided('door')).toEqual({ policyVersion: 'door@1', outcome: 'OUTCOME_ACCEPT' });
  const listed = await runToEnd(['policies', 'list', ...common], settings);
  expect(listed.out).toMatch(/^comparison-only@2 +active /m);
});
