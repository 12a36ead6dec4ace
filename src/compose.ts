import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calibration } from './biometrics/calibration.js';
import { builtInPolicies } from './biometrics/built-in-policies.js';
import { defaultPolicySettings, type Policy, type PolicySettings } from './biometrics/policy.js';
import { type Config, ConfigError, type ModelSettings } from './config/config.js';
import { deviceSignatures } from './crypto/device-signature.js';
import { deriveKeyEncryptionKey } from './crypto/key-encryption-key.js';
import { createKeyFile, masterKeyFromFile, masterKeyFromHex } from './crypto/key-providers.js';
import { EnvelopeVault } from './crypto/vault.js';
import { type Engine, poolDefaults, startEngine } from './engine/engine.js';
import { FaceError, isFaceError } from './errors.js';
import { type Manifest, type ModelPack, readManifest } from './models/manifest.js';
import { formerRefusal, mergeManifests, modelsOf, resolvePack } from './models/packs.js';
import { readOwnCalibration, withCalibration } from './models/own-calibration.js';
import { preparePack, type PrepareEvent } from './models/prepare.js';
import type { Context, PolicyBook } from './recognition/context.js';
import { refreshPolicies } from './recognition/policies.js';
import { createPolicyBook } from './recognition/policy-book.js';
import type { Call, Clock, FaceEngine, Journal, Store } from './recognition/ports.js';
import { type Recognition, recognition } from './recognition/recognition.js';
import { openGallery, type OpenGallery } from './open-gallery.js';
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
  /** Off where no search is allowed or no store is open; loads when it is started. */
  readonly gallery: OpenGallery;
  readonly clock: Clock;
  /** What the licences of the networks in use want said at the start. */
  readonly notices: readonly string[];
  readonly policies: PolicyBook;
  /** Takes the stored policies as what claims are decided by. @throws FaceError STORE_DOWN */
  refreshPolicies(call: Call): Promise<void>;
  close(): Promise<void>;
}

export interface Parts {
  readonly engine: boolean;
  readonly store: boolean;
}

const DATA_KEYS_MAX = 10_000;
const POLICIES_MS_MAX = 10_000;

export async function compose(
  config: Config,
  parts: Parts,
  log: Log,
  tell: (event: PrepareEvent) => void,
): Promise<Application> {
  const models = await openModels(config.models, parts.engine, tell);
  if (config.models.calibrationFile !== null) {
    log.info('own calibration in force', { modelId: models.pack.modelId });
  }
  const vault = await openVault(config, log);
  const store = parts.store ? await openStore(config, log) : null;
  const { estimateDepth, ...pool } = config.engine;
  const engine = parts.engine ? startEngine({ ...models.settings, estimateDepth }, { ...poolDefaults, ...pool }) : null;
  const application = applicationOver(config, { pack: models.pack, engine, store, vault, log });
  try {
    await engine?.ready;
    if (store) await application.refreshPolicies({ signal: AbortSignal.timeout(POLICIES_MS_MAX) });
  } catch (error) {
    await application.close();
    throw error;
  }
  return application;
}

/** What an application stands on; it owns the engine, the store and the vault, and closes them. */
export interface Foundation {
  readonly pack: ModelPack;
  readonly engine: Engine | null;
  readonly store: OpenStore | null;
  readonly vault: EnvelopeVault;
  readonly log: Log;
}

/** The use cases over parts that are open already. */
export function applicationOver(config: Config, { pack, engine, store, vault, log }: Foundation): Application {
  const clock: Clock = { nowMs: () => Date.now() };
  const gallery = openGallery(config, { pack, store, vault, log });
  const close = async (): Promise<void> => {
    await engine?.close();
    await gallery.close();
    await store?.close();
    vault.close();
  };
  const policies = policyBookOf(config);
  const context: Context = {
    engine: engine ?? absentEngine(pack),
    store: store?.store ?? absentStore,
    vault,
    clock,
    journal: journalIn(log),
    deviceSignatures,
    calibration: calibration(pack.embedding.calibration),
    formerCalibration: pack.former && calibration(pack.former.embedding.calibration),
    policies,
    capture: {
      frameBytesMax: defaultServerLimits.frameBytesMax,
      recommendedWidth: config.captureResolution.width,
      recommendedHeight: config.captureResolution.height,
    },
    recordCaptures: config.captureRecords.max > 0,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
  };
  const notices = modelsOf(pack).flatMap(({ notice }) => notice ?? []);
  return {
    recognition: recognition(context),
    engine,
    store,
    vault,
    gallery,
    clock,
    notices,
    policies,
    refreshPolicies: (call) => refreshPolicies(context, call),
    close,
  };
}

