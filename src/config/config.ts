import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { defaultPolicySettings, type PolicySettings } from '../biometrics/policy.js';
import type { PolicyName } from '../recognition/requests.js';
import type { SearchKind } from '../recognition/search-permissions.js';
import type { LogLevel } from '../telemetry/log.js';
import { SettingError, type Setting } from './setting.js';
import { settings } from './settings.js';

/** Every setting, read once, checked together. */
export interface Config {
  /** A random key file is made when there is no key, and templates may be left unencrypted. */
  readonly dev: boolean;
  readonly api: {
    readonly host: string;
    readonly port: number;
    readonly streamsMax: number;
    readonly reflection: boolean;
  };
  readonly revealScores: boolean;
  readonly logLevel: LogLevel;
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly models: ModelSettings;
  readonly engine: { readonly workers: number; readonly queueDepthMax: number; readonly estimateDepth: boolean };
  readonly policy: PolicySettings;
  readonly defaultPolicy: PolicyName;
  /** Kinds of search that are allowed; none is otherwise. */
  readonly searchPermissions: readonly SearchKind[];
  readonly captureResolution: { readonly width: number; readonly height: number };
  /** Records of verifications: how many are kept, and for how many days; none at a `max` of 0. */
  readonly captureRecords: { readonly max: number; readonly days: number };
  readonly keys: KeySettings;
  readonly gallery: GallerySettings;
}

export interface GallerySettings {
  readonly backend: 'native' | 'milvus';
  readonly bytesMax: number;
  readonly threads: number;
  readonly precision: 'float32' | 'bfloat16' | 'int8';
  readonly searchQueueMax: number;
  /** 0: no snapshots. */
  readonly snapshotMinutes: number;
}

export interface ModelSettings {
  readonly pack: string;
  readonly embedding: string | null;
  /** Null outside a change of model. */
  readonly formerEmbedding: string | null;
  readonly embeddingDim: number | null;
  readonly extraManifest: string | null;
  /** Takes the place of the manifest's table for the embedding in use. */
  readonly calibrationFile: string | null;
  readonly cacheDir: string;
  /** Searched in order for files that cannot be fetched. */
  readonly folders: readonly string[];
}

export interface KeySettings {
  /** 64 hexadecimal digits. */
  readonly key: string | null;
  /** Name of the variable it came from, for messages. */
  readonly keyName: string;
  readonly keyFile: string | null;
  readonly salt: string | null;
  readonly encrypt: boolean;
}

/** What only the command line can say. */
export interface Flags {
  readonly dev: boolean;
  /** Plain text beyond loopback is wanted. */
  readonly insecure: boolean;
  readonly configFile: string | null;
  /** Settings given as flags; they win over the environment, which wins over the file. */
  readonly overrides: Readonly<Partial<Record<SettingName, string>>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type SettingName = keyof typeof settings;

/** Holds every mistake at once, one sentence each. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(
      `the configuration has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}:\n  ${mistakes.join('\n  ')}`,
    );
    this.name = 'ConfigError';
  }
}

const DEFAULT_KEY_NAME = settings.TEMPLATE_KEY_ENV.fallback;
const projectRoot = join(__dirname, '../../..');

/** @throws ConfigError with every mistake found */
export function readConfig(environment: Environment, flags: Flags): Config {
  const mistakes: string[] = [];
  const file = flags.configFile === null ? {} : readConfigFile(flags.configFile, mistakes);
  const keyName = environment['TEMPLATE_KEY_ENV'] ?? file['TEMPLATE_KEY_ENV'] ?? DEFAULT_KEY_NAME;
  for (const name of Object.keys(file)) {
    if (!Object.hasOwn(settings, name) && name !== keyName)
      mistakes.push(`${name} in the config file is not a setting.`);
  }
  const given = (name: string): string | undefined =>
    [flags.overrides, environment, file].map((source) => new Map(Object.entries(source)).get(name)).find(isSet);
  const read = (name: string, setting: Setting<unknown>): unknown => {
    const text = given(name) ?? setting.fallback;
    if (text === null) return null;
    try {
      return setting.parse(text);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      mistakes.push(`${name} ${error.message}.`);
      return null;
    }
  };
  const values = readAll(read);
  mistakes.push(...contradictions(values, flags), ...keyMistakes(values, given));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return configOf(values, given, flags);
}

/** Compose files and shells hand an unset variable on as an empty one. */
const isSet = (text: string | undefined): boolean => text !== undefined && text !== '';

type Reader = (name: string, setting: Setting<unknown>) => unknown;
type Values = { readonly [K in SettingName]: ReturnType<(typeof settings)[K]['parse']> | null };

function readAll(read: Reader): Values {
  // The table above gives each name the type its own parser returns; Object.entries forgets it.
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, read(name, setting)])) as Values;
}

