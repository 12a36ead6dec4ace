import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModels, openVault } from './compose.js';
import type { Config } from './config/config.js';
import { deriveKeyEncryptionKey } from './crypto/key-encryption-key.js';
import { masterKeyFromOwnFile } from './crypto/key-providers.js';
import { EnvelopeVault } from './crypto/vault.js';
import { poolDefaults, startEngine } from './engine/engine.js';
import { nativePath } from './engine/native.js';
import { pictureObserver } from './evaluation/measuring/observer.js';
import type { OpenedEvaluation } from './evaluation/ports.js';
import { type MeasurementCache, noCache, SealedCache } from './evaluation/measuring/sealed-cache.js';
import type { ModelPack } from './models/manifest.js';
import { modelsOf } from './models/packs.js';
import type { PrepareEvent } from './models/prepare.js';
import type { Log } from './telemetry/log.js';

/** An evaluation looks at pictures and stores nothing but what it measured of them: networks, a cache, no database. */

export interface EvaluationOptions {
  /** False: nothing that is measured is kept, and nothing kept is read. */
  readonly keep: boolean;
  readonly tell: (event: PrepareEvent) => void;
  /** Trouble with the cache, a sentence; the evaluation goes on. */
  readonly note: (text: string) => void;
}

/** Pictures are read by whoever evaluates, a few more than there are workers: all of them may wait. */
const QUEUE_DEPTH_MAX = 1_000;

export async function openEvaluation(config: Config, log: Log, options: EvaluationOptions): Promise<OpenedEvaluation> {
  // A model that is being left is measured for its templates alone.
  const models = await openModels({ ...config.models, formerEmbedding: null }, true, options.tell);
  const { pack } = models;
  const kept = options.keep ? await openCache(config, pack, log, options) : null;
  const engine = startEngine(models.settings, {
    ...poolDefaults,
    workers: config.engine.workers,
    queueDepthMax: QUEUE_DEPTH_MAX,
  });
  const close = async (): Promise<void> => {
    await engine.close();
    kept?.cache.close();
    kept?.vault.close();
  };
  try {
    await engine.ready;
  } catch (error) {
    await close();
    throw error;
  }
  const observer = pictureObserver({
    engine,
    cache: kept?.cache ?? noCache,
    embeddingName: pack.embedding.name,
    pack: pack.name,
    calibration: pack.embedding.calibration,
    workers: config.engine.workers,
  });
  return { observer, close };
}

interface Kept {
  readonly cache: MeasurementCache;
  readonly vault: EnvelopeVault;
}

async function openCache(config: Config, pack: ModelPack, log: Log, { note }: EvaluationOptions): Promise<Kept> {
  const vault = await vaultFor(config, log);
  try {
    const cache = new SealedCache({
      folder: join(config.dataDir, 'evaluation'),
      vault,
      fingerprint: fingerprintOf(pack),
      note,
    });
    return { cache, vault };
  } catch (error) {
    vault.close();
    throw error;
  }
}

/** Under the template key where one is configured, else under a key that evaluations make for themselves. */
async function vaultFor(config: Config, log: Log): Promise<EnvelopeVault> {
  const configured = await openVault(config, log);
  if (!configured.sealed) return configured;
  const master = await masterKeyFromOwnFile(join(config.dataDir, 'keys', 'evaluation.key'));
  const kek = deriveKeyEncryptionKey(master, null);
  return new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 1 });
}

/** What the manifest says of a network that changes nothing it measures. */
const untold: ReadonlySet<string> = new Set(['licence', 'provenance', 'notice', 'sources']);

/** Everything but the picture that an observation depends on: networks, how they are fed, and the program that does so. */
function fingerprintOf(pack: ModelPack): string {
  const fed = JSON.stringify([modelsOf(pack), pack.embedding.parts], (key, value: unknown) =>
    untold.has(key) ? undefined : value,
  );
  const digest = createHash('sha256').update(fed);
  const folder = join(__dirname, 'engine');
  const program = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => join(folder, name));
  for (const file of [...program, nativePath]) digest.update(createHash('sha256').update(readFileSync(file)).digest());
  return digest.digest('hex');
}