function journalIn(log: Log): Journal {
  return {
    templateMoved: () => log.info('template moved'),
    templateNotMoved: (cause) => log.warn('template not moved', isFaceError(cause) ? { code: cause.code } : {}, cause),
    captureNotRecorded: (cause) =>
      log.warn('capture not recorded', isFaceError(cause) ? { code: cause.code } : {}, cause),
  };
}

function policyBookOf({ policy, defaultPolicy }: Config): PolicyBook {
  return createPolicyBook({
    builtIn: Object.values(builtInPolicies).map((policyOf) => versioned(policyOf, policy)),
    defaultName: defaultPolicy,
  });
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
  const { embedding, formerEmbedding } = settings;
  if (!manifest.packs.some(({ name }) => name === settings.pack)) {
    const known = manifest.packs.map(({ name }) => name).join(', ');
    throw new ConfigError([`MODEL_PACK must be one of ${known}.`]);
  }
  if (embedding !== null) needEmbedding(manifest, 'EMBEDDING_MODEL', embedding);
  const chosen = withPack(manifest, settings.pack, embedding === null ? {} : { embedding });
  if (formerEmbedding === null) return chosen;
  needEmbedding(chosen, 'FORMER_EMBEDDING', formerEmbedding);
  const refusal = formerRefusal(chosen, settings.pack, formerEmbedding);
  if (refusal !== null) throw new ConfigError([`FORMER_EMBEDDING cannot be measured here: ${refusal}.`]);
  return withPack(chosen, settings.pack, { former: formerEmbedding });
}

function needEmbedding(manifest: Manifest, setting: string, embedding: string): void {
  if (manifest.embeddings.some(({ name }) => name === embedding)) return;
  throw new ConfigError([`${setting} must be one of ${manifest.embeddings.map(({ name }) => name).join(', ')}.`]);
}

function withPack(manifest: Manifest, packName: string, changes: Partial<Manifest['packs'][number]>): Manifest {
  return {
    ...manifest,
    packs: manifest.packs.map((pack) => (pack.name === packName ? { ...pack, ...changes } : pack)),
  };
}

export interface Models {
  readonly pack: ModelPack;
  readonly settings: { readonly pack: ModelPack; readonly modelFiles: ReadonlyMap<string, string> };
}

export async function openModels(
  settings: ModelSettings,
  needed: boolean,
  tell: (event: PrepareEvent) => void,
): Promise<Models> {
  const manifest = manifestFor(settings);
  const folders = settings.folders.filter((folder) => existsSync(folder));
  const prepared = needed
    ? await preparePack(manifest, settings.pack, { cacheFolder: settings.cacheDir, folders, onEvent: tell })
    : { pack: resolvePack(manifest, settings.pack), paths: new Map<string, string>() };
  const { paths } = prepared;
  const pack = calibrated(prepared.pack, settings.calibrationFile);
  const { dimension, name } = pack.embedding;
  if (settings.embeddingDim !== null && settings.embeddingDim !== dimension) {
    throw new ConfigError([
      `EMBEDDING_DIM must be ${dimension}, as many dimensions as the embedding ${name} has, or be left out.`,
    ]);
  }
  return { pack, settings: { pack, modelFiles: paths } };
}

/** @throws ConfigError for a file that is no calibration, or one of another embedding */
function calibrated(pack: ModelPack, file: string | null): ModelPack {
  if (file === null) return pack;
  try {
    const own = withCalibration(pack, readOwnCalibration(file));
    calibration(own.embedding.calibration);
    return own;
  } catch (error) {
    throw isFaceError(error) ? new ConfigError([`CALIBRATION_FILE ${error.message}.`]) : error;
  }
}

/** From the environment, a key file, or with --dev a key file of its own making; without any the vault stays sealed. */
export async function openVault({ keys, dev, dataDir }: Config, log: Log): Promise<EnvelopeVault> {
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
  const { modelId, embedding, former } = pack;
  return {
    modelId,
    embeddingDim: embedding.dimension,
    former: former && { modelId: former.modelId, embeddingDim: former.embedding.dimension },
    observe,
  };
}

const absentStore: Store = {
  transaction: () => Promise.reject(new FaceError('STORE_DOWN', 'this command opened no database')),
};