function readConfigFile(path: string, mistakes: string[]): Environment {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError();
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, textOf(value)]));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not a JSON object' : 'cannot be read';
    mistakes.push(`the config file ${path} ${why}.`);
    return {};
  }
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What each setting alone cannot see. */
function contradictions(values: Values, { dev, insecure }: Flags): string[] {
  const found: string[] = [];
  const [low, high] = thresholds(values);
  if (low >= high) found.push('REJECT_THRESHOLD must be below ACCEPT_THRESHOLD.');
  const band = values.RE_VERIFY_BAND;
  if (band && (low !== band[0] || high !== band[1])) {
    found.push(
      'RE_VERIFY_BAND must run from REJECT_THRESHOLD to ACCEPT_THRESHOLD; set either the band or the two thresholds.',
    );
  }
  const own = JSON.stringify(values.FUSION_WEIGHTS) !== JSON.stringify(defaultPolicySettings.fusionWeights);
  if (values.USE_ATTENTION_FUSION === true && own) {
    found.push('FUSION_WEIGHTS has no effect with USE_ATTENTION_FUSION, whose weights are fitted; set one of the two.');
  }
  if (values.ENCRYPT_TEMPLATES === false && !dev) found.push('ENCRYPT_TEMPLATES=false is refused outside serve --dev.');
  const host = values.API_HOST ?? '';
  if (host !== '' && !isLoopback(host) && !insecure) {
    found.push(
      'API_HOST beyond loopback would carry faces in plain text; put a TLS proxy in front, or start with --insecure.',
    );
  }
  return found;
}

function keyMistakes(values: Values, given: (name: string) => string | undefined): string[] {
  const name = values.TEMPLATE_KEY_ENV ?? DEFAULT_KEY_NAME;
  const key = given(name);
  if (key !== undefined && values.TEMPLATE_KEY_FILE !== null)
    return [`${name} and TEMPLATE_KEY_FILE are both set; keep one of them.`];
  if (key === undefined || /^[0-9a-f]{64}$/i.test(key)) return [];
  return [
    `${name} must be 64 hexadecimal digits (32 bytes); it has ${key.length} characters. Make one with: openssl rand -hex 32`,
  ];
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function thresholds(values: Values): readonly [number, number] {
  const [low, high] = values.RE_VERIFY_BAND ?? [defaultPolicySettings.rejectMax, defaultPolicySettings.acceptMin];
  return [values.REJECT_THRESHOLD ?? low, values.ACCEPT_THRESHOLD ?? high];
}

function configOf(values: Values, given: (name: string) => string | undefined, { dev }: Flags): Config {
  const [rejectMax, acceptMin] = thresholds(values);
  const keyName = required(values.TEMPLATE_KEY_ENV);
  const modelsDir = values.FACE_MODELS_DIR;
  return {
    dev,
    api: {
      host: required(values.API_HOST),
      port: required(values.API_PORT),
      streamsMax: required(values.API_STREAMS_MAX),
      reflection: required(values.API_REFLECTION),
    },
    revealScores: required(values.REVEAL_SCORES),
    logLevel: required(values.LOG_LEVEL),
    dataDir: resolve(required(values.FACE_DATA_DIR)),
    databaseUrl: values.DATABASE_URL,
    models: {
      pack: required(values.MODEL_PACK),
      embedding: values.EMBEDDING_MODEL,
      formerEmbedding: values.FORMER_EMBEDDING,
      embeddingDim: values.EMBEDDING_DIM,
      extraManifest: values.MODEL_MANIFEST,
      calibrationFile: values.CALIBRATION_FILE === null ? null : resolve(values.CALIBRATION_FILE),
      cacheDir: fromRoot(values.FACE_MODELS_CACHE ?? 'models/cache'),
      folders: [...(modelsDir === null ? [] : [resolve(modelsDir)]), join(projectRoot, '../shared/models')],
    },
    engine: {
      workers: required(values.ENGINE_WORKERS),
      queueDepthMax: required(values.ENGINE_QUEUE_MAX),
      estimateDepth: required(values.DEPTH_ESTIMATION_FALLBACK),
    },
    policy: {
      acceptMin,
      rejectMax,
      fusionWeights: required(values.FUSION_WEIGHTS),
      microMotionMinVariance: values.MICRO_MOTION_MIN_VARIANCE ?? defaultPolicySettings.microMotionMinVariance,
      verificationLivenessMin: required(values.TEXTURE_SPOOF_THRESHOLD),
      enrolmentSamplesMin: required(values.ENROLLMENT_MIN_SAMPLES),
      attention: required(values.USE_ATTENTION_FUSION),
    },
    defaultPolicy: required(values.DEFAULT_POLICY),
    searchPermissions: values.SEARCH_PERMISSIONS ?? [],
    captureResolution: required(values.CAPTURE_RESOLUTION),
    captureRecords: { max: required(values.CAPTURE_RECORDS_MAX), days: required(values.CAPTURE_RECORDS_DAYS) },
    keys: {
      key: given(keyName) ?? null,
      keyName,
      keyFile: values.TEMPLATE_KEY_FILE === null ? null : resolve(values.TEMPLATE_KEY_FILE),
      salt: values.BIOMETRIC_TEMPLATE_SALT,
      encrypt: required(values.ENCRYPT_TEMPLATES),
    },
    gallery: galleryOf(values),
  };
}

function galleryOf(values: Values): GallerySettings {
  return {
    backend: required(values.GALLERY_BACKEND),
    bytesMax: required(values.GALLERY_BYTES_MAX),
    threads: required(values.GALLERY_THREADS),
    precision: required(values.GALLERY_PRECISION),
    searchQueueMax: required(values.GALLERY_SEARCH_QUEUE_MAX),
    snapshotMinutes: required(values.GALLERY_SNAPSHOT_MINUTES),
  };
}

function fromRoot(path: string): string {
  return isAbsolute(path) ? path : join(projectRoot, path);
}

/** A setting with a fallback is only null after a mistake, and mistakes end `readConfig` before this. */
function required<T>(value: T | null): T {
  if (value === null) throw new ConfigError(['a setting that has a fallback came without a value.']);
  return value;
}
