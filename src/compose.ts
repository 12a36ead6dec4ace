import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calibration } from './biometrics/calibration.js';
import {
  comparisonOnly,
  defaultPolicySettings,
  passive,
  type Policy,
  type PolicySettings,
} from './biometrics/policy.js';
import { type Config, ConfigError, type ModelSettings } from './config/config.js';
import { deriveKeyEncryptionKey } from './crypto/key-encryption-key.js';
import { createKeyFile, masterKeyFromFile, masterKeyFromHex } from './crypto/key-providers.js';
import { EnvelopeVault } from './crypto/vault.js';
import { type Engine, poolDefaults, startEngine } from './engine/engine.js';
import { FaceError, isFaceError } from './errors.js';
import { type Manifest, type ModelPack, readManifest } from './models/manifest.js';
import { mergeManifests, modelsOf, resolvePack } from './models/packs.js';
import { preparePack, type PrepareEvent } from './models/prepare.js';
import type { Clock, FaceEngine, Store } from './recognition/ports.js';
import { type Recognition, recognition } from './recognition/recognition.js';
import { openStore, type OpenStore } from './open-store.js';
import { defaultServerLimits } from './rpc/server.js';
import type { Log } from './telemetry/log.js';

/** The only file that constructs and connects. */

/** What a command or the server runs on; a part that was not asked for refuses with its own code. */
export interface Application {
  readonly recognition: Recognition;
  readonly engine: Engine | null;
  readonly store: OpenStore | null;
  readonly vault: EnvelopeVault;
  readonly clock: Clock;
  /** What the licences of the networks in use want said at the start. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

export interface Parts {
  readonly engine: boolean;
  readonly store: boolean;
}

const DATA_KEYS_MAX = 10_000;

export async function compose(
  config: Config,
  parts: Parts,
  log: Log,
  tell: (event: PrepareEvent) => void,
): Promise<Application> {
  const models = await openModels(config.models, parts.engine, tell);
  const vault = await openVault(config, log);
  const store = parts.store ? await openStore(config, log) : null;
  const engine = parts.engine ? startEngine(models.settings, { ...poolDefaults, ...config.engine }) : null;
  const application = applicationOver(config, { pack: models.pack, engine, store, vault });
  try {
    await engine?.ready;
  } catch (error) {
    await application.close();
    throw error;
  }
  return application;
}

/** What an application stands on; it owns the three and closes them. */
export interface Foundation {
  readonly pack: ModelPack;
  readonly engine: Engine | null;
  readonly store: OpenStore | null;
  readonly vault: EnvelopeVault;
}

/** The use cases over parts that are open already. */
export function applicationOver(config: Config, { pack, engine, store, vault }: Foundation): Application {
  const clock: Clock = { nowMs: () => Date.now() };
  const close = async (): Promise<void> => {
    await engine?.close();
    await store?.close();
    vault.close();
  };
  const useCases = recognition({
    engine: engine ?? absentEngine(pack),
    store: store?.store ?? absentStore,
    vault,
    clock,
    calibration: calibration(pack.embedding.calibration),
    policies: {
      byName: {
        'comparison-only': versioned(comparisonOnly, config.policy),
        passive: versioned(passive, config.policy),
      },
      defaultName: config.defaultPolicy,
    },
    capture: {
      frameBytesMax: defaultServerLimits.frameBytesMax,
      recommendedWidth: config.captureResolution.width,
      recommendedHeight: config.captureResolution.height,
    },
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
  });
  const notices = modelsOf(pack).flatMap(({ notice }) => notice ?? []);
  return { recognition: useCases, engine, store, vault, clock, notices, close };
}

/** Rules that the operator's settings change are another version: `passive@1+` and a digest of the whole policy. */
export function versioned(policyOf: (settings: PolicySettings) => Policy, settings: PolicySettings): Policy {
  const policy = policyOf(settings);
  const text = JSON.stringify(policy);
  if (text === JSON.stringify(policyOf(defaultPolicySettings))) return policy;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { ...policy, version: `${policy.version}+${digest}` };
}

/** The project's manifest, with the operator's own models and choice of embedding laid over it. */
export function manifestFor(settings: ModelSettings): Manifest {
  const own = readManifest();
  const manifest = settings.extraManifest === null ? own : mergeManifests(own, readManifest(settings.extraManifest));
  const { embedding } = settings;
  if (!manifest.packs.some(({ name }) => name === settings.pack)) {
    const known = manifest.packs.map(({ name }) => name).join(', ');
    throw new ConfigError([`MODEL_PACK must be one of ${known}.`]);
  }
  if (embedding === null) return manifest;
  if (!manifest.embeddings.some(({ name }) => name === embedding)) {
    const known = manifest.embeddings.map(({ name }) => name).join(', ');
    throw new ConfigError([`EMBEDDING_MODEL must be one of ${known}.`]);
  }
  const packs = manifest.packs.map((pack) => (pack.name === settings.pack ? { ...pack, embedding } : pack));
  return { ...manifest, packs };
}

interface Models {
  readonly pack: ModelPack;
  readonly settings: { readonly pack: ModelPack; readonly modelFiles: ReadonlyMap<string, string> };
}

async function openModels(
  settings: ModelSettings,
  needed: boolean,
  tell: (event: PrepareEvent) => void,
): Promise<Models> {
  const manifest = manifestFor(settings);
  const folders = settings.folders.filter((folder) => existsSync(folder));
  const { pack, paths } = needed
    ? await preparePack(manifest, settings.pack, { cacheFolder: settings.cacheDir, folders, onEvent: tell })
    : { pack: resolvePack(manifest, settings.pack), paths: new Map<string, string>() };
  const { dimension, name } = pack.embedding;
  if (settings.embeddingDim !== null && settings.embeddingDim !== dimension) {
    throw new ConfigError([
      `EMBEDDING_DIM must be ${dimension}, as many dimensions as the embedding ${name} has, or be left out.`,
    ]);
  }
  return { pack, settings: { pack, modelFiles: paths } };
}

/** From the environment, a key file, or with --dev a key file of its own making; without any the vault stays sealed. */
async function openVault({ keys, dev, dataDir }: Config, log: Log): Promise<EnvelopeVault> {
  const devKeyFile = join(dataDir, 'keys', 'development.key');
  const master = await masterKey().catch((error: unknown) => {
    // Whatever is wrong with a key was set by the operator.
    throw isFaceError(error) && error.code === 'BAD_FIELD' ? new ConfigError([error.message]) : error;
  });
  const kek = master === null ? null : deriveKeyEncryptionKey(master, keys.salt);
  master?.fill(0);
  log.info(kek === null ? 'keys sealed' : 'keys opened');
  return new EnvelopeVault({ kek, encryptTemplates: keys.encrypt, dev, dataKeysMax: DATA_KEYS_MAX });

  async function masterKey(): Promise<Uint8Array | null> {
    if (keys.key !== null) return masterKeyFromHex(keys.keyName, keys.key);
    if (keys.keyFile !== null) return masterKeyFromFile(keys.keyFile);
    if (!dev) return null;
    if (!existsSync(devKeyFile)) await createKeyFile(devKeyFile);
    return masterKeyFromFile(devKeyFile);
  }
}

function absentEngine(pack: ModelPack): FaceEngine {
  const observe = () => Promise.reject(new FaceError('MODELS_LOADING', 'this command loaded no networks'));
  return { modelId: pack.modelId, embeddingDim: pack.embedding.dimension, observe };
}

const absentStore: Store = {
  transaction: () => Promise.reject(new FaceError('STORE_DOWN', 'this command opened no database')),
};
