import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { readConfig } from '../../src/config/config.js';
import { openStore } from '../../src/open-store.js';
import { isAlive } from '../../src/store/postmaster.js';
import { createLog } from '../../src/telemetry/log.js';
import { errorDetails, exchange, faceClient } from '../support/grpc-client.js';
import { randomFrom, testSeed } from '../support/seeded.js';
import {
  dataFolder,
  endServices,
  faces,
  healthBecomes,
  JPEG,
  newKey,
  postmasterPid,
  type Service,
  START_MS_MAX,
  startService,
  streamOf,
} from '../support/service.js';

/** The process of the service and its private database, ended in every way there is. */

jest.setTimeout(2 * START_MS_MAX);

const settings = { BIOMETRIC_TEMPLATE_KEY: newKey(), DEFAULT_POLICY: 'comparison-only' };
let dataDir: string;
let man: Buffer[];

beforeAll(async () => {
  dataDir = await dataFolder();
  man = await faces(0, 0, 9);
});
afterAll(endServices, START_MS_MAX);

const start = () => startService({ dataDir, settings });

async function enrol({ client }: Pick<Service, 'client'>, subjectId: string) {
  const { answers, status: ended } = await exchange(client.enroll(), streamOf({ subjectId }, man.slice(0, 5)));
  return { enrolled: answers.at(-1)?.enrollResult?.enrolled === true, reason: errorDetails(ended).reason };
}

async function outcomeOf({ client }: Pick<Service, 'client'>, subjectId: string) {
  const { answers } = await exchange(client.verify(), streamOf({ subjectId }, man.slice(5, 8)));
  return answers.at(-1)?.decision?.outcome;
}

test.each([
  ['a folder', ''],
  ['a folder whose path is too long for a socket', join('x'.repeat(60), 'y'.repeat(60))],
])('in %s the private database comes back by itself after a kill, and health follows', async (_, below) => {
  const folder = join(dataDir, below);
  const service = await startService({ dataDir: folder, settings });
  expect((await enrol(service, 'ada')).enrolled).toBe(true);
  const before = postmasterPid(folder);
  process.kill(before, 'SIGKILL');
  const untilMs = performance.now() + 60_000;
  while ((await outcomeOf(service, 'ada')) !== 'OUTCOME_ACCEPT' || postmasterPid(folder) === before) {
    expect(performance.now()).toBeLessThan(untilMs);
    await delay(50);
  }
  expect(await healthBecomes(service.address, 'SERVING')).toBe('SERVING');
  expect((await enrol(service, 'bob')).enrolled).toBe(true);
  expect(service.lines.some((line) => line.includes('"msg":"store down"'))).toBe(true);
  expect(await service.stop()).toBe(0);
});

test.each([0, 5, 60])(
  'a store closed %i ms after its database died ends, and leaves no database behind',
  async (ms) => {
    const folder = await dataFolder();
    const flags = { dev: false, insecure: false, configFile: null, overrides: {} };
    const store = await openStore(readConfig({ FACE_DATA_DIR: folder }, flags), createLog('silent'));
    process.kill(postmasterPid(folder), 'SIGKILL');
    await delay(ms);
    await store.close();
    const left = postmasterPid(folder);
    expect(left === 0 || !isAlive(left)).toBe(true);
  },
);

test('at SIGTERM running calls finish: none fails', async () => {
  const service = await start();
  const calls = Array.from({ length: 6 }, () => faceClient(service.address)).map((client, index) => {
    const call = index % 2 === 0 ? client.enroll() : client.verify();
    const [config, ...rest] = streamOf({ subjectId: index % 2 === 0 ? `running-${index}` : 'ada' }, man.slice(0, 5));
    return { client, call, config: config!, rest };
  });
  const messages = calls.map(({ call }) => call.messages[Symbol.asyncIterator]());
  for (const { call, config } of calls) await call.write(config);
  // The server has started each of them once it tells their limits.
  await Promise.all(messages.map((one) => one.next()));
  service.signal('SIGTERM');
  expect(await refusesNewCalls(service)).toBe(true);
  await Promise.all(
    calls.map(async ({ call, rest }) => {
      for (const message of rest) await call.write(message).catch(() => undefined);
      call.end();
    }),
  );
  const ends = await Promise.all(calls.map(({ call }) => call.status));
  expect(ends.map(({ code }) => code)).toEqual(calls.map(() => status.OK));
  calls.forEach(({ client }) => client.close());
  expect(await service.exited).toBe(0);
  expect(service.lines.join('\n')).toMatch(/"callsCancelled":0.*"msg":"server closed"/);

  const next = await start();
  for (const subjectId of ['running-0', 'running-2', 'running-4'])
    expect(await outcomeOf(next, subjectId)).toBe('OUTCOME_ACCEPT');
  await next.stop();
});

async function refusesNewCalls({ address }: Service): Promise<boolean> {
  const client = faceClient(address);
  try {
    for (let tries = 0; tries < 200; tries++) {
      const fault = await client.subjects.list({}).then(
        () => null,
        (error: unknown) => error as { code: status },
      );
      if (fault) return fault.code === status.UNAVAILABLE;
      await delay(20);
    }
    return false;
  } finally {
    client.close();
  }
}

test(`kills at random moments lose nothing acknowledged (seed ${testSeed})`, async () => {
  const random = randomFrom(testSeed);
  const acknowledged = ['ada', 'bob'];
  for (let round = 0; round < 3; round++) {
    const service = await start();
    let killed = false;
    const enrolling = Array.from({ length: 3 }, async (_, lane) => {
      for (let turn = 0; !killed && turn < 50; turn++) {
        const subjectId = `killed-${round}-${lane}-${turn}`;
        if ((await enrol(service, subjectId)).enrolled) acknowledged.push(subjectId);
      }
    });
    await delay(random.between(50, 1500));
    killed = true;
    service.signal('SIGKILL');
    await Promise.all(enrolling);
    expect(await service.exited).toBe('SIGKILL');
    service.client.close();
  }
  const service = await start();
  for (const subjectId of acknowledged) expect(await outcomeOf(service, subjectId)).toBe('OUTCOME_ACCEPT');
  const { subjects } = await service.client.subjects.list({ pageSize: 1000 });
  for (const { subjectId } of subjects) {
    // Subjects of this file come by enrolment alone: each has its template.
    expect((await service.client.templates.list({ subjectId })).templates).toHaveLength(1);
    const image = man[5]!;
    const picture = { format: JPEG, image };
    const { decision } = await service.client.verifyOnce({ config: { subjectId }, pictures: [picture] });
    expect(decision?.outcome).toBe('OUTCOME_ACCEPT');
  }
  await service.stop();
});
