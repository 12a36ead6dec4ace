import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './cli/doors.js';
import { manifestFor } from './compose.js';
import type { Config } from './config/config.js';
import { masterKeyFromFile, masterKeyFromHex } from './crypto/key-providers.js';
import { loadNative } from './engine/native.js';
import { verifyPack } from './models/prepare.js';
import { openStore } from './open-store.js';
import type { Log } from './telemetry/log.js';

/** Looks at everything the service stands on, one thing after the other, whatever the one before came to. */
export async function* diagnose(config: Config, log: Log): AsyncGenerator<Finding, void> {
  yield await looked('node', nodeVersion);
  yield await looked('native addon', cpu);
  yield await looked('models', () => models(config));
  yield await looked('database', () => database(config, log));
  yield await looked('template key', () => templateKey(config));
}

type Look = () => Promise<Omit<Finding, 'name'>> | Omit<Finding, 'name'>;

async function looked(name: string, look: Look): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    return { name, state: 'fails', detail: error instanceof Error ? error.message : 'failed for an unknown reason' };
  }
}

function nodeVersion(): Omit<Finding, 'name'> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 22) return { state: 'works', detail: process.version };
  return { state: 'warns', detail: `${process.version} works but gets no more security fixes; use 22 or 24` };
}

function cpu(): Omit<Finding, 'name'> {
  const { detected, kernels } = loadNative().cpuFeatures();
  const detail = `kernels ${kernels}; processor has ${detected.join(', ') || 'no vector extensions we use'}`;
  return { state: kernels === 'scalar' ? 'warns' : 'works', detail };
}

async function models({ models: settings }: Config): Promise<Omit<Finding, 'name'>> {
  const found = await verifyPack(manifestFor(settings), settings.pack, settings.cacheDir);
  const bad = found.filter(({ state }) => state !== 'right');
  if (bad.length === 0)
    return { state: 'works', detail: `pack ${settings.pack}, ${found.length} networks with the right sha256` };
  const list = bad.map(({ model, state }) => `${model} is ${state}`).join(', ');
  return { state: 'fails', detail: `${list}. Run: face-engine models prepare ${settings.pack}` };
}

async function database(config: Config, log: Log): Promise<Omit<Finding, 'name'>> {
  const opened = await openStore(config, log);
  try {
    await opened.store.ping();
    return {
      state: 'works',
      detail: opened.embedded ? `embedded PostgreSQL in ${config.dataDir}` : 'PostgreSQL of DATABASE_URL',
    };
  } finally {
    await opened.close();
  }
}

async function templateKey({ keys, dev, dataDir }: Config): Promise<Omit<Finding, 'name'>> {
  if (keys.key !== null) {
    masterKeyFromHex(keys.keyName, keys.key).fill(0);
    return { state: 'works', detail: `from ${keys.keyName}` };
  }
  if (keys.keyFile !== null) {
    (await masterKeyFromFile(keys.keyFile)).fill(0);
    return { state: 'works', detail: 'from TEMPLATE_KEY_FILE' };
  }
  if (dev && existsSync(join(dataDir, 'keys', 'development.key')))
    return { state: 'warns', detail: 'a development key' };
  if (dev) return { state: 'warns', detail: 'none yet; serve --dev will make a development key' };
  return { state: 'fails', detail: `none: the server would start sealed. Set ${keys.keyName} or TEMPLATE_KEY_FILE` };
}
