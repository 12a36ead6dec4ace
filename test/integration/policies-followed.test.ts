import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Serving } from '../../src/cli/doors.js';
import { applicationOver } from '../../src/compose.js';
import { readConfig } from '../../src/config/config.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { readManifest } from '../../src/models/manifest.js';
import { resolvePack } from '../../src/models/packs.js';
import { openStore } from '../../src/open-store.js';
import { toWirePolicyDocument } from '../../src/rpc/wire-policies.js';
import { startService } from '../../src/service.js';
import { createLog } from '../../src/telemetry/log.js';
import { errorDetails, type FaceClient, faceClient } from '../support/grpc-client.js';
import { rules } from '../support/policies.js';
import { withPostgres } from '../support/postgres.js';

/** Two servers on one database, without networks: what one activates the other decides by. */

jest.setTimeout(60_000);

/** What Policies.Activate promises. */
const FOLLOWED_MS_MAX = 2_000;

const postgres = withPostgres();
let servers: { readonly serving: Serving; readonly client: FaceClient }[] = [];

beforeAll(async () => {
  const target = await postgres.freshTarget();
  const url = `postgres://${target.user}@/${target.database}?host=${encodeURIComponent(target.host)}&port=${target.port}`;
  const flags = { dev: false, insecure: false, configFile: null, overrides: {} };
  const config = readConfig({ DATABASE_URL: url, API_PORT: '0', DEFAULT_POLICY: 'door' }, flags);
  const log = createLog('silent');
  const manifest = readManifest();
  const serve = async () => {
    const kek = deriveKeyEncryptionKey(new Uint8Array(randomBytes(32)), null);
    const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 10 });
    const store = await openStore(config, log);
    const pack = resolvePack(manifest, 'default');
    const serving = await startService(
      applicationOver(config, { pack, engine: null, store, vault, log, serves: true }),
      config,
      log,
    );
    return { serving, client: faceClient(`127.0.0.1:${serving.port}`) };
  };
  servers = [await serve(), await serve()];
});
afterAll(async () => {
  for (const { serving, client } of servers) {
    client.close();
    serving.stop();
    await serving.closed;
  }
});

/** The version a capture begins with, which needs no database. */
async function versionBegun({ client }: { readonly client: FaceClient }, policy: string): Promise<string> {
  const stream = client.checkLiveness();
  await stream.write({ config: { policy } });
  for await (const { started } of stream.messages) {
    stream.cancel();
    return started?.policyVersion ?? '';
  }
  return errorDetails(await stream.status).reason ?? '';
}

async function followedWithin(index: number, policy: string, wanted: string): Promise<number> {
  const startMs = performance.now();
  while ((await versionBegun(servers[index]!, policy)) !== wanted) {
    if (performance.now() - startMs > 10_000) throw new Error(`the server did not follow to ${wanted}`);
    await delay(20);
  }
  return performance.now() - startMs;
}

test('an activation counts at once where it was asked for, and within two seconds on the other server', async () => {
  const [first, second] = servers.map(({ client }) => client.policies);
  await first!.createVersion({ document: toWirePolicyDocument(rules()) });
  await first!.activate({ name: 'passive', version: 2 });
  expect(await versionBegun(servers[0]!, 'passive')).toBe('passive@2');
  expect(await followedWithin(1, 'passive', 'passive@2')).toBeLessThan(FOLLOWED_MS_MAX);
  await second!.activate({ name: 'passive', version: 1 });
  expect(await versionBegun(servers[1]!, 'passive')).toBe('passive@1');
  expect(await followedWithin(0, 'passive', 'passive@1')).toBeLessThan(FOLLOWED_MS_MAX);
});

test('a name that another server made is known, and has rules once one is active', async () => {
  const [first] = servers.map(({ client }) => client.policies);
  expect(await versionBegun(servers[1]!, 'door')).toBe('POLICY_UNKNOWN');
  await first!.createVersion({ document: toWirePolicyDocument(rules({ name: 'door' })) });
  expect(await followedWithin(1, 'door', 'POLICY_INACTIVE')).toBeLessThan(FOLLOWED_MS_MAX);
  await first!.activate({ name: 'door', version: 1 });
  expect(await followedWithin(1, 'door', 'door@1')).toBeLessThan(FOLLOWED_MS_MAX);
});

test('a default policy without rules is said at the start', () => {
  for (const { serving } of servers) {
    expect(serving.notices).toContainEqual(
      'calls that name no policy are refused, since DEFAULT_POLICY is door: no version of it is active.',
    );
  }
});

test('servers that create at once never give a number twice', async () => {
  const document = toWirePolicyDocument(rules({ name: 'rush' }));
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, index) => servers[index % 2]!.client.policies.createVersion({ document })),
  );
  const numbers = made.map(({ policy }) => policy!.version).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('without the database the last rules stay, and afterwards activations are followed again', async () => {
  const [first] = servers.map(({ client }) => client.policies);
  await first!.activate({ name: 'passive', version: 2 });
  await followedWithin(1, 'passive', 'passive@2');
  await postgres.server().stop();
  await delay(2_500);
  for (const server of servers) expect(await versionBegun(server, 'passive')).toBe('passive@2');
  await postgres.restart();
  await first!.activate({ name: 'passive', version: 1 });
  await followedWithin(1, 'passive', 'passive@1');
});
